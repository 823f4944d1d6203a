"""What the reports that were searched do not tell: how many are silent, and how far in time they reach."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np

from index import Scope, Source
from index.dating import parse_date
from qa.figures import answering_figures
from qa.questions import Asked, take_apart
from qa.quoting import FURTHER, Quoted
from qa.relevance import Words, relevances
from qa.sentences import Sentence, sentences_of
from qa.types import Constraint, Evidence, Question
from qa.wording import Term, terms
from qa.writing import counted, in_words

LOOKED_THROUGH = 12  # reports searched up to which each of them is looked through for one that tells
ONE_MATTER = 0.4  # cosine of two reports, as means of their sentences, from which they are about one matter
_FROM = re.compile(r"^(?:since|after|from)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Searched:
    """The reports that a question was put to."""

    reports: int  # within its scope
    reach: int  # the same, were there no limit to a period
    undated: int  # of those
    newest: date | None = None  # the latest day that one of those was published; None: all are undated


class Collection(Protocol):
    """What of a store is needed here."""

    def count(self, scope: Scope) -> int:
        """How many reports a scope admits."""
        ...

    def newest(self, scope: Scope) -> date | None:
        """The day of the newest report that a scope admits; None where none is dated."""
        ...


@dataclass(frozen=True, slots=True)
class InHand:
    """A few reports as a collection."""

    sources: tuple[Source, ...]

    def count(self, scope: Scope) -> int:
        """How many of them a scope admits."""
        return sum(map(scope.admits, self.sources))

    def newest(self, scope: Scope) -> date | None:
        """The day of the newest of them that a scope admits."""
        return max((s.published for s in self.sources if s.published and scope.admits(s)), default=None)


def searched(collection: Collection, scope: Scope) -> Searched:
    """What of a collection lies within a scope. No report is looked at."""
    of_any_day = replace(scope, since=None, until=None)
    reach = collection.count(of_any_day)
    dated = collection.count(replace(of_any_day, since=date.min))
    return Searched(collection.count(scope), reach, reach - dated, collection.newest(of_any_day))


def reaching(question: Question, found: Searched) -> tuple[str, ...]:
    """That nothing is dated later, where the question asks for the latest or for what came after a day; else ()."""
    wanted = _asked_from(question)
    if not found.reach or (question.prefers.order != "latest" and not wanted):
        return ()
    if not found.newest:
        return (f"None of {counted(found.reach, 'report')} is dated.",)
    if wanted and found.newest >= wanted:
        return ()
    undated = f"; {found.undated:,} of {counted(found.reach, 'report')} undated" if found.undated else ""
    return (f"Nothing is dated after {in_words(found.newest)}{undated}.",)


def _asked_from(question: Question) -> date | None:
    """The day from which on the question asks."""
    days = (_from(c, question.resolved) for c in question.constraints)
    return question.scope.since or next((day for day in days if day), None)


def _from(constraint: Constraint, asked: str) -> date | None:
    at = asked.find(constraint.said) if constraint.kind == "day" else -1
    before = re.search(r"\b(?:since|after|from)\s+(?:the\s+)?$", asked[:at], re.IGNORECASE) if at > 0 else None
    said = _FROM.sub("", constraint.said).strip()
    return parse_date(said) if at >= 0 and (before or _FROM.match(constraint.said)) else None


def silent(
    question: Question, quoted: Quoted, evidence: Sequence[Evidence], found: Searched, words: Words
) -> tuple[str, ...]:
    """How many reports on the matter tell nothing of what is asked; () where not all reports were looked through.

    Reports on other matters are not counted. A question for anything at all ("What is known of …?") leaves open what
    telling of it would be.
    """
    sources = dict.fromkeys(s for e in evidence for s in (e.passage.source, *e.also))
    asked = take_apart(question.parts[0])
    looked_through = len(sources) == found.reports <= LOOKED_THROUGH
    if not quoted.quotations or not looked_through or len(question.parts) > 1 or asked.kind == "what":
        return ()
    sentences = sentences_of(evidence)
    quoting = {s.origin for q in quoted.quotations for s in (q.sentence.evidence.passage.source, *q.also)}
    near = {s.origin for s in _near(asked, sentences, words)}
    telling = quoting | near
    matter = telling | _on_the_matter(quoting, sentences, words)
    concerned = [s for s in sources if s.origin in matter]
    mute = sum(s.origin not in telling for s in concerned)
    which = "searched" if len(concerned) == len(sources) else "on this matter"
    are = "is" if mute == 1 else "are"
    # One that only comes near may be silent, too; one that gives a figure is not.
    least = "At least " if near - quoting and asked.kind != "how many" else ""
    return (f"{least}{mute} of the {len(concerned)} reports {which} {are} silent on this.",) if mute else ()


def _on_the_matter(quoting: Set[str], sentences: Sequence[Sentence], words: Words) -> set[str]:
    """The origins of reports that are about what one of those quoted is about, by the mean of their sentences."""
    of_report: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        of_report.setdefault(sentence.origin, []).append(sentence)
    means = {}
    for origin, those in of_report.items():
        whole = np.array([len(s.terms) for s in those]) @ words.embedded.vectors([s.text for s in those])
        means[origin] = whole / (np.linalg.norm(whole) + 1e-9)
    told = [means[origin] for origin in quoting if origin in means]
    return {origin for origin, mean in means.items() if any(float(mean @ other) >= ONE_MATTER for other in told)}


def _near(asked: Asked, sentences: Sequence[Sentence], words: Words) -> list[Sentence]:
    """The sentences that may answer, however far behind the best."""
    if asked.kind == "how many":
        return [s for s in sentences if answering_figures(s, asked, words)]
    ranked = relevances(asked.text, asked.terms, sentences, words)
    return [r.sentence for r in ranked if r.score >= FURTHER * ranked[0].score]


def covered(question: Question, source: Source, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """What of a question a report does speak to, in the question's words; those that stand together in one."""
    texts = [f"{source.title} {source.outlet or ''}", *(e.passage.text for e in evidence if e.passage.source == source)]
    spoken = {t.stem for text in texts for t in terms(text)}
    last: Term | None = None
    found: list[str] = []
    for term in terms(question.resolved):
        if term.is_number or term.stem not in spoken:
            continue
        if last and question.resolved[last.end : term.start] == " ":
            found[-1] += f" {term.word}"
        else:
            found.append(term.word)
        last = term
    return tuple(dict.fromkeys(found))
