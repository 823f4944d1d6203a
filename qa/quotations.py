"""A sentence chosen to answer, and the reports that say the same; no two say the same thing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import Source
from qa.days import named_days
from qa.opposites import statuses
from qa.quantities import quantities
from qa.relevance import Relevance, Words
from qa.sentences import Sentence
from qa.types import Evidence
from qa.wording import same_name

MOST = 5  # quotations in an answer
SAME = 0.86  # cosine from which two sentences say the same
SAME_IN_A_COPY = 0.72  # the same where one report is a copy of the other


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence chosen to answer."""

    sentence: Sentence
    also: tuple[Source, ...] = ()  # other reports whose evidence says the same

    def under(self, evidence: Evidence) -> "Quotation":
        return replace(self, sentence=replace(self.sentence, evidence=evidence))


def varied(ranked: Sequence[Relevance[Sentence]], words: Words) -> list[Quotation]:
    """The best sentences that do not say the same thing, each with the reports that say it too."""
    chosen: list[Quotation] = []
    for found in ranked:
        twin = next((i for i, q in enumerate(chosen) if _says_the_same(found.sentence, q.sentence, words)), None)
        if twin is not None:
            chosen[twin] = _with_twin(chosen[twin], found.sentence)
        elif len(chosen) < MOST:
            chosen.append(Quotation(found.sentence, found.sentence.evidence.also))
    return chosen


def _with_twin(quotation: Quotation, twin: Sentence) -> Quotation:
    """The quotation with a report that says it too; the original's words stand before those of its copy."""
    ours, theirs = quotation.sentence.evidence.passage.source, twin.evidence.passage.source
    if theirs == ours or theirs in quotation.also:
        return quotation
    if theirs.origin == ours.origin and theirs.id == theirs.origin:
        return Quotation(twin, tuple(dict.fromkeys((ours, *quotation.also, *twin.evidence.also))))
    return replace(quotation, also=(*quotation.also, theirs))


def _says_the_same(one: Sentence, other: Sentence, words: Words) -> bool:
    """Whether a reader would learn nothing from the second; never where independent ones tell other things."""
    a, b = one.evidence.passage.source, other.evidence.passage.source
    if a.origin != b.origin and any(tells(one) != tells(other) for tells in (_figures, _days, _statuses)):
        return False
    if a.origin != b.origin and _names_another(one, other) and _names_another(other, one):
        return False
    vectors = words.vectors([one.text, other.text])
    return float(vectors[0] @ vectors[1]) >= (SAME_IN_A_COPY if a.origin == b.origin and a != b else SAME)


def _names_another(one: Sentence, other: Sentence) -> bool:
    """Whether a sentence names somebody or something that the other does not."""
    named, known = ([t.word for t in s.terms if t.is_name] for s in (one, other))
    return any(not any(same_name(word, another) for another in known) for word in named)


def _figures(sentence: Sentence) -> set[tuple[float, float, str]]:
    return {q.meant for q in quantities(sentence.text)}


def _days(sentence: Sentence) -> set[tuple[str, ...]]:
    return set(named_days(sentence.text).values())


def _statuses(sentence: Sentence) -> set[tuple[int, int]]:
    return {(status.pair, status.side) for status in statuses(sentence.text)}
