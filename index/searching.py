"""Searching one record by meaning and by words, whatever state its indexes are in."""

import logging
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import ceil
from threading import Lock
from time import monotonic, sleep
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

import numpy as np

from index.arrays import Vectors
from index.catalogue import Catalogue, Mask, View
from index.errors import StoreError
from index.exact import GONE, ExactSearch, Places, nearest_of
from index.filing import key_of, passage_id
from index.following import Indexes
from index.record import Record
from index.spare_words import SpareWords
from index.types import Hit, Passage, Query, Results, Scope
from index.vectors import Places as Keyed
from index.words import WordReader

FEW = 1000  # passages: so few are searched exactly, in 2 ms, where opening Chroma alone takes a second
NAMED = 3000  # passages of a small scope: up to so many are read from the record and searched exactly
SMALL = 20  # a scope is small where it is less than this part of all: an index is not asked for all to find it
WIDEST = 10_000  # passages asked of Chroma at once: beyond, exact search is quicker
TRIES = 3  # a writer may publish another edition while one is asked
PATIENCE = 0.5  # seconds to wait for a writer that has written to the record but not yet to the word index,
POLLED = 0.01  # looking as often: to index the same in memory takes longer

Scores = list[tuple[str, float]]  # passages by their ids, best first
Kept = Mapping[str, tuple[Passage, Vectors]]  # passages and their vectors by their ids
Worded = list[tuple[str, str, float]]  # passage, report and score of each, best first
Listed = TypeVar("Listed", Keyed, Worded)
Scored = TypeVar("Scored", Places, Worded)
Row = TypeVar("Row", tuple[int, int, float], tuple[str, str, float])

_log = logging.getLogger("dateline")


