"""In which order quotations are told: by time where the question asks for it, each report's together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from qa.courses import asks_how_things_went
from qa.questions import take_apart
from qa.quotations import Quotation
from qa.quoting import Quoted
from qa.types import Question


def arranged(question: Question, quoted: Quoted) -> Quoted:
    """The quotations in the order in which they are told, each report's one after the other.

    The newest first where the question asks how things stand, the oldest first where it asks how they went, undated
    ones last; in their own order otherwise.
    """
    quotations = list(quoted.quotations)
    if asks_how_things_went(question.resolved):
        quotations.sort(key=lambda q: (_day(q) or date.max, q.sentence.start))
    elif any(take_apart(part).asks_how_things_stand for part in question.parts):
        quotations.sort(key=lambda q: _day(q) or date.min, reverse=True)
    return replace(quoted, quotations=tuple(_by_report(quotations)))


def _day(quotation: Quotation) -> date | None:
    return quotation.sentence.evidence.passage.source.published


def _by_report(quotations: Sequence[Quotation]) -> list[Quotation]:
    """The quotations of each report together, the reports in the order of their first one."""
    reports = list(dict.fromkeys(q.sentence.evidence.passage.source.id for q in quotations))
    return sorted(quotations, key=lambda q: reports.index(q.sentence.evidence.passage.source.id))
