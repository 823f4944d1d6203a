"""Evidence → the quotations that together answer a question, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index import Passage, Source
from qa.answered import answering
from qa.demands import asks_for_a_name, asks_otherwise, is_of_time, meets, tells_when, unmet
from qa.figures import answering_figures
from qa.neighbours import completing
from qa.opposites import statuses, told_alike
from qa.premises import false_premises
from qa.questions import Asked, take_apart
from qa.quotations import MOST, Quotation, varied
from qa.relevance import Relevance, Words, relevances
from qa.sentences import Sentence, sentences_of
from qa.types import Evidence, Question
from qa.voices import with_other_answers
from qa.wording import terms

SURE = 0.5  # probability that a report answers from which it is quoted
HEARD = 0.42  # the same where it answers otherwise than the surest
HALF_SURE = 0.3  # the same where one of its sentences is as near as the best, or says SAID of the question
SAID = 0.75  # weighted share of the question's words
SURER = 0.55  # SURE where no name can be looked for, of a report of which one sentence says MOSTLY_SAID
MOSTLY_SAID = 0.65
SUREST = 0.6  # probability from which a report need not say the word for what is asked for: "the artist", "the genre"
SURELY_NEAR = 0.7  # relevance from which a sentence answers where no name can be looked for
NEARNESS = 0.54  # mean cosine of the best sentence and of its passage from which it does, too
BAR = 0.45  # relevance from which a sentence may tell how many, or whether something is so
BESIDE_BEST = 0.8  # share of the best relevance that a further quotation needs
FIGURE_BESIDE_BEST = 0.6  # the same for a further figure of what is counted
FURTHER = 0.6  # the same where no nearer sentence holds the verb or the name that is asked for
OPPOSITES = 2  # quotations that tell the opposite of what is asked whether it is so
AGAINST = 0.25  # relevance that they need: they lack the very word that was asked for
PARTLY_SAID = 0.25  # weighted share of the question's words that a sentence needs which says its verb in other words


@dataclass(frozen=True, slots=True)
class Quoted:
    """The sentences chosen to answer, and what of the question they leave open."""

    quotations: tuple[Quotation, ...]  # in the order of their relevance
    nearest: tuple[Source, ...]  # reports of the best sentences, chosen or not
    missing: tuple[str, ...]  # words of the question that no report of the evidence speaks to
    best: float  # relevance of the best sentence found, chosen or not, 0 to 1
    apart: tuple[str, ...] = ()  # words that are spoken of, but not together with the rest of what is asked
    gaps: tuple[str, ...] = ()  # what the chosen sentences leave open, as sentences
    premises: tuple[str, ...] = ()  # what the question takes for given and no report speaks of, in its words

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(q.sentence for q in self.quotations)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages quoted, in the order of their first quotation."""
        return tuple(dict.fromkeys(s.evidence.passage for s in self.sentences))

    def under(self, evidence: Sequence[Evidence]) -> "Quoted":
        """The same under the numbers of `evidence`, which holds the same passages."""
        new = {e.passage: e for e in evidence}
        return replace(self, quotations=tuple(q.under(new[q.sentence.evidence.passage]) for q in self.quotations))


def quote(question: Question, evidence: Sequence[Evidence], words: Words) -> Quoted:
    """At most MOST sentences that answer the question; none where the evidence does not.

    Of a question with several parts each is answered by itself; what is left open of it is a gap.
    """
    sentences = sentences_of(evidence)
    outlets = (*question.scope.outlets, *question.prefers.outlets)
    found = [(part, _quoted(part, outlets, sentences, words)) for part in question.parts]
    if len(question.parts) == 1 or not any(q.quotations for part, q in found if part != question.parts[0]):
        return found[0][1]
    parts = [(part, q) for part, q in found if part != question.parts[0]]
    share = MOST // len(parts)
    first = [q for _, part in parts for q in part.quotations[:share]]
    more = [q for _, part in parts for q in part.quotations[share:]]
    chosen = {q.sentence: q for q in (*more, *first)}
    kept = tuple(chosen[s] for s in dict.fromkeys(q.sentence for q in (*first, *more)))[:MOST]
    gaps = tuple(f"No report answers “{part}”" for part, q in parts if not q.quotations)
    return replace(found[0][1], quotations=kept, missing=(), gaps=(*gaps, *(g for _, q in parts for g in q.gaps)))


