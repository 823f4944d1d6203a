"""The files of Chroma's graph (hnswlib's format): what must not stand in them is taken out of them.

They are only ever changed in ways that no reader can mind: room that is not used, and the vectors of passages that
nobody is given any more, become zeroes.
"""

import io
import os
import pickle
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

HEADER = "<iQQQQQQ"  # version, offset, vectors there is room for, vectors there are, bytes of one, label's and vector's
NAMES = "index_metadata.pickle"  # which passage each label is


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand in `data_level0.bin`: one stretch of bytes a vector."""

    count: int  # vectors
    size: int  # bytes of one, its links and label included
    label_at: int  # bytes from the beginning of its stretch
    vector_at: int


def passages_in(path: Path) -> dict[str, int]:
    """The ids that the graph in a Chroma folder holds, and their labels; {} where it has none yet."""
    found: dict[str, int] = {}
    for file in path.glob(f"*/{NAMES}"):
        found.update(_Plain(io.BytesIO(file.read_bytes())).load()["id_to_label"])
    return found


def blank_passages(path: Path, gone: Callable[[str], bool]) -> int:
    """Overwrites the vectors of some passages, by their ids, with zeroes, also in a folder that is read meanwhile.

    Chroma keeps the vectors of what was deleted, and finds its way by them. How many there were.
    """
    labels = np.array([label for id, label in passages_in(path).items() if gone(id)], dtype=np.uint64)
    if not len(labels):
        return 0
    for header in path.glob("*/header.bin"):
        layout, file = _layout(header), header.with_name("data_level0.bin")
        rows = np.flatnonzero(np.isin(_labels(file, layout), labels))
        with file.open("r+b") as graph:
            for row in rows.tolist():
                graph.seek(row * layout.size + layout.vector_at)
                graph.write(bytes(layout.label_at - layout.vector_at))
            graph.flush()
            os.fsync(graph.fileno())
    return len(labels)


def blank_unused(path: Path) -> None:
    """Zeroes what Chroma wrote beyond its vectors: room for more, filled with whatever this process had in memory."""
    for header in path.glob("*/header.bin"):
        layout = _layout(header)
        for name, width in (("data_level0.bin", layout.size), ("length.bin", 4)):
            file = header.with_name(name)
            length = file.stat().st_size
            if length > layout.count * width:
                os.truncate(file, layout.count * width)
                os.truncate(file, length)


def tidy_database(path: Path) -> None:
    """Drops from Chroma's database the vectors that went through it on their way to the graph; makes it small."""
    with closing(sqlite3.connect(path / "chroma.sqlite3", isolation_level=None)) as database:
        # The last change stays in the queue though it is done.
        done = "SELECT MIN(seq_id) FROM max_seq_id"
        database.execute(f"UPDATE embeddings_queue SET vector = zeroblob(length(vector)) WHERE seq_id <= ({done})")  # noqa: S608
        database.execute("VACUUM")


def _layout(header: Path) -> _Layout:
    _, _, _, count, size, label_at, vector_at = struct.unpack_from(HEADER, header.read_bytes())
    return _Layout(count, size, label_at, vector_at)


def _labels(file: Path, layout: _Layout) -> NDArray[np.uint64]:
    if not layout.count:
        return np.empty(0, dtype=np.uint64)
    rows = np.memmap(file, mode="r", shape=(layout.count, layout.size), dtype=np.uint8)
    return rows[:, layout.label_at : layout.label_at + 8].copy().view("<u8")[:, 0]


class _Plain(pickle.Unpickler):
    """Reads dictionaries, texts and numbers: nothing in a file can have it run anything."""

    def find_class(self, module: str, name: str) -> Any:
        """Never."""
        raise pickle.UnpicklingError(f"{NAMES} holds {module}.{name}")
