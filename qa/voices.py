"""Which reports beside those quoted answer a question otherwise: each of them is to be heard."""

from collections.abc import Sequence

from qa.demands import meets, new_names, times
from qa.quantities import quantities
from qa.questions import Asked
from qa.relevance import Relevance, Words
from qa.sentences import Sentence

HEARD = 0.6  # share of the best relevance from which another report's answer is heard


def with_other_answers(
    asked: Asked, able: Sequence[Relevance[Sentence]], ranked: Sequence[Relevance[Sentence]], words: Words
) -> list[Relevance[Sentence]]:
    """The sentences that answer best, with the best one of each report that gives another answer; a report each first.

    Of one report's sentences all but the best stand behind those of the others, so that no report crowds out another.
    """
    best: dict[str, Relevance[Sentence]] = {}
    for found in (*able, *(r for r in ranked if r.score >= HEARD * ranked[0].score)):
        best.setdefault(found.sentence.evidence.passage.source.origin, found)
    given = {value for r in able for value in _values(asked, r.sentence)}
    heard = [
        r
        for r in best.values()
        if r in able or (_answers(asked, r, able, words) and _values(asked, r.sentence) - given)
    ]
    return [*heard, *(r for r in able if r not in heard)]


def _answers(asked: Asked, found: Relevance[Sentence], able: Sequence[Relevance[Sentence]], words: Words) -> bool:
    """Whether a sentence meets what is demanded, and speaks of all whose names the best one speaks of."""
    named = [m for m, t in zip(zip(able[0].matches, found.matches, strict=True), asked.terms, strict=True) if t.is_name]
    return meets(asked, found, words) and all(theirs > 0 or not ours for ours, theirs in named)


def _values(asked: Asked, sentence: Sentence) -> set[str]:
    """What a sentence gives of the kind that is asked for: times, figures, or names that the question does not hold."""
    if asked.kind == "when":
        return times(sentence.text, asked)
    if asked.kind == "how many":
        return {f"{q.low:.9g} {q.high:.9g}" for q in quantities(sentence.text)}
    if asked.kind == "whether":
        return set()
    return {n.text.lower() for n in new_names(asked, sentence.text)}
