"""Which reports are copies of one report.

A new report is compared with the few that share most of its rare figures, names and runs of words. Those of this
process are found in an inverted index; those that were in the collection before are brought into it when a passage of
theirs is near, so that adding one report reads a handful, not all.
"""

from array import array
from collections.abc import Iterator
from math import log
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.arrays import Vectors
from index.errors import UnknownReport
from index.likeness import Compared, Embed, Likeness, compare, compared, same_report, sentence_vectors
from index.signatures import Signature
from index.types import Article, Hit, Passage, Source

__all__ = ["Collection", "Copies", "Likeness", "same_report"]

T = TypeVar("T")

ONE_RUN_IN = 16  # runs of words that the inverted index holds: enough to find a third of a report again
LONGEST = 256  # reports listed under a mark: what more reports share tells nothing of one
RANKED = 64  # reports looked at, best first
COMPARED = 16  # of them compared with
OF_A_GROUP = 3  # of them from one group of copies
PROBES = 2  # passages of a new report whose neighbours are brought from the store
NEIGHBOURS = 16  # passages looked at for each
NEAR = 0.6  # cosine from which a passage's report is brought: some passage of a copy lies well above
WORTH_ALL = 30  # searching for one report's neighbours costs about as much as reading so many reports
REMEMBERED = 500  # reports whose text or sentence vectors are kept in memory


class Collection(Protocol):
    """What of the store is needed here."""

    def sources(self) -> tuple[Source, ...]:
        """Every report."""
        ...

    def article(self, id: str) -> Article:
        """A report with its text. Raises UnknownReport."""
        ...

    def nearest(self, vector: NDArray[np.float32], k: int) -> tuple[Hit, ...]:
        """The k passages nearest to a vector."""
        ...


class Marked:
    """An inverted index from marks to reports: which reports have most that is rare in common with one."""

    def __init__(self) -> None:
        self._ids: list[str | None] = []  # by number; None once replaced
        self._numbers: dict[str, int] = {}
        self._listed: dict[int, array[int]] = {}  # mark → numbers of reports
        self._unlisted: dict[int, int] = {}  # mark → how many more reports have it

    def add(self, id: str, its: Signature) -> None:
        """Enters a report, in place of what was entered under its id."""
        self.drop(id)
        number = self._numbers[id] = len(self._ids)
        self._ids.append(id)
        for mark in _entered(its):
            listed = self._listed.setdefault(mark, array("I"))
            if len(listed) < LONGEST:
                listed.append(number)
            else:
                self._unlisted[mark] = self._unlisted.get(mark, 0) + 1

    def drop(self, id: str) -> None:
        """Forgets a report."""
        if id in self._numbers:
            self._ids[self._numbers.pop(id)] = None

    def ranked(self, its: Signature) -> Iterator[str]:
        """Ids of the reports with most in common, rare marks weighing most, best first; at most RANKED."""
        marks = [mark for mark in _entered(its) if mark in self._listed]
        if not marks:
            return
        lengths = [len(self._listed[mark]) for mark in marks]
        having = [self._unlisted.get(mark, 0) + length for mark, length in zip(marks, lengths, strict=True)]
        rarity = [log(1 + len(self._ids) / count) for count in having]
        numbers = np.concatenate([np.frombuffer(self._listed[mark], dtype=np.uint32) for mark in marks])
        scores = np.bincount(numbers, np.repeat(rarity, lengths))
        for number in _best(scores, RANKED):
            id = self._ids[number]
            if id is not None:
                yield id


