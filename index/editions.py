"""An index's folders: each edition in one of its own, and a pointer, replaced atomically, to the one that counts."""

import json
import os
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import IndexBroken

POINTER = "current.json"


@dataclass(frozen=True, slots=True)
class Edition:
    """A folder that holds a whole index."""

    folder: str  # its name beside the pointer
    change: int  # the record's change that it held when it was published
    clean: int  # the change up to which nothing that was removed stands in it
    written: int  # passages written since it was made from nothing: those replaced still take room
    sizes: Mapping[str, int]  # bytes of each file that must not change; {} where files may


class Editions:
    """The editions below one folder. Reading creates nothing; only who holds the writer's lock may draft or publish."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def current(self) -> Edition | None:
        """The edition that counts; None where there is none. Raises IndexBroken where the pointer cannot be read."""
        try:
            return Edition(**json.loads((self._root / POINTER).read_bytes()))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise IndexBroken(f"{self._root / POINTER} cannot be read.") from error

    def path(self, edition: Edition) -> Path:
        """The edition's folder. Raises IndexBroken where a file is missing or not as long as it was."""
        path = self._root / edition.folder
        for name, size in edition.sizes.items():
            file = path / name
            found = file.stat().st_size if file.is_file() else None
            # A database may grow: those who read it leave a note of that in it.
            if found is None or found < size or (found > size and file.suffix != ".sqlite3"):
                raise IndexBroken(f"{file} is missing." if found is None else f"{file} is cut or altered.")
        return path

    def draft(self) -> Path:
        """A fresh, empty folder for the next edition; what an interrupted one left is cleared away. Raises OSError."""
        self._sweep()
        path = self._root / uuid.uuid4().hex[:12]
        path.mkdir(parents=True)
        return path

    def publish(self, path: Path, *, change: int, written: int, sealed: bool) -> None:
        """Makes a drafted folder the one that counts, and deletes the others. Raises OSError."""
        files = [file for file in path.rglob("*") if file.is_file()]
        for file in files:
            to_disk(file)
        sizes = {file.relative_to(path).as_posix(): file.stat().st_size for file in files} if sealed else {}
        self.point_to(Edition(path.name, change, change, written, sizes))
        self._sweep()

    def point_to(self, edition: Edition) -> None:
        """Makes an edition, as it is now, the one that counts. Raises OSError."""
        pointer = self._root / f"{POINTER}.new"
        pointer.write_text(json.dumps(asdict(edition)))
        to_disk(pointer)
        pointer.replace(self._root / POINTER)

    def _sweep(self) -> None:
        """Deletes every folder but the current edition's: what was removed must not stand in an older one."""
        try:
            current = self.current()
        except IndexBroken:
            current = None
        kept = {POINTER, current.folder if current else POINTER}
        for path in self._root.iterdir() if self._root.is_dir() else ():
            if path.name not in kept and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)


def to_disk(file: Path) -> None:
    """Has a file's bytes written to the disk. Raises OSError."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
