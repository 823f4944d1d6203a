"""The vector index: Chroma. Alone imports chromadb, and only when it is needed: that takes a second.

Chroma's local index is not crash safe, has no lock, and answers wrongly, without an error, from a file that was cut.
So what is published is not written to again: a writer copies the current edition, changes the copy, brings it to rest
and publishes it. A process that dies on the way loses a copy. Readers open editions at rest only, in which Chroma has
nothing waiting that makes it write its graph, and check the length of each file before.

An edition holds vectors and, as ids, keys that do not tell the reports' ids, and nothing else: texts and metadata are
the record's, and Chroma would take four times the room and three times as long with them. What changed since it was
published is searched exactly beside it (`searching.py`), until that is enough to be worth a copy.
"""

import shutil
import sqlite3
from collections.abc import Collection as Some
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from errno import EACCES, EDQUOT, ENOSPC, EROFS
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

import numpy as np

from index.arrays import Vectors
from index.editions import Edition, Editions
from index.errors import DatelineError, IndexBroken, SettingsError, StoreUnwritable, mapping
from index.filing import Kept, State, in_batches
from index.graph import blank_passages, blank_unused, passages_in, tidy_database
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


class LocalVectors:
    """Chroma in a folder, an edition in each of its folders."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._editions = Editions(root)
        self._lock = RLock()
        self._open: tuple[Edition, Client, Collection] | None = None

    def state(self) -> State | None:
        """How far it has come; None where there is none yet. Raises IndexBroken."""
        edition = self._editions.current()
        if edition is None:
            return None
        self._editions.path(edition)
        return State(edition.change, edition.clean, edition.written)

    def held(self, _change: int) -> int | None:
        """The change that it answers from, whatever the record's is; None where there is none. Raises IndexBroken."""
        edition = self._editions.current()
        return edition.change if edition else None

    def may_wait(self, passages: int, total: int) -> bool:
        """Whether so many changed passages of all may be searched beside it, rather than taken in."""
        return passages <= max(WAITING, SHARE * total)

    def search(self, vector: Vectors, n: int, change: int) -> Places | None:
        """The n nearest passages; None if it holds another change.

        Raises IndexBroken, and StoreUnwritable in a folder where Chroma may not even take its lock.
        """
        edition = self._editions.current()
        if edition is None or edition.change != change:
            return None
        try:
            with mapped():
                return search_in(self._collection(edition), vector, n)
        except IndexBroken:
            now = self._editions.current()
            if now is not None and now.folder != edition.folder:  # a writer published another, and deleted this one
                return None
            raise

    def update(self, keys: Sequence[str], kept: Iterable[Kept], change: int) -> None:
        """Replaces reports by what is kept of them. Raises IndexBroken and StoreUnwritable."""
        edition = self._editions.current()
        if edition is None:
            raise IndexBroken("There is no vector index to bring up to date.")
        source = self._editions.path(edition)
        new = [(address(one.key, i), vector) for one in kept for i, vector in enumerate(one.vectors)]
        with mapped():
            path = self._editions.draft()
            shutil.copytree(source, path, dirs_exist_ok=True, copy_function=_copy)
            changed = frozenset(keys)
            gone = [id for id in passages_in(path) if key_in(id) in changed]
            blank_passages(path, frozenset(gone).__contains__)
            _write(path, gone, new)
            self._editions.publish(path, change=change, written=edition.written + len(new), sealed=True)

    def rebuild(self, kept: Iterable[Kept], change: int, passages: int) -> None:
        """Makes the index from nothing, of so many passages. Raises StoreUnwritable."""
        with self._drafting():
            path = self._editions.draft()
            with closing(_persistent(path)) as client:
                collection = made_on(client, sync_threshold=max(passages, LEAST))
                written = add_to(client, collection, kept, described=False)
                _bring_to_rest(collection)
            _seal(path)
            self._editions.publish(path, change=change, written=written, sealed=True)

    def scrub(self, keys: Some[str], change: int) -> None:
        """Overwrites what it holds of reports that changed since, in place: nobody is given it any more.

        Raises IndexBroken and StoreUnwritable.
        """
        edition = self._editions.current()
        if edition is not None:
            with mapped():
                blank_passages(self._editions.path(edition), lambda id: key_in(id) in keys)
                self._editions.point_to(replace(edition, clean=change))

    def contents(self, ids: Sequence[str]) -> tuple[frozenset[str], dict[str, Vectors]]:
        """The ids of all passages that it holds, and the vectors of some. Raises as `search` does."""
        edition = self._editions.current()
        if edition is None:
            return frozenset(), {}
        with mapped():
            return contents_of(self._collection(edition), ids)

    def close(self) -> None:
        """Lets go of Chroma."""
        with self._lock:
            if self._open is not None:
                with suppress(Exception):
                    self._open[1].close()
                self._open = None

    @contextmanager
    def _drafting(self) -> Iterator[None]:
        try:
            with mapped():
                yield
        except IndexBroken as error:  # nothing can be broken in a fresh folder: Chroma seldom says that a disk is full
            raise StoreUnwritable(f"{error} If {self._root} has no room, make some; then try again.") from error

    def _collection(self, edition: Edition) -> "Collection":
        with self._lock:
            if self._open is not None and self._open[0].folder == edition.folder:
                return self._open[2]
            self.close()
            client = _persistent(self._editions.path(edition))
            collection = client.get_collection(COLLECTION, embedding_function=None)
            self._open = (edition, client, collection)
            return collection


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


