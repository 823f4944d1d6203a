"""Evidence → the quotations that together answer a question, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from index import Passage, Source
from qa.answered import answering
from qa.courses import asks_how_things_went, over_time
from qa.deciding import BAR, FIGURE_BESIDE_BEST, HALF_SURE, is_answered, missing_words, needed
from qa.demands import (
    asks_for_a_name,
    asks_otherwise,
    is_asked_to_have_said,
    meets,
    names_who_does,
    said_otherwise,
    speaks_of_the_speaker,
    tells_when,
    undone,
    unmet,
    unnamed,
    unsaid,
    unspoken,
    untouched,
)
from qa.durations import asks_how_long, tells_how_long
from qa.figures import answering_figures
from qa.neighbours import completing, told_together
from qa.opposites import statuses, told_alike
from qa.premises import false_premises
from qa.questions import Asked, take_apart
from qa.quotations import MOST, Quotation, varied
from qa.relevance import Relevance, Words, relevances
from qa.sayings import asked_to_have_said, said_by_them
from qa.sentences import Sentence, sentences_of
from qa.types import Evidence, Question
from qa.voices import with_other_answers
from qa.wording import terms

HEARD = 0.36  # probability that a report answers from which it is quoted where it answers otherwise than the surest,
NEARLY_AS_SURE = 0.6  # where that is this share of the surest one's,
SAYS_AS_MUCH = 0.51  # or its sentence says this share of what the best one says of the question
BESIDE_BEST = 0.8  # share of the best relevance that a further quotation needs
FURTHER = 0.6  # the same where no nearer sentence holds the verb or the name that is asked for
OPPOSITES = 2  # quotations that tell the opposite of what is asked whether it is so
AGAINST = 0.25  # relevance that they need: they lack the very word that was asked for; what tells how long, too
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
    are_all: bool = False  # whether no other sentence speaks of all that is named, so that none differs from these

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
    missing = missing_words(asked, ranked, words)
    nearest = tuple(dict.fromkeys(r.sentence.evidence.passage.source for r in ranked[:8]))[:3]
    unsaid, describing = unspoken(asked, ranked, words) if asked.kind == "whether" else ((), ())
    missing = tuple(dict.fromkeys((*missing, *describing)))
    if premises := false_premises(asked, ranked):
        return replace(_declined(missing, sentences, nearest, best), premises=premises)
    answered = not needed(asked, missing, sure) and is_answered(asked, ranked, sure, words)
    able, likely = _answering(asked, outlets, ranked, sure, words) if answered else ([], [])
    if able:
        missing = _lacking(asked, able, ranked, missing, words)
    if not able or missing:
        if pair := _together(asked, missing, able, sentences, words):
            return Quoted(pair, nearest, (), best, are_all=True)
        return _declined(missing, sentences, nearest, best)
    goes_on = asks_how_things_went(asked.text)
    chosen = varied(
        over_time(asked, ranked, sentences) if goes_on else with_other_answers(asked, able, likely, words), words
    )
    if asked.kind == "whether":
        chosen = _with_opposites(chosen, asked, sentences, words)
    chosen = _completed(chosen, asked, sentences, words)
    untold = asked.kind == "when" and not any(tells_when(q.sentence.text, asked) for q in chosen)
    gaps = [
        *(["No report says when."] if untold else []),
        *(f"No report speaks of “{word}”." for word in _spoken_nowhere(unsaid, sentences)),
    ]
    return Quoted(tuple(_in_order(asked, chosen)), nearest, (), best, gaps=tuple(gaps))


def _answering(
    asked: Asked,
    outlets: Sequence[str],
    heard: Sequence[Relevance[Sentence]],
    sure: Mapping[str, float],
    words: Words,
) -> tuple[list[Relevance[Sentence]], list[Relevance[Sentence]]]:
    """The sentences that answer if any does, and those of reports that may stand beside them with another answer."""
    ranked = [
        r
        for r in heard
        if sure.get(r.sentence.origin, 0.0) >= HALF_SURE
        or r.sentence.origin == heard[0].sentence.origin
        or is_asked_to_have_said(asked, r.sentence)
    ]
    likely = [r for r in ranked if _may_be_heard(asked, r, ranked[0], sure)]
    if any(speaks_of_the_speaker(asked, r) for r in ranked):
        ranked, likely = ([r for r in those if speaks_of_the_speaker(asked, r)] for those in (ranked, likely))
    able = _able(asked, ranked, words)
    if who := asked_to_have_said(asked, outlets):
        able, likely = (said_by_them(asked, who, those, heard, words) for those in (able, likely))
    able = [r for r in able if asked.kind == "whether" or not asks_otherwise(asked, r.sentence)]
    if asks_how_long(asked.text):
        telling = [r for r in able if tells_how_long(r.sentence.text)]
        bar = BESIDE_BEST * telling[0].score if telling else 0.0  # what is far behind is how long something else took
        likely = [r for r in likely if tells_how_long(r.sentence.text) and r.score >= bar]
        able = [r for r in telling if r.score >= bar] or able  # what is missing where none tells is then named
    return able, likely


def _may_be_heard(
    asked: Asked, found: Relevance[Sentence], best: Relevance[Sentence], sure: Mapping[str, float]
) -> bool:
    """Whether the sentence of a report may stand beside the best one, if it answers otherwise."""
    here = sure.get(found.sentence.origin, 0.0)
    if asked.kind == "how many":
        return here >= HEARD and found.score >= FIGURE_BESIDE_BEST * best.score
    says_as_much = found.cover >= SAYS_AS_MUCH * best.cover
    return here >= HEARD and (says_as_much or here >= NEARLY_AS_SURE * max(sure.values()))


def _lacking(
    asked: Asked,
    able: Sequence[Relevance[Sentence]],
    heard: Sequence[Relevance[Sentence]],
    missing: Sequence[str],
    words: Words,
) -> tuple[str, ...]:
    """Words for what the question demands and the sentences that may answer, or all that were heard, do not hold."""
    return (
        *unmet(asked, able, words),
        *unnamed(asked, able, missing),
        *unsaid(asked, able),
        *untouched(asked, able),
        *undone(asked, heard),
    )


def _together(
    asked: Asked,
    missing: Sequence[str],
    able: Sequence[Relevance[Sentence]],
    sentences: Sequence[Sentence],
    words: Words,
) -> tuple[Quotation, ...]:
    """Two sentences side by side that hold all that is named, where nothing but names is missing in each."""
    if asked.kind != "how many" or not able or not set(missing) <= {t.word for t in asked.terms if t.is_name}:
        return ()
    pair = told_together(asked, [r.sentence for r in able], sentences, words)
    return tuple(Quotation(s, s.evidence.also) for s in pair)


def _declined(
    lacking: Sequence[str], sentences: Sequence[Sentence], nearest: tuple[Source, ...], best: float
) -> Quoted:
    """No quotation, since these words are lacking: some in all of the evidence, some only where the rest is told."""
    nowhere = _spoken_nowhere(lacking, sentences)
    return Quoted((), nearest, nowhere, best, tuple(word for word in lacking if word not in nowhere))


def _spoken_nowhere(lacking: Sequence[str], sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Of some words those that stand in no passage of the evidence."""
    texts = {s.evidence.passage.text.lower() for s in sentences}
    return tuple(word for word in lacking if not any(word.lower() in text for text in texts))


