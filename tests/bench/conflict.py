"""Are reports that differ shown to differ, and only those? Ours, and RAMDocs' documents that disagree.

usage: DATELINE_BENCH=FOLDER python -m tests.bench.conflict [dev | held-out]

First the small collections of `differences.jsonl` beside this file, half of which disagree: a disagreement is right
where its kind and the values of its positions are. The baseline calls any two different numbers in sentences near the
question's words a difference. Then the shared `conflict.jsonl`, its halves told apart by a hash of each question's id:
how many right answers are shown in the words of a document that gives them, how many have such a document cited, and
how many of the cited documents are not noise; beside every document, and the best sentences of the five best by words.
"""

import hashlib
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index import Passage
from qa import Answer, Disagreement, answer
from qa.passages import as_passage
from tests.bench.retrieval import FOLDER, rows

HERE = Path(__file__).parent
MOST = 5  # quotations of the baseline, as of ours


def collection(row: Mapping[str, Any]) -> list[Passage]:
    """The reports of a row, each a passage; a copy is of its original's origin."""
    passages = [as_passage({**r, "id": f"report-{n}"}, n) for n, r in enumerate(row["reports"])]
    return [
        replace(p, source=replace(p.source, origin=f"report-{r['copy_of']}")) if "copy_of" in r else p
        for p, r in zip(passages, row["reports"], strict=True)
    ]


def is_right(wanted: Mapping[str, Any], found: Disagreement) -> bool:
    """Whether a disagreement has the kind and exactly the values that are wanted; in order where it is a change."""
    values, told = list(wanted["values"]), [p.value.lower() for p in found.positions]
    if found.kind == "differs":
        values, told = sorted(values), sorted(told)
    return found.kind == wanted["kind"] and values == told


def baseline(row: Mapping[str, Any]) -> bool:
    """Whether two different numbers stand in sentences that share two words with the question."""
    asked = set(re.findall(r"\w{4,}", row["question"].lower()))
    near = [r["text"] for r in row["reports"] if len(asked & set(re.findall(r"\w{4,}", r["text"].lower()))) >= 2]
    return len({number for text in near for number in re.findall(r"\d[\d,.]*\d|\d", text)}) > 1


def inexact(given: Answer, texts: Mapping[str, str]) -> int:
    """How many quotes are not the text between their offsets."""
    cited = [c for claim in given.claims for c in claim.citations]
    cited += [p.citation for d in given.disagreements for p in d.positions]
    return sum(texts[c.source.id][c.start : c.end] != c.quote for c in cited)


