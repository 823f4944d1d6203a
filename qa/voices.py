"""Which reports beside those quoted answer a question otherwise: each of them is to be heard."""

from collections.abc import Sequence

from qa.demands import new_names, says_verb, times
from qa.figures import NAMES_A_FIGURE, answering_figures
from qa.quantities import in_signs, quantities
from qa.questions import Asked
from qa.relevance import Relevance, Words
from qa.sentences import Sentence
from qa.wording import terms


def with_other_answers(
    asked: Asked, able: Sequence[Relevance[Sentence]], likely: Sequence[Relevance[Sentence]], words: Words
) -> list[Relevance[Sentence]]:
    """The sentences that answer best, with the best one of each likely report that gives another answer.

    Of one report's sentences all but the best stand behind those of the others, so that no report crowds out another.
    """
    of_report: dict[str, list[Relevance[Sentence]]] = {}
    for found in (*able, *likely):
        of_report.setdefault(found.sentence.origin, []).append(found)
    unit = _unit_asked_for(asked, able[0])
    answers = {
        origin: [r for r in told if not unit or _figures(r.sentence, unit[0])] for origin, told in of_report.items()
    }
    able = [r for r in able if not unit or _figures(r.sentence, unit[0])]
    given = {value for r in able for value in _values(asked, r, words)}
    heard = [
        those[0]
        for origin, those in answers.items()
        if those
        and (
            those[0] in able
            or (_names_the_same(asked, of_report[origin], able[0], words) and _values(asked, those[0], words) - given)
        )
    ]
    return [*heard, *(r for r in able if r not in heard)]


def _names_the_same(asked: Asked, told: Sequence[Relevance[Sentence]], best: Relevance[Sentence], words: Words) -> bool:
    """Whether the passages that a report's sentences stand in speak of all whose names the best one speaks of.

    A town's population may be told where the town is not named again.
    """
    wanted = [t for t, match in zip(asked.terms, best.matches, strict=True) if t.is_name and match > 0]
    passages = dict.fromkeys(r.sentence.evidence.passage for r in told)
    spoken = [t for p in passages for t in terms(f"{p.source.title}\n{p.text}")]
    return all(words.match(term, spoken) for term in wanted)


def _unit_asked_for(asked: Asked, best: Relevance[Sentence]) -> list[str]:
    """Of a question for a turnout or a price the unit of the figure that the best sentence gives; [] of all others."""
    if asked.kind != "what" or not asked.focus or not NAMES_A_FIGURE.search(asked.focus[-1].word):
        return []
    return [in_signs(q).unit for q in quantities(best.sentence.text)][:1]


def _figures(sentence: Sentence, unit: str) -> set[str]:
    told = [q for q in map(in_signs, quantities(sentence.text)) if q.unit == unit]
    return {f"{q.low:.9g} {q.high:.9g}" for q in told}


def _values(asked: Asked, found: Relevance[Sentence], words: Words) -> set[str]:
    """What a sentence gives of the kind that is asked for: times, figures of what is counted, or new names.

    Of a question for what something is, like "What genre is …?", any new word may be the answer.
    """
    sentence = found.sentence
    if asked.kind == "when":
        return times(sentence.text, asked)
    if asked.kind == "how many":
        counted = answering_figures(sentence, asked, words) if says_verb(asked, found) else ()
        return {f"{q.low:.9g} {q.high:.9g}" for q in counted}
    if asked.kind == "whether":
        return set()
    said = {n.text.lower() for n in new_names(asked, sentence.text)}
    if asked.kind == "what" and asked.focus:
        said |= {t.stem for t in sentence.terms} - {t.stem for t in asked.terms}
    return said
