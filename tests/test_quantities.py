"""How figures are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.quantities import quantities


@pytest.mark.parametrize(
    ("text", "low", "high", "hedge", "unit"),
    [
        ("12,400 people marched", 12_400, 12_400, "", ""),
        ("between 5 and 7 million customers", 5e6, 7e6, "", ""),
        ("between $5 and $7 million in fines", 5e6, 7e6, "", "$"),
        ("between five and seven people", 5, 7, "", ""),
        ("10,000-12,000 people", 10_000, 12_000, "", ""),
        ("10% to 15% of the crop", 10, 15, "", "%"),
        ("$5m to $7m", 5e6, 7e6, "", "$"),
        ("two-thirds of the homes", 66.67, 66.67, "", "%"),
        ("a third of the workers", 33.33, 33.33, "", "%"),
        ("more than half of voters", 50, 50, "at least", "%"),
        ("one in five voters", 20, 20, "", "%"),
        ("up to 40% of the crop", 40, 40, "at most", "%"),
        ("12.5 per cent", 12.5, 12.5, "", "%"),
        ("$4.2bn", 4.2e9, 4.2e9, "", "$"),
        ("US$4m", 4e6, 4e6, "", "$"),
        ("1.4 million euros", 1.4e6, 1.4e6, "", "€"),
        ("a 250,000-euro fine", 250_000, 250_000, "", "€"),
        ("some 1.4 thousand homes", 1400, 1400, "about", ""),
        ("a dozen rockets", 12, 12, "", ""),
        ("at least three dozen rockets", 36, 36, "at least", ""),
        ("dozens of rockets", 12, 120, "about", ""),
        ("tens of thousands of people", 1e4, 1e5, "about", ""),
        ("several hundred people", 100, 1000, "about", ""),
        ("half a million people", 5e5, 5e5, "", ""),
        ("a million people", 1e6, 1e6, "", ""),
        ("three and a half million people", 3.5e6, 3.5e6, "", ""),
        ("Twenty three people", 23, 23, "", ""),
        ("five hundred and twenty people", 520, 520, "", ""),
        ("as many as 300 people", 300, 300, "at most", ""),
        ("not more than 50 people", 50, 50, "at most", ""),
        ("no fewer than 50 people", 50, 50, "at least", ""),
        ("nearly 300 people", 300, 300, "about", ""),
        ("300 or so people", 300, 300, "about", ""),
        ("300-plus people", 300, 300, "at least", ""),
        ("2000 people were moved", 2000, 2000, "", ""),
        ("1500 workers were laid off", 1500, 1500, "", ""),
        ("one person died", 1, 1, "", ""),
        ("zero cases", 0, 0, "", ""),
        ("a 3-1 win", 3, 1, "", ""),
        ("a 5-to-4 ruling", 5, 4, "", ""),
        ("a 3.5m high wall", 3.5, 3.5, "", ""),
    ],
)
def test_a_figure_is_read_with_its_hedge_and_unit(text: str, low: float, high: float, hedge: str, unit: str) -> None:
    """However a figure is written, its value, its surety and its unit are known."""
    (figure,) = quantities(text)
    assert (figure.low, figure.high, figure.hedge, figure.unit) == (low, high, hedge, unit)


@pytest.mark.parametrize(
    "text",
    """in 2024|between 2019 and 2023|the 2022-23 season|in the 1990s|On 12 May the court sat|May 12 and 14
    |on 3 and 4 May|at 14:30|at 5 pm|at 10.30pm|the 33rd minute|the 100,000th visitor|a 45-year-old driver
    |Venn, 24, scored|Route 66|Article 5 of the treaty|Boeing 737 jets|G7 leaders|Covid-19|one of the largest
    |in the second half|under 16s""".split("|"),
)
def test_numbers_that_count_nothing_are_no_figures(text: str) -> None:
    """Years, dates, times, ages, ordinals and numbers in names are not figures."""
    assert quantities(text.strip()) == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("the toll rose from 20 to 35", [20, 35]),
        ("rose from 250 in 2024 to 300", [250, 300]),
        ("rose 12% to £300m", [12, 300e6]),
        ("25 rebels and 11 soldiers", [25, 11]),
        ("killed 12 and hurt 30", [12, 30]),
    ],
)
def test_two_figures_are_not_a_range(text: str, values: list[float]) -> None:
    """What changed from one figure to another, or counts two things, is two figures."""
    assert [q.low for q in quantities(text)] == values


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("1,200 of the 3,400 workers walked out", "workers"),
        ("5,000 more homes", "homes"),
        ("a three-day strike", "day"),
        ("12 people", "people"),
    ],
)
def test_a_figure_knows_what_it_counts(text: str, counted: str) -> None:
    """The words after a figure say what it counts; a part of a whole counts what the whole does."""
    assert quantities(text)[0].counted[0] == counted


def test_a_hedge_makes_another_figure() -> None:
    """ "At least 300" is not 300."""
    (sure,), (hedged,) = quantities("300 homes"), quantities("at least 300 homes")
    assert sure.differs(hedged)
    assert not sure.differs(sure)


pieces = st.sampled_from(
    "1 12 1,200 2024 3.5 one twenty dozen dozens hundred half third of in to and - – between from rose "
    "at least about $ € % bn m million per cent May people , . ( ) + a tens".split(" ")
)
figured = st.one_of(
    st.text(max_size=80), st.lists(pieces, max_size=20).map(" ".join), st.lists(pieces, max_size=12).map("".join)
)


@given(figured)
def test_figures_are_exact_and_in_order(text: str) -> None:
    """Every figure is the text between its offsets; figures do not overlap."""
    at = 0
    for figure in quantities(text):
        assert text[figure.start : figure.end] == figure.text != ""
        assert figure.start >= at
        at = figure.end


def test_what_is_counted_ends_where_another_thing_begins() -> None:
    """Of "two nations formalized their military cooperation" two nations are counted, and nothing military."""
    (found,) = quantities("The two nations formalized their military cooperation last year.")
    assert "military" not in found.counted
