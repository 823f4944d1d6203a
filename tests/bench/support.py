"""Does `qa.check` pick the sentences that support a claim, and say rightly whether they do?

usage: python -m tests.bench.support [--fit] [--keep FILE] [--pairs]

The claims of WiCE (Kamoi et al., EMNLP 2023) in `../shared/bench/support.jsonl`, each with a whole web article. F1
of the sentences picked is that against the nearest of the sets that annotators gave, over the claims that have any;
accuracy is that of "supported" against the rest. Figures are cross-validated: each claim is judged by weights that
were fitted without it, in four ways to deal the claims into folds; shown are the mean and, in brackets, the least and
the most of the four, and the two halves (by a hash of the claim's id) apart. Baselines: the two best sentences by BM25
and by cosine; always "no"; a cosine threshold fitted to the very data. First of all `claims.jsonl` beside this file:
claims of ours in sets that were written one after another, half of which twist the sentences that they stand with, by
`qa.check` as it ships; with --pairs only these.

WiCE's claims are long and often supported in part only. So whether a claim is supported is also learnt from those in
the dev half of ours that no rule objects to, each counting OURS_COUNT.

--fit prints the constants of `qa/fitted.py`, fitted on all claims, and leaves out `qa.check`, whose weights may be of
other features. --keep FILE keeps what was read of the articles, or reads it from there, since reading takes minutes.
"""

import argparse
import json
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from qa.closeness import Closeness, Numbers, closeness
from qa.ground import Ground
from qa.objections import RULES
from qa.picking import Logistic, Picker, adding_features, sentence_features, support_features
from qa.relevance import embedded_words
from qa.verification import SURE, Line, check, grounds, lines_of, told_as_fact
from qa.wording import terms
from tests.bench.shared_data import rows_of

PAIRS = Path(__file__).with_name("claims.jsonl")
FOLDINGS = (5, 5, 8, 10)  # folds: each is dealt by a hash of its own
OURS_COUNT = 0.5  # how much a claim of ours counts beside one of WiCE's
ROUNDS = 4  # sentences that the model of further ones is taught with


@dataclass(frozen=True, slots=True)
class Row:
    """A claim with what annotators said of it."""

    id: str
    claim: str
    lines: tuple[Line, ...]
    golds: tuple[frozenset[int], ...]  # sets of sentences that carry it, each by itself; () where nothing does
    label: str  # "supported", "partially_supported" or "not_supported"
    close: Closeness

    @property
    def supported(self) -> bool:
        return self.label == "supported"

    def fold(self, folding: int) -> int:
        return int(sha256(f"fold {folding} {self.id}".encode()).hexdigest(), 16) % FOLDINGS[folding]

    @property
    def half(self) -> int:
        return int(sha256(self.id.encode()).hexdigest(), 16) % 2

    def f1(self, picked: Sequence[int]) -> float:
        """Of the picked rows of `close`."""
        return _f1({self.close.places[p] for p in picked}, self.golds)


@dataclass(frozen=True, slots=True)
class Fitted:
    """All that is fitted."""

    picker: Picker
    decider: Logistic


def fit(rows: Sequence[Row], ours: Sequence[Row]) -> Fitted:
    """The weights that some rows of WiCE teach, and `ours` whether a claim is supported."""
    with_gold = [row for row in rows if row.golds and row.label != "not_supported"]
    likely: dict[str, Numbers] = {}
    for part in range(4):  # what teaches the second model must not come from a first one that has seen the answer
        first = _fit_first([r for n, r in enumerate(with_gold) if n % 4 != part])
        likely |= {r.id: first.of(sentence_features(r.close)) for n, r in enumerate(with_gold) if n % 4 == part}
    further = _fit_further(with_gold, likely, likely_then_gain)
    further = _fit_further(with_gold, likely, further.of)
    picker = Picker(_fit_first(with_gold), further)
    taught = [*rows, *(row for row in ours if not _objecting(row, picker.pick(row.close)))]
    told = np.vstack([support_features(row.close, picker.pick(row.close)) for row in taught])
    supported = np.array([row.supported for row in taught], dtype=float)
    counts = np.where(np.arange(len(taught)) < len(rows), 1.0, OURS_COUNT)
    return Fitted(picker, logistic(told, supported, 3.0, counts))


def _fit_first(rows: Sequence[Row]) -> Logistic:
    told = np.vstack([sentence_features(row.close) for row in rows])
    shares = [np.mean([place in gold for gold in row.golds]) for row in rows for place in row.close.places]
    return logistic(told, np.array(shares), 5.0)


