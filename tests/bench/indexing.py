"""What indexing costs beyond embedding, beside LlamaIndex's plain way, and what a second look costs.

usage: DATELINE_BENCH=FOLDER python -m tests.bench.indexing [--reports N] [--of mixed | --of matter | --of short]

Three collections, one file a report: web articles on mixed subjects (those that the support benchmark holds), reports
largely on one matter (made here of the sentences of what was written for the copies benchmark), and short documents of
which many are on one thing (those of the conflict benchmark).

Embedding alone is the model's own best: all passages in one call, on as many sessions as there are cores, before and
after the rest, the mean of both. LlamaIndex's way is an IngestionPipeline from SimpleDirectoryReader by its
SentenceSplitter to a ChromaVectorStore in a folder, with the same model behind a BaseEmbedding; once with chunks that
the model reads whole, and once with the splitter's own default, of whose chunks the model reads about a quarter. By
default it hands ten texts at a time to the model, which can sort few by length and keeps two sessions unevenly busy: so
once more with chunks read whole and as many texts at a time as ours, which a user has to know to set.
Libraries are imported and the model is loaded before anything is timed.
"""

import argparse
import json
import logging
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import MiniLM, build, open_store
from index.building import TOGETHER
from index.chunking import chunk
from index.reading import read_file
from index.sentences import sentence_spans
from tests.bench.copies import read_pairs
from tests.collection import ROOT

FOLDER = Path(os.environ.get("DATELINE_BENCH", ROOT.parent / "shared" / "bench"))
READ_WHOLE = 200  # tokens, as LlamaIndex counts them, that fit the 256 of the embedded model


@dataclass(frozen=True, slots=True)
class Took:
    """What a piece of work took."""

    seconds: float
    cpu: float  # seconds of all threads of this process


def took(run: Callable[[], object]) -> Took:
    """How long a call takes."""
    began, busy = time.perf_counter(), time.process_time()
    run()
    return Took(time.perf_counter() - began, time.process_time() - busy)


# collections


def mixed() -> Iterator[str]:
    """Web articles on all kinds of things, about 1,300 words each."""
    for row in _rows("support.jsonl"):
        yield "\n".join(row["sentences"])


def matter() -> Iterator[str]:
    """Reports of about 300 words, forever on the same four stories: each has sentences from all over one story, and
    two with figures of its own."""
    chance = random.Random(5)  # noqa: S311
    stories: dict[str, list[str]] = {}
    for article in dict.fromkeys(article for pair in read_pairs("dev") for article in (pair.one, pair.other)):
        spans = sentence_spans(article.text)
        stories.setdefault(article.source.id.split("/")[0], []).extend(article.text[a:b] for a, b in spans)
    several = [list(dict.fromkeys(said)) for story, said in stories.items() if len(said) > 50]
    while True:
        said = chance.sample(chance.choice(several), 12)
        for at in (3, 8):
            said.insert(at, f"On day {chance.randint(2, 99)} the count stood at {chance.randint(100, 9999)}.")
        yield "\n\n".join(" ".join(said[at : at + 3]) for at in range(0, len(said), 3))


def short() -> Iterator[str]:
    """Documents of about 100 words, several on each thing."""
    for row in _rows("conflict.jsonl"):
        yield from (document["text"] for document in row["documents"])


def _rows(name: str) -> Iterator[Any]:
    if not (FOLDER / name).is_file():
        print(f"Skipped: there is no {name} in {FOLDER}; name its folder with DATELINE_BENCH.")
        return
    yield from map(json.loads, (FOLDER / name).read_text(encoding="utf-8").splitlines())


# ways


def llama_index(folder: Path, home: Path, model: MiniLM, chunk_size: int | None, batch: int | None = None) -> int:
    """Indexes a folder as LlamaIndex's documentation does; how many chunks it made."""
    import chromadb
    from llama_index.core import SimpleDirectoryReader
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.constants import DEFAULT_EMBED_BATCH_SIZE
    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore

    class Ours(BaseEmbedding):
        """The embedded model as one of theirs."""

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            found: list[list[float]] = model.embed(texts).tolist()
            return found

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    splitter = SentenceSplitter(chunk_size=chunk_size, chunk_overlap=0) if chunk_size else SentenceSplitter()
    collection = chromadb.PersistentClient(str(home)).create_collection("reports")
    pipeline = IngestionPipeline(
        transformations=[splitter, Ours(model_name=model.name, embed_batch_size=batch or DEFAULT_EMBED_BATCH_SIZE)],
        vector_store=ChromaVectorStore(chroma_collection=collection),
    )
    return len(pipeline.run(documents=SimpleDirectoryReader(str(folder)).load_data()))