def _persistent(path: Path) -> "Client":
    from chromadb import PersistentClient

    return cast("Client", PersistentClient(str(path), settings=_settings()))


def _settings() -> "Settings":
    from chromadb.config import Settings

    ours: dict[str, Any] = {"_env_file": None, "anonymized_telemetry": False}  # a file .env is ours, not Chroma's
    return Settings(**ours)


def _bring_to_rest(collection: "Collection") -> None:
    """Has Chroma take in all that was written, so that opening the folder leaves its graph as it is."""
    one = collection.get(limit=1, include=["embeddings"])["embeddings"]
    if one is not None and len(one):
        collection.query(query_embeddings=np.asarray(one, dtype=np.float32), n_results=1, include=[])


def _write(path: Path, gone: Sequence[str], new: Sequence[tuple[str, Vectors]]) -> None:
    """Deletes passages from a drafted edition and adds others, and brings it to rest."""
    hnsw: Any = {"hnsw": {"sync_threshold": max(len(gone) + len(new), LEAST), "ef_search": SEARCHED}}
    with closing(_persistent(path)) as client:  # reads the threshold when it opens a collection
        client.get_collection(COLLECTION, embedding_function=None).modify(configuration=hnsw)
    with closing(_persistent(path)) as client:
        collection = client.get_collection(COLLECTION, embedding_function=None)
        for ids in in_batches(gone, AT_ONCE):
            collection.delete(ids=list(ids))
        for some in in_batches(new, AT_ONCE):
            collection.add(ids=[id for id, _ in some], embeddings=np.stack([vector for _, vector in some]))
        _bring_to_rest(collection)
    _seal(path)


def _seal(path: Path) -> None:
    blank_unused(path)
    tidy_database(path)


def _metadata(source: Source, key: str) -> dict[str, str | int]:
    known: dict[str, str | int] = {"source": source.id, "key": key}
    if source.outlet is not None:
        known["outlet"] = source.outlet
    if source.published is not None:
        known["published"] = int(source.published.strftime("%Y%m%d"))
    return known


def _copy(source: str, target: str) -> None:
    """Copies a file; the database so that somebody who opens it meanwhile does no harm."""
    if not source.endswith(".sqlite3"):
        shutil.copyfile(source, target)
        return
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)


def _ours(error: BaseException) -> DatelineError:
    said = str(error)
    if isinstance(error, OSError) and error.errno in (ENOSPC, EROFS, EACCES, EDQUOT):
        said = f"{error.filename}: {error.strerror}"
        return StoreUnwritable(f"The vector index cannot be written: {said}. Make room, then try again.")
    if any(words in said for words in ("disk is full", "No space left", "readonly database")):
        return StoreUnwritable(f"The vector index cannot be written: {said}. Make room, then try again.")
    return IndexBroken(f"The vector index cannot be used: {said or type(error).__name__}.")
