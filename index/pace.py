"""How far an indexing has come, and how long it may take."""

from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an indexing has come."""

    done: int  # files whose reports are in, or that needed nothing
    files: int  # files in all
    passages: int  # put in so far
    rate: float = 0.0  # passages put in a second
    seconds_left: float | None = None  # an estimate, by the bytes that are still to be read; None: none yet


class Pace:
    """Counts what is done of some files."""

    def __init__(self, files: int) -> None:
        self._files = files
        self._settled = 0  # files whose reports are in, or that needed nothing
        self._passages = 0
        self._to_read: dict[str, int] = {}  # bytes of the files that are new
        self._in_all = 0  # bytes of those
        self._read = 0.0  # bytes of which all is in
        self._began = monotonic()

    def expect(self, path: str, size: int) -> None:
        """Takes note of a file that is to be read; time counts from the last such note."""
        self._to_read[path] = size
        self._in_all += size
        self._began = monotonic()

    def size(self, path: str) -> int:
        """The bytes of a file that is to be read."""
        return self._to_read[path]

    def done(self, *, files: int = 0, passages: int = 0, read: float = 0.0) -> None:
        """Takes note of files that are settled, passages that are put in, and bytes that need nothing more."""
        self._settled += files
        self._passages += passages
        self._read += read

    def now(self) -> Progress:
        """How far it has come."""
        seconds = monotonic() - self._began
        left = self._in_all - self._read
        return Progress(
            done=self._settled,
            files=self._files,
            passages=self._passages,
            rate=self._passages / seconds if seconds else 0.0,
            seconds_left=seconds * left / self._read if self._read else None,
        )
