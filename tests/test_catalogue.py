"""The reports at hand: what a scope admits, whoever is asked; and the order of all, however it came about."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalogue import Catalogue, View
from index.filing import key_of
from index.record import Record
from index.types import Scope, Source
from tests.bag_of_words import filed
from tests.values import report

DAYS = st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 6))
OUTLETS = ("Harbour Post", "Valley News", "Hill Echo")


@st.composite
def sources(draw: st.DrawFn, id: str = "a") -> Source:
    """A report with a date, a bound, or neither."""
    published = draw(DAYS)
    return report(
        id,
        published=published,
        published_from="text" if published else None,
        not_before=None if published else draw(DAYS),
        outlet=draw(st.sampled_from([None, *OUTLETS])),
    )


scopes = st.builds(
    Scope,
    outlets=st.lists(st.sampled_from([*OUTLETS, "Nobody"]), max_size=2).map(tuple),
    since=DAYS,
    until=DAYS,
    as_of=DAYS,
)


def view_of(*given: Source) -> View:
    """The catalogue's view of some reports."""
    catalogue = Catalogue(Record(Path("/nowhere")))
    catalogue._take({key_of(source.id): (source, 1) for source in given}, set(), 1)
    return catalogue.view


@given(sources(), sources("b"), scopes)
def test_columns_admit_what_the_scope_admits(one: Source, other: Source, scope: Scope) -> None:
    """A scope has the same reports inside, by columns and asked of each report."""
    inside = view_of(one, other).inside(scope)
    if inside is None:
        assert scope == Scope()
    else:
        assert inside.tolist() == [scope.admits(one), scope.admits(other)]


@given(sources(), sources("b"), scopes)
def test_the_newest_day_is_that_of_a_report_inside(one: Source, other: Source, scope: Scope) -> None:
    """Of the reports that a scope admits the latest day; none where all of them are undated."""
    view = view_of(one, other)
    days = [s.published for s in (one, other) if s.published and scope.admits(s)]
    assert view.newest(view.inside(scope)) == max(days, default=None)


@given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=4), max_size=5))
@settings(max_examples=15, deadline=None)
def test_following_comes_to_what_reading_all_gives(
    tmp_path_factory: pytest.TempPathFactory, steps: Sequence[Sequence[int]]
) -> None:
    """However reports came, changed and went, the catalogue is the one that is read in one go."""
    home = tmp_path_factory.mktemp("record")
    record, day = Record(home), 1
    record.prepare({})
    catalogue = Catalogue(record)
    for step in steps:
        for number in step:
            day = day % 28 + 1
            if number == 5:
                record.remove("r0")
            else:
                record.put([filed(f"r{number}", "\n\n".join("x" * day), published=date(2024, 1, day))])
        view = catalogue.follow(record.change())
        whole = Catalogue(record)
        assert catalogue.by_date() == tuple(source for source, _ in record.sources())
        days = [source.published for source in catalogue.by_date() if source.published]
        assert view.newest(None) == max(days, default=None)
        assert view.total == whole.follow(record.change()).total == record.size()
        assert whole.by_date() == catalogue.by_date()
    record.close()
