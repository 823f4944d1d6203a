"""Where the evidence differs: figures for one thing, and statuses that cannot hold at one time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qa.attribution import speaker
from qa.figures import answering_figures
from qa.opposites import Status, statuses
from qa.quantities import Quantity
from qa.questions import Asked
from qa.relevance import Words
from qa.sentences import Sentence
from qa.types import Disagreement, Position

_TELLS_A_CHANGE = re.compile(
    r"\b(?:earlier|previous(?:ly)?|formerly|before|initially|decrease|increase|(?:down|up)\s+from|rose|fell|revised)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\b(?:jan|febr?|march|april|may|june|july|aug|sept?|octo|nov|dec)\w*\b|\b(?:19|20)\d\d\b|\blast\s+(?:week|month|year)\b",
    re.IGNORECASE,
)


def compare(asked: Asked, sentences: Sequence[Sentence], words: Words) -> tuple[Disagreement, ...]:
    """Where sentences that answer one question give different values for what it asks."""
    found = (_figures(asked, sentences, words), _statuses(asked, sentences))
    return tuple(d for d in found if d)


def _figures(asked: Asked, sentences: Sequence[Sentence], words: Words) -> Disagreement | None:
    """The figures that reports give where they differ; copies of one report have one say."""
    if asked.kind != "how many" or not asked.focus:
        return None
    told = [(s, q) for s in sentences for q in answering_figures(s, asked, words)[:1]]
    told = [(s, q) for s, q in told if _kind(q) == _kind(told[0][1])]  # a share is no count
    told = [(s, q) for s, q in told if q.unit == told[0][1].unit]
    positions: list[tuple[Sentence, Quantity]] = []
    for sentence, figure in told:
        if not any(_same_say(sentence, figure, other, known) for other, known in positions):
            positions.append((sentence, figure))
    if len({_value(figure) for _, figure in positions}) < 2:
        return None
    origins = {s.evidence.passage.source.origin for s, _ in positions}
    changed = len(origins) == 1 and any(_TELLS_A_CHANGE.search(s.text) for s, _ in positions)
    if len(origins) == 1 and not changed:
        return None
    about = " ".join(t.word for t in asked.focus)
    placed = tuple(_position(s, q.text) for s, q in positions)
    return Disagreement(about, "changed" if changed else "differs", placed)


def _kind(figure: Quantity) -> str:
    return figure.unit if figure.unit == "%" else ""


def _value(figure: Quantity) -> tuple[float, float, str]:
    return figure.low, figure.high, figure.hedge


def _same_say(one: Sentence, figure: Quantity, other: Sentence, known: Quantity) -> bool:
    same_origin = one.evidence.passage.source.origin == other.evidence.passage.source.origin
    return same_origin and (figure.low, figure.high) == (known.low, known.high)


@dataclass(frozen=True, slots=True)
class _Told:
    sentence: Sentence
    status: Status
    asked_for: bool  # rather than its opposite


def _statuses(asked: Asked, sentences: Sequence[Sentence]) -> Disagreement | None:
    """What is asked whether it is so, where some sentences say so and others the opposite."""
    if asked.kind != "whether":
        return None
    told = [status for sentence in sentences for status in _told(asked, sentence)]
    if len({status.asked_for for status in told}) < 2:
        return None
    changed = len({t.sentence.evidence.passage.source.published for t in told}) > 1 or _apart_in_time(told)
    if changed:
        told.sort(key=_when)
    placed = tuple(_position(t.sentence, t.status.words) for t in told)
    return Disagreement(asked.text, "changed" if changed else "differs", placed)


def _told(asked: Asked, sentence: Sentence) -> Iterator[_Told]:
    """What a sentence tells of the statuses that are asked for, and of their opposites."""
    wanted = statuses(asked.text)
    for status in statuses(sentence.text):
        if any(status.opposes(w) for w in wanted):
            yield _Told(sentence, status, asked_for=False)
        elif any((status.pair, status.side) == (w.pair, w.side) for w in wanted):
            yield _Told(sentence, status, asked_for=True)


def _apart_in_time(told: Sequence[_Told]) -> bool:
    return any(_TIMES.search(s.sentence.text) for s in told)


def _when(told: _Told) -> tuple[date, bool]:
    """By date, undated reports first; where no date tells, what was asked for before its opposite."""
    return told.sentence.evidence.passage.source.published or date.min, not told.asked_for


def _position(sentence: Sentence, value: str) -> Position:
    who = speaker(sentence.text)
    return Position(value, who.text if who else None, sentence.evidence.passage.source.published, sentence.cited())
