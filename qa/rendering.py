"""Values → text for a terminal."""

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.types import Article, Source
from qa.types import Answer, Disagreement, Reported
from qa.writing import counted, dated, named

if TYPE_CHECKING:
    from index import BuildReport, Health
    from index.pace import Progress

WIDTH = 100  # characters of a line
FEW = 3  # files that failed alike and are each named
MANY = 20  # lines of one kind that are shown
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def answer(answer: Answer) -> str:
    """An answer for a person who reads a terminal."""
    parts = []
    if answer.resolved != answer.question:
        parts.append(f"Understood as: {answer.resolved}")
    parts += limits(answer)
    parts.append("\n".join(_wrapped(line) for line in answer.text.splitlines()))
    parts += [_difference(d) for d in answer.disagreements]
    parts += [_wrapped(f"Note: {note}") for note in answer.notes]
    parts += [_wrapped(line) for line in (*independence(answer), *cost(answer))]
    if listed := references(answer):
        parts.append("\n".join(map(_wrapped, listed)))
    return safe("\n\n".join(parts))


def independence(answer: Answer) -> list[str]:
    """Which of a model's sentences several independent reports carry, a line each; quotations tell it themselves."""
    told = [claim for claim in answer.claims if claim.independent > 1] if answer.mode == "model" else []
    return [
        f"Carried by {claim.independent} independent reports: “{textwrap.shorten(claim.text, 70, placeholder=' …')}”"
        for claim in told
    ]


def cost(answer: Answer) -> list[str]:
    """What the language model was given and gave, where one was asked."""
    usage = answer.usage
    if not usage:
        return []
    about = "about " if usage.estimated else ""
    paid = f"; {usage.cost:.6f} US dollars" if usage.cost is not None else ""
    return [f"Tokens: {about}{usage.prompt_tokens:,} read, {about}{usage.completion_tokens:,} written{paid}."]


def references(answer: Answer) -> list[str]:
    """The reports that are cited, by their first number, each once with all its numbers."""
    cited = {c.marker: c.source for claim in answer.claims for c in claim.citations}
    cited |= {p.citation.marker: p.citation.source for d in answer.disagreements for p in d.positions}
    numbers: dict[str, list[int]] = {}
    for number, source in sorted(cited.items()):
        numbers.setdefault(source.id, []).append(number)
    return ["".join(f"[{n}]" for n in of_one) + f" {reference(cited[of_one[0]])}" for of_one in numbers.values()]


def limits(answer: Answer) -> list[str]:
    """What the question limits the reports to, and what it prefers, a line each."""
    lines = []
    for label, limiting in (("Limited to", True), ("Preferred", False)):
        if said := [f"{c.kind.replace('_', ' ')} {c.value}" for c in answer.constraints if c.limits == limiting]:
            lines.append(f"{label}: {', '.join(said)}")
    return lines


def kind_of(difference: Disagreement) -> str:
    """What kind of difference it is, in words."""
    return "Changed over time" if difference.kind == "changed" else "The reports differ"


def _difference(difference: Disagreement) -> str:
    rows = [
        f"  {p.value} — {p.speaker or 'the report itself'} ({named(p.citation.source)}, "
        f"{dated(p.citation.source)}) [{p.citation.marker}]"
        for p in difference.positions
    ]
    return "\n".join([f"{kind_of(difference)}: {difference.about}", *(_wrapped(row, "    ") for row in rows)])


def history(rows: Sequence[Reported], searched: int) -> str:
    """A history for a person who reads a terminal; `searched`: how many reports were searched for it."""
    if not rows:
        return f"The reports are silent: none of {counted(searched, 'report')} gives a figure or a status for this."
    dated_rows = [_history_row(row) for row in rows if row.published]
    undated = [_history_row(row) for row in rows if not row.published]
    apart = ["Undated, so their place in time is not known:", *undated] if undated else []
    sources = "\n".join(_wrapped(f"[{r.citation.marker}] {reference(r.citation.source)}") for r in rows)
    return safe("\n\n".join([*dated_rows, *apart, sources]))


def _history_row(row: Reported) -> str:
    source = row.citation.source
    past = f", not before {source.not_before}" if not row.published and source.not_before else ""
    copies = f", also carried by {', '.join(named(s) for s in row.also)}" if row.also else ""
    head = f"{dated(source)}{past}: {row.value} — {row.speaker or 'the report itself'} ({named(source)}{copies})"
    return "\n".join([_wrapped(head, "  "), _wrapped(f"> {row.citation.quote} [{row.citation.marker}]")])


def reference(source: Source) -> str:
    """A report in a list of references."""
    known = [
        source.outlet or "outlet not stated",
        dated(source),
        f"“{source.title}”" if source.title else "",
        source.id,
    ]
    return ", ".join(part for part in known if part)


