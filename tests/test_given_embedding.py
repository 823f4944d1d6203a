"""Any LlamaIndex embedding model in place of ours, with real LlamaIndex objects."""

import traceback
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llama_index.core import MockEmbedding
from llama_index.core.base.embeddings.base import BaseEmbedding

from index import build, open_store
from index.errors import EmbeddingError, StoreMismatch
from index.given_embedding import GivenEmbedding
from qa import Assistant
from tests.bag_of_words import BagOfWords
from tests.collection import SEEDS

KEY = "sk-0123456789abcdef"


class Vectors(BaseEmbedding):
    """A LlamaIndex embedding model whose vectors have the lengths that texts have, or goes wrong."""

    wrong: Any = None
    api_key: str = KEY

    def _get_text_embedding(self, text: str) -> list[float]:
        if isinstance(self.wrong, Exception) and text.startswith("wrong"):
            raise self.wrong
        if self.wrong is not None and text.startswith("wrong"):
            return list(self.wrong)
        return [float(len(text)), 3.0, -4.0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class Prefixed(Vectors):
    """A model whose questions are embedded as words after a prefix, and its texts as words."""

    model_name: str = "prefixed"

    def _get_text_embedding(self, text: str) -> list[float]:
        return [float(number) for number in BagOfWords().embed([text])[0]]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(f"query {query}")


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_embeddings_are_unit_rows(texts: list[str]) -> None:
    """For all texts: one float32 row each, of unit length."""
    vectors = GivenEmbedding(Vectors()).embed(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(texts), 3)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_an_embedder_knows_its_name_and_dimension() -> None:
    """Name and dimension are the model's own, and no text gives no row."""
    embedder = GivenEmbedding(MockEmbedding(embed_dim=8, model_name="mock-8"))
    assert (embedder.name, embedder.dimension) == ("mock-8", 8)
    assert embedder.embed([]).shape == (0, 8)


@pytest.mark.parametrize("wrong", [[1.0, 2.0], [], [0.0, 0.0, 0.0], [float("nan"), 1.0, 1.0], ValueError(KEY)])
def test_vectors_that_cannot_be_used_are_an_error(wrong: object) -> None:
    """Too short, empty, without a length, not a number, or an exception: EmbeddingError, and never the key."""
    embedder = GivenEmbedding(Vectors(wrong=wrong))
    with pytest.raises(EmbeddingError) as raised:
        embedder.embed(["good", "wrong"])
    assert KEY not in "".join(traceback.format_exception(raised.value))


def test_a_llama_index_embedding_is_given_as_it_is(tmp_path: Path) -> None:
    """`open_store(embedder=...)` takes their model: reports are read, found and quoted; no other model may follow."""
    with open_store(tmp_path / "home", embedder=Prefixed()) as store:
        assert not build([SEEDS], store).failed
        answer = Assistant(store).ask("Were the North Korean troops withdrawn from the Kursk front?")
        assert answer.status == "answered"
        asked, texts = store.embed_questions(["the bridge"]), BagOfWords().embed(["query the bridge", "the bridge"])
    assert np.allclose(asked[0], texts[0], atol=1e-6), "a question is embedded as their model embeds questions"
    with pytest.raises(StoreMismatch, match=r"embedding prefixed.*embedder="):
        open_store(tmp_path / "home")