def _able(asked: Asked, ranked: Sequence[Relevance[Sentence]], words: Words) -> list[Relevance[Sentence]]:
    """The sentences near enough to the best; further ones where only they hold the verb or the name asked for."""
    best = ranked[0].score
    if asked.kind == "how many" and answering_figures(ranked[0].sentence, asked, words):
        ranked = [r for r in ranked if answering_figures(r.sentence, asked, words)]
    bar = best * (FIGURE_BESIDE_BEST if asked.kind == "how many" else BESIDE_BEST)
    able = [r for r in ranked if r.score >= bar]
    if asks_for_a_name(asked) or not any(meets(asked, r, words) for r in able):
        # How long a strike went on may be told where nothing else of it is named.
        further = [r for r in ranked if r.score >= (AGAINST if asks_how_long(asked.text) else max(BAR, FURTHER * best))]
        able = [r for r in further if meets(asked, r, words)] or _of_its_status(asked, ranked) or able
    if asked.kind == "who":
        doers = [r for r in ranked if r.score >= AGAINST and names_who_does(asked, r.sentence)]
        able = [*doers, *(r for r in able if r not in doers)]
    if asked.asks_how_things_stand:
        able = _with_newest(able, [r for r in ranked if r.score >= BAR])
    return able


def _of_its_status(asked: Asked, ranked: Sequence[Relevance[Sentence]]) -> list[Relevance[Sentence]]:
    """The sentences that tell what the question's verb does in other words: "were redeployed" for "come back"."""
    verb = asked.predicate
    telling = (r for r in ranked if verb and told_alike(verb.word, r.sentence.text))
    return [r for r in telling if r.score >= AGAINST and r.cover >= PARTLY_SAID]


def _completed(chosen: list[Quotation], asked: Asked, sentences: Sequence[Sentence], words: Words) -> list[Quotation]:
    """The quotations, with the neighbours that they need to answer."""
    known = {q.sentence: q for q in chosen}
    return [known.get(s, Quotation(s)) for s in completing(asked, list(known), sentences, words)][:MOST]


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
    found = relevances(asked.text, asked.terms, sentences, words, partial(said_otherwise, asked))
    if asked.kind == "how many":
        found = [replace(r, cosine=r.cosine * f, cover=r.cover * f) for r in found if (f := _counts(r, asked, words))]
    return sorted(found, key=lambda r: -r.score)


def _counts(found: Relevance[Sentence], asked: Asked, words: Words) -> float:
    """0 to 1: how well a sentence's figures count what is asked for."""
    return 1.0 if answering_figures(found.sentence, asked, words) else 0.4


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
