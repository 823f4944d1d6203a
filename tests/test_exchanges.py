"""Words that stand in a claim for what the sentences tell otherwise."""

import pytest

from qa.exchanges import exchanged_words


@pytest.mark.parametrize(
    ("claim", "told", "words"),
    [
        ("Three people were killed.", "Three people were wounded.", ("killed", "wounded")),
        ("A man was convicted of arson.", "A man was arrested on suspicion of arson.", ("convicted", "arrested")),
        ("She voted against the bill.", "She voted for the bill.", ("voted against", "voted for")),
        ("He made a profit this year.", "He made a profit last year.", ("this year", "last year")),
        ("A man was arrested.", "A man was convicted, a year after he was arrested.", ("", "")),
        ("The wounded were taken away.", "Three were killed and nine wounded.", ("", "")),
        ("Fewer men than women voted.", "More women than men voted.", ("", "")),
    ],
)
def test_a_step_or_a_contrary_is_noticed(claim: str, told: str, words: tuple[str, str]) -> None:
    """What comes to less bears out no more, and a contrary is not the thing; what comes to more bears out less."""
    assert exchanged_words(claim, told) == words
