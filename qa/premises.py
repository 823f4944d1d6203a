"""What a question takes for given: "the battle of Larnby" of "Who won the battle of Larnby?"."""

import re
from collections.abc import Iterator, Sequence

from qa.questions import Asked
from qa.relevance import Relevance, S
from qa.wording import Term

_NAME = r"[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*"
_GIVEN = re.compile(
    rf"\bthe\s+(?:[a-z][\w’'-]*\s+){{0,2}}?(?P<head>[a-z][\w’'-]*)\s+(?:of|in|at|near|on|between|against)\s+(?:the\s+)?"
    rf"{_NAME}(?:\s+and\s+(?:the\s+)?{_NAME})?"
)
_WHY = re.compile(r"\bwhy\b", re.IGNORECASE)


def false_premises(asked: Asked, found: Sequence[Relevance[S]]) -> tuple[str, ...]:
    """What a question that asks who, when, where, why or how many takes for given and no sentence speaks of.

    In the question's own words. `found` are the sentences nearest to it.
    """
    if asked.kind not in ("who", "when", "where", "how many") and not _WHY.match(asked.text):
        return ()
    return tuple(
        phrase
        for phrase, those in _given(asked)
        if not any(all(r.says(term, asked.terms) for term in those) for r in found)
    )


def _given(asked: Asked) -> Iterator[tuple[str, tuple[Term, ...]]]:
    """Each thing or event that a name tells apart, with the term for it and the name's."""
    for match in _GIVEN.finditer(asked.text):
        head = next((t for t in asked.terms if t.start == match.start("head")), None)
        is_asked_for = asked.kind == "how many" and head in asked.focus
        if head and not is_asked_for:
            yield match[0], (head, *(t for t in asked.terms if t.is_name and head.end <= t.start < match.end()))
