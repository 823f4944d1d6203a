"""Values → JSON for programs: one form, whoever asks by command line, HTTP or MCP."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from index.types import Source
from qa.types import Answer, Citation, Disagreement, Evidence, Reported

if TYPE_CHECKING:
    from index import Health


def as_json(value: Any) -> str:
    """A value as JSON: dates as ISO, dataclasses as objects."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def source_object(source: Source) -> dict[str, Any]:
    """A source as the JSON of `list --json`."""
    return asdict(source)


def answer_object(answer: Answer) -> dict[str, Any]:
    """An answer as the JSON of `ask --json`."""
    cited = {c.source.id: c for claim in answer.claims for c in claim.citations}
    cited |= {p.citation.source.id: p.citation for d in answer.disagreements for p in d.positions} | cited
    return {
        "question": answer.question,
        "resolved": answer.resolved,
        "status": answer.status,
        "mode": answer.mode,
        "model": answer.model,
        "text": answer.text,
        "as_of": answer.as_of,
        "constraints": [asdict(c) for c in answer.constraints],
        "gaps": answer.gaps,
        "nearest": [_source(None, s) for s in answer.nearest],
        "notes": answer.notes,
        "claims": [
            {
                "text": claim.text,
                "verdict": claim.verdict,
                "reason": claim.reason,
                "attributed_to": claim.attributed_to,
                "independent": claim.independent,
                "citations": [_citation(c) for c in claim.citations],
            }
            for claim in answer.claims
        ],
        "sources": [_source(c.marker, c.source) for c in cited.values()],
        "evidence": [_evidence(e) for e in answer.evidence],
        "disagreements": [_disagreement(d) for d in answer.disagreements],
        "usage": asdict(answer.usage) if answer.usage else None,
        "timings": {f"{stage}_ms": round(taken, 1) for stage, taken in answer.timings.items()},
    }


def evidence_object(evidence: Evidence) -> dict[str, Any]:
    """A retrieved passage with the report that it is from."""
    return {**_evidence(evidence), "source": source_object(evidence.passage.source)}


def _source(marker: int | None, source: Source) -> dict[str, Any]:
    fields = ("id", "title", "outlet", "published", "published_from", "not_before", "url", "path", "origin")
    return {"marker": marker} | {field: getattr(source, field) for field in fields}


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "source_id": citation.source.id,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    passage = evidence.passage
    return {
        "marker": evidence.marker,
        "source_id": passage.source.id,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
    }


def _disagreement(disagreement: Disagreement) -> dict[str, Any]:
    return {
        "about": disagreement.about,
        "kind": disagreement.kind,
        "positions": [
            {"value": p.value, "speaker": p.speaker, "published": p.published, "citation": _citation(p.citation)}
            for p in disagreement.positions
        ],
    }


def history_object(rows: Sequence[Reported]) -> list[dict[str, Any]]:
    """A history as the JSON of `history --json`: an array, a row a report."""
    return [
        {
            "published": row.published,
            "not_before": row.citation.source.not_before,
            "outlet": row.citation.source.outlet,
            "title": row.citation.source.title,
            "value": row.value,
            "speaker": row.speaker,
            "citation": _citation(row.citation),
            "also": [s.id for s in row.also],
        }
        for row in rows
    ]


def health_object(health: "Health", sources: Sequence[Source]) -> dict[str, Any]:
    """What `check` found as the JSON of `check --json`."""
    copies: dict[str, list[str]] = {}
    for source in sources:
        copies.setdefault(source.origin, []).append(source.id)
    return {
        **asdict(health),
        "undated": [source.id for source in sources if source.published is None],
        "copies": {origin: ids for origin, ids in copies.items() if len(ids) > 1},
    }
