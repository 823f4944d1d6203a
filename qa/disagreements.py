"""Where the evidence differs: figures for one thing, and statuses that cannot hold at one time."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from qa.accounts import differing_accounts
from qa.figures import NAMES_A_FIGURE
from qa.opposites import Status, statuses
from qa.questions import Asked
from qa.relevance import Words
from qa.sentences import Sentence
from qa.speakers import speaker_of
from qa.told import (
    IS_OVER,
    ToldFigure,
    ToldStatus,
    near_figures,
    of_another,
    of_one_thing,
    put_otherwise,
    told_figures,
    told_statuses,
)
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
_INVERTED = re.compile(
    r"(?P<verb>is|are|was|were|has|have|had|did|does|do|will|would|can|could|should)\s+", re.IGNORECASE
)
LONG_AFTER = timedelta(days=180)  # between two reports, from which a figure is of another time
# Counts that go on while a matter lasts.
_GOES_ON = re.compile(
    r"\b(?:toll|dead|deaths?|died|kill|injur|wound|hurt|missing|evacuat|displac|fled|rescu|burn|destroy|damag|infect|cases"
    r"|arrest|detain|flood|recover|counted)",
    re.IGNORECASE,
)
_MAY_FALL = re.compile(
    r"\b(?:missing|trapped|stranded|without|in\s+hospital|in\s+custody|on\s+strike)\b", re.IGNORECASE
)
# Pairs of opposites that somebody does of his own, so that one's yes and another's no go together.
_DONE_BY_ONE = frozenset(s.pair for s in statuses("confirmed, approved, supported"))


def compare(
    asked: Asked, chosen: Sequence[Sentence], others: Sequence[Sentence], words: Words
) -> tuple[Disagreement, ...]:
    """Where sentences that answer one question give different values for what it asks.

    `chosen` are those that are quoted to answer it; of the others, those that give a figure as nearly count as well.
    """
    found = _figures(asked, chosen, others, words) or _statuses(asked, chosen, words)
    found = found or differing_accounts(asked, chosen, words)
    return (found,) if found else ()


def _figures(asked: Asked, chosen: Sequence[Sentence], others: Sequence[Sentence], words: Words) -> Disagreement | None:
    """The figures that reports give for one thing where they differ."""
    is_named = asked.kind == "what"
    asked = _as_count(asked)
    if asked.kind != "how many" or not (asked.focus or asked.how_much):
        return None
    about = topic(asked)
    near = _with_as_near(asked, chosen, others, words)
    if is_named:  # a fee is told with the word for it
        near = [s for s in near if words.match(asked.focus[-1], (*s.terms, *s.before))]
    elif not asked.focus:  # any amount would do, so what it is for must be said
        plain = [t for t in asked.terms if not t.is_name and not t.is_number]
        near = [s for s in near if sum(any(t.stem == u.stem for u in s.terms) for t in plain) * 2 >= len(plain)]
    told = told_figures(asked, near, words)
    told = _of_one_matter(asked, _heard([*told, *put_otherwise(told, others)]))
    if then_and_now := _then_and_now(told):
        return Disagreement(about, "changed", tuple(_position(f.sentence, f.quantity.text) for f in then_and_now))
    first_of_sentence = {f.sentence: f for f in reversed(told)}
    firsts = [f for f in told if f is first_of_sentence[f.sentence]]
    figures = list({(f.source.id, f.value[:2]): f for f in reversed(firsts)}.values())[::-1]
    exact = [f for f in figures if not f.is_vague]
    figures = [f for f in figures if not any(f.includes(other) for other in exact)]
    voices = {(f.source.origin, speaker_of(f.sentence)) for f in figures}
    if len({f.value for f in figures}) < 2 or len(voices) < 2:
        return None
    changed = _went_on(asked, figures)
    figures.sort(key=lambda f: f.source.published or date.max)
    placed = tuple(_position(f.sentence, f.quantity.text) for f in figures)
    return Disagreement(about, "changed" if changed else "differs", placed)


def _as_count(asked: Asked) -> Asked:
    """A question for a price or a turnout as one for how much: what is asked for is a figure."""
    if asked.kind == "what" and asked.focus and NAMES_A_FIGURE.search(asked.focus[-1].word):
        return replace(asked, kind="how many", how_much=True)
    return asked


def _went_on(asked: Asked, figures: Sequence[ToldFigure]) -> bool:
    """Whether figures are of different times: a toll or another count that goes on, told anew on later days.

    On each day one figure is told, and no later one is lower where it cannot fall; or LONG_AFTER lies between them.
    """
    dated = sorted(((day, f) for f in figures if (day := f.source.published)), key=lambda at: at[0])
    days = [day for day, _ in dated]
    if len(set(days)) < len(figures):
        return False  # an undated one, or two on one day
    if days[-1] - days[0] >= LONG_AFTER:
        return True
    rising = all(a.quantity.low <= b.quantity.low for (_, a), (_, b) in pairwise(dated))
    if figures[0].quantity.unit or not (rising or _MAY_FALL.search(asked.text)):
        return False
    return _GOES_ON.search(" ".join([asked.text, *(f.sentence.text for f in figures)])) is not None


def _with_as_near(asked: Asked, chosen: Sequence[Sentence], others: Sequence[Sentence], words: Words) -> list[Sentence]:
    """The chosen sentences, and the others that answer as nearly: those that say the same again are not chosen."""
    if not chosen:
        return []
    near = near_figures(asked, [*chosen, *others], words)
    return list(dict.fromkeys([*chosen, *near]))


def _of_one_matter(asked: Asked, told: Sequence[ToldFigure]) -> list[ToldFigure]:
    """Without figures of another of its kind, and without those of a part where others count the whole."""
    same = [f for f in told if not of_another(asked.terms, f.sentence)]
    same = [f for f in same if not f.is_forecast] or same
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


def topic(asked: Asked) -> str:
    """What a question is about, in a few words: "troops sent: how many", "whether the tunnel is open"."""
    if asked.kind != "whether":
        verb = asked.predicate.word if asked.predicate and asked.predicate not in asked.focus else ""
        what = " ".join(filter(None, (*(t.word for t in asked.focus or asked.terms), verb)))
        said = re.search(r"\bhow\s+\w+|\b(?:when|where|who)\b", asked.text, re.IGNORECASE)
        return f"{what}: {said[0].lower()}" if said else what
    inverted, is_over = _INVERTED.match(asked.text), IS_OVER.search(asked.text)
    told = next((s.words for s in statuses(asked.text)), None) or (is_over[0] if is_over else None)
    at = asked.text.find(told, inverted.end()) if inverted and told else -1
    if not inverted or at <= inverted.end():
        return asked.text.rstrip(" ?")
    subject, rest = asked.text[inverted.end() : at].strip(), asked.text[at:].rstrip(" ?.")
    return f"whether {subject} {inverted['verb'].lower()} {rest}"


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
    return Disagreement(topic(asked), "changed" if changed else "differs", placed)


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
    return Position(value, speaker_of(sentence), sentence.evidence.passage.source.published, sentence.cited())
