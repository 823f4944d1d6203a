"""Chroma, on this machine and on a server. Alone imports chromadb, and only when it is needed: that takes a second."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from errno import EACCES, EDQUOT, ENOSPC, EROFS
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

import numpy as np

from index.arrays import Vectors
from index.errors import DatelineError, IndexBroken, SettingsError, StoreUnwritable, mapping
from index.filing import Kept, in_batches
from index.types import Source

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings

COLLECTION = "passages"
SEARCHED = 800  # candidates that the graph is searched for (ef_search): at 200, 3 of 100 nearest are missed
LEAST = 2  # changes after which Chroma can be told to write out its graph
ALIVE = 10.0  # seconds in which a server says that it is there
AT_ONCE = 1000  # passages in one call, where Chroma allows as many
WAITING = 2000  # passages that changed since the edition, so few that they may wait to be taken in
SHARE = 0.05  # of all passages, that may wait too

Places = list[tuple[str, int, float]]  # key of a passage's report, place in it, cosine; best first


def found_on(client: "Client") -> "Collection | None":
    """The collection, where there is one."""
    from chromadb.errors import NotFoundError

    try:
        return client.get_collection(COLLECTION, embedding_function=None)
    except NotFoundError:
        return None


def made_on(
    client: "Client", metadata: dict[str, Any] | None = None, sync_threshold: int | None = None
) -> "Collection":
    """A new, empty collection; `sync_threshold`: after how many changes Chroma writes out its graph, all of it."""
    hnsw: Any = {"space": "cosine", "ef_search": SEARCHED}
    if sync_threshold:
        hnsw["sync_threshold"] = sync_threshold
    configuration: Any = {"hnsw": hnsw}
    return client.create_collection(COLLECTION, embedding_function=None, configuration=configuration, metadata=metadata)


def address(key: str, ordinal: int) -> str:
    """What Chroma calls a passage: its report's key and its place in the report."""
    return f"{key}:{ordinal}"


def key_in(id: str) -> str:
    """The report's key in what Chroma calls a passage."""
    return id.partition(":")[0]


def search_in(collection: "Collection", vector: Vectors, n: int) -> Places:
    """The n nearest passages."""
    found = collection.query(query_embeddings=vector.reshape(1, -1), n_results=n, include=["distances"])
    rows = zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True)
    parted = ((id.partition(":"), float(distance)) for id, distance in rows)
    return [(key, int(ordinal), 1.0 - distance) for (key, _, ordinal), distance in parted]


def delete_from(collection: "Collection", keys: Sequence[str]) -> None:
    """Deletes the passages of reports that were described."""
    for some in in_batches(keys, 100):
        where: Any = {"key": {"$in": list(some)}}
        collection.delete(where=where)


def add_to(client: "Client", collection: "Collection", kept: Iterable[Kept], *, described: bool = True) -> int:
    """Adds reports' passages, with their texts and metadata where described; how many.

    Never upserted: Chroma would merge them with what was there.
    """
    at_once = min(AT_ONCE, client.get_max_batch_size())
    rows = ((one, i) for one in kept for i in range(len(one.passages)))
    count = 0
    while some := list(islice(rows, at_once)):
        collection.add(
            ids=[address(one.key, i) for one, i in some],
            embeddings=np.stack([one.vectors[i] for one, i in some]),
            documents=[one.passages[i].text for one, i in some] if described else None,
            metadatas=[_metadata(one.source, one.key) for one, _ in some] if described else None,
        )
        count += len(some)
    return count


def contents_of(collection: "Collection", ids: Sequence[str]) -> tuple[frozenset[str], dict[str, Vectors]]:
    """The ids of all passages, and the vectors of some."""
    every: set[str] = set()
    for offset in range(0, collection.count(), AT_ONCE):
        every.update(collection.get(include=[], limit=AT_ONCE, offset=offset)["ids"])
    some = collection.get(ids=list(ids), include=["embeddings"]) if ids else None
    if some is None or some["embeddings"] is None:
        return frozenset(every), {}
    vectors = np.asarray(some["embeddings"], dtype=np.float32)
    return frozenset(every), dict(zip(some["ids"], vectors, strict=True))