def _wrapped(line: str, hanging: str = "") -> str:
    mark = "> " if line.startswith("> ") else ""
    return textwrap.fill(line, WIDTH, subsequent_indent=mark or hanging, break_long_words=False, break_on_hyphens=False)


def source_line(source: Source) -> str:
    """A report in one line: date, outlet, title, id, and whose copy it is."""
    copy = f"  (one report with {source.origin})" if source.origin != source.id else ""
    day = source.published.isoformat() if source.published else "undated   "
    title = textwrap.shorten(source.title or "(no title)", 60, placeholder=" …")
    return safe(f"{day}  {source.outlet or '(outlet not stated)':<20}  {title:<60}  {source.id}{copy}")


def source_list(sources: Sequence[Source]) -> str:
    """What is in the collection, a line a report, and a sum."""
    origins = len({s.origin for s in sources})
    undated = sum(s.published is None for s in sources)
    total = f"{counted(len(sources), 'report')}, {origins} independent, {undated} undated."
    return "\n".join([*map(source_line, sources), "", total])


def article(article: Article) -> str:
    """A report as it is kept."""
    source = article.source
    head = [
        f"id         {source.id}",
        f"title      {source.title or '(none)'}",
        f"outlet     {source.outlet or '(not stated)'}",
        f"published  {dated(source)}" + (f" (from {source.published_from})" if source.published_from else ""),
        f"not before {source.not_before}" if source.not_before else "",
        f"file       {source.path}" if source.path else "",
        f"copy of    {source.origin}" if source.origin != source.id else "",
    ]
    return safe("\n".join(line for line in head if line) + "\n\n" + article.text)


def removed(article: Article) -> str:
    """What was taken out of a report as not being news."""
    lines = [f"  {line}" for line in article.removed] or ["  (nothing)"]
    return safe("\n".join([article.source.id, *lines]))


def progress(progress: "Progress") -> str:
    """How far an indexing has come, in one line."""
    parts = [f"{progress.done:,} of {counted(progress.files, 'file')}", f"{counted(progress.passages, 'passage')} in"]
    if progress.rate:
        parts.append(f"{progress.rate:.0f} a second" if progress.rate >= 10 else f"{progress.rate:.1f} a second")
    if progress.seconds_left is not None and progress.done < progress.files:
        parts.append(f"about {_lasting(progress.seconds_left)} left")
    return "Reading: " + ", ".join(parts)


def _lasting(seconds: float) -> str:
    if seconds < 90:
        return counted(round(seconds), "second")
    return counted(round(seconds / 60), "minute") if seconds < 5_400 else counted(round(seconds / 3_600), "hour")


def build_report(report: "BuildReport") -> str:
    """What an indexing did, for a person."""
    kinds = ("added", "updated", "unchanged", "removed")
    done = [f"{len(getattr(report, kind)):,} {kind}" for kind in kinds if getattr(report, kind)]
    lines = [", ".join(done).capitalize() + "." if done else "Nothing was read."]
    if report.gone:
        lines.append(f"{counted(len(report.gone), 'report')} whose file is gone; remove with --prune.")
        lines += _some([f"  {id}" for id in report.gone])
    return safe("\n".join(lines + _failures(report.failed)))


def health(health: "Health", sources: Sequence[Source]) -> str:
    """What `check` found, for a person."""
    lines = [f"Record: {counted(health.reports, 'report')}, {counted(health.passages, 'passage')}."]
    lines.append("The indexes agree with it." if health.agrees else "The indexes do not agree with it:")
    lines += [f"  {line}" for line in health.differs]
    lines += [] if health.agrees else ["Mend them with: dateline check --repair"]
    undated = [
        f"  {s.id}" + (f"  not before {s.not_before}" if s.not_before else "") for s in sources if not s.published
    ]
    copies = [f"  {s.id} is one report with {s.origin}" for s in sources if s.origin != s.id]
    lines += [f"Undated ({len(undated):,}):", *undated] if undated else []
    lines += [f"Copies ({len(copies):,}):", *copies] if copies else []
    return safe("\n".join(lines + _failures(health.failures)))


def _failures(failed: Sequence[tuple[str, str]]) -> list[str]:
    """What could not be read, many of one kind in one line."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for path, why in failed:
        kinds.setdefault(why.replace(Path(path).name, "").strip(), []).append((path, why))
    lines = [f"Not read ({len(failed):,}):"] if failed else []
    for why, files in kinds.items():
        if len(files) > FEW:
            lines.append(f"  {files[0][0]} and {len(files) - 1:,} more, each: {why}")
        else:
            lines += [f"  {path}: {each}" for path, each in files]
    return lines


def _some(lines: Sequence[str]) -> list[str]:
    """The first few of many lines, and how many more there are."""
    return [*lines[:MANY], f"  and {len(lines) - MANY:,} more"] if len(lines) > MANY else list(lines)


def safe(text: str) -> str:
    """Without what could steer a terminal: reports are not trusted."""
    return _UNSAFE.sub("", text)
