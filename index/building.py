"""Reads, dates, chunks and embeds reports and puts them in the store: what `dateline index` does.

Files are known by the digest of their bytes: unchanged ones are skipped, and of changed ones the reports that changed
are replaced. One that cannot be read is a line in the report, and the others are in. While some reports are embedded,
the next are read and those before are compared and written.
"""

import hashlib
import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from index.arrays import Vectors
from index.chunking import chunk
from index.errors import IndexBroken, ReadError
from index.filing import LONGEST_PATH, digest_of, noted, second_id
from index.origins import Copies
from index.pace import Pace, Progress
from index.reading import Found, find_files, read_file
from index.signatures import signature
from index.stating import keeping_what_was_set
from index.store import Filed, Store, Writing
from index.tidying import by_own_id, taken_before, tidy
from index.types import Article, Passage

TOGETHER = 256  # passages embedded and written at a time: few enough to lose little, enough to batch by length
FIRST = 16  # passages in the first batch, so that embedding begins at once; each next one is twice as large
FAILED_TOGETHER = 500  # files that could not be read, written at a time
AHEAD = 2  # such batches on their way: one that is embedded, and the next

_log = logging.getLogger("dateline")


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
    with _writing(store) as writing, _embedding(store) as embed:
        run = _Run(store, writing, embed, len(files))
        for found in [found for found in files if run.is_new(found)]:
            run.take(found)
            progress(run.progress())
        run.put()
        run.take_stock(places, {str(f.path) for f in files}, prune=prune)
        run.tidy()
    progress(run.progress())
    return run.report()


def remove(ids: Sequence[str], store: Store) -> None:
    """Removes reports everywhere; what were their copies stay grouped. Raises UnknownReport, StoreLocked."""
    with _writing(store) as writing:
        copies = Copies(store)
        for id in ids:
            copies.forget(id)
            writing.remove(id, copies.regrouped())


@contextmanager
def _writing(store: Store) -> Iterator[Writing]:
    """The writer's lock. That an index, such as one on a server, cannot follow does not undo what was written."""
    written = False
    try:
        with store.writing() as writing:
            yield writing
            written = True
    except IndexBroken as error:
        if not written:
            raise
        _log.warning("%s What was written is in; `dateline check --repair` brings the index up to date.", error)


Embed = Callable[[Sequence[str]], Future[Vectors]]


