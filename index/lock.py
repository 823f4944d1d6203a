"""One writer at a time, and who it is. The lock goes with the process that holds it, however that ends."""

import json
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import StoreLocked, StoreUnwritable

LOCK = "writer.lock"
HOLDER = "writer.json"


@contextmanager
def writer(home: Path) -> Iterator[None]:
    """Holds the writer's lock on a folder, which is made if need be.

    Raises StoreLocked, naming who holds it, and StoreUnwritable.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(home / LOCK, timeout=0)
        lock.acquire()
    except Timeout:
        raise StoreLocked(f"{holder(home)} is writing to {home}. Wait until it has ended, or stop it.") from None
    except OSError as error:
        raise StoreUnwritable(
            f"{home} cannot be written to: {error.strerror}. Make it writable, or set DATELINE_HOME to another folder."
        ) from error
    try:
        _sign(home)
        yield
    finally:
        lock.release()


def holder(home: Path) -> str:
    """Who last took the lock, in words."""
    try:
        known = json.loads((home / HOLDER).read_text())
        return f"Process {known['pid']} ({known['command']}, since {known['since']})"
    except (OSError, ValueError, TypeError, KeyError):
        return "Another process"


def _sign(home: Path) -> None:
    command = shlex.join([Path(sys.argv[0] or "python").name, *sys.argv[1:]])[:120]
    since = datetime.now().astimezone().isoformat(" ", "seconds")
    try:
        new = home / f"{HOLDER}.new"
        new.write_text(json.dumps({"pid": os.getpid(), "command": command, "since": since}))
        new.replace(home / HOLDER)
    except OSError as error:
        raise StoreUnwritable(f"{home} cannot be written to: {error.strerror}. Make room, then try again.") from error
