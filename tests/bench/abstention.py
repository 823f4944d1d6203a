"""Are questions answered where their passages answer them, and declined where they do not? Both count alike.

usage: python -m tests.bench.abstention [--fit]

The questions of CLAP-NQ and SQuAD 2.0 in `../shared/bench/abstention.jsonl`, about half of them not answerable from the
passage that stands with them, through `qa.answer`. The figure is the mean of the share rightly answered and the share
rightly declined, by data set and by half (by a hash of the question's id; the held-out half was not mended by). The
baseline answers where the cosine of question and passage reaches the threshold that is best for that very data set.

--fit prints instead the constants of `qa/fitted_answers.py`: whether a report answers, fitted to all these questions
and all documents of RAMDocs (`conflict.jsonl`), of which those labelled as noise do not answer; before them, how well
the fit does by itself on questions that it has not seen, in five folds.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from qa import answer
from qa.answered import answer_features
from qa.passages import as_passage
from qa.picking import Logistic
from qa.questions import take_apart
from qa.relevance import embedded_words
from qa.sentences import sentences_of
from qa.types import Evidence
from tests.bench.shared_data import rows_of
from tests.bench.support import logistic

FOLDS = 5
PENALTY = 10.0
# How much the two kinds of rows of a data set count in the fit, each: as many rows as this.
COUNTS = {"clapnq": 150.0, "squad2": 150.0, "ramdocs": 300.0}


@dataclass(frozen=True, slots=True)
class Row:
    """A question, and what became of it."""

    data: str  # "clapnq" or "squad2"
    half: str
    answerable: bool
    answered: bool
    cosine: float  # of the question and the nearest of its passages


def balanced(rows: Sequence[Row], answered: Sequence[bool]) -> float:
    """The mean of the share rightly answered and the share rightly declined."""
    rights = [
        [said for row, said in zip(rows, answered, strict=True) if row.answerable == kind] for kind in (True, False)
    ]
    return (float(np.mean(rights[0])) + 1 - float(np.mean(rights[1]))) / 2


@dataclass(frozen=True, slots=True)
class Example:
    """A report and a question, to learn from."""

    data: str
    fold: int
    features: tuple[float, ...]
    answers: bool


def examples() -> Iterator[Example]:
    """Every question with its passage, and RAMDocs' with each of its documents; none where nothing can be quoted."""
    for given in rows_of("abstention.jsonl"):
        for features in _features(given["question"], given["passages"]).values():
            yield Example(given["source"], _fold(given["id"]), features, given["answerable"])
    for given in rows_of("conflict.jsonl"):
        found = _features(
            given["question"], [{"text": d["text"], "id": n} for n, d in enumerate(given["documents"], 1)]
        )
        for n, document in enumerate(given["documents"], 1):
            if str(n) in found:
                yield Example("ramdocs", _fold(given["id"]), found[str(n)], document["type"] != "noise")


def _features(question: str, passages: Sequence[Mapping[str, Any]]) -> dict[str, tuple[float, ...]]:
    evidence = [Evidence(n, as_passage(p, n), 0.0) for n, p in enumerate(passages, start=1)]
    return answer_features(take_apart(question), sentences_of(evidence), embedded_words())


def _fold(id: str) -> int:
    return int(sha256(f"f{id}".encode()).hexdigest(), 16) % FOLDS


def fitted(rows: Sequence[Example]) -> Logistic:
    """The regression over examples, in which each data set and each of its two kinds counts as COUNTS says."""
    kinds = Counter((r.data, r.answers) for r in rows)
    counts = np.array([COUNTS[r.data] / kinds[r.data, r.answers] for r in rows])
    return logistic(np.array([r.features for r in rows]), np.array([r.answers for r in rows]), PENALTY, counts)


def fit() -> None:
    """Prints the constants, after the cross-validated figure of each data set."""
    rows = list(examples())
    sure: dict[int, float] = {}
    for fold in range(FOLDS):
        unseen = [i for i, r in enumerate(rows) if r.fold == fold]
        model = fitted([r for r in rows if r.fold != fold])
        sure |= zip(unseen, model.of(np.array([rows[i].features for i in unseen])), strict=True)
    for data in COUNTS:
        right = [
            [(sure[i] >= 0.5) == kind for i, r in enumerate(rows) if r.data == data and r.answers == kind]
            for kind in (True, False)
        ]
        print(f"# {data:<8} answering {np.mean(right[0]):.3f}, not answering {np.mean(right[1]):.3f}")
    print(f"{HEAD}\nANSWERS = {fitted(rows)!r}")


HEAD = '''"""Weights fitted by `python -m tests.bench.abstention --fit`, not edited by hand."""

from qa.picking import Logistic
'''


def main() -> None:
    """Prints a line for each data set and half, or what is fitted."""
    if "--fit" in sys.argv[1:]:
        fit()
        return
    rows = []
    for given in rows_of("abstention.jsonl"):
        question, *passages = embedded_words().vectors([given["question"], *(p["text"] for p in given["passages"])])
        rows.append(
            Row(
                data=given["source"],
                half="held-out" if int(sha256(given["id"].encode()).hexdigest(), 16) % 2 else "dev",
                answerable=given["answerable"],
                answered=answer(given["question"], given["passages"]).status != "not_in_sources",
                cosine=max(float(passage @ question) for passage in passages),
            )
        )
    for data in ("clapnq", "squad2"):
        _print_line(f"{data}, dev", [r for r in rows if r.data == data and r.half == "dev"])
        _print_line(f"{data}, held-out", [r for r in rows if r.data == data and r.half == "held-out"])
        _print_line(data, [r for r in rows if r.data == data])


def _print_line(name: str, rows: Sequence[Row]) -> None:
    baseline = max(balanced(rows, [r.cosine >= threshold.cosine for r in rows]) for threshold in rows)
    answered = np.mean([r.answered for r in rows if r.answerable])
    declined = np.mean([not r.answered for r in rows if not r.answerable])
    ours = balanced(rows, [r.answered for r in rows])
    print(f"{name:<17} ours {ours:.3f} (answered {answered:.3f}, declined {declined:.3f})   cosine {baseline:.3f}")


if __name__ == "__main__":
    main()
