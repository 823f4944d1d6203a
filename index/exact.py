"""Exact search over the record's vectors: what answers where Chroma cannot, and where few passages are in question."""

from collections.abc import Collection
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.arrays import Vectors
from index.filing import key_of
from index.record import Record


class ExactSearch:
    """All vectors in memory, kept in step with the record; about 1.5 kB a passage at 384 dimensions."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._lock = Lock()
        self._change = 0
        self._ids: list[str] = []
        self._sources: list[str] = []
        self._matrix: Vectors = np.empty((0, 0), dtype=np.float32)

    def nearest(self, vector: Vectors, k: int, inside: Collection[str] | None) -> list[tuple[str, str, float]]:
        """The best k of all passages, or of some reports': id, report's id and cosine, best first."""
        with self._lock:
            self._follow()
            ids, sources, matrix = self._ids, self._sources, self._matrix
        if inside is not None:
            rows = [i for i, source in enumerate(sources) if source in inside]
            ids, sources, matrix = [ids[i] for i in rows], [sources[i] for i in rows], matrix[rows]
        return _best(ids, sources, matrix, vector, k)

    def nearest_of(self, source_ids: Collection[str], vector: Vectors, k: int) -> list[tuple[str, str, float]]:
        """The same among some reports, of which alone the vectors are read."""
        ids, sources, matrix = self._record.vectors_of(sorted(source_ids))
        return _best(ids, sources, matrix, vector, k)

    def _follow(self) -> None:
        change = self._record.change()
        if change == self._change:
            return
        if self._change == 0:
            self._ids, self._sources, self._matrix = self._record.vectors_of()
        else:
            changed = set(self._record.changed(self._change))
            gone = {source for source in set(self._sources) if key_of(source) in changed}
            keep = [i for i, source in enumerate(self._sources) if source not in gone]
            new = list(self._record.kept(changed))
            matrices = [self._matrix[keep], *(kept.vectors for kept in new if kept.passages)]
            self._ids = [self._ids[i] for i in keep] + [p.id for kept in new for p in kept.passages]
            self._sources = [self._sources[i] for i in keep] + [p.source.id for kept in new for p in kept.passages]
            self._matrix = np.concatenate([m for m in matrices if m.size] or [self._matrix[:0]])
        self._change = change


def _best(ids: list[str], sources: list[str], matrix: Vectors, vector: Vectors, k: int) -> list[tuple[str, str, float]]:
    if not ids:
        return []
    scores: NDArray[np.float32] = matrix @ vector
    few = np.argpartition(-scores, min(k, len(ids)) - 1)[:k]
    order = sorted(few, key=lambda i: (-scores[i], ids[i]))
    return [(ids[i], sources[i], float(scores[i])) for i in order]
