"""How one figure or one status was reported over time: a row a report, copies of one report once."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index import Source
from qa.deciding import FIGURE_BESIDE_BEST
from qa.disagreements import undoes
from qa.opposites import statuses
from qa.questions import Asked, take_apart
from qa.quoting import AGAINST, quote
from qa.relevance import Words, relevances
from qa.sentences import Sentence, sentences_of
from qa.speakers import speaker_of
from qa.told import near_figures, of_one_thing, told_figures, told_statuses
from qa.types import Evidence, Question, Reported

# "How has the number of strikers changed over time?" asks for what it was at each time.
_OVER_TIME = re.compile(
    r"[\s,]*\b(?:over\s+time|over\s+the\s+(?:\w+\s+){0,2}(?:days|weeks|months|years)|as\s+time\s+went\s+on)\b",
    re.IGNORECASE,
)
_HOW_IT_CHANGED = re.compile(
    r"^(?:how\s+(?:did|do|does|has|have|had)|(?:what\s+is\s+|what\s+was\s+)?(?:the\s+)?(?:history|development|course)\s+of)"
    r"\s+(?:(?:the|our|their)\s+)?(?:reported\s+|estimated\s+|reports?\s+of\s+|estimates?\s+of\s+)?(?:the\s+)?"
    r"(?P<what>.+?)(?:\s+(?:changed?|developed?|evolved?|varied|vary|moved?|gone|go))?[\s?.]*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^(?:numbers?|share|percentage|proportion|amount)\s+of\b|^death\s+toll\b", re.IGNORECASE)
_ASKS_FOR_ANY_STATUS = re.compile(
    r"\b(?:happen\w*|become|became|status|situation|condition|fate)\b|^how\s+(?:is|are)\b", re.IGNORECASE
)
_STATUS_OF = re.compile(r"^(?:the\s+)?(?:status|state|situation|condition|fate)\s+of\s+", re.IGNORECASE)


def history_of(question: Question, evidence: Sequence[Evidence], words: Words) -> tuple[Reported, ...]:
    """What each report of the evidence gave for the figure or the status that is asked for, by the reports' dates.

    Undated reports stand last, by the latest date that their own text tells of. Of copies one stands for all. Empty
    where the evidence does not answer the question, or answers it with no figure and no status.
    """
    text = of_one_moment(question.parts[0])
    if not quote(replace(question, parts=(text,)), evidence, words).quotations:
        return ()
    asked, sentences = take_apart(text), sentences_of(evidence)
    told = _figures(asked, sentences, words) if asked.kind == "how many" else _statuses(asked, sentences, words)
    rows = [_row(t) for t in _once(told)]
    return tuple(replace(r, citation=replace(r.citation, marker=n)) for n, r in enumerate(sorted(rows, key=_when), 1))


def of_one_moment(question: str) -> str:
    """What a question for what went on asks of each moment: of "How has the toll changed?" "What was the toll?"."""
    plain = _OVER_TIME.sub("", question).strip()
    change = _HOW_IT_CHANGED.match(plain)
    if not change:
        return plain
    what = change["what"]
    if _COUNTED.match(what):
        return f"What was the {what}?"
    return f"What happened to {_STATUS_OF.sub('', what)}?"


@dataclass(frozen=True, slots=True)
class _Told:
    value: str
    sentence: Sentence

    @property
    def source(self) -> Source:
        return self.sentence.evidence.passage.source


def _figures(asked: Asked, sentences: Sequence[Sentence], words: Words) -> list[_Told]:
    """The figures that answer, the nearest sentence first; of one sentence the one that held last."""
    near = near_figures(asked, sentences, words)
    told = sorted(told_figures(asked, near, words), key=lambda f: f.is_former)
    first = {f.sentence: f for f in reversed(told)}
    return [_Told(first[s].quantity.text, s) for s in near if s in first]


def _statuses(asked: Asked, sentences: Sequence[Sentence], words: Words) -> list[_Told]:
    """The statuses that are told of what is asked, the nearest sentence first; what undoes one stands before it."""
    wanted = {s.pair for s in statuses(asked.text)}
    telling = [s for s in sentences if statuses(s.text) and of_one_thing((s,), asked, words)]
    if wanted:
        telling = [s for s in telling if any(told_statuses(asked, s))]
    elif not _ASKS_FOR_ANY_STATUS.search(asked.text):
        return []
    near = _near(asked, telling, words, AGAINST if wanted else None)
    pairs = wanted or _most_told(near)
    told = [(s, status) for s in near for status in statuses(s.text) if status.pair in pairs]
    return [_Told(status.words, s) for s, status in sorted(told, key=lambda t: not undoes(t[1]))]


def _most_told(sentences: Iterable[Sentence]) -> set[int]:
    """The pair of opposites of which most reports tell: what a question that names no status is about."""
    telling = dict.fromkeys((s.pair, x.origin) for x in sentences for s in statuses(x.text))
    return {pair for pair, _ in Counter(pair for pair, _ in telling).most_common(1)}


def _near(asked: Asked, sentences: Sequence[Sentence], words: Words, bar: float | None = None) -> list[Sentence]:
    """The sentences that speak to the question, the nearest first. Without a bar it is a share of the best."""
    found = relevances(asked.text, asked.terms, sentences, words)
    return [r.sentence for r in found if r.score >= (bar or FIGURE_BESIDE_BEST * found[0].score)]


def _once(told: Iterable[_Told]) -> list[tuple[_Told, tuple[Source, ...]]]:
    """Of each report, with its copies, what it tells first, in the words of the original where that tells it."""
    by_origin: dict[str, list[_Told]] = {}
    for one in told:
        by_origin.setdefault(one.source.origin, []).append(one)
    rows = []
    for origin, those in by_origin.items():
        first = next((t for t in those if t.source.id == origin), those[0])
        sources = [s for t in those for s in (t.source, *t.sentence.evidence.also)]
        rows.append((first, tuple(s for s in dict.fromkeys(sources) if s != first.source)))
    return rows


def _row(told: tuple[_Told, tuple[Source, ...]]) -> Reported:
    one, also = told
    return Reported(one.value, speaker_of(one.sentence), one.source.published, one.sentence.cited(), also)


def _when(row: Reported) -> tuple[bool, date, str]:
    source = row.citation.source
    return row.published is None, row.published or source.not_before or date.max, source.id
