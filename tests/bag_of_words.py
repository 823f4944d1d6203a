"""A real, tiny embedding model for tests: words hashed into 32 numbers. And reports made up from it."""

import re
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from index.arrays import Vectors
from index.filing import Filed, passage_id
from index.settings import Settings, read_settings
from index.store import Store, open_store
from index.types import Article, Hit, Passage, Scope
from tests.values import report


class BagOfWords:
    """Each word adds to one of 32 numbers: texts that share words are near."""

    name = "bag-of-words-32"
    dimension = 32

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The texts' vectors, float32 (len(texts), 32), each row of unit length."""
        counts = np.zeros((len(texts), self.dimension), dtype=np.float32)
        counts[:, 0] = 0.1  # a text without words has a direction too
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                hashed = int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "big")
                counts[row, hashed % self.dimension] += 1 + (hashed >> 16) / 2**16
        return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), dtype=np.float32)


def settings_of(home: Path, **environ: str) -> Settings:
    """Settings with nothing set but the home, and what is named."""
    return read_settings({"DATELINE_HOME": str(home), **environ})


def bag_store(home: Path, **environ: str) -> Store:
    """The collection in a folder, by this model."""
    return open_store(settings=settings_of(home, **environ), embedder=BagOfWords())


def filed(id: str, text: str, *, path: str | None = None, removed: Sequence[str] = (), **fields: Any) -> Filed:
    """A report whose paragraphs are its passages."""
    source = report(id, **{"published": date(2024, 1, 1), "published_from": "metadata", **fields})
    passages: list[Passage] = []
    start = 0
    for part in text.split("\n\n"):
        if part:
            passages.append(Passage(passage_id(id, len(passages)), source, part, start, start + len(part)))
        start += len(part) + 2
    vectors = BagOfWords().embed([passage.text for passage in passages])
    file = path or f"/reports/{id}.txt"
    return Filed(Article(source, text, tuple(removed)), tuple(passages), vectors, file, f"digest of {text[:20]}")


def many(count: int, *, start: int = 0, paragraphs: int = 3) -> list[Filed]:
    """Reports with texts of their own, three passages each, by two outlets on 28 days."""
    return [
        filed(
            f"report-{n}",
            "\n\n".join(
                f"Item {n}.{p}: mayor{n % 7} met union{n % 11} about bridge{n} and road{p}" for p in range(paragraphs)
            ),
            title=f"Bridge {n}",
            outlet=("Harbour Post", "Valley News")[n % 2],
            published=date(2024, 2, n % 28 + 1),
        )
        for n in range(start, start + count)
    ]


def put(store: Store, *reports: Filed) -> None:
    """Puts reports in a writing of their own."""
    with store.writing() as writing:
        writing.put(reports)


def nearest(store: Store, text: str, k: int = 5, **scope: object) -> tuple[Hit, ...]:
    """The passages nearest to a text."""
    return store.nearest(BagOfWords().embed([text])[0], k, Scope(**scope))  # type: ignore[arg-type]


def ids(hits: tuple[Hit, ...]) -> list[str]:
    """The passages of hits."""
    return [hit.passage.id for hit in hits]


def by_arithmetic(reports: list[Filed], text: str, k: int) -> list[str]:
    """The ids of the passages nearest to a text, with no index at all."""
    vector = BagOfWords().embed([text])[0]
    scored = [(-float(v @ vector), p.id) for one in reports for p, v in zip(one.passages, one.vectors, strict=True)]
    return [id for _, id in sorted(scored)[:k]]


class Unused:
    """An embedding model that must not be asked."""

    name = BagOfWords.name
    dimension = BagOfWords.dimension

    def embed(self, texts: object) -> Vectors:
        """Never."""
        raise AssertionError(f"{texts} was embedded again")