def _quoted(text: str, outlets: Sequence[str], sentences: Sequence[Sentence], words: Words) -> Quoted:
    """The sentences that answer one question."""
    asked = _without_outlets(take_apart(text), outlets)
    ranked = _ranked(asked, sentences, words)
    if not ranked:
        return Quoted((), (), tuple(t.word for t in asked.terms), 0.0)
    best = ranked[0].score
    sure = answering(asked, sentences, words)
    missing = _missing(asked, ranked, words)
    nearest = tuple(dict.fromkeys(r.sentence.evidence.passage.source for r in ranked[:8]))[:3]
    if premises := false_premises(asked, ranked):
        return replace(_declined(missing, sentences, nearest, best), premises=premises)
    answered = not _needed(asked, missing, sure) and _is_answered(asked, ranked, sure, words)
    ranked = [r for r in ranked if sure.get(_origin(r), 0.0) >= HALF_SURE or _origin(r) == _origin(ranked[0])]
    heard_from = FIGURE_BESIDE_BEST * best if asked.kind == "how many" else 0.0
    likely = [r for r in ranked if sure.get(_origin(r), 0.0) >= HEARD and r.score >= heard_from]
    able = _able(asked, ranked, words) if answered else []
    able = [r for r in able if asked.kind == "whether" or not asks_otherwise(asked, r.sentence)]
    if not able or (missing := unmet(asked, able, words)):
        return _declined(missing, sentences, nearest, best)
    chosen = varied(with_other_answers(asked, able, likely, words), words)
    if asked.kind == "whether":
        chosen = _with_opposites(chosen, asked, sentences, words)
    chosen = _completed(chosen, asked, sentences)
    untold = asked.kind == "when" and not any(tells_when(q.sentence.text, asked) for q in chosen)
    gaps = ("No report says when.",) if untold else ()
    return Quoted(tuple(_in_order(asked, chosen)), nearest, (), best, gaps=gaps)


def _declined(
    lacking: Sequence[str], sentences: Sequence[Sentence], nearest: tuple[Source, ...], best: float
) -> Quoted:
    """No quotation, since these words are lacking: some in all of the evidence, some only where the rest is told."""
    texts = {s.evidence.passage.text.lower() for s in sentences}
    apart = tuple(word for word in lacking if any(word.lower() in text for text in texts))
    return Quoted((), nearest, tuple(word for word in lacking if word not in apart), best, apart)


def _needed(asked: Asked, missing: Sequence[str], sure: Mapping[str, float]) -> list[str]:
    """The missing words without which there is no answer: not that for what is asked for, where a report is SUREST."""
    is_surest = asked.kind in ("who", "what", "which") and max(sure.values(), default=0.0) >= SUREST
    return [word for word in missing if not (is_surest and asked.focus and word == asked.focus[-1].word)]


def _is_answered(asked: Asked, ranked: Sequence[Relevance[Sentence]], sure: Mapping[str, float], words: Words) -> bool:
    """Whether a report answers: surely enough, or half so where one sentence says nearly all that is asked.

    Whether something is so is answered by what is near to it, since a denial answers too; how many, only by a figure of
    what is counted. Where no name, figure or time can be looked for, a passage on other matters has like sentences by
    accident: there the whole passage must be near, too.
    """
    best, surest = ranked[0], max(sure.values(), default=0.0)
    if asked.kind == "whether":
        return best.score >= BAR
    if asked.kind == "how many" and best.score < BAR:
        return False
    if _can_be_looked_for(asked, best.sentence, words):
        return surest >= SURE or any(r.cover >= SAID and sure.get(_origin(r), 0.0) >= HALF_SURE for r in ranked)
    if best.score >= SURELY_NEAR or (surest >= SURER and best.cover >= MOSTLY_SAID):
        return True
    vectors = words.vectors([asked.text, best.sentence.evidence.passage.text])
    return (best.cosine + float(vectors[0] @ vectors[1])) / 2 >= NEARNESS


def _can_be_looked_for(asked: Asked, sentence: Sentence, words: Words) -> bool:
    """Whether the question has a name or a number, or the sentence the figure or the time that is asked for."""
    return (
        any(t.is_name or t.is_number for t in terms(asked.text))
        or (asked.kind == "how many" and bool(answering_figures(sentence, asked, words)))
        or (asked.kind == "when" and tells_when(sentence.text, asked))
    )


def _able(asked: Asked, ranked: Sequence[Relevance[Sentence]], words: Words) -> list[Relevance[Sentence]]:
    """The sentences near enough to the best; further ones where only they hold the verb or the name asked for."""
    best = ranked[0].score
    if asked.kind == "how many" and answering_figures(ranked[0].sentence, asked, words):
        ranked = [r for r in ranked if answering_figures(r.sentence, asked, words)]
    bar = best * (FIGURE_BESIDE_BEST if asked.kind == "how many" else BESIDE_BEST)
    able = [r for r in ranked if r.score >= bar]
    if asks_for_a_name(asked) or not any(meets(asked, r, words) for r in able):
        further = [r for r in ranked if r.score >= max(BAR, FURTHER * best)]
        able = [r for r in further if meets(asked, r, words)] or _of_its_status(asked, ranked) or able
    if asked.asks_how_things_stand:
        able = _with_newest(able, [r for r in ranked if r.score >= BAR])
    return able


