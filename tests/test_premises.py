"""What a question takes for given."""

import pytest

from qa.premises import false_premises
from qa.questions import take_apart
from qa.relevance import Words, relevances
from qa.verification import lines_of

TOLD = ("The flood in Larnby closed the bridge.", "Shares rose on Monday.", "A fire burned in Ostfeld for two days.")


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("Who won the battle of Larnby?", ("the battle of Larnby",)),
        ("When was the flood in Larnby?", ()),
        ("Why did the fire in Larnby spread?", ("the fire in Larnby",)),
        ("Was there a battle of Larnby?", ()),
        ("How many people saw the fire in Ostfeld?", ()),
    ],
)
def test_what_no_sentence_tells_of_is_a_false_premise(question: str, given: tuple[str, ...], words: Words) -> None:
    """A thing that a name tells apart must be spoken of with that name; to ask whether takes nothing for given."""
    asked = take_apart(question)
    found = relevances(question, asked.terms, lines_of(TOLD), words)
    assert false_premises(asked, found) == given
