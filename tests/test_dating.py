"""When a report was published, and what its text bounds."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.dating import (
    PLACEHOLDER,
    PUBLISHED_AS_WRITTEN,
    date_report,
    find_date,
    latest_past_date,
    order_of,
    outlet_order,
    parse_date,
)

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-03-11", date(2025, 3, 11)),
        ("2025-03-11T23:48:00-09:00", date(2025, 3, 11)),
        ("20250311T154800Z", date(2025, 3, 11)),
        ("2025/3/11 15:48", date(2025, 3, 11)),
        ("1741708080", date(2025, 3, 11)),
        ("1741708080000", date(2025, 3, 11)),
        ("Tue, 11 Mar 2025 15:48:00 +0900", date(2025, 3, 11)),
        ("11 Mar. 2025, 15:48", date(2025, 3, 11)),
        ("March 11th, 2025 at 3:48 p.m. KST", date(2025, 3, 11)),
        ("Sept. 5, 2024", date(2024, 9, 5)),
        ("13/04/2025", date(2025, 4, 13)),
        ("04/13/2025", date(2025, 4, 13)),
        ("05/05/2025", date(2025, 5, 5)),
        ("03.04.2025", date(2025, 4, 3)),
        ("11 mars 2025", date(2025, 3, 11)),
        ("11. März 2025", date(2025, 3, 11)),
        ("March 11, 2025 | Updated March 12, 2025", date(2025, 3, 11)),
        ("11-Mar-2025", date(2025, 3, 11)),
        ("2025-3-11T5:06", date(2025, 3, 11)),
    ],
)
def test_a_date_is_read(written: str, day: date) -> None:
    """A full date is read in each of the spellings that news uses, as its writer's clock had it."""
    assert parse_date(written) == day


@pytest.mark.parametrize(
    "written",
    [
        *("", "03/04/2025", "3-4-2025", "March 2025", "2025", "yesterday", "11 Mar 25", "2025-02-30", "2025-13-01"),
        *("2025-03-11 and 2025-03-12", "1970-01-01", "9999-12-31", "11/03/25", "03-2025"),
        *("31 February 2025", "0001-01-01", "0000000000", "3 March 2025 and 5 April 2024", "Updated 11 March 2025"),
    ],
)
def test_a_date_is_left_unsure(written: str) -> None:
    """What names no day, no possible day, or might name two, is no date."""
    assert parse_date(written) is None


def test_an_address_decides_an_ambiguous_date() -> None:
    """A numeric date with two readings is read as the one that the report's own address has."""
    dating = date_report("", metadata="03/04/2025", head=None, url="https://a.example/2025/04/03/talks", today=TODAY)
    assert (dating.published, dating.published_from) == (date(2025, 4, 3), "metadata")


@pytest.mark.parametrize(
    ("outlet", "url", "day"),
    [
        ("The Guardian", None, date(2025, 4, 3)),
        ("Newsweek", None, date(2025, 3, 4)),
        (None, "https://news.example.uk/bridge", date(2025, 4, 3)),
        (None, "https://county.example.gov/bridge", date(2025, 3, 4)),
        ("The Ledger", "https://ledger.example/bridge", None),
        ("Reuters", None, None),
        (None, None, None),
        (None, "https://[broken", None),
    ],
)
def test_an_outlet_s_country_decides_an_ambiguous_date(outlet: str | None, url: str | None, day: date | None) -> None:
    """03/04/2025 is read as the outlet's country puts it, and left unsure where that is not known."""
    order = outlet_order(outlet, url)
    assert date_report("", metadata="03/04/2025", head=None, url=url, today=TODAY, order=order).published == day
    assert date_report("", metadata=None, head="03/04/2025", url=url, today=TODAY, order=order).published == day


@pytest.mark.parametrize(
    ("written", "order"),
    [
        (["03/04/2025", "13/04/2025"], "day first"),
        (["03/04/2025", "04/13/2025"], "month first"),
        (["13/04/2025", "04/13/2025"], None),
        (["03/04/2025", "05/05/2025"], None),
        (["2025-04-13", "99/99/2025", "soon"], None),
        ([], None),
    ],
)
def test_the_other_dates_of_a_table_tell_their_order(written: list[str], order: str | None) -> None:
    """Dates that can be read one way only tell how the others are put; where they contradict each other, nothing."""
    assert order_of(written) == order


def test_an_ambiguous_date_is_kept_as_written() -> None:
    """A date that cannot be read is kept, so that a person can say what it means."""
    dating = date_report("It was so on 2 May 2024.", metadata="03/04/2025", head=None, url=None, today=TODAY)
    assert (dating.published, dating.published_from) == (None, None)
    assert dating.extra == {PUBLISHED_AS_WRITTEN: "03/04/2025"}
    assert dating.not_before == date(2024, 5, 2)


def test_metadata_comes_before_the_text() -> None:
    """The date of the metadata counts before that of the text's head, and each says where it comes from."""
    both = date_report("", metadata="2025-03-11", head="12 March 2025", url=None, today=TODAY)
    head = date_report("", metadata=None, head="12 March 2025", url=None, today=TODAY)
    assert (both.published, both.published_from) == (date(2025, 3, 11), "metadata")
    assert (head.published, head.published_from) == (date(2025, 3, 12), "text")


def test_a_dated_report_has_no_bound() -> None:
    """A report that is dated needs no bound from its text."""
    assert (
        date_report("On 2 May 2024 it rained.", metadata="2025-03-11", head=None, url=None, today=TODAY).not_before
        is None
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The soldiers are seen at the hill on July 7, 2021.", date(2021, 7, 7)),
        ("Ties have grown since the invasion in February 2022.", date(2022, 2, 1)),
        ("He was killed on 15 December 2024.", date(2024, 12, 15)),
        ("There were clashes on December 14 and 15, 2024.", date(2024, 12, 15)),
        ("He was wounded by a drone on 15 December 2024.", date(2024, 12, 15)),
        ("The minister said on 15 December 2024 that the troops will leave.", date(2024, 12, 15)),
        ("It fell in May 2024. It was retaken on 4 June 2024.", date(2024, 6, 4)),
        ("It rained.", None),
        ("The leader said that 2025 would be the year of victory.", None),
        ("The vote will take place on 3 May 2026.", None),
        ("On 3 May 2026, the parties will meet.", None),
        ("The talks on 3 May 2026 will decide it.", None),
        ("The two sides agreed to hold a vote on 3 May 2026.", None),
        ("The law holds until 3 May 2026.", None),
        ("It was decided that troops leave by 3 May 2026.", None),
        ("It happened on 3 May 2099.", None),
    ],
)
def test_a_text_bounds_its_date(text: str, day: date | None) -> None:
    """The latest date that is stated as past bounds a report; a date that is to come never does."""
    assert latest_past_date(text, TODAY) == day


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
@example(PLACEHOLDER)
def test_every_day_is_read_back(day: date) -> None:
    """Every day is read back from its words, and from its ISO form but for the one that stands for no date there."""
    assert parse_date(day.isoformat()) == (None if day == PLACEHOLDER else day)
    assert parse_date(f"{day.day} {day:%B} {day.year}") == day
    assert parse_date(f"{day:%b}. {day.day}, {day.year}") == day


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    """No text makes dating fail."""
    parse_date(text)
    find_date(text)
    latest_past_date(text, TODAY)
