"""The reports of a record at hand: found by id and key, limited by scope, at a cost of what changed since last time."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.errors import UnknownReport
from index.filing import key_of
from index.record import Record
from index.types import EVERYTHING, Scope, Source

MANY = 1000  # changed reports from which all are sorted anew

Mask = NDArray[np.bool_]  # (rows,): which reports


Column = NDArray[np.int32]  # (rows,): a number for each report
# The day of publication, by date.toordinal (0: undated); the same, or for undated ones the day that they cannot be
# older than (0: neither); the outlet's number (-1: unknown); how many passages (0 for a removed report).
Columns = tuple[Column, Column, Column, Column]


class View:
    """The reports as of one change. A report has the same row in every later view."""

    def __init__(
        self, change: int, columns: Columns, outlets: Mapping[str, int], rows: Mapping[str, int], sources: list[Source]
    ) -> None:
        self.change = change
        self.columns = columns
        self.rows = rows  # by key; later views add to it
        self.sources = sources  # by row, as last known, also those that were removed; later views add to it
        self.passages = columns[3]
        self.total = int(self.passages.sum())  # passages in all
        self._outlets = outlets
        self.inside = lru_cache(maxsize=16)(self._inside)

    def _inside(self, scope: Scope) -> Mask | None:
        """Which rows a scope admits, as `Scope.admits` says it; None for all."""
        if scope == EVERYTHING:
            return None
        published, known, outlet, passages = self.columns
        inside: Mask = passages > 0
        if scope.outlets:
            numbers = [self._outlets[name] for name in scope.outlets if name in self._outlets]
            inside &= np.isin(outlet, numbers)
        if scope.since:
            inside &= published >= scope.since.toordinal()
        if scope.until:
            inside &= (published > 0) & (published <= scope.until.toordinal())
        if scope.as_of:
            inside &= known <= scope.as_of.toordinal()
        return inside

    def keys(self, inside: Mask) -> list[str]:
        """The keys of some rows."""
        return [key_of(self.sources[row].id) for row in np.flatnonzero(inside)]

    def without(self, inside: Mask | None, keys: Iterable[str]) -> Mask:
        """Some rows, or all, but for those of some keys."""
        left: Mask = np.ones(len(self.passages), dtype=np.bool_) if inside is None else inside.copy()
        out = [self.rows[key] for key in keys if key in self.rows]
        left[[row for row in out if row < len(left)]] = False
        return left

    def reports(self, inside: Mask | None) -> int:
        """How many reports lie in some rows."""
        return int(np.count_nonzero(self.passages > 0 if inside is None else inside))

    def newest(self, inside: Mask | None) -> date | None:
        """The day of the newest report in some rows; None where none is dated."""
        last = int(self.columns[0][self.passages > 0 if inside is None else inside].max(initial=0))
        return date.fromordinal(last) if last else None

    def size(self, inside: Mask | None) -> int:
        """How many passages lie in some rows."""
        return self.total if inside is None else int(self.passages[inside].sum())


class Catalogue:
    """Every report, kept in step with the record. Not safe to follow in two threads at once."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._outlets: dict[str, int] = {}
        self._places: list[tuple[bool, date, str]] = []  # in the order of `_sorted`
        self._sorted: list[Source] = []
        self._tuple: tuple[Source, ...] | None = None
        self._named: tuple[int, tuple[str, ...]] = (-1, ())  # the outlets, as of a change
        self._rows: dict[str, int] = {}
        self._sources: list[Source] = []
        none = np.empty(0, dtype=np.int32)
        self.view = View(0, (none, none, none, none), self._outlets, self._rows, self._sources)

    def follow(self, change: int) -> View:
        """Takes in what changed up to the record's latest change; the reports as of that one."""
        if change != self.view.change:
            keys = self._record.changed(self.view.change) if self._rows else None
            found = {key_of(source.id): (source, n) for source, n in self._record.sources(keys)}
            self._take(found, {key for key in keys or () if key in self._rows and key not in found}, change)
        return self.view

    def by_date(self) -> tuple[Source, ...]:
        """Every report, by date then id, undated ones last."""
        if self._tuple is None:
            self._tuple = tuple(self._sorted)
        return self._tuple

    def outlets(self) -> tuple[str, ...]:
        """The outlets of all reports, each once."""
        if self._named[0] != self.view.change:
            self._named = self.view.change, tuple(sorted({s.outlet for s in self._sorted if s.outlet}))
        return self._named[1]

    def whole_id(self, start: str) -> str:
        """The only id that begins so. Raises UnknownReport, naming near ones."""
        near = [source.id for source in self.by_date() if start and source.id.startswith(start)]
        if len(near) == 1:
            return near[0]
        if near:
            raise UnknownReport(f"{len(near)} reports have ids that begin with {start!r}: {', '.join(near[:5])}.")
        import difflib

        like = difflib.get_close_matches(start, [source.id for source in self.by_date()], 3, 0.5)
        hint = f" Near it: {', '.join(like)}." if like else " `dateline list` shows all."
        raise UnknownReport(f"There is no report {start!r}.{hint}")

    def _take(self, found: Mapping[str, tuple[Source, int]], gone: set[str], change: int) -> None:
        """Enters reports, new or changed, and takes out those that are gone."""
        before = [self._sources[self._rows[key]] for key in (*found, *gone) if key in self._rows]
        self._order(before, [source for source, _ in found.values()])
        for key, (source, _) in found.items():
            row = self._rows.setdefault(key, len(self._sources))
            self._sources[row : row + 1] = [source]
        added = len(self._sources) - len(self.view.passages)
        published, known, outlet, passages = (
            np.concatenate([column, np.zeros(added, dtype=np.int32)]) for column in self.view.columns
        )
        for key, (source, n) in found.items():
            row, placed = self._rows[key], source.published or source.not_before
            published[row] = source.published.toordinal() if source.published else 0
            known[row] = placed.toordinal() if placed else 0
            outlet[row] = self._outlets.setdefault(source.outlet, len(self._outlets)) if source.outlet else -1
            passages[row] = n
        passages[[self._rows[key] for key in gone]] = 0
        self.view = View(change, (published, known, outlet, passages), self._outlets, self._rows, self._sources)

    def _order(self, before: Sequence[Source], after: Sequence[Source]) -> None:
        """Takes reports out of the sorted ones, and others in."""
        if len(before) + len(after) > MANY:
            out = {source.id for source in before}
            kept = [
                (place, source) for place, source in zip(self._places, self._sorted, strict=True) if place[2] not in out
            ]
            kept = sorted([*kept, *((_place(source), source) for source in after)], key=lambda it: it[0])
            self._places, self._sorted = [place for place, _ in kept], [source for _, source in kept]
        else:
            for source in before:
                at = bisect_left(self._places, _place(source))
                if self._places[at : at + 1] == [_place(source)]:
                    del self._places[at], self._sorted[at]
            for source in after:
                at = bisect_left(self._places, _place(source))
                self._places.insert(at, _place(source))
                self._sorted.insert(at, source)
        self._tuple = None


def _place(source: Source) -> tuple[bool, date, str]:
    """Where a report stands: by date then id, undated ones last."""
    return (source.published is None, source.published or date.min, source.id)
