"""Are questions answered where their passages answer them, and declined where they do not? Both count alike.

usage: python -m tests.bench.abstention

The questions of CLAP-NQ and SQuAD 2.0 in `../shared/bench/abstention.jsonl`, about half of them not answerable from the
passage that stands with them, through `qa.answer`. The figure is the mean of the share rightly answered and the share
rightly declined, by data set and by half (by a hash of the question's id; the held-out half was not mended by). The
baseline answers where the cosine of question and passage reaches the threshold that is best for that very data set.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from qa import answer
from qa.relevance import embedded_words
from tests.bench.shared_data import rows_of


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


def main() -> None:
    """Prints a line for each data set and half."""
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
