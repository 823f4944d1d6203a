"""What an embedding model behind a server promises, with a real server on loopback, and what its faults become."""

import socket
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import MiniLM, build, open_store
from index.errors import EmbeddingError, SettingsError, StoreMismatch
from index.served_embedding import ServedEmbedding
from qa import Assistant
from tests.bag_of_words import BagOfWords, settings_of
from tests.collection import SEEDS
from tests.faulty_server import Exchange, faulty_server
from tests.model_server import ModelServer

pytest_plugins = ("tests.model_server",)

KEY = "sk-0123456789abcdef"


def with_vectors(exchange: Exchange, rows: Any, order: int = 1) -> None:
    """A response with these vectors, as OpenAI words it; `order` -1 gives the last text's first."""
    items = [{"object": "embedding", "index": n, "embedding": row} for n, row in enumerate(rows)][::order]
    exchange.say({"object": "list", "data": items, "model": exchange.asked["model"]})


def embed_well(exchange: Exchange) -> None:
    """The vectors of the embedded model, three times as long, the last text's first."""
    with_vectors(exchange, (3 * MiniLM().embed(exchange.asked["input"])).tolist(), -1)


def test_texts_are_embedded_in_their_order() -> None:
    """However many texts and in whatever order the server answers, each has its own vector, of unit length."""
    texts = [f"The council met {n} times." for n in range(40)] + ["", "half \ud83d a pair"]
    with faulty_server(embed_well) as server:
        embedder = ServedEmbedding("minilm", server.base_url, KEY)
        vectors = embedder.embed(texts)
        assert (embedder.dimension, embedder.embed([]).shape) == (384, (0, 384))
    assert vectors.dtype == np.float32
    ours = MiniLM().embed([*texts[:40], "-", "half ? a pair"])
    assert (np.sum(vectors * ours, axis=1) > 0.99).all()
    assert [len(asked["input"]) for asked in server.requests] == [32, 10, 1]
    assert {asked["model"] for asked in server.requests} == {"minilm"}
    assert set(server.authorizations) == {f"Bearer {KEY}"}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda e: e.refuse(401, f"Incorrect API key provided: {KEY}"), "OPENAI_API_KEY"),
        (lambda e: e.refuse(404, "model minilm not found"), "DATELINE_EMBEDDING"),
        (lambda e: e.refuse(429, "slow down", retry_after="0"), "asked too often"),
        (lambda e: e.refuse(500, "out of memory"), "out of memory"),
        (lambda e: e.send(200, b"<html>Welcome</html>", "text/html"), "ends? in /v1"),
        (lambda e: e.send(200, b"not JSON at all"), "no answer"),
        (lambda e: e.say({"object": "list", "data": []}), "no vector for each text"),
        (lambda e: e.say([1, 2]), "no vector for each text"),
        (lambda e: e.say({"data": [{"index": 1, "embedding": [1.0, 0.0]}]}), "no vector for each text"),
        (lambda e: e.say({"data": [{"embedding": "AAAA"}]}), "no vector for each text"),
        (lambda e: with_vectors(e, [[1.0, 0.0], [1.0, 0.0]]), "no vector for each text"),
        (lambda e: with_vectors(e, [[0.0, 0.0]]), "no vector for some texts"),
        (lambda e: e.send(200, b'{"data": [{"index": 0, "embedding": [1.0, NaN]}]}'), "no vector for some texts"),
        (Exchange.wait_for_hang_up, "no answer in time"),
    ],
)
def test_a_fault_is_an_embedding_error(answer: Callable[[Exchange], None], told: str) -> None:
    """A server that refuses, fails, is silent or answers nonsense: an error that says what to do, never the key."""
    with faulty_server(answer) as server, pytest.raises(EmbeddingError, match=told) as raised:
        ServedEmbedding("minilm", server.base_url, KEY, seconds=0.3).embed(["one text"])
    assert KEY not in "".join(traceback.format_exception(raised.value))
    assert KEY not in repr(ServedEmbedding("minilm", server.base_url, KEY))


def test_a_server_that_is_not_there() -> None:
    """Where nobody listens, the error says so."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(EmbeddingError, match=f"127.0.0.1:{port} cannot be reached"):
        ServedEmbedding("minilm", f"http://127.0.0.1:{port}/v1").embed(["one text"])


@pytest.mark.parametrize("named", ["text-embedding-3-small", "openai:", "cohere:embed"])
def test_a_setting_that_names_no_model_is_told(tmp_path: Path, named: str) -> None:
    """DATELINE_EMBEDDING is openai:MODEL or nothing."""
    with pytest.raises(SettingsError, match="openai:MODEL"):
        open_store(settings=settings_of(tmp_path, DATELINE_EMBEDDING=named))


def test_openai_itself_wants_a_key(tmp_path: Path) -> None:
    """With neither key nor address nothing is sent anywhere: the settings are wrong."""
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        open_store(settings=settings_of(tmp_path, DATELINE_EMBEDDING="openai:text-embedding-3-small"))


def test_a_collection_is_searched_by_the_model_that_the_settings_name(tmp_path: Path) -> None:
    """The whole way: reports are embedded by the server, found and quoted; no other model may follow."""
    with faulty_server(embed_well) as server:
        served = settings_of(tmp_path, DATELINE_EMBEDDING="openai:minilm", OPENAI_BASE_URL=server.base_url)
        with open_store(settings=served) as store:
            assert not build([SEEDS], store).failed
            answer = Assistant(store).ask("Were the North Korean troops withdrawn from the Kursk front?")
        assert answer.status == "answered"
        asked = len(server.requests)
        with open_store(settings=served) as store:
            assert len(store.sources()) == 5
        assert len(server.requests) == asked, "to open a collection asks no server"
    with pytest.raises(StoreMismatch, match="DATELINE_EMBEDDING=openai:minilm"):
        open_store(settings=settings_of(tmp_path))
    with pytest.raises(StoreMismatch, match="DATELINE_HOME"):
        open_store(settings=settings_of(tmp_path), embedder=BagOfWords())


def test_a_model_that_was_exchanged_behind_its_name_is_noticed(tmp_path: Path) -> None:
    """Where a server's vectors have another length than those of the collection, they are not compared with them."""
    with faulty_server(embed_well) as server:
        served = settings_of(tmp_path, DATELINE_EMBEDDING="openai:minilm", OPENAI_BASE_URL=server.base_url)
        with open_store(settings=served) as store:
            build([SEEDS], store)
    with faulty_server(lambda e: with_vectors(e, [[1.0, 0.0]] * len(e.asked["input"]))) as server:
        other = settings_of(tmp_path, DATELINE_EMBEDDING="openai:minilm", OPENAI_BASE_URL=server.base_url)
        with open_store(settings=other) as store, pytest.raises(StoreMismatch, match="384 numbers"):
            Assistant(store).ask("Were the troops withdrawn?")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts of one matter and one of another."""

    said: str = "The troops were withdrawn from the front."
    again: str = "The soldiers were pulled back from the front line."
    other: str = "A recipe for apple cake with cinnamon."


def test_llama_cpp_embeds(embedding_server: ModelServer) -> None:
    """A real server, llama.cpp's with a small real model: near meanings are nearer than another matter."""
    pair = Pair()
    embedder = ServedEmbedding(embedding_server.model, embedding_server.base_url)
    said, again, other = embedder.embed([pair.said, pair.again, pair.other])
    assert embedder.dimension == 576
    assert said @ again > said @ other
