"""Figures that a report gives, but for something else."""

import pytest

from qa import check

TOLD = [
    "About 40 of the miners who were underground in Harn had been killed and another 310 injured, the governor said.",
    "The state mine operator said that it had 800 pumps at work there, fewer than the 1,400 pumps claimed earlier.",
    "The army said that at least 30 guards had been killed or wounded on the road to the mine.",
]


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("The governor said that about 40 miners had been injured and 310 killed in Harn.", "says about 40 killed."),
        ("The army said that at least 30 guards had been killed.", "says at least 30 hurt or killed."),
        ("The operator said that it had 1,400 pumps at work in Harn.", "gives 1,400 only as an earlier figure"),
    ],
)
def test_a_figure_is_not_taken_for_something_else(claim: str, reason: str) -> None:
    """The dead are no injured, and what was claimed before is no figure of now: the reason says which it is."""
    found = check(claim, TOLD)
    assert not found.supported
    assert reason in found.reason


@pytest.mark.parametrize(
    "claim",
    [
        "The governor said that about 40 miners had been killed and 310 injured in Harn.",
        "The army said that at least 30 guards had been killed or wounded.",
        "The operator said that it had 800 pumps at work in Harn, fewer than the 1,400 claimed earlier.",
    ],
)
def test_a_figure_of_the_same_is_supported(claim: str) -> None:
    """Two figures of one sentence, each of what it is given for, are supported."""
    assert check(claim, TOLD).reason == ""
