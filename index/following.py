"""Both indexes kept in step with the record: caught up, compared, made anew."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.arrays import Vectors
from index.errors import IndexBroken, StoreError, StoreMismatch
from index.filing import State
from index.lexical import WordIndex
from index.record import Record
from index.served import ServedVectors
from index.vectors import LocalVectors

SAMPLE = 200  # passages whose vectors `check` compares and searches for
SLACK = 1000  # replaced passages that may take room in the vector index before it is made anew

AnyIndex = LocalVectors | ServedVectors | WordIndex

_log = logging.getLogger("dateline")


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the record and its two indexes agree."""

    agrees: bool
    change: int  # the number of the record's last change
    reports: int
    passages: int  # in the record
    vectors: int  # passages in Chroma
    words: int  # passages in the word index
    differs: tuple[str, ...]  # what does not agree, in words
    failures: tuple[tuple[str, str], ...]  # files that could not be read when last tried, and why


class Indexes:
    """The vector index and the word index of one record."""

    def __init__(self, record: Record, home: Path, chroma_url: str) -> None:
        self._record = record
        self.vectors: LocalVectors | ServedVectors = (
            ServedVectors(chroma_url, lambda: record.meta().get("record", ""))
            if chroma_url
            else LocalVectors(home / "chroma")
        )
        self.words = WordIndex(home / "words")

    def check(self) -> Health:
        """Compares both with the record."""
        ids = self._record.passage_ids()
        change = self._record.change()
        vectors, differs = self._compare_vectors(ids, change)
        words, also = self._compare_words(ids, change)
        return Health(
            agrees=not (differs or also),
            change=change,
            reports=len(self._record.keys()),
            passages=len(ids),
            vectors=vectors,
            words=words,
            differs=(*differs, *also),
            failures=self._record.failures(),
        )

    # by whoever holds the lock

    def words_follow(self) -> None:
        """Brings the word index up to date; one that is broken is left to `follow`."""
        try:
            if self.words.state() is None:
                self._make(self.words)
            else:
                self._update(self.words)
        except IndexBroken as error:
            _log.info("%s", error)
            self.words.rest()

    def follow(self) -> None:
        """Brings both up to date; an index that cannot be, or in which removed reports may stand, is made anew."""
        for index in (self.words, self.vectors):
            why = self._why_anew(index)
            try:
                if why is None:
                    self._update(index)
            except IndexBroken as error:
                why = str(error)
            if why is not None:
                _log.info("An index is made anew: %s", why)
                self._make(index)

    def mend(self) -> None:
        """Brings both up to date and makes anew what then does not agree with the record."""
        try:
            self.follow()
        except StoreMismatch:  # a collection on a server that is not ours yet
            self._make(self.vectors)
        ids, change = self._record.passage_ids(), self._record.change()
        if self._compare_words(ids, change)[1]:
            self._make(self.words)
        if self._compare_vectors(ids, change)[1]:
            self._make(self.vectors)

    def rest(self) -> None:
        """Lets go of what writing needed."""
        self.words.rest()

    def close(self) -> None:
        """Lets go of all files."""
        self.words.close()
        self.vectors.close()

    def _why_anew(self, index: AnyIndex) -> str | None:
        try:
            state = index.state()
        except IndexBroken as error:
            return str(error)
        change = self._record.change()
        if state is None:
            return "There is none yet." if change else None
        if state.change > change:
            return "It holds changes that the record does not know."
        if state.born < int(self._record.meta().get("purged", 0)):
            return "What was removed may stand in it."
        if state.written > 2 * len(self._record.passage_ids()) + SLACK:
            return "Most of it is passages that were replaced."
        return None

    def _update(self, index: AnyIndex) -> None:
        change, state = self._record.change(), index.state()
        if state is not None and state.change != change:
            keys = self._record.changed(state.change)
            index.update(keys, self._record.kept(keys), change)

    def _make(self, index: AnyIndex) -> None:
        change = self._record.change()
        index.rebuild(self._record.kept(self._record.keys()), change)

    def _compare_vectors(self, ids: frozenset[str], change: int) -> tuple[int, list[str]]:
        """How many passages Chroma holds, and in what it differs from the record."""
        sample = sorted(ids)[:: max(1, len(ids) // SAMPLE)]
        try:
            differs = _behind("vector", self.vectors.state(), change, ids)
            held, vectors = self.vectors.contents(sample)
            differs += _different("vector", held, ids)
            if not differs:
                differs += self._compare_sample(vectors, sample, change)
        except StoreError as error:
            return 0, [str(error)]
        return len(held), differs

    def _compare_sample(self, vectors: Mapping[str, Vectors], sample: Sequence[str], change: int) -> list[str]:
        ours = self._record.vectors(sample)
        wrong = sum(not np.allclose(vectors[id], ours[id], atol=1e-4) for id in sample if id in vectors)
        lost = 0
        for id in sample:
            found = self.vectors.search(ours[id], 5, change) or []
            # Copies have one vector: any of them will do.
            lost += not any(hit[0] == id or hit[2] > 1 - 1e-5 for hit in found)
        differs = [f"{wrong} of {len(sample)} passages have another vector in the vector index."] if wrong else []
        return differs + ([f"{lost} of {len(sample)} passages are not found in the vector index."] if lost else [])

    def _compare_words(self, ids: frozenset[str], change: int) -> tuple[int, list[str]]:
        """How many passages the word index holds, and in what it differs from the record."""
        try:
            differs = _behind("word", self.words.state(), change, ids)
            held = self.words.contents()
        except StoreError as error:
            return 0, [str(error)]
        return len(held), differs + _different("word", held, ids)


def _behind(name: str, state: State | None, change: int, ids: frozenset[str]) -> list[str]:
    if state is None:
        return [f"There is no {name} index yet."] if ids else []
    if state.change != change:
        return [f"The {name} index holds change {state.change}, the record {change}."]
    return []


def _different(name: str, held: frozenset[str], ids: frozenset[str]) -> list[str]:
    differs = [f"The {name} index lacks {len(ids - held)} passages."] if ids - held else []
    return differs + ([f"The {name} index holds {len(held - ids)} passages too many."] if held - ids else [])