def _of_its_status(asked: Asked, ranked: Sequence[Relevance[Sentence]]) -> list[Relevance[Sentence]]:
    """The sentences that tell what the question's verb does in other words: "were redeployed" for "come back"."""
    verb = asked.predicate
    telling = (r for r in ranked if verb and told_alike(verb.word, r.sentence.text))
    return [r for r in telling if r.score >= AGAINST and r.cover >= PARTLY_SAID]


def _completed(chosen: list[Quotation], asked: Asked, sentences: Sequence[Sentence]) -> list[Quotation]:
    """The quotations, with the neighbours that they need to answer."""
    known = {q.sentence: q for q in chosen}
    return [known.get(s, Quotation(s)) for s in completing(asked, list(known), sentences)][:MOST]


def _with_newest(able: list[Relevance[Sentence]], more: list[Relevance[Sentence]]) -> list[Relevance[Sentence]]:
    """The sentences, those of the newest dated report among `more` first: at least the best one of it."""
    newest = max((_day(r.sentence) for r in more), default=date.min)
    first = next((r for r in more if _day(r.sentence) == newest), None)
    wanted = able if first is None or first in able else [first, *able]
    return sorted(wanted, key=lambda r: _day(r.sentence) != newest)


def _day(sentence: Sentence) -> date:
    return sentence.evidence.passage.source.published or date.min


def _in_order(asked: Asked, chosen: Sequence[Quotation]) -> list[Quotation]:
    """The newest first where the question asks how things stand, undated ones last; else the most relevant first."""
    if not asked.asks_how_things_stand:
        return list(chosen)
    return sorted(chosen, key=lambda q: _day(q.sentence), reverse=True)


def _without_outlets(asked: Asked, outlets: Sequence[str]) -> Asked:
    """The question without the outlets that it is limited to: their reports need not name themselves."""
    named = {t.stem for outlet in outlets for t in terms(outlet)}
    return replace(asked, terms=tuple(t for t in asked.terms if t.stem not in named) or asked.terms)


def _ranked(asked: Asked, sentences: Sequence[Sentence], words: Words) -> list[Relevance[Sentence]]:
    found = relevances(asked.text, asked.terms, sentences, words)
    if asked.kind == "how many":
        found = [replace(r, cosine=r.cosine * f, cover=r.cover * f) for r in found if (f := _counts(r, asked, words))]
    return sorted(found, key=lambda r: -r.score)


def _counts(found: Relevance[Sentence], asked: Asked, words: Words) -> float:
    """0 to 1: how well a sentence's figures count what is asked for."""
    return 1.0 if answering_figures(found.sentence, asked, words) else 0.4


def _missing(asked: Asked, ranked: Sequence[Relevance[Sentence]], words: Words) -> tuple[str, ...]:
    """The names of the question, and what it asks for, of which none of the better sentences speaks."""
    better = [r for r in ranked if r.score >= FIGURE_BESIDE_BEST * ranked[0].score]
    reports = {_origin(r) for r in better}
    spoken = [
        any(r.matches[i] for r in (ranked if t.is_name or is_of_time(t) else better) if _origin(r) in reports)
        for i, t in enumerate(asked.terms)
    ]
    needs_head = not asked.how_much or not answering_figures(ranked[0].sentence, asked, words)
    essential = [t.is_name or (needs_head and t in asked.focus[-1:]) for t in asked.terms]
    if asked.kind == "whether" and not any(said for said, t in zip(spoken, asked.terms, strict=True) if not t.is_name):
        essential = [True] * len(asked.terms)
    return tuple(t.word for t, said, needed in zip(asked.terms, spoken, essential, strict=True) if needed and not said)


def _origin(found: Relevance[Sentence]) -> str:
    return found.sentence.evidence.passage.source.origin


def _with_opposites(
    chosen: list[Quotation], asked: Asked, sentences: Sequence[Sentence], words: Words
) -> list[Quotation]:
    """The chosen sentences, with the best that tell the opposite of what is asked, where there are some."""
    wanted = statuses(asked.text)
    taken = {q.sentence for q in chosen}
    named = [t for t in asked.terms if t.is_name]
    telling = [
        s
        for s in sentences
        if s not in taken
        and any(w.opposes(t) for w in wanted for t in statuses(s.text))
        and (not named or any(words.match(t, (*s.terms, *s.context)) for t in named))
    ]
    against = [r for r in relevances(asked.text, asked.terms, telling, words) if r.score >= AGAINST]
    added = varied(against, words)[:OPPOSITES]
    return chosen[: MOST - len(added)] + added
