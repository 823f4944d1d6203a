"""Any LlamaIndex embedding model as one of ours, known by its methods: nothing of LlamaIndex is imported."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Protocol, runtime_checkable

import numpy as np

from index.arrays import Vectors
from index.embedding import rows_of_unit_length
from index.errors import EmbeddingError
from index.secrets import quoted, redacted, secrets_of


@runtime_checkable
class BaseEmbedding(Protocol):
    """What is asked of llama_index.core.base.embeddings.base.BaseEmbedding."""

    model_name: str

    def get_text_embedding_batch(self, texts: list[str]) -> list[list[float]]: ...

    def get_query_embedding(self, query: str) -> list[float]: ...


class GivenEmbedding:
    """An Embedder that asks a LlamaIndex embedding model; the model is asked for one vector to learn the dimension."""

    def __init__(self, model: BaseEmbedding) -> None:
        self.name = model.model_name
        self._model = model

    @cached_property
    def dimension(self) -> int:
        """How many numbers a vector has. Raises EmbeddingError."""
        return int(self._asked(self._model.get_text_embedding_batch, ["one text, to learn the dimension"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The texts' vectors, float32 (len(texts), dimension), each row of unit length. Raises EmbeddingError."""
        return self._asked(self._model.get_text_embedding_batch, texts)

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """The same of questions, which some models embed otherwise than texts."""
        return self._asked(lambda asked: [self._model.get_query_embedding(question) for question in asked], questions)

    def _asked(self, ask: Callable[[list[str]], list[list[float]]], texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        who = f"The embedding model {self.name}"
        try:
            rows = np.array(ask(list(texts)), dtype=np.float32, ndmin=2)
        except Exception as error:  # noqa: BLE001 - each provider has its own
            said, secrets = str(error), tuple(secrets_of(self._model))
            raise EmbeddingError(
                f"{who} failed.{quoted(said, secrets)} Check its key and address, then try again."
            ) from (error if redacted(said, secrets) == said else None)
        if len(rows) != len(texts):
            raise EmbeddingError(f"{who} gave {len(rows)} vectors for {len(texts)} texts. Use another model.")
        return rows_of_unit_length(rows, who)
