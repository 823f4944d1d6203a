"""Do the right reports come first? Multi-report news questions with their gold passages (MultiHop-RAG, a sample).

usage: DATELINE_BENCH=FOLDER python -m tests.bench.retrieval

Beside ours: BM25 alone, dense alone, and the two fused by reciprocal rank, over the same store in the same run.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from index import Hit, build, open_store
from qa import Assistant
from tests.collection import ROOT

FOLDER = Path(os.environ.get("DATELINE_BENCH", ROOT.parent / "shared" / "bench"))

RANK = 60  # the constant of reciprocal rank fusion


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file of the benchmark."""
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def measure(questions: Sequence[Mapping[str, Any]], rank: Callable[[str], Sequence[str]]) -> str:
    """All evidence in the first ten, Hits@4 and MRR@10 of a ranking of report ids."""
    complete = hits = reciprocal = 0.0
    for asked in questions:
        gold, found = set(asked["gold"]), list(rank(asked["question"]))[:10]
        complete += gold <= set(found)
        hits += bool(gold & set(found[:4]))
        reciprocal += next((1 / n for n, id in enumerate(found, start=1) if id in gold), 0.0)
    n = len(questions)
    return f"all evidence @10 {complete / n:.3f}   Hits@4 {hits / n:.3f}   MRR@10 {reciprocal / n:.3f}"


def fuse(lists: Iterable[Sequence[Hit]]) -> list[Hit]:
    """One list of several, by reciprocal rank (Cormack, Clarke and Büttcher, SIGIR 2009)."""
    fused: dict[str, Hit] = {}
    for hits in lists:
        for rank, hit in enumerate(hits, start=1):
            known = fused.get(hit.passage.id, Hit(hit.passage, 0.0))
            fused[hit.passage.id] = Hit(hit.passage, known.score + 1 / (RANK + rank))
    return sorted(fused.values(), key=lambda hit: -hit.score)


def main() -> None:
    """Prints a line for each ranking."""
    if not (FOLDER / "retrieval_questions.jsonl").is_file():
        print(f"Skipped: there is no benchmark in {FOLDER}; name its folder with DATELINE_BENCH.")
        return
    questions = [q for q in rows("retrieval_questions.jsonl") if q["gold"]]
    with tempfile.TemporaryDirectory() as home, open_store(Path(home)) as store:
        build([FOLDER / "retrieval_passages.jsonl"], store)

        def dense(question: str) -> tuple[Hit, ...]:
            return store.nearest(store.embedder.embed([question])[0], 50)

        def lexical(question: str) -> tuple[Hit, ...]:
            return store.matching(question, 50)

        assistant = Assistant(store)
        rankings: dict[str, Callable[[str], Sequence[str]]] = {
            "BM25": lambda q: [h.passage.source.id for h in lexical(q)],
            "dense": lambda q: [h.passage.source.id for h in dense(q)],
            "fused": lambda q: [h.passage.source.id for h in fuse([dense(q), lexical(q)])],
            "ours": lambda q: [e.passage.source.id for e in assistant.retrieve(q, k=10)],
        }
        for name, rank in rankings.items():
            print(f"{name:<6} {measure(questions, rank)}", flush=True)


if __name__ == "__main__":
    main()
