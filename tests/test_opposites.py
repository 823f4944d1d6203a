"""Which statuses exclude one another."""

import pytest

from qa.opposites import opposites, statuses, told_alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge is closed.", "The bridge has reopened."),
        ("The bridge has reopened.", "The bridge has not reopened."),
        ("The bridge won't be reopened.", "The bridge was opened on Friday."),
        ("The strike began on Monday.", "The strike was called off."),
        ("The strike goes on.", "The strike was called off."),
        ("Pohl was convicted.", "Pohl was acquitted."),
        ("He was found guilty.", "He was found not guilty."),
        ("The court upheld the ruling.", "The court overturned the ruling."),
        ("A court convicted him.", "The supreme court overturned his conviction."),
        ("Shares rose.", "Shares fell."),
        ("The truce has held.", "The truce collapsed."),
        ("The ministry confirmed it.", "The ministry has not confirmed it."),
        ("The rebels pulled all their men out.", "The rebels brought some of their men back."),
        ("Larnby confirmed the deal.", "The deal was confirmed by neither town."),
        ("Larnby acknowledged the loss.", "The loss was officially acknowledged by neither Larnby nor Ashdale."),
        ("Larnby has confirmed it.", "Neither Larnby nor Ashdale has confirmed it."),
        ("The bridge was closed.", "No bridge was closed."),
        ("The troops left for good.", "The troops left temporarily."),
        ("The attack was successful.", "The attack has been repulsed."),
        ("They succeeded in crossing the river.", "Their attempts to cross the river failed."),
    ],
)
def test_opposites_are_noticed_both_ways(one: str, other: str) -> None:
    """A status and its opposite cannot both be told, whichever comes first, and however it is denied."""
    assert all(opposites(one, other))
    assert all(opposites(other, one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge is closed.", "The bridge is shut."),
        ("The bridge is not open.", "The bridge is closed."),
        ("The bridge closed in May.", "The bridge closed in May and reopened in June."),
        ("They stood close to the bridge.", "The bridge is open."),
        ("The club won.", "The club won after it lost at home."),
        ("The attack was unsuccessful.", "The attack was beaten back."),
        ("She succeeded the mayor.", "The harvest failed."),
    ],
)
def test_what_agrees_is_not_turned_round(one: str, other: str) -> None:
    """The same status in other words is no opposite; who tells of both tells of each."""
    assert opposites(one, other) == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        "Neither Larnby nor Ashdale has confirmed the deal.",
        "The deal was confirmed by neither Larnby nor Ashdale.",
        "No town has yet confirmed the deal.",
        "The deal is unconfirmed.",
    ],
)
def test_a_denial_is_only_a_denial(text: str) -> None:
    """What is denied of somebody is not told of them as well."""
    (status,) = statuses(text)
    assert status.opposes(statuses("Larnby confirmed it.")[0])


def test_a_count_with_no_in_it_denies_nothing() -> None:
    """ "No fewer than" is a number, not a denial."""
    assert opposites("No fewer than 20 bridges were closed.", "Twenty bridges were closed.") == ("", "")


def test_a_contraction_wins_nothing() -> None:
    """ "Won't" is not "won"."""
    assert statuses("It won't rain.") == ()


def test_a_denied_status_is_shown_with_its_denial() -> None:
    """The words of a status are those of the text, with the "not" that turns it."""
    assert statuses("The bridge has not reopened.")[0].words == "not reopened"


def test_one_status_in_other_words_is_told_alike() -> None:
    """To return is to be redeployed; what was withdrawn has not returned."""
    assert told_alike("return", "The brigade was redeployed in May.")
    assert not told_alike("return", "The brigade was withdrawn in May.")