@contextmanager
def mapped() -> Iterator[None]:
    """Makes what Chroma raises an IndexBroken, or a StoreUnwritable where there is no room or no right to write."""
    with mapping(_ours):
        yield


@dataclass(frozen=True, slots=True)
class Server:
    """Where a Chroma server is, and whose collections are meant there."""

    host: str
    port: int
    ssl: bool
    path: tuple[str, ...]  # () or (tenant, database)
    token: str = field(repr=False)

    @property
    def shown(self) -> str:
        """The address without the token."""
        return f"http{'s' * self.ssl}://{self.host}:{self.port}{''.join(f'/{part}' for part in self.path)}"


def server_at(url: str) -> Server:
    """The server of an address http(s)://[:token@]host[:port][/tenant/database]. Raises SettingsError."""
    try:
        parts = urlsplit(url)
        ssl = {"http": False, "https": True}[parts.scheme]
        path = tuple(part for part in parts.path.split("/") if part)
        port = parts.port or (443 if ssl else 8000)
    except (KeyError, ValueError):
        parts, ssl, path, port = urlsplit(""), False, (), 0
    if not parts.hostname or len(path) not in (0, 2):
        raise SettingsError("CHROMA_URL must be of the form http://host:8000 or https://:token@host/tenant/database.")
    return Server(parts.hostname, port, ssl, path, unquote(parts.password or ""))


def connect(server: Server, within: float) -> "Client":
    """A client of a server, which waits at most `within` seconds for each of its answers."""
    from chromadb import HttpClient
    from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT

    headers = {"x-chroma-token": server.token} if server.token else None
    # Chroma's client waits for ever, and asks already while it is made: so hear first whether anybody answers.
    alive = Request(f"{replace(server, path=()).shown}/api/v2/heartbeat", headers=headers or {})  # noqa: S310
    with urlopen(alive, timeout=min(within, ALIVE)):  # noqa: S310  # the scheme is one of two
        pass
    tenant, database = server.path or (DEFAULT_TENANT, DEFAULT_DATABASE)
    client: Any = HttpClient(server.host, server.port, server.ssl, headers, _settings(), tenant, database)
    client._server._session.timeout = within
    return cast("Client", client)


def disconnect(client: "Client") -> None:
    """Lets go of a server, closing the connections that Chroma's own `close` leaves open."""
    inner: Any = client
    sessions = (inner._server._session, inner._admin_client._server._session)
    client.close()
    for session in sessions:
        session.close()


def client_in(path: Path) -> "Client":
    """Chroma in a folder."""
    from chromadb import PersistentClient

    return cast("Client", PersistentClient(str(path), settings=_settings()))


def _settings() -> "Settings":
    from chromadb.config import Settings

    ours: dict[str, Any] = {"_env_file": None, "anonymized_telemetry": False}  # a file .env is ours, not Chroma's
    return Settings(**ours)


def bring_to_rest(collection: "Collection") -> None:
    """Has Chroma read its graph and take in all that was written, so that the next to open it leaves it as it is."""
    one = collection.get(limit=1, include=["embeddings"])["embeddings"]
    if one is not None and len(one):
        collection.query(query_embeddings=np.asarray(one, dtype=np.float32), n_results=1, include=[])


def _metadata(source: Source, key: str) -> dict[str, str | int]:
    known: dict[str, str | int] = {"source": source.id, "key": key}
    if source.outlet is not None:
        known["outlet"] = source.outlet
    if source.published is not None:
        known["published"] = int(source.published.strftime("%Y%m%d"))
    return known


def _ours(error: BaseException) -> DatelineError:
    said = str(error)
    if isinstance(error, OSError) and error.errno in (ENOSPC, EROFS, EACCES, EDQUOT):
        said = f"{error.filename}: {error.strerror}"
        return StoreUnwritable(f"The vector index cannot be written: {said}. Make room, then try again.")
    if any(words in said for words in ("disk is full", "No space left", "readonly database")):
        return StoreUnwritable(f"The vector index cannot be written: {said}. Make room, then try again.")
    return IndexBroken(f"The vector index cannot be used: {said or type(error).__name__}.")
