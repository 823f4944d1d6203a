"""An answer in the making: the claims, and the words that hold them, by quotation or by a model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.claims import Checked, checked, quoted_claim
from qa.prose import is_silent
from qa.quoting import BAR, Quoted
from qa.relevance import Words, relevances
from qa.types import Claim, Evidence, Mode, Status, Usage
from qa.verification import Line
from qa.wording import terms
from qa.writing import declined_text, prose_text, quotes_text

UPHELD = 0.5  # share of a model's sentences that the evidence must carry for them to be shown at all


@dataclass(frozen=True, slots=True)
class Draft:
    """What will be said, and how it came about."""

    status: Status
    text: str
    claims: tuple[Claim, ...] = ()
    gaps: tuple[str, ...] = ()  # what the reports are silent on
    notes: tuple[str, ...] = ()
    mode: Mode = "quotes"
    model: str | None = None
    usage: Usage | None = None


def quotes_draft(quoted: Quoted, searched: int) -> Draft:
    """The reports' own words, or that they do not say. `searched`: how many reports there were to quote."""
    if not quoted.quotations:
        gaps = tuple(f"No report speaks of “{word}”." for word in dict.fromkeys(quoted.missing))
        return Draft("not_in_sources", declined_text(searched, quoted.nearest, quoted.missing), gaps=gaps)
    claims = tuple(quoted_claim(q) for q in quoted.quotations)
    text = quotes_text(claims, [q.also for q in quoted.quotations])
    if quoted.gaps:
        return Draft("partial", "\n\n".join((text, *quoted.gaps)), claims, quoted.gaps)
    return Draft("answered", text, claims)


def prose_draft(
    said: str,
    question: str,
    evidence: Sequence[Evidence],
    words: Words,
    name: str,
    usage: Usage | None,
    quotes: Draft,
) -> Draft:
    """A model's words, checked; the quotations instead where it finds no answer, or most is unfounded or beside it."""
    if is_silent(said):
        note = f"{name} found no answer in the reports"
        more = "; these quotations came nearest." if quotes.claims else "."
        return replace(quotes, notes=(note + more,), usage=usage)
    found = checked(said, evidence, words)
    if not found.claims or found.upheld < UPHELD * len(found.claims):
        note = f"Most of what {name} wrote is not supported by the reports, so their own words are shown instead."
        return replace(quotes, notes=(note,), usage=usage)
    if quotes.status == "not_in_sources" and quotes.gaps:
        note = f"What {name} wrote does not answer the question, so it is not shown."
        return replace(quotes, notes=(note,), usage=usage)
    if not _answers(question, [c.text for c in found.claims if c.verdict != "unsupported"], words):
        note = f"What {name} wrote does not answer the question, so the reports' own words are shown instead."
        return replace(quotes, notes=(note,), usage=usage)
    return Draft("answered", prose_text(found.claims), found.claims, (), _notes(found), "model", name, usage)


def _answers(question: str, claims: Sequence[str], words: Words) -> bool:
    """Whether one of a model's claims speaks to the question as nearly as a quotation has to."""
    lines = [Line(claim, terms(claim)) for claim in claims]
    return any(r.score >= BAR for r in relevances(question, terms(question), lines, words)[:1])


def _notes(found: Checked) -> tuple[str, ...]:
    unfounded = len(found.claims) - found.upheld
    notes = []
    if unfounded:
        notes.append(f"{unfounded} of the model's {len(found.claims)} sentences not supported by the reports.")
    if found.unknown:
        notes.append(f"{found.unknown} of the model's citations dropped: no report has that number.")
    return tuple(notes)
