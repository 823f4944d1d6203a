"""Questions for the course of something: which sentences tell it from its beginning to its end."""

import re
from collections.abc import Sequence
from datetime import date

from qa.figures import NAMES_A_FIGURE
from qa.opposites import statuses
from qa.questions import Asked
from qa.quotations import MOST
from qa.relevance import Relevance
from qa.sentences import Sentence
from qa.wording import Term

AT_THE_HEAD = (0.15, 0.05)  # what standing first or second in a report adds to relevance: there its news is told
SAYS_IT = 0.75  # how well a word must be said by another to be told of
FAR_DOWN = 300  # characters into a report, from which a sentence is not at its head
ON_THE_MATTER = 0.5  # share of the best relevance that a report needs to have a part in the course

_HOW_IT_WENT = re.compile(
    r"\bwhat\s+(?:has\s+|had\s+)?happened\b|\bwhat\s+led\s+(?:up\s+)?to\b|\bhow\s+did\s+[^?]*\bcome\s+about\b"
    r"|\bhow\s+(?:did|do|does|has|have|had)\s+[^?]*\b(?:develop|chang|evolv|unfold|proceed|progress|go|gone|went|rise"
    r"|risen|grow|grown|fall|fallen)\w*\s*(?:$|[?,.]|\b(?:over|since|after|before|during|between|from|in|as|on|with)\b)"
    r"|\b(?:timeline|chronology|sequence\s+of|course\s+of|history\s+of|development\s+of|step\s+by\s+step|over\s+time)\b",
    re.IGNORECASE,
)


def asks_how_things_went(question: str) -> bool:
    """Whether a question asks for the course of something: "what happened …", "how did … develop"."""
    return _HOW_IT_WENT.search(question) is not None


def over_time(
    asked: Asked, ranked: Sequence[Relevance[Sentence]], sentences: Sequence[Sentence]
) -> list[Relevance[Sentence]]:
    """The sentence of each report that tells best what went on, at most MOST, from the first day to the last.

    What a report tells first is its news; a sentence that says what is asked about ("the costs", "the takeover") comes
    before one that only speaks of the same names. Undated reports stand last. `sentences` are all of the evidence.
    """
    heads = _heads(sentences)
    of_report: dict[str, list[Relevance[Sentence]]] = {}
    for found in ranked:
        of_report.setdefault(found.sentence.origin, []).append(found)

    bar = ON_THE_MATTER * max((r.score for r in ranked), default=0.0)
    turns = _turning([r for r in ranked if r.score >= bar])

    def telling(found: Relevance[Sentence]) -> tuple[bool, bool, float]:
        is_told, more = says_what_went_on(asked, found), heads.get(found.sentence, 0.0)
        return found.sentence in turns, is_told, found.score + more

    told = [max(those, key=telling) for those in of_report.values()]
    if asked_for := _word_asked_about(asked):
        is_figure = NAMES_A_FIGURE.search(asked_for.word)
        told = [r for r in told if says_what_went_on(asked, r)] if is_figure else told
    return _spread(sorted((r for r in told if telling(r)[-1] >= bar), key=telling, reverse=True))


def _turning(ranked: Sequence[Relevance[Sentence]]) -> set[Sentence]:
    """The sentences that tell of both sides of a change: first they were withdrawn, then they came back."""
    told = {r.sentence: statuses(r.sentence.text) for r in ranked}
    return {s for s, those in told.items() if any(a.opposes(b) for a in those for b in those)}


def says_what_went_on(asked: Asked, found: Relevance[Sentence]) -> bool:
    """Whether a sentence itself says the word for what is asked about."""
    wanted = _word_asked_about(asked)
    return wanted is not None and found.matches[asked.terms.index(wanted)] >= SAYS_IT


def _word_asked_about(asked: Asked) -> Term | None:
    """Of "How did the cost of the Larnby tram develop?" the term "cost"."""
    return next((t for t in asked.terms if not t.is_name and not t.is_number), None)


def _heads(sentences: Sequence[Sentence]) -> dict[Sentence, float]:
    """What standing at the head of its report adds to the relevance of a sentence, where it adds anything."""
    of_report: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        of_report.setdefault(sentence.evidence.passage.source.id, []).append(sentence)
    whole = (those for those in of_report.values() if those[0].start < FAR_DOWN)
    return {s: more for those in whole for s, more in zip(those, AT_THE_HEAD, strict=False)}


def _spread(told: Sequence[Relevance[Sentence]]) -> list[Relevance[Sentence]]:
    """At most MOST of the sentences, the best first: one of each day before a second, the days spread evenly."""
    of_day: dict[date, Relevance[Sentence]] = {}
    for found in told:
        of_day.setdefault(_day(found), found)
    days = sorted(day for day in of_day if day != date.max)
    if len(days) > MOST:
        days = [days[round(n * (len(days) - 1) / (MOST - 1))] for n in range(MOST)]
    chosen = [of_day[day] for day in days]
    chosen += [r for r in told if r not in chosen][: MOST - len(chosen)]
    return sorted(chosen, key=_day)


def _day(found: Relevance[Sentence]) -> date:
    return found.sentence.evidence.passage.source.published or date.max
