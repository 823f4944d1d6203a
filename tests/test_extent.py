"""How much of a whole, and which of two is the more."""

import pytest

from qa.extent import overstated, taken_for_all, taken_whole, turned_comparison


@pytest.mark.parametrize(
    ("claim", "told", "is_more"),
    [
        ("All of the hostages were freed.", "Most of the hostages were freed.", True),
        ("The hostages were freed.", "Some of the hostages were freed.", True),
        ("All five suspects were held.", "Three of the five suspects were held.", True),
        ("Most islanders have left.", "Nearly half of the islanders have left.", True),
        ("Some hostages were freed.", "Most of the hostages were freed.", False),
        ("Most of the hostages were freed.", "Almost all of the hostages were freed.", False),
        ("All shops were shut.", "Some of the schools were shut.", False),
        ("Not all of the hostages were freed.", "Most of the hostages were freed.", False),
    ],
)
def test_a_part_is_not_the_whole(claim: str, told: str, is_more: bool) -> None:
    """What is told of some does not bear out what is claimed of most, nor most of all."""
    assert any(overstated(claim, told)) == is_more


def test_the_number_of_the_whole_is_not_that_of_the_part() -> None:
    """In "21 of 30 drones" it was not thirty that were shot down."""
    told = "Velmark shot down 21 of 30 drones."
    assert taken_whole("Velmark shot down all 30 drones.", told) == ("all 30", "21 of 30")
    assert taken_whole("Of 30 drones Velmark shot down 21.", told) == ("", "")


@pytest.mark.parametrize(
    ("claim", "told", "is_turned"),
    [
        ("More men than women voted.", "More women than men voted.", True),
        ("Fewer men than women voted.", "More women than men voted.", False),
        ("Lisk is larger than Harn.", "Harn is larger than Lisk and has more schools.", True),
        ("Lisk is smaller than Harn.", "Harn is larger than Lisk and has more schools.", False),
        ("They sowed less wheat than in 2022.", "They sowed more wheat than in 2022.", True),
        ("More barley than wheat was sown.", "Wheat exceeded barley.", True),
        ("Lisk is older than Harn.", "Harn is larger than Lisk.", False),
        ("The north had more rain than the south.", "The south had 140 mm of rain, the north only 60.", True),
        ("The south had more rain than the north.", "The south had 140 mm of rain, the north only 60.", False),
        ("The north had more rain than the south.", "The south had 140 mm of rain, the north 60 fires.", False),
        ("Otto is older than Mara.", "Mara left in 140 seconds, Otto in 60.", False),
    ],
)
def test_a_comparison_is_not_turned_round(claim: str, told: str, is_turned: bool) -> None:
    """The more stays the more, whether it is named first or last, and whichever word compares."""
    assert turned_comparison(claim, told) == is_turned


@pytest.mark.parametrize(
    ("told", "is_less"),
    [
        ("The army took several villages on the coast.", True),
        ("The army took several villages, and at last the entire coast.", False),
        ("The army fully controls the coast; some shops are shut.", False),
        ("The army took the coast.", False),
    ],
)
def test_several_are_not_all(told: str, is_less: bool) -> None:
    """All of a thing is not borne out where only several or some of anything are told of."""
    assert any(taken_for_all("The army took all of the coast.", told)) == is_less
    assert taken_for_all("The army took not all of the coast.", told) == ("", "")
