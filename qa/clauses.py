"""A claim → the parts of it that each say something: coordinated clauses, relative clauses, appositions."""

import re
from collections.abc import Sequence

from qa.wording import Term

_VERB = r"(?:was|were|is|are|has|had|have|did|later|then|also|became|won|went|took|made|he|she|it|they|\w{3,}ed)\b"
_NEW_PART = re.compile(
    r",\s+(?:(?:and|but)\s+)?(?=(?:while|which|who|whose|whom|where|when|after|before|although|because|as|including|with"
    rf"|the|an?|his|her|its|their|\w+ing|{_VERB})\b)"
    rf"|\s(?:and|but)\s+(?={_VERB})|,\s+(?:and|but)\s+|;\s+|\s[–—-]+\s|(?<=[a-z)])\.\s+|\s+(?=(?:which|who|whose|where)\s)|[()]"
)
SMALLEST = 2  # terms: a part of fewer says nothing by itself


def clauses(claim: str, wanted: Sequence[Term]) -> tuple[tuple[int, ...], ...]:
    """The parts of a claim, each as the places of its terms among `wanted`; together they hold all of them."""
    cuts = [match.end() for match in _NEW_PART.finditer(claim)]
    found: list[list[int]] = []
    for place, term in enumerate(wanted):
        begun = sum(cut <= term.start for cut in cuts)
        before = sum(cut <= wanted[place - 1].start for cut in cuts) if place else -1
        if not found or (begun > before and len(found[-1]) >= SMALLEST):
            found.append([])
        found[-1].append(place)
    if len(found) > 1 and len(found[-1]) < SMALLEST:
        found[-2:] = [found[-2] + found[-1]]
    return tuple(tuple(part) for part in found)