def likely_then_gain(features: Numbers) -> Numbers:
    """By which the first pupils choose: the probability by itself and what a sentence adds."""
    return np.asarray(1 / (1 + np.exp(-features[:, 0])) + 1.2 * features[:, 1])


def _fit_further(rows: Sequence[Row], likely: Mapping[str, Numbers], choose: Callable[[Numbers], Numbers]) -> Logistic:
    told, wanted = [], []
    for row in rows:
        picked = [int(np.argmax(likely[row.id]))]
        while len(picked) < min(ROUNDS, len(row.close.places)):
            features = adding_features(row.close, likely[row.id], picked)
            left = [n for n in range(len(row.close.places)) if n not in picked]
            now = row.f1(picked)
            told.append(features[left])
            wanted += [float(row.f1([*picked, n]) > now + 1e-9) for n in left]
            value = choose(features)
            picked.append(max(left, key=lambda n: value[n]))
    return logistic(np.vstack(told), np.array(wanted), 5.0)


def logistic(told: Numbers, wanted: Numbers, penalty: float, counts: Numbers | float = 1.0) -> Logistic:
    """A logistic regression by Newton's method, with a penalty on the squares of the weights.

    `counts`, (n,): how much each row counts.
    """
    means, deviations = told.mean(axis=0), told.std(axis=0) + 1e-9
    design = np.column_stack([np.ones(len(told)), (told - means) / deviations])
    ridge = penalty * np.eye(design.shape[1])
    ridge[0, 0] = 1e-6
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ weights))
        curved, off = counts * p * (1 - p), counts * (p - wanted)
        step = np.linalg.solve((design.T * curved) @ design + ridge, design.T @ off + ridge @ weights)
        weights -= step
        if abs(step).max() < 1e-8:
            break
    bias, *rest = (round(float(w), 4) for w in weights)
    return Logistic(bias, tuple(rest), _rounded(means), _rounded(deviations))


def _rounded(numbers: Numbers) -> tuple[float, ...]:
    return tuple(round(float(n), 6) for n in numbers)


def _f1(picked: set[int], golds: Sequence[frozenset[int]]) -> float:
    return max((2 * len(picked & gold) / (len(picked) + len(gold)) for gold in golds), default=0.0)


def read(kept: Path | None) -> list[Row]:
    """All claims with what their sentences say of them."""
    known: dict[str, Closeness] = pickle.loads(kept.read_bytes()) if kept and kept.exists() else {}  # noqa: S301 - ours
    found = [_row(given, known) for given in rows_of("support.jsonl")]
    if kept and not kept.exists():
        kept.write_bytes(pickle.dumps({row.id: row.close for row in found}))
    return found


def _row(given: Mapping[str, Any], known: Mapping[str, Closeness]) -> Row:
    lines = lines_of(given["sentences"])
    close = known.get(given["id"]) or closeness(given["claim"], terms(given["claim"]), lines, embedded_words())
    golds = tuple(frozenset(gold) for gold in given["supporting"] if gold)
    return Row(given["id"], given["claim"], lines, golds, given["label"], close)


def _pairs() -> list[dict[str, Any]]:
    """Our own claims, each with its sentences."""
    return [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


def ours_to_teach() -> list[Row]:
    """The claims of ours in dev."""
    found = []
    for pair in (pair for pair in _pairs() if pair["half"] == "dev"):
        lines = lines_of(pair["sentences"])
        close = closeness(pair["claim"], terms(pair["claim"]), lines, embedded_words())
        label = "supported" if pair["supported"] else "not_supported"
        found.append(Row(pair["claim"], pair["claim"], lines, (), label, close))
    return found


def _objecting(row: Row, picked: Sequence[int]) -> list[Callable[[Ground], object]]:
    """The rules that speak against a claim."""
    ground = grounds(row.claim, row.lines, row.close, picked, embedded_words())
    return [rule for rule in (*RULES, told_as_fact) if rule(ground)]


def bm25(row: Row, most: int) -> set[int]:
    """The best sentences by BM25 over stems."""
    documents = [[t.stem for t in line.terms] for line in row.lines]
    mean = sum(map(len, documents)) / len(documents) or 1
    scores = []
    for document in documents:
        score = 0.0
        for stem in {t.stem for t in terms(row.claim)}:
            held = sum(stem in d for d in documents)
            often = document.count(stem)
            rarity = log(1 + (len(documents) - held + 0.5) / (held + 0.5))
            score += rarity * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * len(document) / mean))
        scores.append(score)
    return set(sorted(range(len(scores)), key=lambda i: -scores[i])[:most])