def measure(name: str, texts: Sequence[str], model: MiniLM) -> None:
    """Prints the figures of one collection."""
    with tempfile.TemporaryDirectory() as place:
        folder, homes = Path(place) / "reports", Path(place)
        folder.mkdir()
        for number, text in enumerate(texts):
            (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
        articles = [article for file in sorted(folder.iterdir()) for article in read_file(file).articles]
        passages = [passage.text for article in articles for passage in chunk(article)]
        chunks: dict[int | None, int] = {}

        def theirs(size: int | None, batch: int | None = None) -> None:
            chunks[size] = llama_index(folder, homes / f"llama-{size}-{batch}", model, size, batch)

        with open_store(homes / "ours", embedder=model) as store:
            before = took(lambda: model.embed(passages))
            first = took(lambda: build([folder], store))
            whole = took(lambda: theirs(READ_WHOLE))
            large = took(lambda: theirs(READ_WHOLE, TOGETHER))
            default = took(lambda: theirs(None))
            after = took(lambda: model.embed(passages))
            again = took(lambda: build([folder], store))
            groups = len({source.origin for source in store.sources()})
    alone = Took((before.seconds + after.seconds) / 2, (before.cpu + after.cpu) / 2)
    characters = sum(map(len, passages))
    print(f"\n{name}: {len(articles)} reports, {len(passages)} passages, {characters:,} characters, {groups} origins")
    print(f"  {'':34} {'seconds':>8} {'of CPU':>8}")
    _row("embedding alone", alone, f"{len(passages) / alone.seconds:.0f} passages/s")
    _row("indexing", first, f"{first.seconds / alone.seconds - 1:+.0%}, of CPU {first.cpu / alone.cpu - 1:+.0%}")
    _row("indexing again", again, f"{again.seconds / first.seconds:.1%} of the first time")
    ratio = f"{whole.seconds / first.seconds:.2f} times ours, of CPU {whole.cpu / first.cpu:.2f}"
    _row(f"LlamaIndex, {chunks[READ_WHOLE]} chunks read whole", whole, ratio)
    ratio = f"{large.seconds / first.seconds:.2f} times ours, of CPU {large.cpu / first.cpu:.2f}"
    _row(f"the same, {TOGETHER} texts at a time", large, ratio)
    ratio = f"{default.seconds / first.seconds:.2f} times ours, most of each chunk unread"
    _row(f"LlamaIndex, {chunks[None]} chunks of 1,024 tokens", default, ratio)


def _row(what: str, it: Took, remark: str) -> None:
    print(f"  {what:34} {it.seconds:8.1f} {it.cpu:8.1f}   {remark}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the figures."""
    collections = {"mixed": (mixed, 80), "matter": (matter, 400), "short": (short, 600)}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, metavar="N", help="at most so many a collection")
    parser.add_argument("--of", choices=collections, action="append", help="only this collection")
    asked = parser.parse_args(arguments)
    logging.getLogger("chromadb").setLevel(logging.ERROR)
    model = MiniLM()
    with tempfile.TemporaryDirectory() as place:  # what is loaded at the first use is loaded here
        (Path(place) / "reports").mkdir()
        (Path(place) / "reports" / "one.txt").write_text("One report. " * 300, encoding="utf-8")
        with open_store(Path(place) / "ours", embedder=model) as store:
            build([Path(place) / "reports"], store)
        llama_index(Path(place) / "reports", Path(place) / "theirs", model, None)
    for name in asked.of or collections:
        texts, usual = collections[name]
        found: dict[str, None] = {}
        for text in texts():
            if len(found) == (asked.reports or usual):
                break
            found[text] = None
        if found:
            measure(name, list(found), model)


if __name__ == "__main__":
    main()
