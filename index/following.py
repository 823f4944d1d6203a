"""Both indexes kept in step with the record: caught up, compared, made anew."""

import logging
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.arrays import Vectors
from index.errors import IndexBroken, StoreError, StoreMismatch
from index.filing import State, key_of
from index.local import LocalVectors
from index.record import Record
from index.served import ServedVectors
from index.vectors import address, key_in
from index.words import WordIndex

SAMPLE = 200  # reports whose vectors `check` compares and searches for
MISSED = 0.02  # of the sample, that an approximate search may miss: a few in a thousand at 100,000 passages
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
    vectors: int  # passages in Chroma, or searched beside it until it takes them in
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
        reports = {key_of(source.id): n for source, n in self._record.sources()}
        vectors, differs = self._compare_vectors(reports, change)
        words, also = self._compare_words(ids, change)
        return Health(
            agrees=not (differs or also),
            change=change,
            reports=len(reports),
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
                    self._purge(index)
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
        if self._compare_vectors({key_of(source.id): n for source, n in self._record.sources()}, change)[1]:
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
        if state.written > 2 * self._record.size() + SLACK:
            return "Most of it is passages that were replaced."
        return None

    def _update(self, index: AnyIndex) -> None:
        change, state = self._record.change(), index.state()
        if state is None or state.change == change:
            return
        keys = self._record.changed(state.change)
        if isinstance(index, WordIndex) or not index.may_wait(self._waiting(keys), self._record.size()):
            index.update(keys, self._record.kept(keys), change)
        elif state.clean < self._purged():
            index.scrub(frozenset(keys), change)

    def _purge(self, index: AnyIndex) -> None:
        """Takes out of the word index's files what still stands there of reports that were removed."""
        state = index.state()
        if isinstance(index, WordIndex) and state is not None and state.clean < self._purged():
            gone = set(self._record.changed(state.clean)).difference(self._record.keys())
            index.purge(gone, self._record.kept)

    def _make(self, index: AnyIndex) -> None:
        change = self._record.change()
        index.rebuild(self._record.kept(self._record.keys()), change, self._record.size())

    def _waiting(self, keys: Sequence[str]) -> int:
        """How much a vector index must take in, in passages; one that was removed counts too."""
        return max(len(keys), sum(n for _, n in self._record.sources(keys)))

    def _purged(self) -> int:
        """The change of the last removal."""
        return int(self._record.meta().get("purged", 0))

    def _compare_vectors(self, reports: Mapping[str, int], change: int) -> tuple[int, list[str]]:
        """How many passages Chroma, and what is searched beside it, hold; and in what they differ from the record.

        `reports` says how many passages each report has, by its key.
        """
        try:
            state = self.vectors.state()
            if state is None or state.change > change:
                return 0, _behind("vector", state, change, reports)
            newer = frozenset(self._record.changed(state.change))
            if not self.vectors.may_wait(self._waiting(list(newer)), sum(reports.values())):
                return 0, _behind("vector", state, change, reports)
            sample = sorted(reports.keys() - newer)[:: max(1, len(reports) // SAMPLE)]
            ours = {address(one.key, i): v for one in self._record.kept(sample) for i, v in enumerate(one.vectors)}
            held, theirs = self.vectors.contents(list(ours))
            held = frozenset(id for id in held if key_in(id) not in newer)
            differs = _different("vector", held, places(reports, newer))
            if not differs:
                differs += self._compare_sample(ours, theirs, state.change)
        except StoreError as error:
            return 0, [str(error)]
        return len(held) + sum(reports.get(key, 0) for key in newer), differs

    def _compare_sample(self, ours: Mapping[str, Vectors], theirs: Mapping[str, Vectors], change: int) -> list[str]:
        wrong = sum(not np.allclose(theirs[id], ours[id], atol=1e-4) for id in theirs)
        lost = 0
        for id in ours:
            found = self.vectors.search(ours[id], 5, change) or []
            # Copies have one vector: any of them will do.
            lost += not any(address(key, i) == id or cosine > 1 - 1e-5 for key, i, cosine in found)
        differs = [f"{wrong} of {len(ours)} passages have another vector in the vector index."] if wrong else []
        found_badly = lost > MISSED * len(ours)
        return differs + ([f"{lost} of {len(ours)} passages are not found in the vector index."] if found_badly else [])

    def _compare_words(self, ids: frozenset[str], change: int) -> tuple[int, list[str]]:
        """How many passages the word index holds, and in what it differs from the record."""
        try:
            differs = _behind("word", self.words.state(), change, ids)
            held = self.words.contents()
        except StoreError as error:
            return 0, [str(error)]
        return len(held), differs + _different("word", held, ids)


def places(reports: Mapping[str, int], without: Container[str]) -> frozenset[str]:
    """What Chroma calls the passages of reports."""
    return frozenset(address(key, i) for key, n in reports.items() if key not in without for i in range(n))


def _behind(name: str, state: State | None, change: int, ids: Collection[str]) -> list[str]:
    if state is None:
        return [f"There is no {name} index yet."] if ids else []
    if state.change != change:
        return [f"The {name} index holds change {state.change}, the record {change}."]
    return []


def _different(name: str, held: frozenset[str], ids: frozenset[str]) -> list[str]:
    differs = [f"The {name} index lacks {len(ids - held)} passages."] if ids - held else []
    return differs + ([f"The {name} index holds {len(held - ids)} passages too many."] if held - ids else [])