class Copies:
    """Puts reports into groups of copies as they come in. Not for two threads at a time."""

    def __init__(self, store: Collection, embed: Embed) -> None:
        self._store = store
        self._embed = embed
        self._ready = False
        self._asked = 0
        self._unread: dict[str, None] = {}  # reports of the store not yet in memory
        self._marked = Marked()
        self._known: dict[str, Compared] = {}
        self._origins: dict[str, str] = {}
        self._groups: dict[str, dict[str, None]] = {}  # origin → its reports, in order
        self._moved: dict[str, str] = {}
        self._texts: dict[str, Article] = {}
        self._sentences: dict[str, Vectors] = {}

    def origin(self, article: Article, passages: tuple[Passage, ...], vectors: Vectors) -> str:
        """The id of the group of copies that a report belongs to; its own id where it stands alone.

        The report is remembered for later calls, in place of what had its id. Where it shows that reports which came
        earlier belong together, `regrouped` names them. Raises EmbeddingError.
        """
        id = article.source.id
        self.forget(id)
        self._bring(vectors[_spread(len(passages))])
        its = self._compared(article)
        same = self._same(its)
        origin = max(same, key=lambda it: (len(self._groups[it]), it)) if same else id
        for other in same:
            if other != origin:
                self._merge(other, origin)
        self._remember(its, origin)
        return origin

    def regrouped(self) -> dict[str, str]:
        """Reports of earlier calls, or of the store, whose group has changed since last asked: id → origin."""
        moved, self._moved = self._moved, {}
        return moved

    def forget(self, id: str) -> None:
        """Takes a report out; a group that went by its id gets another, which `regrouped` tells."""
        self._begin()
        self._marked.drop(id)
        for kept in (self._unread, self._known, self._texts, self._sentences, self._moved):
            kept.pop(id, None)
        origin = self._origins.pop(id, None)
        if origin is not None:
            del self._groups[origin][id]
            if not self._groups[origin]:
                del self._groups[origin]
        if id in self._groups:
            self._merge(id, next(iter(self._groups[id])))

    # groups

    def _same(self, its: Compared) -> list[str]:
        """The groups that hold a copy of a report."""
        found: list[str] = []
        tried: dict[str, int] = {}
        for id in self._marked.ranked(its.signature):
            origin = self._origins[id]
            if origin in found or tried.get(origin, 0) == OF_A_GROUP:
                continue
            tried[origin] = tried.get(origin, 0) + 1
            if compare(its, self._known[id]).same:
                found.append(origin)
            if sum(tried.values()) == COMPARED:
                break
        return found

    def _merge(self, group: str, into: str) -> None:
        for id in self._groups.pop(group):
            self._place(id, into)
            self._moved[id] = into

    def _place(self, id: str, origin: str) -> None:
        self._origins[id] = origin
        self._groups.setdefault(origin, {})[id] = None

    # reports

    def _begin(self) -> None:
        if not self._ready:
            self._ready = True
            for source in self._store.sources():
                self._place(source.id, source.origin)
                self._unread[source.id] = None

    def _bring(self, probes: Vectors) -> None:
        """Brings into memory what the store has near to a report: by search, or, where many are added, all of it."""
        if not self._unread:
            return
        self._asked += 1
        if self._asked * WORTH_ALL >= len(self._unread):
            near = list(self._unread)
        else:
            hits = (hit for probe in probes for hit in self._store.nearest(probe, NEIGHBOURS))
            ids = dict.fromkeys(hit.passage.source.id for hit in hits if hit.score >= NEAR)
            near = [id for id in ids if id in self._unread]
        for id in near:
            del self._unread[id]
            try:
                its = self._compared(self._store.article(id))
            except UnknownReport:  # removed meanwhile
                continue
            self._remember(its, self._origins[id])

    def _compared(self, article: Article) -> Compared:
        id = article.source.id
        _keep(self._texts, id, article)
        return compared(article, lambda: self._sentences_of(id))

    def _remember(self, its: Compared, origin: str) -> None:
        self._known[its.source.id] = its
        self._marked.add(its.source.id, its.signature)
        self._place(its.source.id, origin)

    def _sentences_of(self, id: str) -> Vectors:
        if id not in self._sentences:
            try:
                article = self._texts.get(id) or self._store.article(id)
            except UnknownReport:  # removed meanwhile
                return np.empty((0, 0), dtype=np.float32)
            _keep(self._sentences, id, sentence_vectors(article, self._embed))
        return self._sentences[id]


def _entered(its: Signature) -> set[int]:
    """The marks a report is listed under: its figures, its names and some of its runs, in every report the same."""
    some = its.runs[its.runs % ONE_RUN_IN == 0]
    return {mark for marks in (its.figures, its.names, its.runs[:1], some) for mark in marks.tolist()}


def _best(scores: NDArray[Any], most: int) -> list[int]:
    """The places of the highest scores above 0, best first."""
    some = np.argpartition(-scores, most)[:most] if len(scores) > most else np.arange(len(scores))
    return [int(place) for place in some[np.lexsort((some, -scores[some]))] if scores[place] > 0]


def _spread(count: int) -> list[int]:
    """At most PROBES places, from the first on, evenly."""
    return sorted({place * count // PROBES for place in range(PROBES)}) if count else []


def _keep(kept: dict[str, T], id: str, value: T) -> None:
    kept[id] = value
    if len(kept) > REMEMBERED:
        del kept[next(iter(kept))]