def differences(half: str) -> None:
    """Prints precision and recall on our small collections."""
    lines = (HERE / "differences.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [row for row in map(json.loads, lines) if row["half"] == half]
    wanted = sum(row["disagreement"] is not None for row in asked)
    found = right = told = rightly = wrong_quotes = 0
    for row in asked:
        passages = collection(row)
        given = answer(row["question"], passages)
        good = [d for d in given.disagreements if row["disagreement"] and is_right(row["disagreement"], d)]
        found += len(given.disagreements)
        right += bool(good)
        wrong_quotes += inexact(given, {p.source.id: p.text for p in passages})
        told += baseline(row)
        rightly += baseline(row) and bool(row["disagreement"])
        if len(good) != len(given.disagreements) or bool(good) != bool(row["disagreement"]):
            shown = [(d.kind, [p.value for p in d.positions]) for d in given.disagreements]
            print(f"  {row['question']} {shown}") if half == "dev" else None
    print(f"{half}, {len(asked)} collections, {wanted} disagree; quotes that are not exact: {wrong_quotes}")
    print(f"  ours: precision {right / max(1, found):.2f}, recall {right / wanted:.2f} (kind and every position right)")
    theirs = f"precision {rightly / max(1, told):.2f}, recall {rightly / wanted:.2f}"
    print(f"  any two numbers: {theirs} (only that they disagree)")


@dataclass(frozen=True, slots=True)
class Shown:
    """What an answer to one question of RAMDocs shows."""

    cited: Sequence[bool]  # for each right answer that a document gives, whether a document that gives it is cited
    shown: Sequence[bool]  # the same, and whether the words taken from it hold the answer
    clean: Sequence[bool]  # for each cited document, whether it is no noise


def half_of(row: Mapping[str, Any]) -> str:
    """The half that a question belongs to, by a hash of its id."""
    return "dev" if hashlib.sha256(row["id"].encode()).digest()[0] % 2 == 0 else "held-out"


def judged(row: Mapping[str, Any], quotes: Sequence[tuple[int, str]]) -> Shown:
    """What quotes, each with the number of its document, show of a row."""
    documents = row["documents"]
    cited = {number for number, _ in quotes}
    have, said = [], []
    for gold in row["gold"]:
        giving = {n for n, d in enumerate(documents) if d["type"] == "correct" and _plain(d["answer"]) == _plain(gold)}
        if not giving:
            continue  # a right answer that no document is labelled with
        have.append(bool(giving & cited))
        said.append(any(_plain(gold) in _plain(quote) for n, quote in quotes if n in giving))
    return Shown(have, said, [documents[n]["type"] != "noise" for n in sorted(cited)])


def _plain(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(words)} "


def ours(row: Mapping[str, Any]) -> list[tuple[int, str]]:
    """The quotes of our answer."""
    given = answer(row["question"], [{"id": str(n), "text": d["text"]} for n, d in enumerate(row["documents"])])
    assert not inexact(given, {str(n): d["text"] for n, d in enumerate(row["documents"])})
    return [(int(c.source.id), c.quote) for claim in given.claims for c in claim.citations]


def everything(row: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Every document, whole."""
    return [(n, d["text"]) for n, d in enumerate(row["documents"])]


def by_words(row: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Of the MOST documents that share most words with the question, rare words counting more, the best sentence."""
    asked = set(re.findall(r"\w+", row["question"].lower()))
    texts = [set(re.findall(r"\w+", d["text"].lower())) for d in row["documents"]]
    rarity = {word: 1 / (1 + sum(word in text for text in texts)) for word in asked}

    def score(words: set[str]) -> float:
        return sum(rarity[word] for word in asked & words)

    first = sorted(range(len(texts)), key=lambda n: -score(texts[n]))[:MOST]
    best = []
    for n in first:
        sentences = re.split(r"(?<=[.!?])\s", row["documents"][n]["text"])
        best.append((n, max(sentences, key=lambda s: score(set(re.findall(r"\w+", s.lower()))))))
    return best


def documents(half: str) -> None:
    """Prints the table on RAMDocs."""
    if not (FOLDER / "conflict.jsonl").is_file():
        print(f"Skipped: there is no conflict.jsonl in {FOLDER}; name its folder with DATELINE_BENCH.")
        return
    asked = [row for row in rows("conflict.jsonl") if half_of(row) == half]
    ways: dict[str, Callable[[Mapping[str, Any]], list[tuple[int, str]]]] = {
        "ours": ours,
        "every document": everything,
        "best words": by_words,
    }
    print(f"{half}, {len(asked)} questions of RAMDocs")
    for name, way in ways.items():
        found = [judged(row, way(row)) for row in asked]
        parts = ([x for f in found for x in getattr(f, part)] for part in ("cited", "shown", "clean"))
        cited, shown, clean = (sum(p) / max(1, len(p)) for p in parts)
        print(f"  {name:<15} right answers cited {cited:.3f}, in the words shown {shown:.3f}; not noise {clean:.3f}")


def main() -> None:
    """Prints both tables, for one half or for each."""
    halves = [a for a in sys.argv[1:] if a in ("dev", "held-out")] or ["dev", "held-out"]
    for half in halves:
        differences(half)
    for half in halves:
        documents(half)


if __name__ == "__main__":
    main()
