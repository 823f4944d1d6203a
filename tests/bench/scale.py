"""What searching, filtering, reading while indexing, memory and disk cost as a collection grows.

usage: DATELINE_BENCH=FOLDER python -m tests.bench.scale [PASSAGES ...] [--bare PASSAGES]

Vectors are ready-made: real passages, embedded, then mixed in pairs with noise, so that they lie as real ones do.
Questions have theirs ready too. Up to `--bare` passages (10,000), bare Chroma, with texts and metadata, stands beside.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np

from index import MiniLM, Query, Scope, Store, open_store
from index.arrays import Vectors
from index.filing import Filed
from index.settings import read_settings
from index.types import Article, Passage, Source
from qa import Assistant
from qa.retrieval import DEEP, retrieve
from qa.types import Question
from tests.bench.retrieval import fuse
from tests.collection import ROOT

FOLDER = Path(os.environ.get("DATELINE_BENCH", ROOT.parent / "shared" / "bench"))
REAL = 1000  # passages that are embedded, to mix others from
EACH = 5  # passages of a report
AT_ONCE = 100  # reports put at a time
OUTLETS = [f"The {name} Post" for name in ("Harbour", "Valley", "Hill", "River", "Coast", "Market", "Abbey", "Mill")]
FIRST = date(2023, 1, 1)
DAYS = 500
HALF_BY_DATE = Scope(since=FIRST + timedelta(days=DAYS // 2))
HALF_BY_OUTLET = Scope(outlets=tuple(OUTLETS[::2]))
NARROW = Scope(outlets=("The Rare Echo",))
RARE = 100  # every so manieth report is of the rare outlet
QUESTIONS = 60
# Whole questions, from understanding to evidence: a plain one, one for a figure, one that compares two outlets.
ASKING: dict[str, Callable[[Sequence[str], int], str]] = {
    "whole: plain": lambda words, n: f"What happened when {words[n]}?",
    "whole: a figure": lambda words, n: f"How many people {words[n]}?",
    "whole: two outlets": lambda words, n: (
        f"Does {OUTLETS[0]} say that {words[n]}, while the {OUTLETS[1]} report says {words[n - 1]}?"
    ),
}
KINDS = tuple(ASKING.values())
ASKING["whole: each in turn"] = lambda words, n: KINDS[n % len(KINDS)](words, n)
WANTED = 10  # passages that recall looks at


@dataclass(frozen=True, slots=True)
class Made:
    """What reports are made from."""

    texts: tuple[str, ...]
    vectors: Vectors  # (len(texts), 384)


class Ready:
    """Stands for the embedded model: knows the questions' vectors, and has nothing else to embed."""

    def __init__(self) -> None:
        self.name, self.dimension = "ready-made", 384
        self.known: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts that are known; of any other, as of a question's part, that of one of these."""
        vectors = list(self.known.values())
        return np.stack([self.known.get(text, vectors[len(text) % len(vectors)]) for text in texts])


def made_from(file: Path) -> Made:
    """The real passages and their vectors; kept in a file, for the process that writes."""
    texts = tuple(json.loads(line)["text"] for line in (FOLDER / "retrieval_passages.jsonl").open())[:REAL]
    if not file.exists():
        np.save(file, MiniLM().embed(texts))
    return Made(texts, np.load(file))


def mixed(made: Made, count: int, seed: int) -> tuple[Vectors, list[str]]:
    """Vectors between those of two real passages, (count, 384), and texts of words of both."""
    rng = np.random.default_rng(seed)
    pairs = rng.integers(0, len(made.texts), (count, 2))
    weights = rng.uniform(0.5, 0.9, (count, 1)).astype(np.float32)
    vectors = weights * made.vectors[pairs[:, 0]] + (1 - weights) * made.vectors[pairs[:, 1]]
    vectors = vectors + rng.normal(0, 0.5 / np.sqrt(vectors.shape[1]), vectors.shape)
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [f"{made.texts[a][:350]} {made.texts[b][:350]}" for a, b in pairs]
    return vectors.astype(np.float32), texts


