"""What is written of a report, and what the indexes hold of one."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np

from index.arrays import Vectors
from index.errors import StoreError, StoreMismatch
from index.signatures import Signature
from index.types import Article, Passage, Source

Row = TypeVar("Row")
LONGEST_PATH = 2500  # bytes: PostgreSQL looks up no longer text
SOURCE = tuple(field.name for field in fields(Source))


@dataclass(frozen=True, slots=True)
class Filed:
    """What is written of one report."""

    article: Article
    passages: tuple[Passage, ...]  # in the order of the text
    vectors: Vectors  # (len(passages), dimension)
    path: str  # the file it came from, absolute
    digest: str  # sha256 of the file's bytes, hex; "" while other reports of it are still to be written
    signature: Signature | None = None  # of the text; None: made when it is written


@dataclass(frozen=True, slots=True)
class Kept:
    """What an index holds of one report."""

    key: str  # key_of(source.id)
    source: Source
    passages: tuple[Passage, ...]
    vectors: Vectors  # (len(passages), dimension)


@dataclass(frozen=True, slots=True)
class State:
    """How far an index has come."""

    change: int  # the number of the record's change that it holds
    clean: int  # the change up to which nothing that was removed stands in it
    written: int  # passages written since; 0 where those that were replaced take no room


def key_of(id: str) -> str:
    """What changes and indexes call a report: 32 hex digits that do not tell its id."""
    return hashlib.sha256(id.encode(errors="surrogatepass")).hexdigest()[:32]


def digest_of(text: str) -> str:
    """What a text is kept under: sha256, hex."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def second_id(id: str, path: str) -> str:
    """The id under which a file's report is kept where another file holds one of the same id."""
    return f"{id}-{hashlib.sha256(path.encode('utf-8', 'replace')).hexdigest()[:6]}"


def passage_id(source_id: str, ordinal: int) -> str:
    """The id of a passage: its report's, and its place in that, from 0."""
    return f"{source_id}:{ordinal}"


def check_order(filed: Filed, dimension: int) -> None:
    """Raises StoreError where what is to be written does not keep its promises."""
    source, text = filed.article.source, filed.article.text
    if filed.vectors.shape != (len(filed.passages), dimension) and len(filed.passages):
        raise StoreMismatch(
            f"Report {source.id!r} has {len(filed.passages)} passages of {dimension} numbers each, "
            f"but vectors of the shape {filed.vectors.shape}."
        )
    if not np.isfinite(filed.vectors).all():
        raise StoreError(f"The embedding model gave report {source.id!r} a vector that is not all numbers.")
    for number, passage in enumerate(filed.passages):
        if passage.source.id != source.id or text[passage.start : passage.end] != passage.text:
            raise StoreError(f"Passage {passage.id!r} is not what report {source.id!r} says at that place.")
        if passage.id != passage_id(source.id, number):
            raise StoreError(f"Passage {passage.id!r} is to be called {passage_id(source.id, number)!r}, by its place.")


def noted(path: str) -> str:
    """A path as far as the record can note it."""
    said = path.encode(errors="surrogatepass")
    return path if len(said) <= LONGEST_PATH else said[:LONGEST_PATH].decode(errors="ignore")


def in_batches(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    """Stretches of at most `size` rows."""
    return (rows[i : i + size] for i in range(0, len(rows), size))


def columns_of(source: Source) -> dict[str, Any]:
    """A source as the columns of a row."""
    return {name: getattr(source, name) for name in SOURCE} | {"extra": dict(source.extra)}


def source_of(row: Mapping[str, Any]) -> Source:
    """The source that a row's columns tell of."""
    return Source(**{name: row[name] for name in SOURCE})


def bytes_of(vector: Vectors) -> bytes:
    """A vector as it is kept: little-endian float32."""
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def matrix_of(vectors: Sequence[bytes]) -> Vectors:
    """Kept vectors as rows, (n, dimension)."""
    if not vectors:
        return np.empty((0, 0), dtype=np.float32)
    return np.frombuffer(b"".join(vectors), dtype="<f4").astype(np.float32, copy=False).reshape(len(vectors), -1)
