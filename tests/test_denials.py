"""What one text denies and another tells."""

import pytest

from qa.denials import denied


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        ("The union did not accept the offer.", "The union accepted the offer.", "accept"),
        ("No survivors have been found.", "Survivors have been found.", "survivors"),
        ("The minister denied taking money.", "The minister took money.", "money"),
        ("The vaccine was not tested in women.", "The vaccine is untested in women.", ""),
        ("It was approved, but not for children.", "Children may not be given it.", ""),
        ("The bridge was closed.", "The bridge was not closed.", ""),
        ("No fewer than 14 houses fell.", "At least 14 houses fell.", ""),
        ("Nobody may sell fireworks in Larnby.", "Selling fireworks in Larnby is forbidden.", ""),
        ("The ban on fireworks was not lifted.", "The ban on fireworks was lifted.", "lifted"),
        ("Neither the coach nor the captain came to the hearing.", "The captain stayed away from the hearing.", ""),
    ],
)
def test_what_one_denies_the_other_must_not_tell(one: str, other: str, word: str) -> None:
    """A denial of what is told is found, and two denials of one matter agree."""
    assert denied(one, other).lower().startswith(word[:3])
    assert bool(denied(one, other)) == bool(word)
