"""What belongs to which, where like things are told in turn."""

import pytest

from qa.parallels import crossed


@pytest.mark.parametrize(
    ("told", "kept", "confused"),
    [
        (
            "Exports rose 4% in January and fell 7% in February.",
            "Exports fell 7% in February.",
            "Exports fell 7% in January.",
        ),
        (
            "Protesters gathered in Ostervik on Friday and in Harn on Saturday.",
            "On Saturday protesters gathered in Harn.",
            "Protesters gathered in Harn on Friday.",
        ),
        (
            "Norda Freight made a profit of 12 million, while Pell Shipping made a loss of 7 million.",
            "Pell Shipping made a loss.",
            "Pell Shipping made a profit of 12 million.",
        ),
        (
            "The clinic shut in January 2020 and reopened in June 2021.",
            "The clinic reopened in June 2021.",
            "The clinic reopened in January 2020.",
        ),
        (
            "Alice Brown was arrested in Harn. Bob Green was released.",
            "Alice Brown was arrested.",
            "Bob Green was arrested in Harn.",
        ),
        (
            "Nine people drowned on the north coast and five on the south coast.",
            "Nine people drowned on the north coast, and five on the south coast.",
            "Nine people drowned on the south coast.",
        ),
        (
            "Inflation slowed to 3.4% in October from 3.9% in September.",
            "Inflation was 3.9% in September.",
            "Inflation was 3.4% in September.",
        ),
    ],
)
def test_what_belongs_to_one_is_not_told_of_the_other(told: str, kept: str, confused: str) -> None:
    """A claim that takes one thing's figure, day or deed and the other's name or place crosses them."""
    assert crossed(kept, told) == ("", "")
    assert all(crossed(confused, told))


def test_one_thing_told_of_two_places_is_not_two_things() -> None:
    """“In the Harn and Ostervik regions” tells the same of both."""
    told = "The mayor said that roads in the Harn and Ostervik regions were flooded."
    assert crossed("The mayor called the roads in Harn and Ostervik flooded.", told) == ("", "")
