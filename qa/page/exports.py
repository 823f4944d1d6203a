"""A conversation as a visitor takes it along: Markdown with footnotes, or JSON."""

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from qa import json_forms
from qa.page.conversation import Conversation, Exchange, cited
from qa.page.markup import name, when
from qa.page.numbers import MARKERS
from qa.types import Answer, Citation, Disagreement
from qa.writing import introduction

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~!&])")


def _text(words: str) -> str:
    """Words of others as Markdown that shows exactly them, in one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))


def _notes(markers: Iterable[int]) -> str:
    return "".join(f"[^{marker}]" for marker in sorted(set(markers)))


def _with_notes(text: str, known: set[int]) -> str:
    """An answer's words, each [n] in them a reference to a footnote."""
    parts, at = [], 0
    for found in MARKERS.finditer(text):
        parts += [_SPECIAL.sub(r"\\\1", text[at : found.start()])]
        parts += [_notes(int(n) for n in found[1].split(",") if int(n) in known)]
        at = found.end()
    return "".join(parts) + _SPECIAL.sub(r"\\\1", text[at:])


def _words(answer: Answer) -> list[str]:
    """The answer itself, a paragraph an item."""
    if answer.mode == "quotes" and answer.claims and answer.status != "not_in_sources":
        return [
            f"{_text(introduction(claim.citations[0].source)) if claim.citations else ''}\n\n"
            f"> {_text(claim.text)} {_notes(c.marker for c in claim.citations)}"
            for claim in answer.claims
        ]
    return [_with_notes(answer.text, {e.marker for e in answer.evidence})]


def _difference(difference: Disagreement) -> str:
    kind = "The reports differ" if difference.kind == "differs" else "Changed over time"
    rows = [
        f"| {_text(p.value)} | {_text(p.speaker or 'the report itself')} | {_text(when(p.citation.source))} "
        f"| {_text(p.citation.quote)} {_notes([p.citation.marker])} |"
        for p in difference.positions
    ]
    head = "| Value | Who says so | Reported | In these words |\n| --- | --- | --- | --- |"
    return "\n".join([f"**{kind}: {_text(difference.about)}**", "", head, *rows])


def _exchange(exchange: Exchange) -> str:
    head = f"## {_text(exchange.question)}"
    answer = exchange.answer
    if answer is None:
        return f"{head}\n\n*{_text(exchange.ended or 'Not answered.')}*"
    parts = [head]
    if answer.resolved != answer.question:
        parts.append(f"*Understood as: {_text(answer.resolved)}*")
    parts += _words(answer)
    parts += [_difference(d) for d in answer.disagreements]
    if answer.gaps and answer.status != "not_in_sources":
        parts.append("What the reports do not say:\n\n" + "\n".join(f"- {_text(gap)}" for gap in answer.gaps))
    parts += [f"*{_text(note)}*" for note in answer.notes]
    return "\n\n".join(parts)


def _footnote(marker: int, citations: Iterable[Citation]) -> str:
    found = list(citations)
    source = found[0].source
    quotes = " … ".join(dict.fromkeys(_text(c.quote) for c in sorted(found, key=lambda c: c.start)))
    known = [_text(source.outlet or "outlet not stated"), _text(when(source)), f"“{_text(name(source))}”"]
    known += [f"<{source.url}>"] if source.url and re.fullmatch(r"https?://[^\s<>]+", source.url) else []
    return f"[^{marker}]: {', '.join(known)}: “{quotes}”"


def as_markdown(conversation: Conversation) -> str:
    """Questions and answers, with a footnote for each cited passage that holds its exact words."""
    citations: dict[int, list[Citation]] = {}
    for exchange in conversation:
        for citation in cited(exchange.answer) if exchange.answer else ():
            citations.setdefault(citation.marker, []).append(citation)
    body = "\n\n".join(map(_exchange, conversation))
    # A number in a model's words may stand for a passage of which no exact words were cited.
    for exchange in conversation:
        for evidence in exchange.answer.evidence if exchange.answer else ():
            if f"[^{evidence.marker}]" in body and evidence.marker not in citations:
                passage = evidence.passage
                citations[evidence.marker] = [
                    Citation(evidence.marker, passage.source, passage.text, passage.start, passage.end)
                ]
    notes = "\n".join(_footnote(marker, citations[marker]) for marker in sorted(citations))
    return f"{body}\n\n{notes}\n" if notes else f"{body}\n"


def _without_places(value: Any) -> Any:
    """A JSON value in which no file of this machine is named by more than its name."""
    if isinstance(value, dict):
        return {
            key: PurePath(item).name if key == "path" and isinstance(item, str) else _without_places(item)
            for key, item in value.items()
        }
    return [_without_places(item) for item in value] if isinstance(value, list | tuple) else value


def as_json(conversation: Conversation) -> str:
    """The same as an array of objects: `question`, and `answer` in the form of `dateline ask --json`, or `ended`."""
    exchanges = [
        {"question": e.question, "answer": _without_places(json_forms.answer_object(e.answer)) if e.answer else None}
        | ({"ended": e.ended} if e.ended else {})
        for e in conversation
    ]
    return json_forms.as_json(exchanges)
