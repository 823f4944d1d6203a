"""Evidence → the words of an answer: quotations introduced by who reported them and when, or a model's prose."""

from collections.abc import Sequence
from pathlib import Path

from index import Source
from qa.types import Claim

NOT_SUPPORTED = "(not supported by the reports)"


def quotes_text(claims: Sequence[Claim], carried_by: Sequence[Sequence[Source]]) -> str:
    """Quotations as an answer: for each a line that says who reported it and when, then the exact words with [n]."""
    return "\n\n".join(
        f"{introduction(claim.citations[0].source, also)}\n> {claim.text} [{claim.citations[0].marker}]"
        for claim, also in zip(claims, carried_by, strict=True)
    )


def prose_text(claims: Sequence[Claim]) -> str:
    """A model's sentences, each with the numbers that were found to carry it, or said to be without support."""
    return " ".join(f"{claim.text} {_grounds(claim)}" for claim in claims)


def _grounds(claim: Claim) -> str:
    if claim.verdict == "unsupported":
        return NOT_SUPPORTED
    markers = "".join(f"[{n}]" for n in dict.fromkeys(c.marker for c in claim.citations))
    return f"(as reported by {claim.attributed_to}) {markers}" if claim.attributed_to else markers


def introduction(source: Source, also: Sequence[Source] = ()) -> str:
    """Who reported it and when, in our words: "Newsweek, undated (also carried by …):"."""
    copies = [named(s) for s in also if s.origin == source.origin]
    others = [named(s) for s in also if s.origin != source.origin]
    said = [f"also carried by {', '.join(copies)}"] if copies else []
    said += [f"likewise {', '.join(others)}"] if others else []
    more = f" ({'; '.join(said)})" if said else ""
    return f"{named(source)}, {dated(source)}{more}:"


def named(source: Source) -> str:
    """What a reader may call a report: its outlet, else its title, else its file, else its id."""
    if source.outlet or source.title:
        return source.outlet or f"“{source.title}”"
    return f"the report in {Path(source.path).name}" if source.path else f"report {source.id}"


def dated(source: Source) -> str:
    """When a report was published, in words; "undated" where nothing says so."""
    day = source.published
    return f"{day.day} {day:%B %Y}" if day else "undated"


def declined_text(
    searched: int, nearest: Sequence[Source], missing: Sequence[str], premises: Sequence[str] = ()
) -> str:
    """That the reports do not answer, what was searched, and what came nearest.

    `missing` are words of which no report speaks, `premises` what the question takes for given and none tells of.
    """
    if not searched:
        return "No report was searched: nothing in the collection lies within what was asked for."
    silent = f" None of them speaks of {_listed(missing)}." if missing else ""
    near = "; ".join(f"{named(s)} ({dated(s)})" for s in nearest)
    nearest_ones = f" Nearest: {near}." if near else ""
    given = f" The question takes {_listed(premises)} for given, of which none of them tells." if premises else ""
    return f"The reports do not say. {counted(searched, 'report')} searched.{given}{silent}{nearest_ones}"


def _listed(words: Sequence[str]) -> str:
    return " or ".join(f"“{w}”" for w in dict.fromkeys(words))


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 report", "5 reports"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