class Search:
    """Answers from the indexes, and from the record itself what they do not hold, or not any more."""

    def __init__(self, record: Record, indexes: Indexes) -> None:
        self._record = record
        self._indexes = indexes
        self._lock = Lock()
        self._said: set[str] = set()
        self._catalogue = Catalogue(record)
        self._exact = ExactSearch(record)
        self._newer = ExactSearch(record)  # beside the vector index; another for each edition of it
        self._spare = SpareWords(record)
        self._last_near: Last[Keyed] = Last()
        self._last_matching: Last[Worded] = Last()
        self._held: WeakValueDictionary[str, Passage] = WeakValueDictionary()  # what was found and is still in use

    def catalogue(self) -> Catalogue:
        """The reports as they are now."""
        self._follow()
        return self._catalogue

    def nearest(self, vector: Vectors, k: int, scope: Scope) -> tuple[Hit, ...]:
        """The k nearest passages, by cosine."""
        found = self._nearest(vector, k, scope, self._follow())
        return self._hits(found, scope, self._kept(found))

    def matching(self, words: str, k: int, scope: Scope) -> tuple[Hit, ...]:
        """The k passages that the words fit best, by BM25."""
        found = self._matching(words, k, scope, self._follow())
        return self._hits(found, scope, self._kept(found))

    def search(self, queries: Sequence[Query]) -> Results:
        """Both for each query. What is found more than once is read once."""
        view = self._follow()
        # The narrowest scope first: what is asked of an index for that, a wider one can have the beginning of.
        order = sorted(range(len(queries)), key=lambda at: view.size(view.inside(queries[at].scope)))

        def by_meaning() -> dict[int, Scores]:
            return {at: self._nearest(queries[at].vector, queries[at].k, queries[at].scope, view) for at in order}

        with ThreadPoolExecutor(1, "meaning") as beside:  # Chroma lets other threads work while it searches
            nearest = beside.submit(by_meaning)
            matching = {at: self._matching(queries[at].words, queries[at].k, queries[at].scope, view) for at in order}
            near = nearest.result()
        lists = [[side[at] for at in range(len(queries))] for side in (near, matching)]
        kept = self._kept([hit for side in lists for found in side for hit in found])
        scopes = [query.scope for query in queries]
        hits = [tuple(self._hits(*one, kept) for one in zip(side, scopes, strict=True)) for side in lists]
        passages = {hit.passage.id: hit.passage for pair in zip(*hits, strict=True) for one in pair for hit in one}
        vectors = [kept[id][1] for id in passages]
        matrix = np.stack(vectors) if vectors else np.empty((0, 0), dtype=np.float32)
        return Results(tuple(passages.values()), matrix, *hits)

    def _nearest(self, vector: Vectors, k: int, scope: Scope, view: View) -> Scores:
        for _ in range(TRIES):
            inside = view.inside(scope)
            size = view.size(inside)
            if not size or k < 1:
                return []
            if size <= FEW or _is_named(size, view):
                break
            found = self._try("exact search", lambda: self._by_index(vector, k, inside, view))  # noqa: B023
            if found is not None and len(found) >= min(k, size):
                return _named(found, view)
            now = self._follow()
            if now.change == view.change:
                break
            view = now
        if inside is not None and (size <= FEW or _is_named(size, view)):
            found = nearest_of(self._record, view.keys(inside), view.rows, vector, k)
        else:
            self._exact.follow(view.change, view.rows)
            found = self._exact.nearest(vector, k, inside)
        return _named(found, view)

    def _matching(self, words: str, k: int, scope: Scope, view: View) -> Scores:
        for _ in range(TRIES):
            inside = view.inside(scope)
            if not view.size(inside) or k < 1:
                return []
            found = self._try("a word index in memory", lambda: self._by_words(words, k, inside, view))  # noqa: B023
            if found is not None:
                break
            now = self._follow()
            if now.change == view.change:
                break
            view = now
        if found is None:
            with self._lock:
                spare = self._spare.follow(0, view.change)
            found = _matching(spare, words, k, view, inside)
        return [(id, score) for id, _, score in found]

    def _by_index(self, vector: Vectors, k: int, inside: Mask | None, view: View) -> Places | None:
        """The best of the vector index and of what changed since it was written; None where it cannot say."""
        held = self._indexes.vectors.held(view.change)
        if held is None or held > view.change:
            return None
        with self._lock:
            if self._newer.since != held:
                self._newer = ExactSearch(self._record, held)
            newer = self._newer
        changed = newer.follow(view.change, view.rows)
        found = self._around(vector, k, inside, view, held, changed)
        if found is None:
            return None
        return sorted([*found, *newer.nearest(vector, k, inside)], key=lambda hit: -hit[2])[:k]

    def _around(
        self, vector: Vectors, k: int, inside: Mask | None, view: View, held: int, changed: frozenset[int]
    ) -> Places | None:
        """The best of what the vector index holds and did not change since."""
        left = np.ones(len(view.passages), dtype=np.bool_) if inside is None else inside.copy()
        left[[row for row in changed if row < len(left)]] = False

        def search(n: int) -> Keyed | None:
            return None if n > WIDEST else self._indexes.vectors.search(vector, n, held)

        def ask(n: int) -> Places | None:
            found = self._last_near.first(n, (vector.tobytes(), held), search)
            return None if found is None else [(view.rows.get(key, GONE), i, score) for key, i, score in found]

        def within(found: Places) -> Places:
            return [hit for hit in found if 0 <= hit[0] < len(left) and left[hit[0]]]

        return _widening(ask, within, k, view, left) if view.size(left) else []

    def _by_words(self, words: str, k: int, inside: Mask | None, view: View) -> Worded | None:
        """The best of the word index and of what changed since it was written; None where it cannot say."""
        reader = self._indexes.words.reader()
        if reader is None:
            return None
        until = monotonic() + PATIENCE
        while reader.change < view.change and not self._spare.follows(reader.change) and monotonic() < until:
            sleep(POLLED)  # a writer may be about to commit
            reader = self._indexes.words.reader() or reader
        if reader.ahead > view.change:
            return None
        if reader.change == view.change:
            return _matching(reader, words, k, view, inside, last=self._last_matching)
        with self._lock:
            spare = self._spare.follow(reader.change, view.change)
        left = view.without(inside, self._record.changed(reader.change))
        found = _matching(reader, words, k, view, left)
        newest = _matching(spare, words, k, view, inside, like=reader)
        return sorted([*found, *newest], key=lambda hit: (-hit[2], hit[0]))[:k]

    def _follow(self) -> View:
        """The reports as they are now."""
        with self._lock:
            change = self._record.change()
            if change < self._catalogue.view.change:  # an older record was put in its place
                self._catalogue, self._exact = Catalogue(self._record), ExactSearch(self._record)
                self._newer, self._spare = ExactSearch(self._record), SpareWords(self._record)
            return self._catalogue.follow(change)

    def _try(self, instead: str, search: Callable[[], Scored | None]) -> Scored | None:
        """What an index finds; None where it is behind or broken, which is said once."""
        try:
            return search()
        except StoreError as error:
            said = str(error)
            if said not in self._said:
                self._said.add(said)
                _log.warning("%s Until `dateline check --repair` has mended it, %s answers.", said, instead)
            return None

    def _kept(self, found: Scores) -> Kept:
        """What the record has now of the passages that were found.

        What somebody holds is handed out again as long as it is the same: many conversations are about few passages.
        """
        kept = self._record.passages(list(dict.fromkeys(id for id, _ in found)))
        for id, (passage, vector) in kept.items():
            if (held := self._held.get(id)) == passage:
                kept[id] = held, vector
            else:
                self._held[id] = passage
        return kept

    @staticmethod
    def _hits(found: Scores, scope: Scope, kept: Kept) -> tuple[Hit, ...]:
        """What was found, best first; what was removed or left the scope meanwhile is left out."""
        hits = (Hit(kept[id][0], score) for id, score in found if id in kept)
        inside = (hit for hit in hits if scope.admits(hit.passage.source))
        return tuple(sorted(inside, key=lambda hit: (-hit.score, hit.passage.id)))


