"""Which reports are copies of one report.

A new report is compared with the few that share most of its rare figures, names and runs of words. They are found in
an inverted index: of what the store holds it is loaded in one piece, of the marks that are kept there with each report;
what comes in is entered as it comes. No text is read again.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import log
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.filing import in_batches
from index.likeness import Compared, Likeness, compare, same_report
from index.signatures import Marks, Signature, listed_under
from index.types import Source

__all__ = ["Collection", "Copies", "Likeness", "same_report"]

LONGEST = 256  # reports listed under a mark: what more reports share tells nothing of one
RANKED = 64  # reports looked at, best first
COMPARED = 16  # of them compared with
OF_A_GROUP = 3  # of them from one group of copies
REMEMBERED = 2000  # signatures kept in memory: more than are on their way into the store


class Collection(Protocol):
    """What of the store is needed here."""

    def sources(self) -> tuple[Source, ...]:
        """Every report."""
        ...

    def marks(self) -> tuple[list[str], list[Marks]]:
        """The ids of all reports, and what each is listed under."""
        ...

    def signatures(self, ids: Sequence[str]) -> dict[str, Signature]:
        """The signatures of some reports; those that are not there are left out."""
        ...


class Marked:
    """An inverted index from marks to reports: which reports have most that is rare in common with one."""

    def __init__(self, ids: Sequence[str] = (), marks: Sequence[Marks] = ()) -> None:
        self._ids: list[str | None] = list(ids)  # by number; None once replaced
        self._numbers: dict[str, int] = {id: number for number, id in enumerate(ids)}
        every = np.concatenate([np.empty(0, dtype=np.uint32), *marks])
        order = np.argsort(every, kind="stable")
        self._sorted = every[order]  # the marks of the first reports, and whose each is
        self._whose = np.repeat(np.arange(len(ids), dtype=np.uint32), list(map(len, marks)))[order]
        self._listed: dict[int, array[int]] = {}  # mark → numbers of later reports
        self._unlisted: dict[int, int] = {}  # mark → how many more have it

    def add(self, id: str, marks: Marks) -> None:
        """Enters a report, in place of what was entered under its id."""
        self.drop(id)
        number = self._numbers[id] = len(self._ids)
        self._ids.append(id)
        for mark in marks.tolist():
            listed = self._listed.setdefault(mark, array("I"))
            if len(listed) < LONGEST:
                listed.append(number)
            else:
                self._unlisted[mark] = self._unlisted.get(mark, 0) + 1

    def drop(self, id: str) -> None:
        """Forgets a report."""
        if id in self._numbers:
            self._ids[self._numbers.pop(id)] = None

    def ranked(self, marks: Marks) -> Iterator[str]:
        """Ids of the reports with most in common, rare marks weighing most, best first; at most RANKED."""
        found: list[NDArray[np.uint32]] = []
        rarity: list[float] = []
        starts, ends = (self._sorted.searchsorted(marks, side).tolist() for side in ("left", "right"))
        for mark, start, end in zip(marks.tolist(), starts, ends, strict=True):
            later = self._listed.get(mark, array("I"))
            having = end - start + len(later) + self._unlisted.get(mark, 0)
            if having:
                numbers = np.concatenate([self._whose[start:end], np.frombuffer(later, dtype=np.uint32)])
                found.append(numbers[:LONGEST])
                rarity.append(log(1 + len(self._ids) / having))
        if not found:
            return
        scores = np.bincount(np.concatenate(found), np.repeat(rarity, list(map(len, found))))
        for number in _best(scores, RANKED):
            id = self._ids[number]
            if id is not None:
                yield id


class Copies:
    """Puts reports into groups of copies as they come in. Not for two threads at a time."""

    def __init__(self, store: Collection) -> None:
        self._store = store
        self._ready = False
        self._marked = Marked()
        self._sources: dict[str, Source] = {}
        self._signatures: dict[str, Signature] = {}
        self._origins: dict[str, str] = {}
        self._groups: dict[str, dict[str, None]] = {}  # origin → its reports, in order
        self._moved: dict[str, str] = {}

    def origin(self, source: Source, its: Signature) -> str:
        """The id of the group of copies that a report belongs to, the original's; its own id where it stands alone.

        The report is remembered for later calls, in place of what had its id. Where it shows that reports which came
        earlier belong together, `regrouped` names them.
        """
        id = source.id
        self._leave(id)
        marks = listed_under(its)
        same = self._same(Compared(source, its), marks)
        if id in self._groups and id not in same:
            self._rename(id)
        self._remember(source, its)
        origin = self._original(id, same)
        for other in same:
            if other != origin:
                self._merge(other, origin)
        self._marked.add(id, marks)
        self._place(id, origin)
        return origin

    def regrouped(self) -> Mapping[str, str]:
        """Reports of earlier calls, or of the store, whose group has changed since last asked: id → origin."""
        moved, self._moved = self._moved, {}
        return moved

    def forget(self, id: str) -> None:
        """Takes a report out; a group that went by its id gets another, which `regrouped` tells."""
        self._leave(id)
        if id in self._groups:
            self._rename(id)

    def _leave(self, id: str) -> None:
        """Takes a report out of its group, which goes by the same name for now."""
        self._begin()
        self._marked.drop(id)
        self._sources.pop(id, None)
        self._signatures.pop(id, None)
        self._moved.pop(id, None)
        origin = self._origins.pop(id, None)
        if origin is not None:
            del self._groups[origin][id]
            if not self._groups[origin]:
                del self._groups[origin]

    def _rename(self, group: str) -> None:
        self._merge(group, min(self._groups[group], key=self._day))

    def _original(self, id: str, groups: Sequence[str]) -> str:
        """By which name a report and the groups of its copies go on: the earliest one's, else the largest group's.

        What was there first keeps the name where the day of either is not known.
        """
        first = max(groups, key=lambda it: (len(self._groups[it]), it), default=id)
        if self._day(first) == date.max:
            return first
        return min(first, *groups, id, key=self._day)

    def _day(self, id: str) -> date:
        known = self._sources.get(id)
        return (known.published if known else None) or date.max

    def _same(self, its: Compared, marks: Marks) -> list[str]:
        """The groups that hold a copy of a report."""
        found: list[str] = []
        tried: dict[str, int] = {}
        for id, signature in self._signed(list(self._marked.ranked(marks))):
            origin = self._origins[id]
            if origin in found or tried.get(origin, 0) == OF_A_GROUP:
                continue
            tried[origin] = tried.get(origin, 0) + 1
            if compare(its, Compared(self._sources[id], signature)).same:
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

    def _begin(self) -> None:
        if not self._ready:
            self._ready = True
            for source in self._store.sources():
                self._sources[source.id] = source
                self._place(source.id, source.origin)
            ids, marks = self._store.marks()
            self._marked = Marked(ids, marks)

    def _signed(self, ids: Sequence[str]) -> Iterator[tuple[str, Signature]]:
        """Reports with their signatures, some read at a time; those that have none any more are left out."""
        for some in in_batches(ids, COMPARED):
            kept = self._store.signatures([id for id in some if id not in self._signatures])
            for id in some:
                its = self._signatures.get(id) or kept.get(id)
                if its is not None:
                    yield id, its

    def _remember(self, source: Source, its: Signature) -> None:
        self._sources[source.id] = source
        self._signatures[source.id] = its
        if len(self._signatures) > REMEMBERED:
            del self._signatures[next(iter(self._signatures))]


def _best(scores: NDArray[Any], most: int) -> list[int]:
    """The places of the highest scores above 0, best first."""
    some = np.argpartition(-scores, most)[:most] if len(scores) > most else np.arange(len(scores))
    return [int(place) for place in some[np.lexsort((some, -scores[some]))] if scores[place] > 0]
