"""Long work on the command line: how far it has come, and how it is stopped."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa import rendering

if TYPE_CHECKING:
    from index.pace import Progress

REDRAWN, LOGGED = 0.2, 10.0  # seconds between two tellings: on a terminal, in a log
_WIPE = "\r\x1b[K"  # a terminal's line


class _Stopped(BaseException):
    """The process was told to stop; carries the exit status that tells by what."""


@contextmanager
def stoppable(said: str) -> Iterator[None]:
    """Ends the process with what is said, instead of a traceback or in silence, on Ctrl-C (130) and SIGTERM (143)."""

    def stop(number: int, _: object) -> None:
        raise _Stopped(128 + number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except _Stopped as stopped:
        _tell(f"{said}\n")
        sys.exit(stopped.args[0])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def told(*, quiet: bool) -> Iterator[Callable[["Progress"], None]]:
    """Tells on standard error how far an indexing has come: in one line of a terminal, or now and then in a log."""
    is_terminal = sys.stderr.isatty()
    told_at = 0.0 if is_terminal else time.monotonic()

    def tell(progress: "Progress") -> None:
        nonlocal told_at
        if quiet or time.monotonic() - told_at < (REDRAWN if is_terminal else LOGGED):
            return
        told_at = time.monotonic()
        line = rendering.progress(progress)
        _tell(f"{_WIPE}{line}" if is_terminal else f"{line}\n")

    try:
        yield tell
    finally:
        if is_terminal and told_at:
            _tell(_WIPE)


def _tell(words: str) -> None:
    sys.stderr.write(words)
    sys.stderr.flush()
