"""Which of two things a text has first."""

import pytest

from qa.sequence import turned_order


@pytest.mark.parametrize(
    ("claim", "told", "is_turned"),
    [
        ("Prices fell before the vote.", "Prices fell after the vote.", True),
        ("Prices fell before the vote.", "After the vote, prices fell.", True),
        ("The vote came after prices had fallen.", "Prices fell before the vote.", False),
        ("Once the subsidy had ended, bread grew dearer.", "Bread grew dearer after the subsidy ended.", False),
        ("The subsidy ended after bread grew dearer.", "Bread grew dearer after the subsidy ended.", True),
        ("He spoke before the court in Larnby.", "After the hearing he spoke in Larnby.", False),
        ("Prices fell after all.", "Prices fell before the vote.", False),
    ],
)
def test_what_came_first_stays_first(claim: str, told: str, is_turned: bool) -> None:
    """Two things in the other order are found, whichever is told of first; where no order is told, there is none."""
    assert turned_order(claim, told) == is_turned