def reports(made: Made, first: int, count: int) -> Iterator[list[Filed]]:
    """Reports from number `first` on, some at a time."""
    for start in range(first, first + count, AT_ONCE):
        some = range(start, min(start + AT_ONCE, first + count))
        vectors, texts = mixed(made, len(some) * EACH, start)
        yield [
            _report(n, texts[i * EACH : (i + 1) * EACH], vectors[i * EACH : (i + 1) * EACH]) for i, n in enumerate(some)
        ]


def _report(n: int, parts: Sequence[str], vectors: Vectors) -> Filed:
    id, day = f"report-{n}", FIRST + timedelta(days=n * 7919 % DAYS)
    outlet = NARROW.outlets[0] if n % RARE == 0 else OUTLETS[n % len(OUTLETS)]
    source = Source(id, parts[0][:60], outlet, None, day, "metadata", None, None, f"/{id}", id)
    starts = np.cumsum([0, *(len(part) + 1 for part in parts)]).tolist()
    passages = tuple(Passage(f"{id}:{i}", source, p, starts[i], starts[i] + len(p)) for i, p in enumerate(parts))
    return Filed(Article(source, " ".join(parts)), passages, vectors, f"/{id}", id)


def more(count: int) -> int:
    """How many reports are put to that many, while questions are asked."""
    return max(count // 10, 1000)


def opened(home: Path) -> Store:
    """The store in a folder."""
    return open_store(settings=read_settings({"DATELINE_HOME": str(home)}), embedder=Ready())


def milliseconds(run: Callable[[int], object]) -> str:
    """p50 and p95 of a call with each question's number, and p50 of what the processor did; once before, uncounted."""
    run(0)
    took, worked = [], []
    for n in range(QUESTIONS):
        began = time.process_time()
        took.append(_timed(lambda n=n: run(n)))  # type: ignore[misc]
        worked.append((time.process_time() - began) * 1000)
    return f"{np.percentile(took, 50):7.1f} {np.percentile(took, 95):7.1f} {np.percentile(worked, 50):7.1f}"


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def hybrid(store: Store, vector: Vectors, words: str, scope: Scope) -> None:
    """One question by meaning and by words, fused."""
    found = store.search([Query(vector, words, DEEP, scope)])
    fuse([*found.near, *found.matching])


def recall(store: Store, matrix: Vectors, asked: Vectors, scope: Scope, keep: Callable[[int], bool]) -> float:
    """How many of the nearest by arithmetic are found; those that are equally near count as well."""
    inside = np.array([keep(row // EACH) for row in range(len(matrix))])
    found = 0
    for vector in asked:
        scores = (matrix @ vector)[inside]
        worst = np.partition(scores, -WANTED)[-WANTED]
        found += sum(hit.score >= worst - 1e-5 for hit in store.nearest(vector, WANTED, scope))
    return found / (WANTED * len(asked))


def measure(made: Made, passages: int, bare: bool, place: Path) -> None:
    """Prints what one size gives."""
    print(f"\n== {passages:,} passages", flush=True)
    home, count = place / "home", passages // EACH
    with opened(home) as store:
        began = time.perf_counter()
        with store.writing() as writing:
            for some in reports(made, 0, count):
                writing.put(some)
            written = time.perf_counter() - began
        whole = time.perf_counter() - began
        rates = f"{passages / written:8.0f} passages/s; with the vector index {passages / whole:.0f}"
        print(f"put                     {rates}", flush=True)
        _searching(store, made, passages)
        _writing(store, made, count)
        _reading_while_indexing(home, store, made, passages)
    _room(home, passages + more(count) * EACH)
    if bare:
        _bare_chroma(made, passages, place / "bare")


def _searching(store: Store, made: Made, passages: int) -> None:
    asked, words = mixed(made, QUESTIONS, -1 % 2**32)
    words = [" ".join(text.split()[:14]) for text in words]
    embedder = store.embedder
    assert isinstance(embedder, Ready)
    embedder.known = dict(zip(words, asked, strict=True))
    everything = Scope()
    print("                             p50     p95  processor, ms")
    print("dense                  ", milliseconds(lambda n: store.nearest(asked[n], DEEP)))
    print("words                  ", milliseconds(lambda n: store.matching(words[n], DEEP)))
    scopes = {"hybrid": everything, "hybrid, half by date": HALF_BY_DATE, "hybrid, half by outlet": HALF_BY_OUTLET}
    for name, scope in {**scopes, "hybrid, one in 100": NARROW}.items():
        print(f"{name:23}", milliseconds(lambda n, scope=scope: hybrid(store, asked[n], words[n], scope)), flush=True)  # type: ignore[misc]
    print("search and ranking     ", milliseconds(lambda n: retrieve(_question(words[n]), store, 16)))
    assistant = Assistant(store)
    for name, ask in ASKING.items():
        milliseconds(lambda n, ask=ask: assistant.retrieve(ask(words, n), k=16))  # type: ignore[misc] # words are embedded once
        print(f"{name:23}", milliseconds(lambda n, ask=ask: assistant.retrieve(ask(words, n), k=16)), flush=True)  # type: ignore[misc]
    matrix = np.concatenate([one.vectors for some in reports(made, 0, passages // EACH) for one in some])
    print("exact, by numpy        ", milliseconds(lambda n: np.argpartition(-(matrix @ asked[n]), DEEP)[:DEEP]))
    sources = {int(source.id.rpartition("-")[2]): source for source in store.sources()}
    for name, scope in {**scopes, "one in 100": NARROW}.items():
        found = recall(store, matrix, asked, scope, lambda n, scope=scope: scope.admits(sources[n]))  # type: ignore[misc]
        print(f"recall@{WANTED}, {name.removeprefix('hybrid, '):22} {found:.3f}", flush=True)


def _question(text: str) -> Question:
    return Question(text, text, parts=(text,))


def _writing(store: Store, made: Made, count: int) -> None:
    def put() -> None:
        with store.writing() as writing:
            writing.put(next(reports(made, count + 10**6, 1)))

    def remove() -> None:
        with store.writing() as writing:
            writing.remove(f"report-{count + 10**6}")

    print(f"put one report           {_timed(put):7.0f} ms; remove it {_timed(remove):.0f} ms")
    print(f"remove an older one      {_timed(lambda: _remove(store, 'report-3')):7.0f} ms")
    print(f"check                    {_timed(store.check):7.0f} ms", flush=True)


def _remove(store: Store, id: str) -> None:
    with store.writing() as writing:
        writing.remove(id)


def _reading_while_indexing(home: Path, store: Store, made: Made, passages: int) -> None:
    """Questions asked here while another process puts reports as fast as it can."""
    asked, words = mixed(made, QUESTIONS, 7)
    run = [sys.executable, "-m", "tests.bench.scale", "child", str(home), str(passages // EACH)]
    child = subprocess.Popen(run, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    child.stdout.readline()
    took: list[float] = []
    while child.poll() is None:
        n = len(took) % QUESTIONS
        took.append(_timed(lambda n=n: hybrid(store, asked[n], words[n][:80], Scope())))  # type: ignore[misc]
    p50, p95 = np.percentile(took, [50, 95])
    print(f"hybrid while indexing  {p50:7.1f} {p95:7.1f}   worst {max(took):.0f}, {len(took)} questions", flush=True)


def child(home: Path, first: int, file: Path) -> None:
    """Puts reports from number `first` on, as fast as it can."""
    made = made_from(file)
    with opened(home) as store, store.writing() as writing:
        print("begins", flush=True)
        for some in reports(made, first, more(first)):
            writing.put(some)


def _room(home: Path, passages: int) -> None:
    """Disk, and the memory of a fresh process that asks."""
    parts = {"record": home / "record.sqlite3", "chroma": home / "chroma", "words": home / "words"}
    sizes = {
        name: sum(f.stat().st_size for f in [path, *path.rglob("*")] if f.is_file()) for name, path in parts.items()
    }
    said = ", ".join(f"{name} {size / passages:.0f}" for name, size in sizes.items())
    print(f"disk                     {sum(sizes.values()) / passages:7.0f} bytes a passage: {said}")
    run = [sys.executable, "-m", "tests.bench.scale", "ask", str(home)]
    print(subprocess.run(run, capture_output=True, text=True, check=True).stdout, end="", flush=True)


def _memory() -> float:
    """The memory that this process has, in MB; the system's own count of the most would be that of its parent."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def ask(home: Path) -> None:
    """Asks a few questions and prints the memory that it took."""
    before = _memory()
    with opened(home) as store:
        vector = np.ones(384, dtype=np.float32) / np.float32(np.sqrt(384))
        first = _timed(lambda: hybrid(store, vector, "the harbour bridge", Scope()))
        hybrid(store, vector, "the harbour bridge", HALF_BY_DATE)
        after = _memory()
    said = f"{after:7.0f} MB, of it {after - before:.0f} by asking; first answer {first:.0f} ms"
    print(f"an asking process        {said}")


def _bare_chroma(made: Made, passages: int, path: Path) -> None:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(path), settings=Settings(anonymized_telemetry=False))
    config: Any = {"hnsw": {"space": "cosine"}}
    collection = client.create_collection("bare", embedding_function=None, configuration=config)

    def add(first: int, count: int) -> None:
        for some in reports(made, first, count):
            rows = [(p, v, one.article.source) for one in some for p, v in zip(one.passages, one.vectors, strict=True)]
            collection.add(
                ids=[p.id for p, _, _ in rows],
                embeddings=np.stack([v for _, v, _ in rows]),
                documents=[p.text for p, _, _ in rows],
                metadatas=[{"outlet": s.outlet, "day": (s.published or FIRST).toordinal()} for _, _, s in rows],
            )

    took = _timed(lambda: add(0, passages // EACH))
    asked, _ = mixed(made, QUESTIONS, 7)
    half: Any = {"day": {"$gte": (HALF_BY_DATE.since or FIRST).toordinal()}}
    print(f"bare Chroma: put        {passages / took * 1000:8.0f} passages/s")
    print("bare Chroma: dense     ", milliseconds(lambda n: collection.query(asked[n][None], n_results=DEEP)))
    print(
        "bare Chroma: half      ", milliseconds(lambda n: collection.query(asked[n][None], n_results=DEEP, where=half))
    )
    writer = Thread(target=add, args=(passages // EACH, more(passages // EACH)))
    writer.start()
    waits: list[float] = []
    while writer.is_alive():
        n = len(waits) % QUESTIONS
        waits.append(_timed(lambda n=n: collection.query(asked[n][None], n_results=DEEP)))  # type: ignore[misc]
    p50, p95 = np.percentile(waits, [50, 95])
    size = sum(f.stat().st_size for f in path.rglob("*") if f.is_file())
    print(f"bare Chroma: while adding{p50:6.1f} {p95:7.1f}   worst {max(waits):.0f}")
    print(f"bare Chroma: disk       {size / (passages + more(passages // EACH) * EACH):8.0f} bytes a passage")


def main() -> None:
    """Prints the figures of each size."""
    arguments = sys.argv[1:]
    vectors = Path(tempfile.gettempdir()) / "dateline-scale.npy"
    if arguments[:1] == ["child"]:
        child(Path(arguments[1]), int(arguments[2]), vectors)
        return
    if arguments[:1] == ["ask"]:
        ask(Path(arguments[1]))
        return
    if not (FOLDER / "retrieval_passages.jsonl").is_file():
        print(f"Skipped: there is no benchmark in {FOLDER}; name its folder with DATELINE_BENCH.")
        return
    bare = int(arguments.pop(arguments.index("--bare") + 1)) if "--bare" in arguments else 10_000
    made = made_from(vectors)
    for size in [int(argument) for argument in arguments if argument != "--bare"] or [10_000, 100_000]:
        place = Path(tempfile.mkdtemp())
        try:
            measure(made, size, size <= bare, place)
        finally:
            shutil.rmtree(place)


if __name__ == "__main__":
    main()
