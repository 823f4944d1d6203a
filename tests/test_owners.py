"""Whose something is."""

import pytest

from qa.owners import other_owner


@pytest.mark.parametrize(
    ("claim", "told", "found"),
    [
        (
            "Ostland uses drones against Westland's supply lines.",
            "They use drones to cut Ostland’s supply lines.",
            ("Westland's supply", "Ostland’s supply"),
        ),
        ("The Larnby council met.", "The Ashdale council met.", ("Larnby council", "Ashdale council")),
        ("The Larnby council met.", "The Larnby council met after the Ashdale council.", ("", "")),
        ("The Larnby council met.", "The council of Larnby met, and so did the Ashdale council.", ("", "")),
        ("Larnby's mayor left.", "The mayor left Larnby.", ("", "")),
    ],
)
def test_what_is_told_of_anothers_is_noticed(claim: str, told: str, found: tuple[str, str]) -> None:
    """Only where the text tells of the thing, and each time as somebody else's."""
    assert other_owner(claim, told) == found
