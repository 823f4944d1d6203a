"""Days that a text gives otherwise."""

import pytest

from qa.wording import terms
from qa.wrong_days import wrong_day


@pytest.mark.parametrize(
    ("claim", "told", "reason"),
    [
        ("It opened on Dec. 14.", "It opened on 14 December.", ""),
        ("It opened on December 14th.", "It opened on 14/12/2023.", ""),
        ("It opened on 4 December.", "It opened on 14 December.", "says 4 December; the report says 14 December."),
        ("It opened in March 2021.", "It opened in August 2021.", "says March; the report says August."),
        ("It opened in 2019.", "It opened in 2018.", "says 2019; the report says 2018."),
        ("It opened on Monday.", "It opened on Friday.", "says Monday; the report says Friday."),
        ("They met on 14 and 15 December.", "They met on December 14 and 15.", ""),
        (
            "They met on December 14–16.",
            "They met on 14 and 15 December.",
            "says 16 December; the report says 14 December.",
        ),
        ("It may open.", "It opened in March.", ""),
    ],
)
def test_another_day_is_named(claim: str, told: str, reason: str) -> None:
    """A day, month, weekday or year is the same however it is written, and another one is named."""
    found = wrong_day(claim, told, terms(told))
    assert found.endswith(reason)
    assert bool(found) == bool(reason)
