"""Evidence → the words of an answer: quotations introduced by who reported them and when, or a model's prose."""

import re
import textwrap
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from index import Source
from qa.types import Claim

NOT_SUPPORTED = "(not supported by the reports)"
NAMED_AT_MOST = 3  # copies of a report that are named
LONGEST_TITLE = 70  # characters of a title that stands for an outlet
BRIEF = 40  # characters of a speaker up to which what describes a name stays


def quotes_text(claims: Sequence[Claim], carried_by: Sequence[Sequence[Source]]) -> str:
    """Quotations as an answer: for each a line that says who reported it and when, then the exact words with [n]."""
    return "\n\n".join(
        f"{introduced}\n> {_on_one_line(claim.text)} [{claim.citations[0].marker}]"
        for introduced, claim in zip(introductions(claims, carried_by), claims, strict=True)
    )


def introductions(claims: Sequence[Claim], carried_by: Sequence[Sequence[Source]]) -> list[str]:
    """A line for each quotation; a report that is quoted again at once is not named again, nor are its copies."""
    lines: list[str] = []
    before: Source | None = None
    known: set[Source] = set()
    for claim, also in zip(claims, carried_by, strict=True):
        source = claim.citations[0].source
        new = [s for s in also if s not in known]
        lines.append(introduction(source, new, claim.attributed_to, again=source == before))
        known.update(new)
        before = source
    return lines


def _on_one_line(quote: str) -> str:
    return " ".join(quote.split())


def prose_text(claims: Sequence[Claim]) -> str:
    """A model's sentences, each with the numbers that were found to carry it, or said to be without support."""
    return " ".join(f"{claim.text} {_grounds(claim)}" for claim in claims)


def _grounds(claim: Claim) -> str:
    if claim.verdict == "unsupported":
        return NOT_SUPPORTED
    markers = "".join(f"[{n}]" for n in dict.fromkeys(c.marker for c in claim.citations))
    return f"(as reported by {claim.attributed_to}) {markers}" if claim.attributed_to else markers


def introduction(
    source: Source, also: Sequence[Source] = (), speaker: str | None = None, *, again: bool = False
) -> str:
    """Who reported it and when, in our words: "Newsweek, undated (also carried by …), citing the mayor:".

    `also`: copies of the report, and others that tell the same; `again`: the report was quoted just before.
    """
    copies = [named(s) for s in also if s.origin == source.origin]
    others = {s.origin: named(s) for s in reversed(also) if s.origin != source.origin}
    said = [f"also carried by {_few(copies)}"] if copies else []
    said += [f"{len(others) + 1} independent reports: likewise {_few([*others.values()][::-1])}"] if others else []
    who = "the same report" if again else f"{named(source)}, {dated(source)}"
    more = f" ({'; '.join(said)})" if said else ""
    citing = f", citing {_brief(speaker)}" if speaker and speaker != source.outlet else ""
    return f"{who[0].upper()}{who[1:]}{more}{citing}:"


def _few(names: Sequence[str]) -> str:
    """Names in a row, of many the first ones and how many more."""
    each = list(dict.fromkeys(names))
    shown, rest = (each, 0) if len(each) <= NAMED_AT_MOST else (each[:NAMED_AT_MOST], len(each) - NAMED_AT_MOST)
    return f"{', '.join(shown)} and {rest} more" if rest else ", ".join(shown)


def _brief(speaker: str) -> str:
    """Who speaks, as it stands within a sentence, without what describes a name: the quotation has that."""
    described = _DESCRIBED.match(speaker)
    brief = described["name"] if described and len(speaker) > BRIEF else speaker
    return _COMMON_FIRST.sub(lambda first: first[0].lower(), brief)


_DESCRIBED = re.compile(r"(?P<name>[A-Z][\w.’'-]*(?:\s+(?:[a-z]{2,3}\s+)?[A-Z][\w.’'-]*)+),\s+[a-z]")
# What begins a sentence with a capital and is no name.
_COMMON_FIRST = re.compile(
    r"(?:The|An?)\b|(?:Some|Several|Many|Most|Other|Both|All|Two|Three|Four|Five|Local|Senior|Early|Reports?|Officials|Sources"
    r"|Analysts|Experts|Residents|Witnesses|Survivors|Relatives|Neighbours|Police|Officers|Prosecutors|Investigators"
    r"|Intelligence|Authorities|Doctors|Hospitals|Medics|Firefighters|Rescuers|Engineers|Researchers|Scientists"
    r"|Economists|Insurers|Auditors|Regulators|Lawyers|Lawmakers|Ministers|Diplomats|Commanders|Rebels|Soldiers|Farmers"
    r"|Workers|Teachers|Unions?|Campaigners|Activists|Organisers|Organizers|Critics|Opponents|Supporters|Observers"
    r"|Investors|Shareholders|Government|State|Military|Security|Defen[cs]e|People)\b(?!\s+[A-Z])"
)


def named(source: Source) -> str:
    """What a reader may call a report: its outlet, else its title, else its file, else its id."""
    if source.outlet or source.title:
        return source.outlet or _titled(source)
    return f"the report in {Path(source.path).name}" if source.path else f"report {source.id}"


def _titled(source: Source) -> str:
    return f"“{textwrap.shorten(source.title, LONGEST_TITLE, placeholder=' …')}”"


def dated(source: Source) -> str:
    """When a report was published, in words; "undated" where nothing says so."""
    return in_words(source.published) if source.published else "undated"


def in_words(day: date) -> str:
    """A day as it is written: "5 February 2025"."""
    return f"{day.day} {day:%B %Y}"


def declined_text(
    reports: int,
    nearest: Sequence[tuple[Source, Sequence[str]]],
    missing: Sequence[str],
    apart: Sequence[str] = (),
    premises: Sequence[str] = (),
) -> str:
    """That the reports do not answer, what was searched, and what came nearest.

    `reports`: how many were searched; each of the `nearest` with the words of the question that it does speak to;
    `missing`: words of which no report speaks; `apart`: those told of, but not with the rest of what is asked;
    `premises`: what the question takes for given and none tells of.
    """
    if not reports:
        return "No report was searched: nothing in the collection lies within what was asked for."
    silent = f" None of them speaks of {_listed(missing)}." if missing else ""
    near = "; ".join(_near(source, covered) for source, covered in nearest)
    nearest_ones = f" Nearest: {near}." if near else ""
    silent += f" {_listed(apart, 'and')}: spoken of, but not with the rest of what is asked." if apart else ""
    given = f" The question takes {_listed(premises)} for given, of which none of them tells." if premises else ""
    return f"The reports do not say. {counted(reports, 'report')} searched.{given}{silent}{nearest_ones}"


def _near(source: Source, covered: Sequence[str]) -> str:
    """A report that came nearest, what it is about, and of what is asked what it speaks of."""
    titled = (
        f", “{textwrap.shorten(source.title, LONGEST_TITLE, placeholder=' …')}”"
        if source.outlet and source.title
        else ""
    )
    speaks = f", which speaks of {_listed(covered, 'and')}" if covered else ""
    return f"{named(source)} ({dated(source)}){titled}{speaks}"


def _listed(words: Sequence[str], joint: str = "or") -> str:
    *first, last = [f"“{w}”" for w in dict.fromkeys(words)]
    return f"{', '.join(first)} {joint} {last}" if first else last


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 report", "5 reports"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
