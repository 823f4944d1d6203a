"""Which of two things came first: "smoke was seen before the plane landed" is not "after it landed"."""

import re
from dataclasses import dataclass

from qa.wording import stems

# "after all", "day after day" and "before the court" tell of no order.
_ORDERING = re.compile(
    r"\b(?P<how>after|before|following|prior\s+to|ahead\s+of|once|until)\b(?!\s+(?:all|that|this|then|now|(?:a|the)\s+(?:\w+\s+)?"
    r"(?:court|judge|jury|committee|panel|council|parliament|tribunal|cameras?))\b)",
    re.IGNORECASE,
)
_LATER = frozenset({"after", "following", "once"})  # what follows these came first
_END = re.compile(r"[,;:.]\s|\s(?:and|but|while|because|which|who)\s")
_BEGIN = re.compile(r"[;:.]\s|\s(?:but|while)\s")


@dataclass(frozen=True, slots=True)
class _Order:
    first: frozenset[str]  # stems of what came first
    then: frozenset[str]


def turned_order(claim: str, told: str) -> bool:
    """Whether the claim has two things in the other order than the text."""
    return any(_is_turned(mine, theirs) for mine in _orders(claim) for theirs in _orders(told))


def _is_turned(mine: _Order, theirs: _Order) -> bool:
    straight = _shared(mine.first, mine.then, theirs.first) + _shared(mine.then, mine.first, theirs.then)
    first, then = _shared(mine.first, mine.then, theirs.then), _shared(mine.then, mine.first, theirs.first)
    return bool(first and then) and first + then > 2 * straight


def _shared(one: frozenset[str], beside: frozenset[str], other: frozenset[str]) -> int:
    return len((one - beside) & other)


def _orders(text: str) -> list[_Order]:
    found = []
    for match in _ORDERING.finditer(text):
        begin = max((m.end() for m in _BEGIN.finditer(text, 0, match.start())), default=0)
        end = next((m.start() for m in _END.finditer(text, match.end())), len(text))
        after_it = stems(text[match.end() : end])
        beside = text[begin : match.start()]
        if not stems(beside):  # "After the talks, the troops left."
            until = next((m.start() for m in _BEGIN.finditer(text, end + 1)), len(text))
            beside = text[end:until]
        first, then = (after_it, stems(beside)) if match["how"].lower() in _LATER else (stems(beside), after_it)
        if first and then:
            found.append(_Order(first, then))
    return found
