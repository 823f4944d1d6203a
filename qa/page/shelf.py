"""What visitors do with the collection itself: add dropped files, remove, check, repair. One of these at a time."""

import hashlib
import re
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import BuildReport, Health, Store, build
from index.building import remove
from index.errors import DatelineError, StoreLocked
from index.formats import formats
from index.pace import Progress

MOST_FILES = 50  # of one drop
LARGEST_FILE = 20 * 1024 * 1024  # bytes
ADDED = "added"  # the folder in the collection's own that dropped files are kept in
_LONGEST_NAME = 120  # characters


@dataclass(frozen=True, slots=True)
class Added:
    """What became of dropped files."""

    report: BuildReport
    refused: tuple[tuple[str, str], ...]  # name, and why it was not even read


def suffixes() -> list[str]:
    """The endings of files that are read, in lower case."""
    return sorted(formats())


class Shelf:
    """The collection, as far as a page may change it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._busy = threading.Lock()

    def add(self, files: Sequence[Path], progress: Callable[[Progress], None]) -> Added:
        """Moves files into the collection's folder and reads them; a file of a known name takes its place.

        Raises StoreLocked where somebody else is writing, StoreUnwritable.
        """
        folder = self._store.home / ADDED
        refused = [(file.name, f"Only {MOST_FILES} files can be added at once.") for file in files[MOST_FILES:]]
        with self._alone():
            kept: list[Path] = []
            for file in files[:MOST_FILES]:
                if why := _refusal(file):
                    refused.append((file.name, why))
                    continue
                folder.mkdir(parents=True, exist_ok=True)
                kept.append(folder / _plain_name(file.name))
                shutil.copyfile(file, kept[-1])
            report = build(kept, self._store, progress=progress) if kept else BuildReport()
        return Added(report, tuple(refused))

    def remove(self, id: str) -> None:
        """Removes a report everywhere, with the dropped file that it came from.

        The file stays while other reports are from it. Raises UnknownReport, StoreLocked.
        """
        with self._alone():
            source = self._store.article(id).source
            remove([source.id], self._store)
            self._forget(source.path or "")

    def forget(self, handle: str) -> None:
        """Forgets that a file could not be read. Raises StoreLocked."""
        with self._alone():
            for path in [path for path, _ in self._store.failures() if handle_of(path) == handle]:
                with self._store.writing() as writing:
                    writing.forget_file(path)
                self._forget(path)

    def check(self) -> Health:
        """Whether the record and its indexes agree."""
        return self._store.check()

    def repair(self) -> Health:
        """Makes anew what does not agree. Raises StoreLocked, StoreUnwritable."""
        with self._alone():
            return self._store.repair()

    def _alone(self) -> "_Alone":
        return _Alone(self._busy)

    def _forget(self, path: str) -> None:
        """Deletes a file that was dropped here, where no report is left of it; other files are their owner's."""
        file = Path(path)
        is_ours = bool(path) and file.parent == self._store.home.absolute() / ADDED
        if is_ours and not any(s.path == path for s in self._store.sources()):
            file.unlink(missing_ok=True)


class _Alone:
    """Waits for nobody: a second change at the same time is refused."""

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock

    def __enter__(self) -> None:
        if not self._lock.acquire(blocking=False):
            raise StoreLocked("The collection is being changed at this moment. Try again when that is done.")

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def handle_of(path: str) -> str:
    """What a page calls a file by, which tells nothing of where it lies."""
    return hashlib.sha256(path.encode("utf-8", "replace")).hexdigest()[:16]


def speakable(error: DatelineError, home: Path) -> str:
    """An error for visitors: without where on this machine the collection lies, or which process holds it."""
    if isinstance(error, StoreLocked):
        return "The collection is being changed at this moment. Try again when that is done."
    return str(error).replace(str(home.absolute()), "the collection's folder").replace(str(home), "its folder")


def _refusal(file: Path) -> str:
    if file.suffix.lower() not in formats():
        return f"is of a kind that is not read; those are {', '.join(suffixes())}."
    size = file.stat().st_size
    return f"is larger than {LARGEST_FILE // 1024**2} MB." if size > LARGEST_FILE else ""


def _plain_name(name: str) -> str:
    """A file's name without what a file system or a reader of the list could stumble over."""
    stem, dot, suffix = name.rpartition(".")
    stem = re.sub(r"[^\w .,()-]+", "-", stem).strip(" .-")[:_LONGEST_NAME]
    return f"{stem or 'report'}{dot}{suffix.lower()}"
