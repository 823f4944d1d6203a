"""Do the right reports come first? Multi-report news questions with their gold passages (MultiHop-RAG, a sample).

usage: DATELINE_BENCH=FOLDER python -m tests.bench.retrieval [--plain] [--stages]

Beside ours, over the same store in the same run: BM25 alone, dense alone, the two fused by reciprocal rank, and with
--plain what LlamaIndex retrieves from Chroma with the same model (which embeds all again). --stages takes ours apart.
The weights of `qa/ranking.py` were chosen on the dev half; the half is a question's hash. Last come the questions of
CLAP-NQ and SQuAD 2.0 whose passages lie in the same pool: one fact each, in one passage.
"""

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from index import Hit, Passage, Store, build, open_store
from qa import Assistant, asks, ranking, retrieval
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


def of_one_fact() -> dict[str, list[dict[str, Any]]]:
    """The questions of CLAP-NQ and of SQuAD 2.0, with the ids of the passages that they were asked of, or the same."""
    by_text: dict[str, list[str]] = {}
    for row in rows("retrieval_passages.jsonl"):
        by_text.setdefault(row["text"], []).append(row["id"])
    same = {id: ids for ids in by_text.values() for id in ids}
    found: dict[str, list[dict[str, Any]]] = {}
    for asked in rows("abstention.jsonl"):
        ids = [f"a{asked['id']}-{n}" for n in range(len(asked["passages"]))]
        if all(id in same for id in ids):
            gold = [other for id in ids for other in same[id]]
            found.setdefault(asked["source"], []).append({"question": asked["question"], "gold": gold})
    return found


def is_held_out(question: str) -> bool:
    """Whether a question is of the half that nothing was chosen on."""
    return int(hashlib.sha256(question.encode()).hexdigest(), 16) % 2 == 1


def fuse(lists: Iterable[Sequence[Hit]]) -> list[Hit]:
    """One list of several, by reciprocal rank (Cormack, Clarke and Büttcher, SIGIR 2009)."""
    fused: dict[str, Hit] = {}
    for hits in lists:
        for rank, hit in enumerate(hits, start=1):
            known = fused.get(hit.passage.id, Hit(hit.passage, 0.0))
            fused[hit.passage.id] = Hit(hit.passage, known.score + 1 / (RANK + rank))
    return sorted(fused.values(), key=lambda hit: -hit.score)


def show(name: str, questions: Sequence[Mapping[str, Any]], rank: Callable[[str], Sequence[str]]) -> None:
    """Prints a line for each half and one for all."""
    halves = {"dev": [q for q in questions if not is_held_out(q["question"])]}
    halves["held-out"] = [q for q in questions if is_held_out(q["question"])]
    for half, some in (*halves.items(), ("all", questions)):
        print(f"{name:<22} {half:<9} {measure(some, rank)}", flush=True)


def stages(questions: Sequence[Mapping[str, Any]], rank: Callable[[str], Sequence[str]]) -> None:
    """Ours with one thing left out at a time."""
    left_out: dict[str, tuple[Any, str, object]] = {
        "no parts": (asks, "MOST", 0),
        "no named outlet": (ranking, "OUTLET", 0.0),
        "no named day": (ranking, "DAY", 0.0),
        "no feedback": (ranking, "FEEDBACK", 0.0),
        "no places by outlet": (retrieval, "OF_EACH", 0),
        "no sure places": (retrieval, "SURE", 0),
        "copies in their places": (retrieval, "TWIN", 2.0),
    }
    for name, (room, constant, value) in left_out.items():
        kept = getattr(room, constant)
        setattr(room, constant, value)
        show(name, questions, rank)
        setattr(room, constant, kept)


def plain(store: Store) -> Callable[[str], Sequence[str]]:
    """What LlamaIndex retrieves from Chroma and no more: its texts, the same model. Its adapter is not needed."""
    import chromadb

    client = chromadb.EphemeralClient(chromadb.config.Settings(anonymized_telemetry=False))
    collection = client.create_collection("plain", embedding_function=None, metadata={"hnsw:space": "cosine"})
    passages = [passage for source in store.sources() for passage in store.passages(source.id)]
    for n in range(0, len(passages), 256):
        some = passages[n : n + 256]
        collection.add(
            ids=[p.id for p in some],
            embeddings=store.embedder.embed([_with_metadata(p) for p in some]),
            metadatas=[{"source": p.source.id} for p in some],
        )

    def rank(question: str) -> list[str]:
        found = collection.query(query_embeddings=store.embedder.embed([question]), n_results=10)
        return [str(metadata["source"]) for metadata in (found["metadatas"] or [[]])[0]]

    return rank


def _with_metadata(passage: Passage) -> str:
    """A text as LlamaIndex embeds one: what is known of it stands before it, a line for each field."""
    source = passage.source
    known = {"title": source.title, "outlet": source.outlet, "published": source.published}
    return "".join(f"{name}: {value}\n" for name, value in known.items() if value) + f"\n{passage.text}"


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
        if "--plain" in sys.argv:
            rankings["plain Chroma"] = plain(store)
        for name, rank in rankings.items():
            show(name, questions, rank)
        if "--stages" in sys.argv:
            stages(questions, rankings["ours"])
        for source, some in of_one_fact().items():
            print(f"\none fact each: {source}, {len(some)} questions")
            for name, rank in rankings.items():
                print(f"{name:<22} {measure(some, rank).partition('   ')[2]}", flush=True)


if __name__ == "__main__":
    main()
