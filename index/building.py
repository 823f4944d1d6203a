"""Reads, dates, chunks and embeds reports and puts them in the store: what `dateline index` does.

Files are known by the digest of their bytes: unchanged ones are skipped, changed ones replaced. One that cannot be read
is a line in the report, and the others are in.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index.chunking import chunk
from index.errors import ReadError
from index.origins import Copies
from index.reading import Found, Reading, find_files, read_file
from index.store import Filed, Store, Writing
from index.tidying import tidy
from index.types import Article, Source

TOGETHER = 64  # passages embedded and written at a time: few enough to lose little, enough to batch by length


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an indexing has come."""

    done: int  # files looked at
    files: int  # files in all
    passages: int  # put in so far


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What an indexing did, by the ids of reports; files that failed by their path."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()  # no longer in their file, or, where asked to prune, gone with it
    gone: tuple[str, ...] = ()  # their file is no longer there; still in the collection
    failed: tuple[tuple[str, str], ...] = ()  # path, and why

    @property
    def reports(self) -> int:
        """How many reports of the given files are in the collection now."""
        return len(self.added) + len(self.updated) + len(self.unchanged)


def build(
    paths: Sequence[str | Path],
    store: Store,
    *,
    prune: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> BuildReport:
    """Brings the reports of files and folders into the store, and says what it did.

    With `prune`, reports whose file is gone from a given folder are removed. Stopped at any moment, it keeps what it
    has put in, and goes on from there the next time. Raises StoreLocked, StoreUnwritable, StoreMismatch.
    """
    places = [Path(path) for path in paths]
    files = list(find_files(places))
    with store.writing() as writing:
        run = _Run(store, writing)
        for number, found in enumerate(files, start=1):
            run.take(found)
            progress(Progress(number, len(files), run.passages))
        run.put()
        run.take_stock(places, {str(f.path) for f in files}, prune=prune)
        run.tidy()
    progress(Progress(len(files), len(files), run.passages))
    return run.report()


def remove(ids: Sequence[str], store: Store) -> None:
    """Removes reports everywhere; what were their copies stay grouped. Raises UnknownReport, StoreLocked."""
    with store.writing() as writing:
        run = _Run(store, writing)
        for id in ids:
            run.remove(id)
        run.regroup()


class _Run:
    """One indexing, as it goes."""

    def __init__(self, store: Store, writing: Writing) -> None:
        self._store = store
        self._writing = writing
        self._copies = Copies(store, store.embedder.embed)
        self._known = {source.id: source for source in store.sources()}
        self._waiting: list[tuple[Article, str, str]] = []  # article, path, digest
        self._done: dict[str, list[str]] = {"added": [], "updated": [], "unchanged": [], "removed": [], "gone": []}
        self._failed: list[tuple[str, str]] = []
        self.passages = 0

    def take(self, found: Found) -> None:
        """Reads a file where it is new or changed; remembers why where it cannot be read."""
        path = str(found.path)
        try:
            if found.refused:
                raise ReadError(f"{found.path.name} {found.refused}")
            if self._writing.known(path) == _digest(found.path):
                self._done["unchanged"].extend(self._writing.ids_of(path))
                return
            reading = read_file(found.path)
        except ReadError as error:
            self._fail(path, str(error))
            return
        self._accept(path, reading)

    def put(self) -> None:
        """Chunks, embeds and writes what is waiting."""
        articles, self._waiting = self._waiting, []
        passages = [chunk(article) for article, _, _ in articles]
        vectors = self._store.embedder.embed([passage.text for mine in passages for passage in mine])
        filed, at = [], 0
        for (article, path, digest), mine in zip(articles, passages, strict=True):
            ours = vectors[at : at + len(mine)]
            at += len(mine)
            source = replace(article.source, origin=self._copies.origin(article, mine, ours))
            mine = tuple(replace(p, source=source) for p in mine)
            filed.append(Filed(replace(article, source=source), mine, ours, path, digest))
        self._writing.put(filed)
        self.regroup()
        self.passages += at

    def take_stock(self, places: Sequence[Path], there: set[str], *, prune: bool) -> None:
        """Finds the reports whose file is no longer under the given places."""
        folders = [place.resolve() for place in places]
        for source in self._known.values():
            path = Path(source.path or "")
            if source.path and source.path not in there and any(path.is_relative_to(f) for f in folders):
                if prune:
                    self.remove(source.id)
                else:
                    self._done["gone"].append(source.id)
        self.regroup()

    def tidy(self) -> None:
        """Takes out what recurs among the reports that are in; earlier ones that it changes are updated."""
        for id in tidy(self._store, self._writing, keeping_what_was_set):
            if id not in self._done["added"] and id not in self._done["updated"]:
                self._done["updated"].append(id)
                self._done["unchanged"] = [other for other in self._done["unchanged"] if other != id]

    def report(self) -> BuildReport:
        return BuildReport(**{name: tuple(ids) for name, ids in self._done.items()}, failed=tuple(self._failed))

    def _accept(self, path: str, reading: Reading) -> None:
        before = self._writing.ids_of(path)
        self._failed.extend((path, f"{where}: {why}") for where, why in reading.failed)
        for article in reading.articles:
            id = article.source.id
            holder = self._known.get(id)
            if holder and holder.path != path and Path(holder.path or "").exists():
                self._failed.append((path, f"{id}: a report of that id is already there, from {holder.path}."))
                continue
            self._done["updated" if holder else "added"].append(id)
            source = keeping_what_was_set(article.source, holder) if holder else article.source
            self._known[id] = source
            self._waiting.append((replace(article, source=source), path, reading.digest))
        for id in set(before) - {article.source.id for article in reading.articles}:
            self.remove(id)
            self._known.pop(id, None)
        if sum(len(article.text) for article, _, _ in self._waiting) > TOGETHER * 500:
            self.put()

    def remove(self, id: str) -> None:
        self._writing.remove(id)
        self._copies.forget(id)
        self._done["removed"].append(id)

    def regroup(self) -> None:
        """Gives reports that came earlier the group that later ones showed them to belong to."""
        moved = self._copies.regrouped()
        if moved:
            for source in self._store.sources():
                if moved.get(source.id, source.origin) != source.origin:
                    self._writing.set(replace(source, origin=moved[source.id]))

    def _fail(self, path: str, why: str) -> None:
        self._failed.append((path, why))
        self._writing.failed(path, why)


SET_BY_USER = "set_by_user"  # the key of which fields a person has stated, in Source.extra


def keeping_what_was_set(read: Source, known: Source) -> Source:
    """A report as read again, with what a person has stated of it kept."""
    stated = known.extra.get(SET_BY_USER, "").split()
    if not stated:
        return read
    kept = replace(read, extra={**read.extra, SET_BY_USER: " ".join(stated)})
    if "outlet" in stated:
        kept = replace(kept, outlet=known.outlet)
    if "published" in stated:
        kept = replace(kept, published=known.published, published_from="user", not_before=None)
    return kept


def state(source: Source, *, published: date | None, outlet: str | None) -> Source:
    """A report with what a person knows better than its text; it stays so when the file is read again."""
    stated = set(source.extra.get(SET_BY_USER, "").split())
    if published:
        source = replace(source, published=published, published_from="user", not_before=None)
        stated.add("published")
    if outlet:
        source = replace(source, outlet=outlet)
        stated.add("outlet")
    return replace(source, extra={**source.extra, SET_BY_USER: " ".join(sorted(stated))})


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ReadError(f"{path.name} cannot be opened: {error.strerror}.") from error