@contextmanager
def _embedding(store: Store) -> Iterator[Embed]:
    """Embeds in a thread of its own, one batch after the other; what was not begun when it ends never is."""
    pool = ThreadPoolExecutor(1, "embedding")
    try:
        yield lambda texts: pool.submit(store.embedder.embed, texts)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A report on its way into the store."""

    article: Article
    passages: tuple[Passage, ...]
    path: str
    digest: str  # of the file, with the last of its reports; "" with the others
    share: float  # bytes of the file that it stands for


class _Run:
    """One indexing, as it goes."""

    def __init__(self, store: Store, writing: Writing, embed: Embed, files: int) -> None:
        self._store = store
        self._writing = writing
        self._embed = embed
        self._copies = Copies(store)
        self._known = {source.id: source for source in store.sources()}
        self._digests = writing.files()
        self._kept = writing.texts_by_file()
        self._together = min(FIRST, TOGETHER)
        self._waiting: list[_Waiting] = []
        self._sent: deque[tuple[list[_Waiting], Future[Vectors]]] = deque()
        self._done: dict[str, list[str]] = {"added": [], "updated": [], "unchanged": [], "removed": [], "gone": []}
        self._failed: list[tuple[str, str]] = []
        self._unread: dict[str, str] = {}  # files that failed, and why, not yet written
        self._pace = Pace(files)

    def is_new(self, found: Found) -> bool:
        """Whether a file is to be read; remembers the reports of one that is not, or why it cannot be."""
        path = str(found.path)
        try:
            if found.refused:
                raise ReadError(f"{found.path.name} {found.refused}")
            if path != noted(path):
                raise ReadError(f"{found.path.name[:100]} lies too deep: its path is longer than {LONGEST_PATH} bytes.")
            if self._digests.get(path) == _digest(found.path):
                self._done["unchanged"].extend(self._kept.get(path, ()))
                self._pace.done(files=1)
                return False
            self._pace.expect(path, found.path.stat().st_size)
        except ReadError as error:
            self._fail(path, str(error))
            return False
        return True

    def take(self, found: Found) -> None:
        """Reads a file, and sends its reports on their way where they are new or changed."""
        path = str(found.path)
        try:
            kept = self._kept.get(path, {})
            taken = taken_before(self._store, map(self._known.__getitem__, kept))
            reading = read_file(found.path, by_own_id(taken, path))
        except ReadError as error:
            self._fail(path, str(error))
            self._pace.done(read=self._pace.size(path))
            return
        self._failed.extend((path, f"{where}: {why}") for where, why in reading.failed)
        articles = [self._identified(article, path, kept) for article in reading.articles]
        for id in set(kept) - {article.source.id for article in articles}:
            self._remove(id)
        share = self._pace.size(path) / max(1, len(articles))
        changed = [article for article in articles if not self._is_in(article, kept)]
        self._pace.done(read=share * (len(articles) - len(changed)))
        for number, article in enumerate(changed, start=1):
            digest = reading.digest if number == len(changed) else ""
            self._waiting.append(_Waiting(article, chunk(article), path, digest, share))
            if sum(len(one.passages) for one in self._waiting) >= self._together:
                self._send()
        if not changed:
            self._writing.was_read(path, reading.digest)
            self._pace.done(files=1)

    def put(self) -> None:
        """Writes all that is on its way."""
        self._tell_failures()
        self._send()
        while self._sent:
            self._file()

    def take_stock(self, places: Sequence[Path], there: set[str], *, prune: bool) -> None:
        """Finds the reports whose file is no longer under the given places."""
        folders = [place.resolve() for place in places]
        for source in list(self._known.values()):
            path = Path(source.path or "")
            if source.path and source.path not in there and any(path.is_relative_to(f) for f in folders):
                if prune:
                    self._remove(source.id)
                else:
                    self._done["gone"].append(source.id)
        noted_there = {noted(path) for path in there}
        for failed, _ in self._writing.failures():
            if failed not in noted_there and any(Path(failed).is_relative_to(f) for f in folders):
                self._writing.forget_file(failed)

    def progress(self) -> Progress:
        """How far it has come."""
        return self._pace.now()

    def tidy(self) -> None:
        """Takes out what recurs among the reports that are in; earlier ones that it changes are updated."""
        for id in tidy(self._store, self._writing, keeping_what_was_set):
            if id not in self._done["added"] and id not in self._done["updated"]:
                self._done["updated"].append(id)
                self._done["unchanged"] = [other for other in self._done["unchanged"] if other != id]

    def report(self) -> BuildReport:
        """What it did."""
        return BuildReport(**{name: tuple(ids) for name, ids in self._done.items()}, failed=tuple(self._failed))

    def _identified(self, article: Article, path: str, kept: Mapping[str, str]) -> Article:
        """A report under the id that it is kept by: one that another file holds too is a second source."""
        id = article.source.id
        holder = self._known.get(id)
        second = second_id(id, path)
        if second in kept or (holder and holder.path != path and Path(holder.path or "").exists()):
            id = second
        known = self._known.get(id)
        source = replace(article.source, id=id, origin=id)
        return replace(article, source=keeping_what_was_set(source, known) if known else source)

    def _is_in(self, article: Article, kept: Mapping[str, str]) -> bool:
        """Whether a report is there as it is now; if not, it is counted as added or updated."""
        source = article.source
        known = self._known.get(source.id)
        if known and kept.get(source.id) == digest_of(article.text) and replace(source, origin=known.origin) == known:
            self._done["unchanged"].append(source.id)
            return True
        self._done["updated" if known else "added"].append(source.id)
        self._known[source.id] = source
        return False

    def _send(self) -> None:
        """Has what is waiting embedded, and writes what came back."""
        batch, self._waiting = self._waiting, []
        self._together = min(2 * self._together, TOGETHER)
        if batch:
            self._sent.append((batch, self._embed([p.text for one in batch for p in one.passages])))
        while len(self._sent) > AHEAD:
            self._file()

    def _file(self) -> None:
        """Writes the oldest batch, as soon as it is embedded."""
        batch, embedded = self._sent.popleft()
        vectors = embedded.result()
        filed, at = [], 0
        for one in batch:
            mine = vectors[at : at + len(one.passages)]
            at += len(one.passages)
            its = signature(one.article.text)
            source = replace(one.article.source, origin=self._copies.origin(one.article.source, its))
            passages = tuple(replace(p, source=source) for p in one.passages)
            filed.append(Filed(replace(one.article, source=source), passages, mine, one.path, one.digest, its))
        self._writing.put(filed, self._copies.regrouped())
        self._pace.done(files=sum(bool(one.digest) for one in batch), passages=at, read=sum(one.share for one in batch))

    def _remove(self, id: str) -> None:
        self._known.pop(id, None)
        self._copies.forget(id)
        self._writing.remove(id, self._copies.regrouped())
        self._done["removed"].append(id)

    def _fail(self, path: str, why: str) -> None:
        self._failed.append((path, why))
        self._unread[noted(path)] = why
        self._pace.done(files=1)
        if len(self._unread) >= FAILED_TOGETHER:
            self._tell_failures()

    def _tell_failures(self) -> None:
        """Writes which files could not be read: a transaction for each would take long."""
        if self._unread:
            self._writing.failed(self._unread)
            self._unread = {}


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ReadError(f"{path.name} cannot be opened: {error.strerror}.") from error
