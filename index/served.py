"""The vector index on a Chroma server, for several machines: what `local.py` does, in place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Collection as Some
from contextlib import contextmanager, suppress
from dataclasses import asdict, fields, replace
from threading import RLock
from time import monotonic
from typing import TYPE_CHECKING

from index.arrays import Vectors
from index.errors import IndexBroken, StoreError, StoreMismatch
from index.filing import Kept, State
from index.vectors import (
    COLLECTION,
    SHARE,
    WAITING,
    Places,
    add_to,
    connect,
    contents_of,
    delete_from,
    disconnect,
    found_on,
    made_on,
    mapped,
    search_in,
    server_at,
)

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

ANSWERING = 5.0  # seconds that a question waits for the server; after that exact search is the quicker one
WRITING = 120.0  # seconds for a thousand passages
RESTING = 15.0  # seconds in which a server that failed a question is not asked another


class ServedVectors:
    """Chroma on a server: one collection, written in place; its metadata says how far it has come and whose it is."""

    def __init__(self, url: str, record: Callable[[], str]) -> None:
        """Connects to nothing yet. Raises SettingsError where `url` is no address."""
        self._server = server_at(url)
        self._record = record  # asked when needed: the record's own id
        self._lock = RLock()
        self._clients: dict[float, Client] = {}  # by how long they wait
        self._seen: tuple[int, Collection] | None = None
        self._failed: tuple[float, StoreError] | None = None  # when a search last failed, and how

    def state(self) -> State | None:
        """How far it has come; None where there is none yet.

        Raises IndexBroken, and StoreMismatch where it was made from another record.
        """
        with self._told():
            state = self._state_of(self._found(WRITING))
        self._failed = None
        return state

    def held(self, change: int) -> int | None:
        """The change that it answers from, likely the record's; None where none was made whole.

        Raises as `search` does.
        """
        if self._seen is not None and self._seen[0] == change:
            return change
        with self._asked():
            state = self._state_of(self._found(ANSWERING))
        return (state.change or None) if state else None

    def may_wait(self, passages: int, total: int) -> bool:
        """Whether so many changed passages of all may be searched beside it, rather than taken in.

        That spares the server, and finds what is new: a graph may hide a passage that is like no other in it.
        """
        return passages <= max(WAITING, SHARE * total)

    def search(self, vector: Vectors, n: int, change: int) -> Places | None:
        """The n nearest passages; None if it holds another change.

        Raises as `state` does, and again without asking for a while.
        """
        with self._asked():
            if self._seen is not None and self._seen[0] == change:
                with suppress(StoreError), self._told():  # it may have been made anew: then look for it again
                    return search_in(self._seen[1], vector, n)
                self._seen = None
            collection = self._found(ANSWERING)
            state = self._state_of(collection)
            if collection is None or state is None or state.change != change:
                return None
            found = search_in(collection, vector, n)
        self._seen = (change, collection)
        return found

    def update(self, keys: Sequence[str], kept: Iterable[Kept], change: int) -> None:
        """Replaces reports by what is kept of them. Raises IndexBroken; done again, it mends what was half done."""
        with self._told():
            collection = self._found(WRITING)
            state = self._state_of(collection)
            if state is None or collection is None:
                raise IndexBroken("There is no vector index to bring up to date.")
            delete_from(collection, keys)
            written = state.written + add_to(self._connected(WRITING), collection, kept)
            self._mark(collection, State(change, change, written))

    def rebuild(self, kept: Iterable[Kept], change: int, _passages: int) -> None:
        """Makes the index from nothing, in place of what any Dateline made there.

        Raises IndexBroken, and StoreMismatch where something else has a collection of that name.
        """
        with self._told():
            client = self._connected(WRITING)
            there = self._found(WRITING)
            if there is not None:
                self._check_kind(there)
                client.delete_collection(COLLECTION)
            collection = made_on(client, {"record": self._record()})
            self._mark(collection, State(change, change, add_to(client, collection, kept)))

    def scrub(self, keys: Some[str], change: int) -> None:
        """Deletes what it holds of reports that changed since: they are searched beside it. Raises IndexBroken.

        What the server's disk keeps of what was deleted is the server's affair.
        """
        with self._told():
            collection = self._found(WRITING)
            state = self._state_of(collection)
            if state is not None and collection is not None:
                delete_from(collection, sorted(keys))
                self._mark(collection, replace(state, clean=change))

    def contents(self, ids: Sequence[str]) -> tuple[frozenset[str], dict[str, Vectors]]:
        """The ids of all passages that it holds, and the vectors of some. Raises as `search` does."""
        with self._told():
            collection = self._found(WRITING)
            return contents_of(collection, ids) if collection else (frozenset(), {})

    def close(self) -> None:
        """Lets go of Chroma."""
        with self._lock:
            for client in self._clients.values():
                with suppress(Exception):
                    disconnect(client)
            self._clients = {}
            self._seen = None

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """For a question: one that fails keeps others from waiting for the same."""
        if self._failed is not None and monotonic() < self._failed[0] + RESTING:
            raise self._failed[1].with_traceback(None)
        try:
            with self._told():
                yield
        except StoreError as error:
            self._failed = (monotonic(), error)
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors that name the server."""
        try:
            with mapped():
                yield
        except IndexBroken as error:
            cause = error.__cause__ or error
            why = str(getattr(cause, "reason", cause)) or type(cause).__name__
            raise IndexBroken(
                f"The Chroma server at {self._server.shown} cannot be used: {why.rstrip('.')}. See that it runs and "
                "CHROMA_URL is right."
            ) from error

    def _mark(self, collection: "Collection", state: State) -> None:
        collection.modify(metadata={"record": self._record(), **asdict(state)})
        self._failed = None

    def _state_of(self, collection: "Collection | None") -> State | None:
        if collection is None:
            return None
        self._check_kind(collection)
        held = collection.metadata
        if held["record"] != self._record():
            raise StoreMismatch(
                f"The collection {COLLECTION!r} at {self._server.shown} was made from another record. Set CHROMA_URL "
                "to another server or database; or have `dateline check --repair` make it anew from this record."
            )
        return State(*(int(str(held.get(field.name, 0))) for field in fields(State)))

    def _check_kind(self, collection: "Collection") -> None:
        if "record" not in (collection.metadata or {}):
            raise StoreMismatch(
                f"The collection {COLLECTION!r} at {self._server.shown} was not made by Dateline, so it is left as it "
                "is. Set CHROMA_URL to another server or database."
            )

    def _found(self, within: float) -> "Collection | None":
        return found_on(self._connected(within))

    def _connected(self, within: float) -> "Client":
        with self._lock:
            if within not in self._clients:
                self._clients[within] = connect(self._server, within)
            return self._clients[within]
