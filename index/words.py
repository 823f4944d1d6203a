"""The word index: volumes of BM25, searched as one.

What is removed must stand in no file, and tantivy drops what was deleted only when it sees fit to. So a volume in which
a removed report stands is made anew, and volumes are a small part of a large index. New reports come into the last one.

A list tells which volumes count and how far they have come. It is replaced atomically, before a change is written to
any volume and when it stands in all: so whoever finds it knows what they hold at least, and what at most.
"""

import json
import shutil
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index.editions import Editions, to_disk
from index.errors import IndexBroken
from index.filing import Kept, State
from index.lexical import (
    BOOSTS,
    Rarity,
    Volume,
    best_in,
    holds,
    mapped,
    new_volume,
    passage_at,
    passages_in,
    reports_in,
    terms_of,
    volume_in,
)

if TYPE_CHECKING:
    from tantivy import Searcher

LIST = "volumes.json"
LEAST = 8000  # passages that a volume has before the next one is begun,
SHARE = 6  # or this part of all: more volumes would take longer to search
MANY = 5000  # passages to come that are worth a second thread
TRIES = 3  # a writer may make a volume anew while one is opened


@dataclass(frozen=True, slots=True)
class Volumes:
    """Which volumes make up the index, and how far they have come."""

    names: tuple[str, ...]  # their folders; new reports come into the last
    change: int  # the record's change that all of them hold
    ahead: int  # the latest change of which some may hold something already
    clean: int  # the change up to which nothing that was removed stands in them