class Last(Generic[Listed]):
    """What an index was last asked for: whoever wants fewer of the same has its beginning."""

    def __init__(self) -> None:
        self._last: tuple[Hashable, int, Listed] | None = None

    def first(self, n: int, asked: Hashable, search: Callable[[int], Listed | None]) -> Listed | None:
        """The first n of what is asked; None where `search`, which finds so many, cannot say."""
        last = self._last  # of this moment, whatever another thread asks
        if last is None or last[0] != asked or last[1] < n:
            found = search(n)
            if found is None:
                return None
            self._last = last = (asked, n, found)
        return last[2][:n]


def _named(found: Places, view: View) -> Scores:
    """What was found by the place of passages, by their ids."""
    return [(passage_id(view.sources[row].id, ordinal), score) for row, ordinal, score in found]


def _is_small(size: int, view: View) -> bool:
    return size * SMALL <= view.total


def _is_named(size: int, view: View) -> bool:
    """Whether so many passages are read and compared one by one, though there are more than a few."""
    return size <= NAMED and _is_small(size, view)


def _widening(
    ask: Callable[[int], list[Row] | None],
    within: Callable[[list[Row]], list[Row]],
    k: int,
    view: View,
    inside: Mask | None,
) -> list[Row] | None:
    """The best k of some rows, asking for more until enough of them lie in them; None where nobody can say."""
    size = view.size(inside)
    n = k if size == view.total else ceil(2.5 * k * view.total / max(size, 1)) + k
    while True:
        found = ask(n)
        if found is None:
            return None
        kept = within(found)
        if len(kept) >= k or len(found) < n or n >= view.total:
            return kept[:k]
        n *= 4


def _matching(
    reader: WordReader,
    words: str,
    k: int,
    view: View,
    inside: Mask | None,
    like: WordReader | None = None,
    last: "Last[Worded] | None" = None,
) -> Worded:
    """What a word index finds within some rows: asked for these alone where they are a small part."""
    if inside is not None and _is_small(view.size(inside), view):
        return reader.search(words, k, like=like, keys=view.keys(inside))

    def lies(source_id: str) -> bool:
        row = view.rows.get(key_of(source_id), GONE)
        return inside is None or (0 <= row < len(inside) and bool(inside[row]))

    def search(n: int) -> Worded:
        return reader.search(words, n, like=like)

    def ask(n: int) -> Worded | None:
        return last.first(n, (words, reader), search) if last else search(n)

    return _widening(ask, lambda found: [hit for hit in found if lies(hit[1])], k, view, inside) or []
