"""Words that are one, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.forms import PART, is_number, plain_form, same_form, with_spoken_dates


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nov", "November", 1.0),
        ("4th", "4", 1.0),
        ("five", "5", 1.0),
        ("fifth", "5", 1.0),
        ("1,400", "1400", 1.0),
        ("Bruzón", "Bruzon", 1.0),
        ("Iberoamerican", "Ibero-American", 1.0),
        ("U.S", "US", 1.0),
        ("British-born", "British", PART),
        ("five", "six", 0.0),
        ("May", "March", 0.0),
    ],
)
def test_one_word_has_many_forms(one: str, other: str, same: float) -> None:
    """Months, numbers, accents and hyphens do not make another word; a part of a compound is most of one."""
    assert same_form(one, other) == same_form(other, one) == same


@given(st.text(min_size=1))
def test_every_word_is_itself(word: str) -> None:
    """Whatever is written is the same as itself, and asking whether it is a number never fails."""
    assert same_form(word, word) == 1.0
    assert is_number(word) == plain_form(word)[:1].isdigit()


def test_dates_are_spoken() -> None:
    """A date in digits is read as one in words; what is no date is left alone."""
    assert with_spoken_dates("On 2018-06-30 it") == "On 30 June 2018 it"
    assert with_spoken_dates("2018-16-30") == "2018-16-30"
