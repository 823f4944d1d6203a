"""How surely each report answers a question: what of its sentences tells it, weighed by a logistic regression."""

from collections.abc import Iterator, Sequence
from math import log

import numpy as np

from index.arrays import Vectors
from qa.closeness import Numbers, meant_by, said_by
from qa.demands import asks_otherwise, new_names, said_otherwise, tells_when
from qa.figures import answering_figures
from qa.fitted_answers import ANSWERS
from qa.questions import Asked
from qa.relevance import IN_CONTEXT, Words, weights
from qa.sentences import Sentence

READ_CLOSELY = 2  # sentences of a report whose words are compared as they are meant
LEAST_SAID = 2  # words of the question that a sentence says least well
NOTHING_DEMANDED = 0.5  # stands for how well a verb, or a word for what is asked, is said where there is none


def answering(asked: Asked, sentences: Sequence[Sentence], words: Words) -> dict[str, float]:
    """0 to 1 for the origin of each report: how surely its sentences answer; of copies the surest counts."""
    found = answer_features(asked, sentences, words)
    if not found:
        return {}
    sure = ANSWERS.of(np.array(list(found.values())))
    return dict(zip(found, (float(s) for s in sure), strict=True))


def answer_features(asked: Asked, sentences: Sequence[Sentence], words: Words) -> dict[str, tuple[float, ...]]:
    """What tells whether a report answers, 10 numbers for the origin of each report; {} where nothing is asked.

    Among them late interaction (Khattab and Zaharia, ColBERT, SIGIR 2020): how near a sentence comes to the word of the
    question that it comes least near to.
    """
    wanted = asked.terms
    if not wanted or not sentences:
        return {}
    vectors = words.embedded.vectors([asked.text, *(s.text for s in sentences)])
    cosines = np.asarray(vectors[1:] @ vectors[0])
    said = np.array([_worded(asked, s) for s in sentences])
    telling = np.array(weights(wanted, [s.terms for s in sentences]))
    telling /= telling.sum()
    rough = np.maximum(cosines, 0) + said @ telling
    reports: dict[str, list[int]] = {}
    for i in np.argsort(-rough, kind="stable"):
        reports.setdefault(sentences[i].origin, []).append(int(i))
    read = [i for rows in reports.values() for i in rows[:READ_CLOSELY]]
    question, *told = words.tokens([asked.text, *(sentences[i].text for i in read)])
    meant = {i: meant_by(wanted, question, tokens) for i, tokens in zip(read, told, strict=True)}
    plain = np.array([not (t.is_name or t.is_number) for t in wanted])
    found: dict[str, tuple[float, ...]] = {}
    for origin, rows in reports.items():
        either = {i: np.maximum(said[i], np.where(plain, _near(meant[i]), 0)) for i in rows[:READ_CLOSELY]}
        best = max(either, key=lambda i: (max(cosines[i], 0) + either[i] @ telling, -i))
        found[origin] = (
            max(_of_passages(rows, sentences, vectors)),
            float(cosines[best]),
            float(meant[best].min()),
            float(np.sort(either[best])[:LEAST_SAID].mean()),
            *_held(asked, either[best]),
            _is_of_the_kind(asked, sentences[best], words),
            float(asked.kind != "whether" and asks_otherwise(asked, sentences[best])),
            log(len(wanted)),
        )
    return found


def _of_passages(rows: Sequence[int], sentences: Sequence[Sentence], vectors: Vectors) -> Iterator[float]:
    """The cosine of the question, the first vector, and each passage that some sentences stand in, as their mean."""
    passages: dict[str, list[int]] = {}
    for i in rows:
        passages.setdefault(sentences[i].evidence.passage.id, []).append(i)
    for those in passages.values():
        whole = np.array([len(sentences[i].terms) for i in those]) @ vectors[1:][those]
        yield float(whole @ vectors[0] / (np.linalg.norm(whole) + 1e-9))


def _worded(asked: Asked, sentence: Sentence) -> list[float]:
    """How well a sentence, or what is told around it, says each term in its own form, or by another for it."""
    return [
        max(
            said_by(t, sentence.terms, {}),
            IN_CONTEXT * said_by(t, sentence.context, {}),
            said_otherwise(asked, t, sentence),
        )
        for t in asked.terms
    ]


def _held(asked: Asked, said: Numbers) -> tuple[float, float, float]:
    """How well the verb and the word for what is asked are said, and whether there is no such word."""
    places = {t.stem: i for i, t in enumerate(asked.terms)}
    verb = places.get(asked.predicate.stem) if asked.predicate else None
    head = places.get(asked.focus[-1].stem) if asked.focus else None
    return (
        NOTHING_DEMANDED if verb is None else float(said[verb]),
        NOTHING_DEMANDED if head is None else float(said[head]),
        float(head is None),
    )


def _is_of_the_kind(asked: Asked, sentence: Sentence, words: Words) -> float:
    """1 where a sentence holds what may answer: a new name for "who" and "where", a time, a figure of the counted."""
    if asked.kind in ("who", "where"):
        return float(bool(new_names(asked, sentence.text)))
    if asked.kind == "when":
        return float(tells_when(sentence.text, asked))
    return float(bool(answering_figures(sentence, asked, words))) if asked.kind == "how many" else NOTHING_DEMANDED


def _near(meant: Numbers) -> Numbers:
    """0 to 1: cosines of words, of which those below 0.4 say nothing and those above 0.9 all."""
    return np.asarray(np.clip((meant - 0.4) / 0.5, 0, 1))
