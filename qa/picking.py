"""Which sentences carry a claim: the likeliest first, then those that add what the ones before leave unsaid."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.closeness import Closeness, Numbers

MOST = 5  # sentences that carry one claim
ENOUGH = 0.36  # probability of adding something from which a further sentence is taken


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression: the probability is 1 / (1 + e^-(bias + weights · (features - means) / deviations))."""

    bias: float
    weights: tuple[float, ...]
    means: tuple[float, ...]
    deviations: tuple[float, ...]

    def of(self, features: Numbers) -> Numbers:
        """The probability of each row of features: (n, features) → (n,)."""
        told = (features - np.array(self.means)) / np.array(self.deviations)
        return np.asarray(1 / (1 + np.exp(-(told @ np.array(self.weights) + self.bias))))


@dataclass(frozen=True, slots=True)
class Picker:
    """How sentences are picked."""

    first: Logistic  # over `sentence_features`: the probability that a sentence is part of the support
    further: Logistic  # over `adding_features`: the probability that one more sentence adds to those picked

    def pick(self, close: Closeness) -> list[int]:
        """The rows of the sentences that carry a claim, best first; at least one."""
        likely = self.first.of(sentence_features(close))
        picked = [int(np.argmax(likely))]
        while len(picked) < min(MOST, len(close.places)):
            adding = self.further.of(adding_features(close, likely, picked))
            adding[picked] = -1
            if adding.max() < ENOUGH:
                break
            picked.append(int(np.argmax(adding)))
        return picked


def sentence_features(close: Closeness) -> Numbers:
    """What tells whether a sentence is part of a claim's support, (n, 22)."""
    weights, worded = close.weights, close.worded
    cover, meant = worded @ weights, close.meant @ weights
    best, nearest = worded.max(axis=0), close.meant.max(axis=0)
    rank = np.argsort(np.argsort(-cover, kind="stable"), kind="stable")
    return np.column_stack(
        [
            close.cosines,
            cover,
            (worded >= 1) @ weights,
            _share(worded, weights, close.is_name),
            _share(worded, weights, close.is_number),
            _beside(close.places, cover, -1),
            _beside(close.places, cover, 1),
            np.max([_share(worded, weights, list(part)) for part in close.clauses], axis=0),
            np.log1p(close.lengths),
            close.cosines - close.cosines.max(),
            cover - cover.max(),
            ((worded >= best - 1e-9) & (worded > 0)) @ weights,
            close.cosines * cover,
            1 / (1 + rank),
            meant,
            meant - meant.max(),
            _near(close.meant) @ weights,
            close.meant.mean(axis=1),
            (close.meant >= nearest - 0.03) @ weights,
            close.in_part,
            close.in_place,
            close.in_place - close.in_place.max(),
        ]
    )


def adding_features(close: Closeness, likely: Numbers, picked: Sequence[int]) -> Numbers:
    """What tells whether a sentence adds to those picked, (n, 15)."""
    weights, rows = close.weights, list(picked)
    have, had = close.worded[rows].max(axis=0), close.meant[rows].max(axis=0)
    gain = (np.maximum(close.worded, have) - have) @ weights
    left = float(1 - have @ weights)
    places = np.array(close.places)
    far = np.min([abs(places - places[row]) for row in rows], axis=0)
    odds = _odds(likely)
    return np.column_stack(
        [
            odds,
            gain,
            gain / (left + 0.05),
            np.full(len(places), left),
            far <= 1,
            far <= 3,
            np.full(len(places), len(rows) == 2),
            np.full(len(places), len(rows) > 2),
            odds - float(odds[rows].max()),
            close.worded @ weights - gain,
            close.cosines,
            _share(close.worded, weights, close.is_name),
            _share(close.worded, weights, close.is_number),
            (np.maximum(close.meant, had) - had) @ weights,
            close.meant @ weights,
        ]
    )


def _odds(likely: Numbers) -> Numbers:
    return np.asarray(np.log((likely + 1e-4) / (1 - likely + 1e-4)))


def _share(said: Numbers, weights: Numbers, which: Numbers | list[int]) -> Numbers:
    """(n,) the weighted share of some terms that each sentence says; 0 where there are none."""
    total = weights[which].sum()
    return np.asarray(said[:, which] @ weights[which] / total) if total else np.zeros(len(said))


def _beside(places: Sequence[int], cover: Numbers, step: int) -> Numbers:
    """(n,) the cover of the sentence before or after each; 0 where it is not among the nearest."""
    of = dict(zip(places, cover, strict=True))
    return np.array([of.get(place + step, 0.0) for place in places])


def support_features(close: Closeness, picked: Sequence[int]) -> Numbers:
    """What tells whether the picked sentences together support the claim, (1, 5).

    A plain word counts as said also where one of the sentence's comes near to what it means there.
    """
    rows, weights = list(picked), close.weights
    said = np.maximum(close.worded[rows], close.around[rows]).max(axis=0)
    meant = np.where(close.is_name | close.is_number, 0.0, _near(close.meant[rows].max(axis=0)))
    either = np.maximum(said, meant)
    every = [
        float(said[which] @ weights[which]) / float(weights[which].sum()) if which.any() else 1.0
        for which in (close.is_number, close.is_name)
    ]
    return np.array([[either @ weights, either.mean(), *every, len(weights)]])


def _near(meant: Numbers) -> Numbers:
    """0 to 1: cosines of words, of which those below 0.4 say nothing and those above 0.9 all."""
    return np.asarray(np.clip((meant - 0.4) / 0.5, 0, 1))
