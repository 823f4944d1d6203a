"""Where the evidence differs: figures for one thing, and statuses that cannot hold at one time."""

import re
from collections.abc import Sequence
from datetime import date

from qa.attribution import speaker
from qa.opposites import Status, statuses
from qa.questions import Asked
from qa.quoting import FIGURE_BESIDE_BEST
from qa.relevance import Words, relevances
from qa.sentences import Sentence
from qa.told import ToldFigure, ToldStatus, of_another, of_one_thing, told_figures, told_statuses
from qa.types import Disagreement, Position
from qa.wording import Term, same_name, stem

_TELLS_A_CHANGE = re.compile(
    r"\b(?:earlier|previous(?:ly)?|formerly|before|initially|decrease|increase|(?:down|up)\s+from|rose|fell|revised)\b",
    re.IGNORECASE,
)
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


def compare(
    asked: Asked, chosen: Sequence[Sentence], others: Sequence[Sentence], words: Words
) -> tuple[Disagreement, ...]:
    """Where sentences that answer one question give different values for what it asks.

    `chosen` are those that are quoted to answer it; of the others, those that give a figure as nearly count as well.
    """
    found = (_figures(asked, chosen, others, words), _statuses(asked, chosen, words))
    return tuple(d for d in found if d)


def _figures(asked: Asked, chosen: Sequence[Sentence], others: Sequence[Sentence], words: Words) -> Disagreement | None:
    """The figures that reports give for one thing where they differ."""
    if asked.kind != "how many" or not (asked.focus or asked.how_much):
        return None
    about = " ".join(t.word for t in asked.focus or asked.terms)
    told = _heard(told_figures(asked, _with_as_near(asked, chosen, others, words), words))
    told = _of_one_matter(asked, told)
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


def _with_as_near(asked: Asked, chosen: Sequence[Sentence], others: Sequence[Sentence], words: Words) -> list[Sentence]:
    """The chosen sentences, and the others that answer as nearly: those that say the same again are not chosen."""
    if not chosen:
        return []
    counting = list(dict.fromkeys(f.sentence for f in told_figures(asked, [*chosen, *others], words)))
    found = relevances(asked.text, asked.terms, counting, words)
    near = {r.sentence for r in found if r.score >= FIGURE_BESIDE_BEST * found[0].score}
    return list(dict.fromkeys([*chosen, *(s for s in others if s in near)]))


def _of_one_matter(asked: Asked, told: Sequence[ToldFigure]) -> list[ToldFigure]:
    """Without figures of another of its kind, and without those of a part where others count the whole."""
    same = [f for f in told if not of_another(asked.terms, f.sentence)]
    return [f for f in same if not f.is_share] or same


def _heard(told: Sequence[ToldFigure]) -> list[ToldFigure]:
    """Of copies of one report the figures of one, its original."""
    heard: dict[str, str] = {}
    for figure in sorted(told, key=lambda f: f.source.id != f.source.origin):
        heard.setdefault(figure.source.origin, figure.source.id)
    return [f for f in told if heard[f.source.origin] == f.source.id]


def _then_and_now(told: Sequence[ToldFigure]) -> list[ToldFigure]:
    """Two figures that the only report that speaks gives as the former and the present one, the former first."""
    if len({f.source.id for f in told}) != 1 or not any(_TELLS_A_CHANGE.search(f.sentence.text) for f in told):
        return []
    first = {f.value: f for f in reversed(told)}
    figures = sorted(first.values(), key=lambda f: (f.sentence.start, f.quantity.start))
    return sorted(figures, key=lambda f: not f.is_former) if len(figures) > 1 else []


def _statuses(asked: Asked, sentences: Sequence[Sentence], words: Words) -> Disagreement | None:
    """What is asked whether it is so, where some sentences say so of one thing and others the opposite of it."""
    if asked.kind != "whether":
        return None
    told = [status for sentence in sentences for status in told_statuses(asked, sentence)]
    opposed = [t for t in told if any(_contradict(t, other, asked, words) for other in told)]
    if len({t.asked_for for t in opposed}) < 2:
        return None
    changed = _changed(opposed)
    if changed:
        opposed.sort(key=_when)
    placed = tuple(_position(t.sentence, t.status.words) for t in opposed)
    return Disagreement(asked.text, "changed" if changed else "differs", placed)


def _contradict(one: ToldStatus, other: ToldStatus, asked: Asked, words: Words) -> bool:
    """Whether two sentences tell opposites of one thing: of what is asked, and of one who does it where that counts."""
    if not one.status.opposes(other.status) or not of_one_thing((one.sentence, other.sentence), asked, words):
        return False
    if one.status.pair not in _DONE_BY_ONE:
        return True
    return any(a.stem == b.stem or same_name(a.word, b.word) for a in _by_whom(one) for b in _by_whom(other))


def _by_whom(told: ToldStatus) -> tuple[Term, ...]:
    """The words for who is told to do it: after "by", else before the verb."""
    sentence, words = told.sentence, told.status.words
    begin = sentence.text.find(words)
    end = begin + len(words)
    passive = re.compile(r"\bby\s").search(sentence.text, begin, end + 4)
    if passive:
        return tuple(t for t in sentence.terms if passive.end() <= t.start <= max(end, passive.end() + 30))
    return tuple(t for t in sentence.terms if t.start < end and t.stem != stem(words.split()[-1]))


def _changed(told: Sequence[ToldStatus]) -> bool:
    """Whether what is so and what was so are of different times: by the reports' dates, by the words, or by a verb."""
    if any(undoes(t.status) for t in told):
        return True
    yes, no = ([t for t in told if t.asked_for is asked_for] for asked_for in (True, False))
    if {t.sentence for t in yes} & {t.sentence for t in no}:
        return True
    dates = [{t.published for t in side if t.published} for side in (yes, no)]
    times = [{m[0].lower() for t in side for m in _TIMES.finditer(t.sentence.text)} for side in (yes, no)]
    return any(bool(a and b) and not a & b for a, b in (dates, times))


def undoes(status: Status) -> bool:
    """Whether a status tells that its opposite held before: what reopened had been closed."""
    return _UNDOES.match(status.words) is not None


def _when(told: ToldStatus) -> tuple[date, bool]:
    """By date, undated reports first; where no date tells, what was asked for before its opposite."""
    return told.published or date.min, not told.asked_for


def _position(sentence: Sentence, value: str) -> Position:
    who = speaker(sentence.text)
    return Position(value, who.text if who else None, sentence.evidence.passage.source.published, sentence.cited())
