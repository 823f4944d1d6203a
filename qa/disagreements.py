"""Where the evidence differs: figures for one thing, and statuses that cannot hold at one time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from index import Source
from qa.attribution import speaker
from qa.figures import answering_figures
from qa.opposites import Status, statuses
from qa.quantities import Quantity
from qa.questions import Asked
from qa.relevance import Words
from qa.sentences import Sentence
from qa.types import Disagreement, Position
from qa.wording import Term, same_name, stem

_TELLS_A_CHANGE = re.compile(
    r"\b(?:earlier|previous(?:ly)?|formerly|before|initially|decrease|increase|(?:down|up)\s+from|rose|fell|revised)\b",
    re.IGNORECASE,
)
_FORMER = re.compile(r"\b(?:earlier|previous(?:ly)?|formerly|initial(?:ly)?|at\s+first|from)\b", re.IGNORECASE)
_TIMES = re.compile(
    r"\b(?:\d{1,2}\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"(?:\s+\d{1,2}\b(?!\d))?|\b(?:19|20)\d\d\b|\b(?:last|this)\s+(?:week|month|year|night)\b|\byesterday\b|\btoday\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
# What was brought back had been away: these tell that the opposite held before.
_UNDOES = re.compile(
    r"(?!(?:not|no|neither|never)\b)(?:.*\bback\Z|re(?:deploy|integrat|open|sum|start|turn|instat))", re.I
)
# Pairs of opposites that somebody does of his own, so that one's yes and another's no go together.
_DONE_BY_ONE = frozenset(s.pair for s in statuses("confirmed, approved, supported"))


def compare(asked: Asked, sentences: Sequence[Sentence], words: Words) -> tuple[Disagreement, ...]:
    """Where sentences that answer one question give different values for what it asks."""
    found = (_figures(asked, sentences, words), _statuses(asked, sentences, words))
    return tuple(d for d in found if d)


@dataclass(frozen=True, slots=True)
class _Figure:
    sentence: Sentence
    quantity: Quantity

    @property
    def source(self) -> Source:
        return self.sentence.evidence.passage.source

    @property
    def value(self) -> tuple[float, float, str]:
        return self.quantity.low, self.quantity.high, self.quantity.hedge

    @property
    def is_vague(self) -> bool:
        """Whether only a size is told, as in "thousands"."""
        return not re.search(r"\d", self.quantity.text) and self.quantity.high == 10 * self.quantity.low

    def includes(self, other: "_Figure") -> bool:
        return self.is_vague and self.quantity.low <= other.quantity.low <= self.quantity.high


def _figures(asked: Asked, sentences: Sequence[Sentence], words: Words) -> Disagreement | None:
    """The figures that reports give for one thing where they differ."""
    if asked.kind != "how many" or not asked.focus:
        return None
    about = " ".join(t.word for t in asked.focus)
    told = _heard([_Figure(s, q) for s in sentences for q in answering_figures(s, asked, words)])
    if then_and_now := _then_and_now(told):
        return Disagreement(about, "changed", tuple(_position(f.sentence, f.quantity.text) for f in then_and_now))
    first_of_sentence = {f.sentence: f for f in reversed(told)}
    firsts = [f for f in told if f is first_of_sentence[f.sentence]]
    figures = list({(f.source.id, f.value[:2]): f for f in reversed(firsts)}.values())[::-1]
    exact = [f for f in figures if not f.is_vague]
    figures = [f for f in figures if not any(f.includes(other) for other in exact)]
    if len({f.value for f in figures}) < 2 or len({f.source.origin for f in figures}) < 2:
        return None
    return Disagreement(about, "differs", tuple(_position(f.sentence, f.quantity.text) for f in figures))


def _heard(told: Sequence[_Figure]) -> list[_Figure]:
    """Those in the unit of the first, since a share is no count; of copies of one report those of one, its original."""
    of_one_kind = [f for f in told if f.quantity.unit == told[0].quantity.unit]
    heard: dict[str, str] = {}
    for figure in sorted(of_one_kind, key=lambda f: f.source.id != f.source.origin):
        heard.setdefault(figure.source.origin, figure.source.id)
    return [f for f in of_one_kind if heard[f.source.origin] == f.source.id]


def _then_and_now(told: Sequence[_Figure]) -> list[_Figure]:
    """Two figures that the only report that speaks gives as the former and the present one, the former first."""
    if len({f.source.id for f in told}) != 1 or not any(_TELLS_A_CHANGE.search(f.sentence.text) for f in told):
        return []
    first = {f.value: f for f in reversed(told)}
    figures = sorted(first.values(), key=lambda f: (f.sentence.start, f.quantity.start))
    return sorted(figures, key=lambda f: not _is_former(f)) if len(figures) > 1 else []


def _is_former(figure: _Figure) -> bool:
    """Whether a figure is told as one that held before: "from $350 million", "the 1,400 claimed earlier"."""
    text, at = figure.sentence.text, figure.quantity
    around = text[max(0, at.start - 30) : at.start], text[at.end : at.end + 50]
    return any(_FORMER.search(re.split(r"[,;]", part)[cut]) for part, cut in zip(around, (-1, 0), strict=True))


@dataclass(frozen=True, slots=True)
class _Told:
    sentence: Sentence
    status: Status
    asked_for: bool  # rather than its opposite

    @property
    def published(self) -> date | None:
        return self.sentence.evidence.passage.source.published


def _statuses(asked: Asked, sentences: Sequence[Sentence], words: Words) -> Disagreement | None:
    """What is asked whether it is so, where some sentences say so of one thing and others the opposite of it."""
    if asked.kind != "whether":
        return None
    told = [status for sentence in sentences for status in _told(asked, sentence)]
    opposed = [t for t in told if any(_contradict(t, other, asked, words) for other in told)]
    if len({t.asked_for for t in opposed}) < 2:
        return None
    changed = _changed(opposed)
    if changed:
        opposed.sort(key=_when)
    placed = tuple(_position(t.sentence, t.status.words) for t in opposed)
    return Disagreement(asked.text, "changed" if changed else "differs", placed)


def _told(asked: Asked, sentence: Sentence) -> Iterator[_Told]:
    """What a sentence tells of the statuses that are asked for, and of their opposites."""
    wanted = statuses(asked.text)
    for status in statuses(sentence.text):
        if any(status.opposes(w) for w in wanted):
            yield _Told(sentence, status, asked_for=False)
        elif any((status.pair, status.side) == (w.pair, w.side) for w in wanted):
            yield _Told(sentence, status, asked_for=True)


def _contradict(one: _Told, other: _Told, asked: Asked, words: Words) -> bool:
    """Whether two sentences tell opposites of one thing: of what is asked, and of one who does it where that counts."""
    if not one.status.opposes(other.status) or not _of_one_thing(one, other, asked, words):
        return False
    if one.status.pair not in _DONE_BY_ONE:
        return True
    return any(a.stem == b.stem or same_name(a.word, b.word) for a in _by_whom(one) for b in _by_whom(other))


def _of_one_thing(one: _Told, other: _Told, asked: Asked, words: Words) -> bool:
    """Whether both speak of half of what is asked about, and neither of another of its kind."""
    of_status = {stem(word) for status in statuses(asked.text) for word in status.words.split()}
    wanted = [t for t in asked.terms if t.stem not in of_status]
    spoken = [t for t in wanted if all(words.match(t, (*s.sentence.terms, *s.sentence.context)) for s in (one, other))]
    if len(spoken) * 2 < len(wanted):
        return False
    return not any(_of_another(a, b, s.sentence) for a, b in pairwise(wanted) for s in (one, other))


def _of_another(name: Term, kind: Term, sentence: Sentence) -> bool:
    """Whether a sentence tells of the Ash bridge where the Coldbrook bridge is asked about."""
    if not name.is_name or kind.is_name or kind.start > name.end + 1:
        return False
    before = [a for a, b in pairwise(sentence.terms) if b.stem == kind.stem and b.start <= a.end + 1]
    named = [t for t in before if t.is_name]
    return bool(named) and not any(same_name(t.word, name.word) for t in sentence.terms)


def _by_whom(told: _Told) -> tuple[Term, ...]:
    """The words for who is told to do it: after "by", else before the verb."""
    sentence, words = told.sentence, told.status.words
    begin = sentence.text.find(words)
    end = begin + len(words)
    passive = re.compile(r"\bby\s").search(sentence.text, begin, end + 4)
    if passive:
        return tuple(t for t in sentence.terms if passive.end() <= t.start <= max(end, passive.end() + 30))
    return tuple(t for t in sentence.terms if t.start < end and t.stem != stem(words.split()[-1]))


def _changed(told: Sequence[_Told]) -> bool:
    """Whether what is so and what was so are of different times: by the reports' dates, by the words, or by a verb."""
    if any(_UNDOES.match(t.status.words) for t in told):
        return True
    yes, no = ([t for t in told if t.asked_for is asked_for] for asked_for in (True, False))
    if {t.sentence for t in yes} & {t.sentence for t in no}:
        return True
    dates = [{t.published for t in side if t.published} for side in (yes, no)]
    times = [{m[0].lower() for t in side for m in _TIMES.finditer(t.sentence.text)} for side in (yes, no)]
    return any(bool(a and b) and not a & b for a, b in (dates, times))


def _when(told: _Told) -> tuple[date, bool]:
    """By date, undated reports first; where no date tells, what was asked for before its opposite."""
    return told.published or date.min, not told.asked_for


def _position(sentence: Sentence, value: str) -> Position:
    who = speaker(sentence.text)
    return Position(value, who.text if who else None, sentence.evidence.passage.source.published, sentence.cited())
