"""An embedding model behind any server that speaks OpenAI's embeddings: OpenAI, Ollama, llama.cpp, vLLM and more."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import finalize

import numpy as np

from index.arrays import Vectors
from index.embedding import rows_of_unit_length
from index.errors import EmbeddingError, SettingsError
from index.openai_server import OPENAI, openai_server
from index.secrets import quoted, redacted

if TYPE_CHECKING:
    from openai import OpenAI

AT_ONCE = 32  # texts of a request: what small servers take
ROOM = 12.0  # seconds that a request of one text may take; a processor is slow at large models, so more have longer
EACH = 2.0  # seconds more for each further text


class ServedEmbedding:
    """An Embedder that asks a server. Cheap to make: nothing is imported or asked before it is used."""

    def __init__(self, model: str, base_url: str = "", api_key: str = "", seconds: float = ROOM) -> None:
        """`base_url` "" means OpenAI's own; `api_key` "" that none is wanted; `seconds` are for a request of one text.

        Raises SettingsError where the address or the key cannot be one.
        """
        self.name = f"openai:{model}"  # as DATELINE_EMBEDDING names it
        self._model = model
        self._server = openai_server(base_url, api_key)
        self._seconds = seconds
        if self._server.address == OPENAI and not self._server.key:
            raise SettingsError(f"DATELINE_EMBEDDING={self.name} needs OPENAI_API_KEY, or OPENAI_BASE_URL of a server.")

    def __repr__(self) -> str:
        return f"ServedEmbedding({self.name!r}, host={self._server.host!r})"

    @cached_property
    def dimension(self) -> int:
        """How many numbers a vector has: the server is asked for one to learn it. Raises EmbeddingError."""
        return int(self._ask(["dimension"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The texts' vectors, float32 (len(texts), dimension), each row of unit length. Raises EmbeddingError."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = [self._ask(texts[n : n + AT_ONCE]) for n in range(0, len(texts), AT_ONCE)]
        if len({row.shape[1] for row in rows}) > 1:
            raise EmbeddingError(f"{self._who} gave vectors of several lengths. Use another model.")
        return np.concatenate(rows)

    @property
    def _who(self) -> str:
        return f"The embedding model {self._model} at {self._server.host}"

    @cached_property
    def _client(self) -> "OpenAI":
        from openai import DefaultHttpxClient, OpenAI

        # what is on this machine is not to be looked for behind a proxy
        http = DefaultHttpxClient(trust_env=not self._server.is_local)
        key, address = self._server.key or "none", self._server.address
        client = OpenAI(api_key=key, base_url=address, max_retries=1, http_client=http)
        finalize(self, client.close)
        return client

    def _ask(self, texts: Sequence[str]) -> Vectors:
        """One request's vectors, (len(texts), dimension)."""
        # a server takes neither an empty text nor half of a surrogate pair
        given = [text.encode("utf-8", "replace").decode() if text.strip() else "-" for text in texts]
        try:
            embeddings = self._client.with_options(timeout=self._seconds + EACH * (len(texts) - 1)).embeddings
            raw = embeddings.with_raw_response.create(model=self._model, input=given, encoding_format="float")
            said = raw.http_response.text
            told = raw.http_response.json() if "html" not in raw.headers.get("content-type", "") else None
        except Exception as error:  # noqa: BLE001 - openai 2 lets those of its HTTP library through
            said = str(error)
            clean = redacted(said, self._server.secrets) == said
            raise EmbeddingError(self._explained(error)) from (error if clean else None)
        if told is None:
            raise EmbeddingError(f"{self._who} sent a web page. Check OPENAI_BASE_URL, which often has to end in /v1.")
        return self._read(told, len(texts), said)

    def _read(self, told: object, count: int, said: str) -> Vectors:
        """The vectors of a response, in the order of the texts."""
        data = told.get("data") if isinstance(told, Mapping) else None
        with suppress(TypeError, ValueError, KeyError, AttributeError):
            by_index = {item.get("index", n): item["embedding"] for n, item in enumerate(data or ())}
            rows = np.array([by_index[n] for n in range(count)], dtype=np.float64)
            if rows.ndim == 2 and rows.size and len(by_index) == count:
                return rows_of_unit_length(rows, self._who)
        raise EmbeddingError(
            f"{self._who} sent something that is no vector for each text.{quoted(said, self._server.secrets)} "
            "Check that the model named by DATELINE_EMBEDDING is one for embeddings."
        )

    def _explained(self, error: Exception) -> str:
        """What went wrong, and what to do."""
        from openai import APIConnectionError, APITimeoutError

        status, words = getattr(error, "status_code", None), quoted(_said(error), self._server.secrets)
        if isinstance(error, APITimeoutError):
            return f"{self._who} gave no answer in time. Check that it is running, then try again."
        if isinstance(error, APIConnectionError):
            return f"{self._who} cannot be reached. Check that it is running, and check OPENAI_BASE_URL."
        if status in (401, 403):
            return f"{self._who} did not accept the key.{words} Check OPENAI_API_KEY."
        if status in (404, 405):
            return f"{self._who} was not found.{words} Check DATELINE_EMBEDDING and OPENAI_BASE_URL."
        if status == 429:
            return f"{self._who} was asked too often, or the account is used up.{words} Wait, then try again."
        if status is None:
            return f"{self._who} broke off, or sent no answer. Try again, or see the server's own log."
        return f"{self._who} failed (HTTP {status}).{words} Check DATELINE_EMBEDDING, or see the server's own log."


def _said(error: Any) -> str:
    """The words of an error's body."""
    body = getattr(error, "body", None)
    for name in ("error", "message", "detail"):
        body = body.get(name, body) if isinstance(body, Mapping) else body
    return body if isinstance(body, str) else ""
