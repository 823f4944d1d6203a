"""Whether reports answer a question at all: surely enough, and with the words that it cannot do without."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from qa.demands import is_of_time, names_who_does, tells_when
from qa.figures import NAMES_A_FIGURE, answering_figures
from qa.opposites import told_alike
from qa.questions import Asked
from qa.relevance import Relevance, Words
from qa.sentences import Sentence
from qa.wording import is_title, terms

SURE = 0.45  # probability that a report answers from which it is quoted; it need not say the word for what is asked
SURER = 0.55  # SURE where no name can be looked for, of a report of which one sentence says MOSTLY_SAID
MOSTLY_SAID = 0.6
SUREST = 0.6  # the same where a figure answers that stands in a sentence of which little else is asked
HALF_SURE = 0.3  # the same where one of its sentences is as near as the best, or says SAID of the question
SAID = 0.75  # weighted share of the question's words
SURELY_NEAR = 0.7  # relevance from which a sentence answers where no name can be looked for
NEARNESS = 0.54  # mean cosine of the best sentence and of its passage from which it does, too
BAR = 0.45  # relevance from which a sentence may tell how many, or whether something is so
NEARLY = 0.25  # the same where its figure counts what is asked for, and its report answers as surely as SUREST
NAMING_SURE = 0.4  # SURE where a sentence names somebody beside the noun for whoever does what is asked,
NAMED_FROM = 0.25  # of this relevance
FIGURE_BESIDE_BEST = 0.6  # share of the best relevance that a further figure of what is counted needs


def is_answered(asked: Asked, ranked: Sequence[Relevance[Sentence]], sure: Mapping[str, float], words: Words) -> bool:
    """Whether a report answers: surely enough, or half so where one sentence says nearly all that is asked.

    Whether something is so is answered by what is near to it, since a denial answers too; how many, only by a figure of
    what is counted. Where no name, figure or time can be looked for, a passage on other matters has like sentences by
    accident: there the whole passage must be near, too.
    """
    best, surest = ranked[0], max(sure.values(), default=0.0)
    if asked.kind == "whether":
        return best.score >= BAR
    if asked.kind == "how many" and best.score < BAR:
        return surest >= SUREST and best.score >= NEARLY and bool(answering_figures(best.sentence, asked, words))
    half_sure = [r for r in ranked if sure.get(r.sentence.origin, 0.0) >= HALF_SURE]
    if asked.kind == "when" and any(_tells_when_it_was(asked, r) for r in half_sure):
        return True
    if surest >= NAMING_SURE and any(r.score >= NAMED_FROM and names_who_does(asked, r.sentence) for r in half_sure):
        return True
    if _can_be_looked_for(asked, best.sentence, words):
        return surest >= SURE or any(r.cover >= SAID for r in half_sure)
    if best.score >= SURELY_NEAR or (surest >= SURER and best.cover >= MOSTLY_SAID):
        return True
    vectors = words.vectors([asked.text, best.sentence.evidence.passage.text])
    return (best.cosine + float(vectors[0] @ vectors[1])) / 2 >= NEARNESS


def _tells_when_it_was(asked: Asked, found: Relevance[Sentence]) -> bool:
    """Whether a sentence as near as one that answers tells of what the question's verb does, and a time."""
    verb, text = asked.predicate, found.sentence.text
    tells = verb is not None and (found.says(verb, asked.terms) or told_alike(verb.word, text))
    return tells and found.score >= BAR and tells_when(text, asked)


def _can_be_looked_for(asked: Asked, sentence: Sentence, words: Words) -> bool:
    """Whether the question has a name or a number, or the sentence the figure or the time that is asked for."""
    return (
        any(t.is_name or t.is_number for t in terms(asked.text))
        or (asked.kind == "how many" and bool(answering_figures(sentence, asked, words)))
        or (asked.kind == "when" and tells_when(sentence.text, asked))
    )


def missing_words(asked: Asked, ranked: Sequence[Relevance[Sentence]], words: Words) -> tuple[str, ...]:
    """The names of the question, and what it asks for, of which none of the better sentences speaks."""
    better = [r for r in ranked if r.score >= FIGURE_BESIDE_BEST * ranked[0].score]
    reports = {r.sentence.origin for r in better}
    spoken = [
        any(r.matches[i] for r in (ranked if t.is_name or is_of_time(t) else better) if r.sentence.origin in reports)
        for i, t in enumerate(asked.terms)
    ]
    needs_head = not (asked.kind == "who" and asked.predicate)  # of "who mediated between the sides" no word tells who
    needs_head = needs_head and (not asked.how_much or not answering_figures(ranked[0].sentence, asked, words))
    titles = {a for a, b in pairwise(asked.terms) if b.is_name and b.start == a.end + 1 and is_title(a)}
    essential = [(t.is_name and t not in titles) or (needs_head and t in asked.focus[-1:]) for t in asked.terms]
    if asked.kind == "whether" and not any(said for said, t in zip(spoken, asked.terms, strict=True) if not t.is_name):
        essential = [True] * len(asked.terms)
    return tuple(t.word for t, said, needed in zip(asked.terms, spoken, essential, strict=True) if needed and not said)


def needed(asked: Asked, missing: Sequence[str], sure: Mapping[str, float]) -> list[str]:
    """The missing words without which there is no answer: not that for what is asked for, where a report is SURE.

    But for what is told by a figure: no other figure is a salary.
    """
    is_sure = asked.kind in ("who", "what", "which") and max(sure.values(), default=0.0) >= SURE
    is_sure = is_sure and not (asked.focus and NAMES_A_FIGURE.search(asked.focus[-1].word))
    return [word for word in missing if not (is_sure and asked.focus and word == asked.focus[-1].word)]