class WordIndex:
    """Volumes in a folder; in memory where no folder is given, to search while the ones on disk cannot be."""

    def __init__(self, root: Path | None) -> None:
        self._editions = Editions(root) if root else None
        self._lock = Lock()
        self._open: dict[Path, Volume] = {}
        self._in_memory: Volumes | None = None
        self._read: tuple[tuple[Path, Volumes], WordReader] | None = None  # the last reader, and the list that it read

    def state(self) -> State | None:
        """How far it has come; None where there is none yet. Raises IndexBroken."""
        found = self._list()
        if found is None:
            return None
        self._searchers(*found)  # raises where one is damaged
        return State(found[1].change, found[1].clean, 0)

    def reader(self) -> "WordReader | None":
        """A view of it as it is now; None where there is none yet. Raises IndexBroken."""
        for last in (*[False] * (TRIES - 1), True):
            before = self._list()
            if before is None:
                return None
            read = self._read
            if read and read[0] == before:  # whoever writes anything changes the list before
                return read[1]
            try:
                searchers = self._searchers(*before)
            except IndexBroken:
                if last or self._list() == before:
                    raise
                continue
            after = self._list()
            if after and after[1].names == before[1].names:
                reader = WordReader(searchers, before[1].change, after[1].ahead)
                self._read = (after, reader) if after == before else None
                return reader
        raise IndexBroken("The word index is made anew again and again.")

    def update(self, keys: Sequence[str], kept: Iterable[Kept], change: int) -> None:
        """Replaces reports by what is kept of them. Raises IndexBroken and StoreUnwritable."""
        found = self._list()
        if found is None:
            raise IndexBroken("There is no word index to bring up to date.")
        folder, volumes = found
        volumes = replace(volumes, ahead=change)
        self._write_list(folder, volumes)
        searchers = self._searchers(folder, volumes)
        with mapped():
            for name, searcher in zip(volumes.names[:-1], searchers, strict=False):
                gone = [key for key in keys if holds(searcher, key)]
                if gone:
                    self._volume(folder / name).write(gone, ())
        total = sum(searcher.num_docs for searcher in searchers)
        volumes = self._fill(folder, volumes, searchers[-1].num_docs, keys, kept, max(LEAST, total // SHARE))
        self._write_list(folder, replace(volumes, change=change))

    def rebuild(self, kept: Iterable[Kept], change: int, passages: int = 0) -> None:
        """Makes the index from nothing, of so many passages. Raises IndexBroken and StoreUnwritable."""
        self.close()
        with mapped():
            folder = self._editions.draft() if self._editions else Path()
            volumes = self._begin(folder, Volumes((), change, change, change))
            volumes = self._fill(folder, volumes, 0, (), kept, max(LEAST, passages // SHARE), passages)
            self._write_list(folder, volumes)
            if self._editions:
                self._rest()
                self._editions.publish(folder, change=change, written=0, sealed=False)

    def purge(self, gone: Collection[str], kept: Callable[[Sequence[str]], Iterable[Kept]]) -> None:
        """Makes anew each volume in which something of removed reports stands, from what is kept of the others.

        Raises IndexBroken and StoreUnwritable.
        """
        found = self._list()
        if found is None:
            return
        folder, volumes = found
        for at, searcher in enumerate(self._searchers(folder, volumes)):
            if any(holds(searcher, key) for key in gone):
                with mapped():
                    one = self._begin(folder, replace(volumes, names=()))
                    self._volume(folder / one.names[0]).write(
                        (), kept(reports_in(searcher)), _threads(searcher.num_docs)
                    )
                volumes = replace(volumes, names=(*volumes.names[:at], *one.names, *volumes.names[at + 1 :]))
        self.rest()
        self._write_list(folder, replace(volumes, clean=volumes.change))

    def rest(self) -> None:
        """Ends writing: what was not committed is dropped, and so are the writers' threads and memory."""
        with mapped():
            self._rest()

    def contents(self) -> frozenset[str]:
        """The ids of all passages that it holds. Raises IndexBroken."""
        found = self._list()
        with mapped():
            searchers = self._searchers(*found) if found else []
            return frozenset(id for searcher in searchers for id, _ in passages_in(searcher))

    def close(self) -> None:
        """Lets go of the files."""
        self.rest()
        with self._lock:
            self._open, self._read = {}, None

    def _fill(
        self,
        folder: Path,
        volumes: Volumes,
        held: int,
        gone: Sequence[str],
        kept: Iterable[Kept],
        most: int,
        coming: int = 0,
    ) -> Volumes:
        """Writes reports to the last volume, and to new ones as it has `most` passages; it holds some already."""
        rows = iter(kept)
        with mapped():
            while True:
                volume = self._volume(folder / volumes.names[-1])
                volume.write(gone, _up_to(rows, most - held), _threads(coming))
                following = next(rows, None)
                if following is None:
                    return volumes
                volumes = self._begin(folder, volumes)
                rows, held, gone = chain([following], rows), 0, ()

    def _begin(self, folder: Path, volumes: Volumes) -> Volumes:
        """One more volume."""
        name = uuid.uuid4().hex[:12]
        if self._editions:
            (folder / name).mkdir(parents=True)
        made = new_volume(folder / name if self._editions else None)
        with self._lock:
            self._open[folder / name] = made
        return replace(volumes, names=(*volumes.names, name))

    def _searchers(self, folder: Path, volumes: Volumes) -> "list[Searcher]":
        with mapped():
            found = [self._volume(folder / name).searcher() for name in volumes.names]
        if self._editions and len(self._open) > len(found):  # what another process made anew takes room until let go
            with self._lock:
                self._open = {path: volume for path, volume in self._open.items() if path.is_dir()}
        return found

    def _volume(self, path: Path) -> Volume:
        with self._lock:
            if path not in self._open:
                self._open[path] = volume_in(path)
            return self._open[path]

    def _rest(self) -> None:
        for volume in list(self._open.values()):
            volume.rest()

    def _list(self) -> tuple[Path, Volumes] | None:
        """The folder and the list that count. Raises IndexBroken."""
        if self._editions is None:
            return (Path(), self._in_memory) if self._in_memory else None
        edition = self._editions.current()
        if edition is None:
            return None
        file = self._editions.path(edition) / LIST
        try:
            known = json.loads(file.read_bytes())
            return file.parent, Volumes(**{**known, "names": tuple(known["names"])})
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexBroken(f"{file} cannot be read.") from error

    def _write_list(self, folder: Path, volumes: Volumes) -> None:
        """Makes a list the one that counts, and deletes the volumes that it does not have."""
        if self._editions is None:
            self._in_memory = volumes
            return
        with mapped():
            new = folder / f"{LIST}.new"
            new.write_text(json.dumps(asdict(volumes)))
            to_disk(new)
            new.replace(folder / LIST)
            for path in folder.iterdir():
                if path.is_dir() and path.name not in volumes.names:
                    with self._lock:
                        self._open.pop(path, None)
                    shutil.rmtree(path, ignore_errors=True)


class WordReader:
    """The word index as of one change, to search."""

    def __init__(self, searchers: "Sequence[Searcher]", change: int, ahead: int) -> None:
        self._searchers = searchers
        self._rarity = Rarity(searchers)
        self.change = change  # what it holds at least
        self.ahead = ahead  # what it may hold at most

    def search(
        self, words: str, n: int, *, like: "WordReader | None" = None, keys: Collection[str] | None = None
    ) -> list[tuple[str, str, float]]:
        """The n best passages, with `keys` of those reports: id, report's id and score above 0, best first.

        With `like`, words are as rare as they are there, so that what two indexes find can be put in one order; only
        the lengths of passages are compared within each volume.
        Raises IndexBroken.
        """
        rarity = (like or self)._rarity
        with mapped():
            terms = [(field, term) for term in terms_of(words) for field in BOOSTS]
            found = []
            for at, searcher in enumerate(self._searchers):
                local = ((field, term, self._rarity.in_volume(at, field, term)) for field, term in terms)
                weights = [(field, term, rarity.of(field, term) / rare) for field, term, rare in local if rare]
                found += [(score, searcher, where) for score, where in best_in(searcher, weights, n, keys)]
            # Those as good as the last are told apart by their ids, and only what may be among the best is read.
            bar = sorted((score for score, _, _ in found), reverse=True)[:n][-1:]
            best = [(*passage_at(searcher, where), score) for score, searcher, where in found if score >= bar[0]]
        return sorted(best, key=lambda hit: (-hit[2], hit[0]))[:n]


def _up_to(rows: Iterator[Kept], passages: int) -> Iterator[Kept]:
    """Reports with so many passages together, or a few more; at least one report."""
    for one in rows:
        yield one
        passages -= len(one.passages)
        if passages <= 0:
            return


def _threads(passages: int) -> int:
    return 1 if passages < MANY else 2
