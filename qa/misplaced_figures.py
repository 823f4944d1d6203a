"""Figures of a claim that the sentences do give, but for something else: another fate, another time, another thing."""

import re

from qa.clauses import clauses
from qa.figures import clause_of, fates, fates_together
from qa.forms import is_number
from qa.ground import SHORT, Ground
from qa.quantities import Quantity, quantities
from qa.wording import terms


def other_fate(ground: Ground) -> str:
    """A figure of the dead that the sentences give of the hurt, or of the dead and the hurt together."""
    for figure in quantities(ground.claim):
        mine, same = fates(terms(clause_of(ground.claim, figure))), _given(figure, ground)
        others = [there for q, text in same if (there := _other_than(mine, q, text))]
        if mine and same and len(others) == len(same):
            return f"The claim says {figure.text} {_spoken(mine)}; the report says {figure.text} {_spoken(others[0])}."
    return ""


def _given(figure: Quantity, ground: Ground) -> list[tuple[Quantity, str]]:
    """Where the picked sentences give the same amount, and the sentence's text."""
    return [(q, s.text) for s in ground.picked for q in quantities(s.text) if q.amount == figure.amount]


def _other_than(mine: set[str], figure: Quantity, text: str) -> set[str]:
    """What befell those whom a text counts, where it is something else, or more of which any may have befallen each."""
    together, there = fates_together(text, figure), fates(terms(clause_of(text, figure)))
    if together - mine:
        return together
    return set() if there & mine else there


def _spoken(fate: set[str]) -> str:
    return " or ".join("driven out" if one == "moved" else one for one in sorted(fate))


def misplaced_amount(ground: Ground) -> str:
    """A figure of one sentence with what only another tells, which has a figure of its own for it."""
    if len(ground.wanted) > SHORT:
        return ""
    given = [{q.amount for q in quantities(s.text)} for s in ground.picked]
    for figure in quantities(ground.claim):
        holding = [row for row, amounts in enumerate(given) if figure.amount in amounts]
        others = [
            row
            for row, amounts in enumerate(given)
            if figure.amount not in amounts and any(unit == figure.unit for *_, unit in amounts)
        ]
        begin, end = _told_with(figure, ground)
        for column, term in enumerate(ground.wanted):
            if not begin <= term.start < end or term.is_name or is_number(term.word) or not holding or not others:
                continue
            if not ground.said[holding, column].any() and (ground.said[others, column] >= 1).any():
                return f"The report gives {figure.text} for something else than “{term.word}”."
    return ""


def _told_with(figure: Quantity, ground: Ground) -> tuple[int, int]:
    """Where the words begin and end that a claim tells of a figure: its clause, short of its other figures."""
    pieces = [ground.wanted[part[0]].start for part in clauses(ground.claim, ground.wanted)]
    others = quantities(ground.claim)
    begin = max((start for start in pieces if start <= figure.start), default=0)
    after = max((q.end for q in others if q.end <= figure.start), default=begin)
    begin = max([begin, after, *(m.end() for m in _AND.finditer(ground.claim, after, figure.start))])
    ends = [*pieces, *(q.start for q in others)]
    return begin, min((end for end in ends if end > figure.start), default=len(ground.claim))


_AND = re.compile(r"\b(?:and|but|while)\b|[,;]")


def former_amount(ground: Ground) -> str:
    """A figure that the sentences only give as one that was claimed before."""
    if _EARLIER.search(ground.claim):
        return ""
    for figure in quantities(ground.claim):
        same = _given(figure, ground)
        if same and all(_GIVEN_EARLIER.match(text, q.end) for q, text in same):
            return f"The report gives {figure.text} only as an earlier figure."
    return ""


_EARLIER = re.compile(
    r"\b(?:earlier|previous\w*|former\w*|initial\w*|first|had\s+\w+ed|once|down|up|from|revised)\b", re.IGNORECASE
)
_GIVEN_EARLIER = re.compile(
    r"(?:\s+[\w’'-]+){0,3}?\s+(?:(?:that\s+)?(?:was|were|it|had|been)\s+){0,2}"
    r"(?:claimed|reported|given|stated|announced|estimated|put\s+forward|quoted)\s+(?:earlier|before|previously|at\s+first|initially)\b"
)
