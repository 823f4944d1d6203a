"""An answer in the making: the claims, and the words that hold them, by quotation or by a model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.claims import Checked, checked, quoted_claim
from qa.deciding import BAR
from qa.demands import tells_when
from qa.neighbours import told_once
from qa.prose import is_silent
from qa.quantities import quantities
from qa.questions import Asked, take_apart
from qa.quoting import Quoted
from qa.relevance import Words, relevances
from qa.silence import Searched, covered, reaching, silent
from qa.types import Claim, Evidence, Mode, Question, Status, Usage
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
    barred: bool = False  # whether no report speaks of something that the question names
    notes: tuple[str, ...] = ()
    mode: Mode = "quotes"
    model: str | None = None
    usage: Usage | None = None


def quotes_draft(
    question: Question, quoted: Quoted, evidence: Sequence[Evidence], found: Searched, words: Words
) -> Draft:
    """The reports' own words, or that they do not say. `found`: the reports that there were to quote."""
    reach = reaching(question, found)
    if not quoted.quotations:
        missing = _beside_days(question, quoted.missing)
        near = [(source, covered(question, source, evidence)) for source in quoted.nearest]
        gaps = tuple(f"No report tells of “{given}”, which the question takes for given." for given in quoted.premises)
        gaps += tuple(f"No report speaks of “{word}”." for word in missing)
        gaps += tuple(f"“{word}” is spoken of, but not with the rest of what is asked." for word in quoted.apart)
        text = declined_text(found.reports, near, missing, quoted.apart, quoted.premises)
        barred = bool(quoted.missing or quoted.apart or quoted.premises)
        return Draft("not_in_sources", " ".join((text, *reach)), gaps=(*gaps, *reach), barred=barred)
    shown = told_once(quoted.quotations)
    claims = tuple(quoted_claim(q) for q in shown)
    gaps = (*quoted.gaps, *silent(question, quoted, evidence, found, words), *reach)
    text = "\n\n".join(filter(None, (quotes_text(claims, [q.also for q in shown]), " ".join(gaps))))
    return Draft("partial" if quoted.gaps else "answered", text, claims, gaps)


def _beside_days(question: Question, missing: Sequence[str]) -> tuple[str, ...]:
    """The words that no report speaks of, without those that only name a day: what is of a day need not name it."""
    days = {word for c in question.constraints if c.kind == "day" for word in re.findall(r"\w+", c.said)}
    return tuple(dict.fromkeys(word for word in missing if word not in days))


def prose_draft(
    said: str,
    parts: Sequence[str],
    evidence: Sequence[Evidence],
    words: Words,
    name: str,
    usage: Usage | None,
    quotes: Draft,
) -> Draft:
    """A model's words, checked; the quotations instead where it finds no answer, or most is unfounded or beside it.

    `parts`: the question, and where it asks for several things each of them.
    """
    if is_silent(said):
        note = f"{name} found no answer in the reports"
        more = "; these quotations came nearest." if quotes.claims else "."
        return replace(quotes, notes=(note + more,), usage=usage)
    instead = "so the reports' own words are shown instead." if quotes.claims else "so it is not shown."
    found = checked(said, evidence, words)
    if not found.claims or found.upheld < UPHELD * len(found.claims):
        note = f"Most of what {name} wrote is not supported by the reports, {instead}"
        return replace(quotes, notes=(note,), usage=usage)
    upheld = [c for c in found.claims if c.verdict != "unsupported"]
    if quotes.barred or not any(_answers(part, upheld, quotes.claims, words) for part in parts):
        note = f"What {name} wrote does not answer the question, {instead}"
        return replace(quotes, notes=(note,), usage=usage)
    text = "\n\n".join(filter(None, (prose_text(found.claims), " ".join(quotes.gaps))))
    status: Status = "partial" if quotes.status == "partial" else "answered"
    return Draft(status, text, found.claims, quotes.gaps, notes=_notes(found), mode="model", model=name, usage=usage)


def _answers(question: str, claims: Sequence[Claim], quotes: Sequence[Claim], words: Words) -> bool:
    """Whether one of a model's claims rests on a quotation, or speaks to the question as nearly as one has to.

    Where the quotations give the figure or the time that is asked for, the claims must too.
    """
    asked = take_apart(question)
    if any(_tells(asked, q.text) for q in quotes) and not any(_tells(asked, claim.text) for claim in claims):
        return False
    quoted = {(c.source.id, c.start) for q in quotes for c in q.citations}
    if any((c.source.id, c.start) in quoted for claim in claims for c in claim.citations[:1]):
        return True
    lines = [Line(claim.text, terms(claim.text)) for claim in claims]
    return any(r.score >= BAR for r in relevances(question, terms(question), lines, words)[:1])


def _tells(asked: Asked, text: str) -> bool:
    """Whether a text gives a figure where one is asked for, or a time; False of all other questions."""
    if asked.kind == "how many":
        return bool(quantities(text))
    return asked.kind == "when" and tells_when(text, asked)


def _notes(found: Checked) -> tuple[str, ...]:
    unfounded = len(found.claims) - found.upheld
    notes = []
    if unfounded:
        notes.append(f"{unfounded} of the model's {len(found.claims)} sentences not supported by the reports.")
    if found.unknown:
        notes.append(f"{found.unknown} of the model's citations dropped: no report has that number.")
    return tuple(notes)
