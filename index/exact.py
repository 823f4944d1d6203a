"""Exact search over the record's vectors: all of them, or those of the reports that changed after some change."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.arrays import Vectors
from index.catalogue import Mask
from index.record import Record

Places = list[tuple[int, int, float]]  # row of a passage's report in the catalogue, place in it, cosine; best first

GONE = -1


class ExactSearch:
    """Vectors in memory, kept in step with the record; 1.5 kB a passage at 384 dimensions.

    With `since`, those of reports that changed after that change, whichever of them are still there.
    """

    def __init__(self, record: Record, since: int = 0) -> None:
        self._record = record
        self._lock = Lock()
        self.since = since
        self._change = since
        self._changed: frozenset[int] = frozenset()
        self._matrix: Vectors = np.empty((0, 0), dtype=np.float32)  # with room for more
        self._rows = np.empty(0, dtype=np.int32)  # of each passage: its report's row, or GONE
        self._ordinals = np.empty(0, dtype=np.int32)  # of each passage: its place in its report

    def follow(self, change: int, rows: Mapping[str, int]) -> frozenset[int]:
        """Takes in what changed up to a change; the rows of all reports that changed since `since`.

        `rows` is each report's row by its key. Reports that it does not have come in when it does.
        """
        with self._lock:
            if change != self._change:
                whole = self._change == 0
                keys = None if whole else self._record.changed(self._change)
                changed = [rows[key] for key in keys or () if key in rows]
                self._drop(changed)
                self._take(self._record.vectors_by_key(keys), rows)
                self._changed |= set(changed)
                self._change = change
            return self._changed

    def size(self, inside: Mask | None) -> int:
        """How many passages it holds, or holds of some rows."""
        return int(np.count_nonzero(_within(self._rows, inside)))

    def nearest(self, vector: Vectors, k: int, inside: Mask | None) -> Places:
        """The best k of all passages, or of those of some rows."""
        with self._lock:
            rows, ordinals, matrix = self._rows, self._ordinals, self._matrix[: len(self._rows)]
        chosen = np.flatnonzero(_within(rows, inside))
        if not len(chosen):
            return []
        # To pick rows out copies them: worth it where few are wanted.
        scores = (matrix @ vector)[chosen] if 4 * len(chosen) > len(rows) else matrix[chosen] @ vector
        return _best(rows[chosen], ordinals[chosen], scores, k)

    def _drop(self, changed: Sequence[int]) -> None:
        gone = np.isin(self._rows, np.array(changed, dtype=np.int32))
        if gone.any():
            self._rows = np.where(gone, GONE, self._rows).astype(np.int32)  # a copy: others may be searching
        if 2 * np.count_nonzero(self._rows < 0) > len(self._rows):
            left = self._rows >= 0
            self._matrix = self._matrix[: len(self._rows)][left]
            self._rows, self._ordinals = self._rows[left], self._ordinals[left]

    def _take(self, batches: Iterable[Sequence[tuple[str, int, bytes]]], rows: Mapping[str, int]) -> None:
        new_rows, new_ordinals = [self._rows], [self._ordinals]
        count = len(self._rows)
        for batch in batches:
            known = [(rows[key], ordinal, vector) for key, ordinal, vector in batch if key in rows]
            if known:
                vectors = np.frombuffer(b"".join(vector for _, _, vector in known), dtype="<f4").reshape(len(known), -1)
                self._matrix = _with_room(self._matrix, count, count + len(known), vectors.shape[1])
                self._matrix[count : count + len(known)] = vectors
                count += len(known)
                new_rows.append(np.array([row for row, _, _ in known], dtype=np.int32))
                new_ordinals.append(np.array([ordinal for _, ordinal, _ in known], dtype=np.int32))
        self._rows, self._ordinals = np.concatenate(new_rows), np.concatenate(new_ordinals)


def nearest_of(record: Record, keys: Collection[str], rows: Mapping[str, int], vector: Vectors, k: int) -> Places:
    """The best k passages of some reports, of which alone the vectors are read."""
    search = ExactSearch(record)
    search._take(record.vectors_by_key(list(keys)), rows)
    return search.nearest(vector, k, None)


def _within(rows: NDArray[np.int32], inside: Mask | None) -> Mask:
    """Which passages are there still, and lie in some rows."""
    if inside is None:
        return rows >= 0
    # One more, that is False: for GONE, which is -1, and for rows that are newer than the mask.
    return np.append(inside, False)[np.minimum(rows, len(inside))]


def _with_room(matrix: Vectors, used: int, wanted: int, dimension: int) -> Vectors:
    """A matrix with at least so many rows; the used ones are kept. Grows by half, so that it is seldom copied."""
    if wanted <= len(matrix):
        return matrix
    grown = np.empty((max(wanted, used * 3 // 2), dimension), dtype=np.float32)
    grown[:used] = matrix[:used] if used else 0
    return grown


def _best(rows: NDArray[np.int32], ordinals: NDArray[np.int32], scores: NDArray[np.float32], k: int) -> Places:
    few = np.argpartition(-scores, min(k, len(scores)) - 1)[:k]
    found = [(int(rows[i]), int(ordinals[i]), float(scores[i])) for i in few]
    return sorted(found, key=lambda place: (-place[2], place[0], place[1]))
