"""The vector index on this machine: Chroma in a folder.

Chroma's local index is not crash safe, has no lock, and answers wrongly, without an error, from a file that was cut.
So what is published is not written to again: a writer copies the current edition, changes the copy, brings it to rest
and publishes it. A process that dies on the way loses a copy. Readers open editions at rest only, in which Chroma has
nothing waiting that makes it write its graph, and check the length of each file before. They answer from the one that
they have until the next is open.

An edition holds vectors and, as ids, keys that do not tell the reports' ids, and nothing else: texts and metadata are
the record's, and Chroma would take four times the room and three times as long with them. What changed since it was
published is searched exactly beside it (`searching.py`), until that is enough to be worth a copy.
"""

import shutil
import sqlite3
from collections.abc import Collection as Some
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock, Thread
from typing import TYPE_CHECKING, Any

import numpy as np

from index.arrays import Vectors
from index.editions import Edition, Editions
from index.errors import DatelineError, IndexBroken, StoreUnwritable
from index.filing import Kept, State, in_batches
from index.graph import blank_passages, blank_unused, passages_in, tidy_database
from index.vectors import (
    AT_ONCE,
    COLLECTION,
    LEAST,
    SEARCHED,
    SHARE,
    WAITING,
    Places,
    add_to,
    address,
    bring_to_rest,
    client_in,
    contents_of,
    key_in,
    made_on,
    mapped,
    search_in,
)

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection


@dataclass(frozen=True, slots=True)
class _Open:
    """An edition that can be asked."""

    edition: Edition
    client: "Client"
    collection: "Collection"


class LocalVectors:
    """Chroma in a folder, an edition in each of its folders."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._editions = Editions(root)
        self._lock = RLock()
        self._open: _Open | None = None
        self._opening: Thread | None = None

    def state(self) -> State | None:
        """How far it has come; None where there is none yet. Raises IndexBroken."""
        edition = self._editions.current()
        if edition is None:
            return None
        self._editions.path(edition)
        return State(edition.change, edition.clean, edition.written)

    def held(self, _change: int) -> int | None:
        """The change that it answers from, whatever the record's is; None where there is none. Raises IndexBroken.

        An edition that is open goes on answering while a newer one is opened: that takes seconds.
        """
        edition = self._editions.current()
        with self._lock:
            opened = self._open
            if edition is None or opened is None or opened.edition.change == edition.change:
                return edition.change if edition else None
            if self._opening is None or not self._opening.is_alive():
                self._opening = Thread(target=self._change_to, args=(edition,), name="opening", daemon=True)
                self._opening.start()
            return opened.edition.change

    def may_wait(self, passages: int, total: int) -> bool:
        """Whether so many changed passages of all may be searched beside it, rather than taken in."""
        return passages <= max(WAITING, SHARE * total)

    def search(self, vector: Vectors, n: int, change: int) -> Places | None:
        """The n nearest passages; None if it holds another change.

        Raises IndexBroken, and StoreUnwritable in a folder where Chroma may not even take its lock.
        """
        edition = self._editions.current()
        if edition is None or edition.change != change:
            with self._lock:
                edition = self._open.edition if self._open and self._open.edition.change == change else None
        if edition is None:
            return None
        try:
            with mapped():
                return search_in(self._collection(edition), vector, n)
        except IndexBroken:
            now = self._editions.current()
            if now is not None and now.folder != edition.folder:  # a writer published another, and deleted this one
                self._put_away(edition)
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
            with closing(client_in(path)) as client:
                collection = made_on(client, sync_threshold=max(passages, LEAST))
                written = add_to(client, collection, kept, described=False)
                bring_to_rest(collection)
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
        if self._opening is not None:
            self._opening.join()
        with self._lock:
            self._replace(None)

    @contextmanager
    def _drafting(self) -> Iterator[None]:
        try:
            with mapped():
                yield
        except IndexBroken as error:  # nothing can be broken in a fresh folder: Chroma seldom says that a disk is full
            raise StoreUnwritable(f"{error} If {self._root} has no room, make some; then try again.") from error

    def _collection(self, edition: Edition) -> "Collection":
        with self._lock:
            if self._open is None or self._open.edition.folder != edition.folder:
                self._replace(None)
                self._replace(self._opened(edition))
            assert self._open is not None  # noqa: S101
            return self._open.collection

    def _opened(self, edition: Edition) -> _Open:
        client = client_in(self._editions.path(edition))
        return _Open(edition, client, client.get_collection(COLLECTION, embedding_function=None))

    def _change_to(self, edition: Edition) -> None:
        """Opens an edition and reads its graph, and answers from it from then on."""
        opened = None
        with suppress(DatelineError), mapped():  # where it cannot be opened, whoever asks next is told
            opened = self._opened(edition)
            bring_to_rest(opened.collection)
        with self._lock:
            self._replace(opened)

    def _put_away(self, edition: Edition) -> None:
        with self._lock:
            if self._open is not None and self._open.edition.folder == edition.folder:
                self._replace(None)

    def _replace(self, opened: _Open | None) -> None:
        before, self._open = self._open, opened
        if before is not None:
            with suppress(Exception):
                before.client.close()


def _write(path: Path, gone: Sequence[str], new: Sequence[tuple[str, Vectors]]) -> None:
    """Deletes passages from a drafted edition and adds others, and brings it to rest."""
    hnsw: Any = {"hnsw": {"sync_threshold": max(len(gone) + len(new), LEAST), "ef_search": SEARCHED}}
    with closing(client_in(path)) as client:  # reads the threshold when it opens a collection
        client.get_collection(COLLECTION, embedding_function=None).modify(configuration=hnsw)
    with closing(client_in(path)) as client:
        collection = client.get_collection(COLLECTION, embedding_function=None)
        for ids in in_batches(gone, AT_ONCE):
            collection.delete(ids=list(ids))
        for some in in_batches(new, AT_ONCE):
            collection.add(ids=[id for id, _ in some], embeddings=np.stack([vector for _, vector in some]))
        bring_to_rest(collection)
    _seal(path)


def _seal(path: Path) -> None:
    blank_unused(path)
    tidy_database(path)


def _copy(source: str, target: str) -> None:
    """Copies a file; the database so that somebody who opens it meanwhile does no harm."""
    if not source.endswith(".sqlite3"):
        shutil.copyfile(source, target)
        return
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)
