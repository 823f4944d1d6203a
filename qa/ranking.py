"""Candidates → an order: how near each is in meaning and in words, and what a question names that it has.

The weights were found on half of the questions of `tests/bench/retrieval.py` and held on the other half: round numbers
from the middle of a plateau. Scores are added rather than ranks, which did better on every collection tried.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from math import log

import numpy as np
from numpy.typing import NDArray

from index import Passage
from index.arrays import Vectors
from index.lexical import STOP_WORDS, analysable
from qa.types import Question

MEANING, WORDS = 0.6, 0.4  # cosine; BM25 as a share of the best
OUTLET = 0.2  # an outlet that is named
DAY = 0.4  # a day of publication that is named
AROUND = 0.1  # another day that is named
SPEAKER = 0.1  # who is said to have said it
BEST_ASK = 1.0  # the part of the question that it fits best
FEEDBACK = 0.2  # likeness to the mean of the first FIRST (Rocchio, 1971), where a question has several parts
FIRST = 5
USUAL, SPREAD = 0.2, 0.12  # mean and deviation of the embedded model's cosines of a question and its candidates
K1, B = 1.2, 0.75  # of BM25 (Robertson & Zaragoza, 2009), for the parts of a question
STEM = 6  # letters that tell words apart within some dozens of passages

Scores = NDArray[np.float64]  # one for each candidate


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of candidates, (candidates,) each."""

    whole: Scores  # for the question as a whole, without what it names
    asks: tuple[Scores, ...]  # for each of its parts
    total: Scores


def rank(
    question: Question,
    passages: Sequence[Passage],
    matrix: Vectors,
    words: Scores,
    whole: Vectors,
    asks: Vectors,
    *,
    embedded: bool = True,
) -> Ranking:
    """How well each passage serves a question.

    `matrix`: the passages' vectors, (passages, dimension); `words`: their BM25 as a share of the best, 0 to 1;
    `whole`: the question's vector, (dimension,); `asks`: those of `question.asks`, (asks, dimension); `embedded`:
    whether the vectors are the embedded model's, to whose cosines the weights are fitted.
    """
    meaning = _cosines if embedded else _as_usual
    prefers = question.prefers
    near = MEANING * meaning(matrix, whole) + WORDS * words
    of_outlet = _of_outlets(passages, prefers.outlets)
    named = OUTLET * of_outlet
    named += np.maximum(DAY * _of_days(passages, prefers.days), AROUND * _of_days(passages, prefers.around))
    if prefers.speaker:
        named += SPEAKER * np.array([prefers.speaker in p.text for p in passages])
    if not question.asks:
        return Ranking(near, (), near + named)
    texts = _Texts(passages)
    parts = []
    for ask, vector in zip(question.asks, asks, strict=True):
        part = MEANING * meaning(matrix, vector) + WORDS * texts.fit(ask.text)
        part += OUTLET * (_of_outlets(passages, ask.outlets) if ask.outlets else of_outlet / 2)
        parts.append(part + DAY * _of_days(passages, ask.days))
    first = np.argsort(-(near + OUTLET * of_outlet), kind="stable")[:FIRST]
    mean = matrix[first].mean(axis=0)
    alike = meaning(matrix, mean / (np.linalg.norm(mean) or 1.0))
    return Ranking(near, tuple(parts), near + named + BEST_ASK * np.max(parts, axis=0) + FEEDBACK * alike)


def _cosines(matrix: Vectors, vector: Vectors) -> Scores:
    return np.asarray(matrix @ vector, dtype=np.float64)


def _as_usual(matrix: Vectors, vector: Vectors) -> Scores:
    """Cosines of any model, with the mean and the deviation that the embedded one's have: some only give .7 to .9."""
    cosines = _cosines(matrix, vector)
    return np.asarray(USUAL + SPREAD * (cosines - cosines.mean()) / (cosines.std() or 1.0))


def of_day(published: date | None, patterns: Sequence[str]) -> bool:
    """Whether a day is one of those that patterns of ISO dates name."""
    return published is not None and any(fnmatchcase(published.isoformat(), pattern) for pattern in patterns)


def _of_days(passages: Sequence[Passage], patterns: Sequence[str]) -> Scores:
    return np.array([of_day(p.source.published, patterns) for p in passages], dtype=np.float64)


def _of_outlets(passages: Sequence[Passage], outlets: Sequence[str]) -> Scores:
    return np.array([p.source.outlet in outlets for p in passages], dtype=np.float64)


class _Texts:
    """The words of some passages, to fit parts of a question to: BM25 with frequencies among these passages alone."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._counts = [Counter(_words(f"{p.source.title} {p.text}")) for p in passages]
        lengths = np.array([count.total() for count in self._counts], dtype=np.float64)
        self._length = (1 - B) + B * lengths / (lengths.mean() or 1.0)

    def fit(self, text: str) -> Scores:
        """BM25 of each passage as a share of the best, 0 to 1."""
        total = np.zeros(len(self._counts))
        for word in dict.fromkeys(_words(text)):
            count = np.array([counts[word] for counts in self._counts], dtype=np.float64)
            rare = log(1 + len(count) / (1 + np.count_nonzero(count)))
            total += rare * count * (K1 + 1) / (count + K1 * self._length)
        return total / (total.max(initial=0.0) or 1.0)


def _words(text: str) -> list[str]:
    found = re.findall(r"\w+", analysable(text).lower())
    return [word[:STEM] for word in found if word not in STOP_WORDS]
