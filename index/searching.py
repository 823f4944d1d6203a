"""Searching one record by meaning and by words, whatever state its indexes are in."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.errors import StoreError, UnknownReport
from index.exact import ExactSearch
from index.following import Indexes
from index.lexical import WordIndex
from index.record import Record
from index.types import EVERYTHING, Hit, Scope, Source

FEW = 1000  # passages: so few are searched exactly, in 2 ms, where opening Chroma alone takes a second
WIDEST = 2000  # passages asked of Chroma at once: beyond, exact search is quicker

Found = list[tuple[str, str, float]]  # passage, report and score of each, best first

_log = logging.getLogger("dateline")


@dataclass(frozen=True)
class Catalogue:
    """The reports as of one change."""

    change: int
    sources: tuple[Source, ...]
    sizes: Mapping[str, int]  # passages of each report, by its id

    @cached_property
    def total(self) -> int:
        """Passages in all."""
        return sum(self.sizes.values())

    def inside(self, scope: Scope) -> frozenset[str] | None:
        """The ids of reports within a scope; None for all."""
        if scope == EVERYTHING:
            return None
        return frozenset(source.id for source in self.sources if scope.admits(source))

    def whole_id(self, start: str) -> str:
        """The only id that begins so. Raises UnknownReport, naming near ones."""
        near = [source.id for source in self.sources if start and source.id.startswith(start)]
        if len(near) == 1:
            return near[0]
        if near:
            raise UnknownReport(f"{len(near)} reports have ids that begin with {start!r}: {', '.join(near[:5])}.")
        import difflib

        like = difflib.get_close_matches(start, [source.id for source in self.sources], 3, 0.5)
        hint = f" Near it: {', '.join(like)}." if like else " `dateline list` shows all."
        raise UnknownReport(f"There is no report {start!r}.{hint}")


class Search:
    """Answers from the indexes where they are in step with the record, else from the record itself."""

    def __init__(self, record: Record, indexes: Indexes) -> None:
        self._record = record
        self._indexes = indexes
        self._exact = ExactSearch(record)
        self._spare_words = WordIndex(None)
        self._lock = Lock()
        self._catalogue: Catalogue | None = None
        self._said: set[str] = set()

    def catalogue(self) -> Catalogue:
        """The reports as they are now."""
        change = self._record.change()
        known = self._catalogue
        if known is None or known.change != change:
            rows = self._record.sources()
            known = Catalogue(change, tuple(source for source, _ in rows), {source.id: n for source, n in rows})
            self._catalogue = known
        return known

    def nearest(self, vector: NDArray[np.float32], k: int, scope: Scope) -> tuple[Hit, ...]:
        """The k nearest passages, by cosine."""
        catalogue = self.catalogue()
        inside = catalogue.inside(scope)
        size = catalogue.total if inside is None else sum(catalogue.sizes[id] for id in inside)
        if not size or k < 1:
            return ()
        if size <= FEW:
            few = self._exact.nearest_of(inside, vector, k) if inside else self._exact.nearest(vector, k, inside)
            return self._hits(few, scope)

        def ask(n: int) -> Found | None:
            return None if n > WIDEST else self._indexes.vectors.search(vector, n, catalogue.change)

        found = self._try("exact search", lambda: _widening(ask, k, inside, size, catalogue.total))
        if found is None or len(found) < min(k, size):
            found = self._exact.nearest(vector, k, inside)
        return self._hits(found[:k], scope)

    def matching(self, words: str, k: int, scope: Scope) -> tuple[Hit, ...]:
        """The k passages that the words fit best, by BM25."""
        catalogue = self.catalogue()
        inside = catalogue.inside(scope)
        size = catalogue.total if inside is None else sum(catalogue.sizes[id] for id in inside)
        if not size or k < 1:
            return ()

        def ask(index: WordIndex, change: int) -> Callable[[], Found | None]:
            return lambda: _widening(lambda n: index.search(words, n, change), k, inside, size, catalogue.total)

        found = self._try("a word index in memory", ask(self._indexes.words, catalogue.change))
        if found is None:
            with self._lock:
                change = self._follow_in_memory()
                found = ask(self._spare_words, change)() or []
        return self._hits(found[:k], scope)

    def _follow_in_memory(self) -> int:
        """Brings the spare word index up to the record; the change that it then holds."""
        change, state = self._record.change(), self._spare_words.state()
        if state is None:
            self._spare_words.rebuild(self._record.kept(self._record.keys()), change)
        elif state.change != change:
            keys = self._record.changed(state.change)
            self._spare_words.update(keys, self._record.kept(keys), change)
            self._spare_words.rest()
        return change

    def _try(self, instead: str, search: Callable[[], Found | None]) -> Found | None:
        """What an index finds; None where it is behind or broken, which is said once."""
        try:
            return search()
        except StoreError as error:
            said = str(error)
            if said not in self._said:
                self._said.add(said)
                _log.warning("%s Until `dateline check --repair` has mended it, %s answers.", said, instead)
            return None

    def _hits(self, found: Found, scope: Scope) -> tuple[Hit, ...]:
        """What was found, as it is in the record now; what was removed or left the scope meanwhile is left out."""
        passages = self._record.passages([id for id, _, _ in found])
        hits = (Hit(passages[id], score) for id, _, score in found if id in passages)
        return tuple(hit for hit in hits if scope.admits(hit.passage.source))


def _widening(
    ask: Callable[[int], Found | None], k: int, inside: frozenset[str] | None, size: int, total: int
) -> Found | None:
    """The best k within a scope, asking for more until enough of them lie in it; None where nobody can say."""
    n = k if inside is None else ceil(1.5 * k * total / size) + k
    while True:
        n = min(n, total)
        found = ask(n)
        if found is None:
            return None
        kept = _within(found, inside)
        if len(kept) >= k or len(found) < n or n == total:
            return kept
        n *= 4


def _within(found: Found, inside: frozenset[str] | None) -> Found:
    return found if inside is None else [hit for hit in found if hit[1] in inside]
