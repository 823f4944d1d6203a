"""The vector index on a Chroma server, for several machines: what LocalVectors does, in place."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Collection as Some
from contextlib import suppress
from threading import RLock
from typing import TYPE_CHECKING

from index.arrays import Vectors
from index.errors import IndexBroken, StoreMismatch
from index.filing import Kept, State
from index.vectors import (
    COLLECTION,
    Places,
    add_to,
    connect,
    contents_of,
    delete_from,
    found_on,
    made_on,
    mapped,
    search_in,
)

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection


class ServedVectors:
    """Chroma on a server: one collection, written in place; its metadata says how far it has come and whose it is."""

    def __init__(self, url: str, record: Callable[[], str]) -> None:
        self._url = url
        self._record = record  # asked when needed: the record's own id
        self._lock = RLock()
        self._client: Client | None = None
        self._seen: tuple[int, Collection] | None = None

    def state(self) -> State | None:
        """How far it has come; None where there is none yet.

        Raises IndexBroken, and StoreMismatch where it was made from another record.
        """
        with mapped():
            collection = self._found()
        if collection is None:
            return None
        self._check_owner(collection)
        held = collection.metadata or {}
        # Taken to be clean: see `scrub`.
        change = int(str(held.get("change", 0)))
        return State(change, change, 0)

    def held(self, change: int) -> int | None:
        """The change that it answers from, likely the record's; None where there is none. Raises as `state` does."""
        if self._seen is not None and self._seen[0] == change:
            return change
        state = self.state()
        return state.change if state else None

    def may_wait(self, passages: int, _total: int) -> bool:
        """Whether changed passages may be searched beside it, rather than taken in: it takes them in place."""
        return not passages

    def search(self, vector: Vectors, n: int, change: int) -> Places | None:
        """The n nearest passages; None if it holds another change.

        Raises as `state` does.
        """
        with mapped():
            if self._seen is None or self._seen[0] != change:
                state = self.state()
                collection = self._found()
                if state is None or collection is None or state.change != change:
                    return None
                self._seen = (change, collection)
            try:
                return search_in(self._seen[1], vector, n)
            except Exception:
                self._seen = None  # the collection may have been made anew
                raise

    def update(self, keys: Sequence[str], kept: Iterable[Kept], change: int) -> None:
        """Replaces reports by what is kept of them. Raises IndexBroken."""
        state = self.state()
        with mapped():
            collection = self._found()
            if state is None or collection is None:
                raise IndexBroken("There is no vector index to bring up to date.")
            delete_from(collection, keys)
            add_to(self._connected(), collection, kept)
            self._mark(collection, change)

    def rebuild(self, kept: Iterable[Kept], change: int, _passages: int) -> None:
        """Makes the index from nothing, in place of any that is there. Raises IndexBroken."""
        with mapped():
            client = self._connected()
            if self._found() is not None:
                client.delete_collection(COLLECTION)
            collection = made_on(client, {"record": self._record()})
            add_to(client, collection, kept)
            self._mark(collection, change)

    def scrub(self, keys: Some[str], change: int) -> None:
        """Nothing: what a server leaves of what was deleted is the server's affair."""

    def contents(self, ids: Sequence[str]) -> tuple[frozenset[str], dict[str, Vectors]]:
        """The ids of all passages that it holds, and the vectors of some. Raises as `search` does."""
        with mapped():
            collection = self._found()
            return contents_of(collection, ids) if collection else (frozenset(), {})

    def close(self) -> None:
        """Lets go of Chroma."""
        with self._lock:
            if self._client is not None:
                with suppress(Exception):
                    self._client.close()
            self._client = self._seen = None

    def _mark(self, collection: "Collection", change: int) -> None:
        collection.modify(metadata={"record": self._record(), "change": change})

    def _check_owner(self, collection: "Collection") -> None:
        if (collection.metadata or {}).get("record") != self._record():
            raise StoreMismatch(
                f"The collection {COLLECTION!r} on the Chroma server was made from another record. Set CHROMA_URL to "
                "another server or database; or `dateline check --repair` makes the collection anew from this record."
            )

    def _found(self) -> "Collection | None":
        return found_on(self._connected())

    def _connected(self) -> "Client":
        with self._lock:
            if self._client is None:
                self._client = connect(self._url)
            return self._client
