"""A re-ranker of the user's own: a real, tiny cross-encoder, and real LlamaIndex postprocessors."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle

from index import Store, build, open_store
from index.errors import ModelError, ModelFaulted, SettingsError
from qa import Assistant
from qa.cross_encoder import CrossEncoder
from tests.collection import SEEDS
from tests.tiny_cross_encoder import cross_encoder

QUESTION = "How many North Korean soldiers were killed?"
KEY = "sk-0123456789abcdef"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The shipped reports."""
    with open_store(tmp_path_factory.mktemp("home")) as opened:
        build([SEEDS], opened)
        yield opened


@pytest.mark.parametrize("logits", [1, 2])
def test_a_cross_encoder_reads_question_and_passage_together(tmp_path: Path, logits: int) -> None:
    """Each text has its own score in the order given, whatever its length, by one logit or by two."""
    model = CrossEncoder(cross_encoder(tmp_path / "model", logits=logits))
    cakes = ["apple cake with cinnamon " * n for n in range(300, 310)]
    texts = ["a soldier", *cakes, "how many soldiers were killed", ""]
    scores = model.score("how many soldiers were killed", texts)
    assert len(scores) == len(texts)
    assert scores.index(max(scores)) == len(texts) - 2
    assert model.score("anything", []) == []


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    """Where a file is missing the settings are wrong; where it is no such model, the model is at fault."""
    with pytest.raises(SettingsError, match=r"model\.onnx is missing"):
        CrossEncoder(tmp_path)
    folder = cross_encoder(tmp_path / "model")
    (folder / "model.onnx").write_bytes(b"no model")
    with pytest.raises(ModelFaulted, match=r"cross-encoder in .*model"):
        CrossEncoder(folder).score("a question", ["a text"])
    (folder / "tokenizer.json").unlink()
    with pytest.raises(SettingsError, match=r"tokenizer\.json is missing"):
        CrossEncoder(folder)


def test_a_named_cross_encoder_ranks_what_was_found(store: Store, tmp_path: Path) -> None:
    """The evidence stays exact and marked from 1, best first, and holds the same passages where all are asked for."""
    ranked = Assistant(store, reranker=cross_encoder(tmp_path / "model"))
    plain, found = (a.retrieve(QUESTION, k=50) for a in (Assistant(store), ranked))
    assert {e.passage for e in plain} == {e.passage for e in found}
    assert [e.passage for e in plain] != [e.passage for e in found]
    assert [e.marker for e in found] == list(range(1, len(found) + 1))
    assert [e.score for e in found] == sorted((e.score for e in found), reverse=True)
    assert ranked.ask(QUESTION).status == "answered"


class Shouting(BaseNodePostprocessor):
    """A re-ranker that puts the passages with most capitals first and keeps two."""

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        assert query_bundle
        return sorted(nodes, key=lambda n: -sum(map(str.isupper, n.node.get_content())))[:2]


def test_a_llama_index_postprocessor_ranks_what_was_found(store: Store) -> None:
    """What it puts first rises, and what it leaves out is still there, behind."""
    plain, found = (a.retrieve(QUESTION, k=50) for a in (Assistant(store), Assistant(store, reranker=Shouting())))
    texts = [e.passage.text for e in found]
    assert {e.passage.text for e in plain} == set(texts)
    first = max((e.passage.text for e in plain[:30]), key=lambda text: sum(map(str.isupper, text)))
    assert texts.index(first) < [e.passage.text for e in plain].index(first) or texts[0] == first
    kept = Assistant(store, reranker=SimilarityPostprocessor(similarity_cutoff=2.0))
    assert {e.passage for e in kept.retrieve(QUESTION, k=50)} == {e.passage for e in plain}


class Failing(BaseNodePostprocessor):
    """A re-ranker whose server refuses the key."""

    api_key: str = KEY

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        raise ConnectionError(f"refused {KEY} for {len(nodes)} passages and {query_bundle}")


class Short:
    """A Reranker that does not score every text."""

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """One score, of whatever."""
        return [float(len(question)) for _ in texts[:1]]


def test_a_reranker_that_fails_is_told(store: Store) -> None:
    """Its error is ours, without its key; scores that are too few are refused."""
    with pytest.raises(ModelError, match="re-ranker Failing") as raised:
        Assistant(store, reranker=Failing()).retrieve(QUESTION)
    assert KEY not in str(raised.value)
    with pytest.raises(ModelFaulted, match="number for each passage"):
        Assistant(store, reranker=Short()).retrieve(QUESTION)