def main() -> None:
    """Prints the figures beside the baselines, and with --fit the constants."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--fit", action="store_true")
    asked.add_argument("--keep", type=Path)
    asked.add_argument("--pairs", action="store_true")
    arguments = asked.parse_args()
    if not arguments.fit:
        _print_pairs()
    if arguments.pairs:
        return
    rows = read(arguments.keep)
    with_gold = [row for row in rows if row.golds]
    print(f"{len(rows)} claims, {len(with_gold)} with sentences that support them")
    print(f"F1, BM25's best two    {_mean(_f1(bm25(row, 2), row.golds) for row in with_gold)}")
    print(f"F1, cosine's best two  {_mean(row.f1(np.argsort(-row.close.cosines)[:2].tolist()) for row in with_gold)}")
    print(f"accuracy, always “no”  {_mean(not row.supported for row in rows)}")
    print(f"accuracy, cosine       {_best_threshold(rows):.3f} at the threshold that is best for these very claims")
    ours = ours_to_teach()
    _print_cross_validated(rows, ours)
    if arguments.fit:
        print(constants(fit(rows, ours)))


def _print_pairs() -> None:
    right: dict[str, list[bool]] = {}
    for pair in _pairs():
        found = check(pair["claim"], pair["sentences"])
        row = f"set {pair.get('set', 1)}, {pair['half']}, {'true' if pair['supported'] else 'twisted'}"
        right.setdefault(row, []).append(found.supported == pair["supported"])
    for row in sorted(right):
        print(f"our pairs, {row:<25} {sum(right[row])} of {len(right[row])}")


@dataclass(frozen=True, slots=True)
class Judged:
    """What weights that were fitted without a claim make of it."""

    row: Row
    picked: Sequence[int]
    score: float  # 0 to 1, before the rules
    objecting: Sequence[Callable[[Ground], object]]

    @property
    def right_alone(self) -> bool:
        return (self.score >= SURE) == self.row.supported

    @property
    def right(self) -> bool:
        return (self.score >= SURE and not self.objecting) == self.row.supported


def _judged(rows: Sequence[Row], ours: Sequence[Row], folding: int) -> list[Judged]:
    """Every claim, judged by what the other folds teach."""
    found = []
    for fold in range(FOLDINGS[folding]):
        fitted = fit([row for row in rows if row.fold(folding) != fold], ours)
        for row in (row for row in rows if row.fold(folding) == fold):
            picked = fitted.picker.pick(row.close)
            score = float(fitted.decider.of(support_features(row.close, picked))[0])
            found.append(Judged(row, picked, score, _objecting(row, picked)))
    return found


def _print_cross_validated(rows: Sequence[Row], ours: Sequence[Row]) -> None:
    every = [_judged(rows, ours, folding) for folding in range(len(FOLDINGS))]
    for name, halves in (("dev", (0,)), ("held-out", (1,)), ("all", (0, 1))):
        some = [[j for j in judged if j.row.half in halves] for judged in every]
        found = _spread([np.mean([j.row.f1(j.picked) for j in judged if j.row.golds]) for judged in some])
        alone = _spread([np.mean([j.right_alone for j in judged]) for judged in some])
        right = _spread([np.mean([j.right for j in judged]) for judged in some])
        print(f"ours, {name:<9} F1 {found}  accuracy {right}, without the rules {alone}")
    said = [j for judged in every for j in judged if j.score >= SURE]
    print(f"of {len(said)} claims that the weights support, over all {len(every)} foldings:")
    for rule in (*RULES, told_as_fact):
        objected = [j.row.supported for j in said if rule in j.objecting]
        print(f"  {rule.__name__:<20} objects to {len(objected):>3}, {sum(objected)} of them supported")


def _spread(figures: Sequence[Any]) -> str:
    return f"{np.mean(figures):.3f} ({min(figures):.3f} to {max(figures):.3f})"


def _best_threshold(rows: Sequence[Row]) -> float:
    best = np.array([row.close.cosines.max() for row in rows])
    labels = np.array([row.supported for row in rows])
    return float(max(((best >= threshold) == labels).mean() for threshold in best))


def _mean(numbers: Any) -> str:
    return f"{np.mean(list(numbers)):.3f}"


def constants(fitted: Fitted) -> str:
    """The text of `qa/fitted.py`."""
    body = "\n".join(
        f"{name} = {logistic!r}"
        for name, logistic in (
            ("FIRST", fitted.picker.first),
            ("FURTHER", fitted.picker.further),
            ("DECIDER", fitted.decider),
        )
    )
    return f"{HEAD}\n{body}\n\nPICKER = Picker(FIRST, FURTHER)\n"


HEAD = '''"""Weights fitted to WiCE's claims by `python -m tests.bench.support --fit`, not edited by hand."""

from qa.picking import Logistic, Picker
'''

if __name__ == "__main__":
    main()
