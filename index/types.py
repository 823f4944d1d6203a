"""The values that the index works with. Frozen: rooms pass them on, nothing changes them in place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from index.arrays import Vectors

PublishedFrom = Literal["metadata", "text", "user"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report comes from and when it was published, as far as that is known."""

    id: str  # stable: the row's own id, else made from the URL or the path
    title: str  # may be ""
    outlet: str | None  # who published it; None where nothing says so
    author: str | None
    published: date | None  # the report's own date, never the file's; None: undated
    published_from: PublishedFrom | None  # how the date is known; None exactly where published is
    not_before: date | None  # undated reports only: the latest date that the text states as past
    url: str | None
    path: str | None  # the file it was read from
    origin: str  # id of the group of copies that it belongs to; its own id where it stands alone
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)  # other metadata, as found


@dataclass(frozen=True, slots=True)
class Article:
    """One report: what offsets point into is `text`."""

    source: Source
    text: str  # the cleaned body
    removed: tuple[str, ...] = ()  # what was taken out as not being news, in order


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Passage:
    """A stretch of an article: article.text[start:end] == text, always."""

    id: str
    source: Source
    text: str
    start: int  # characters, 0-based
    end: int  # characters, exclusive


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found."""

    passage: Passage
    score: float  # higher is nearer; comparable within one search only


@dataclass(frozen=True, slots=True)
class Scope:
    """Which reports may be used."""

    outlets: tuple[str, ...] = ()  # as the collection spells them; () means every outlet
    since: date | None = None  # inclusive
    until: date | None = None  # inclusive
    as_of: date | None = None  # nothing published after it; undated reports only if they may be older

    def admits(self, source: Source) -> bool:
        """Whether a report lies within the scope.

        An undated report cannot be placed in a period (`since`, `until`), so it is left out of one;
        `as_of` keeps it unless its own text tells of a later day.
        """
        if self.outlets and source.outlet not in self.outlets:
            return False
        if self.since and (source.published is None or source.published < self.since):
            return False
        if self.until and (source.published is None or source.published > self.until):
            return False
        known = source.published or source.not_before
        return not (self.as_of and known and known > self.as_of)


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, by meaning and by words."""

    vector: "Vectors"  # (dimension,), of unit length
    words: str
    k: int  # passages of each of the two lists
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True)
class Results:
    """What some queries found in one collection at one moment."""

    passages: tuple[Passage, ...]  # each once
    vectors: "Vectors"  # (passages, dimension)
    near: tuple[tuple[Hit, ...], ...]  # for each query, best first
    matching: tuple[tuple[Hit, ...], ...]  # the same
