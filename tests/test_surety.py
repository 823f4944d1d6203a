"""How surely a sentence tells what it tells."""

import pytest

from qa.surety import dropped_condition, dropped_hedge, only_asked


@pytest.mark.parametrize(
    ("claim", "told", "hedge"),
    [
        ("The fire began in a kitchen.", "The fire reportedly began in a kitchen.", "reportedly"),
        ("The rebels hold the pass.", "The rebels are believed to hold the pass.", "are believed to"),
        ("Tanks entered Sarrow.", "Unverified footage shows tanks entering Sarrow.", ""),
        ("The fire may have begun in a kitchen.", "The fire reportedly began in a kitchen.", ""),
        ("Neighbours said the fire began in a kitchen.", "The fire reportedly began in a kitchen.", ""),
        ("The shop was closed.", "The shop was closed, reportedly for a week.", ""),
    ],
)
def test_hearsay_is_not_told_as_sure(claim: str, told: str, hedge: str) -> None:
    """What is only said to be so does not bear out that it is so; a claim that is as unsure is borne out."""
    assert dropped_hedge(claim, [told]) == hedge


def test_what_another_sentence_is_sure_of_is_sure() -> None:
    """A hedge in one sentence takes nothing from another that tells the same without it."""
    claim, hearsay = "The fire began in a kitchen.", "The fire reportedly began in a kitchen."
    assert dropped_hedge(claim, [hearsay])
    assert not dropped_hedge(claim, [hearsay, "It began in the kitchen of No. 9: the fire took an hour to put out."])


@pytest.mark.parametrize(
    ("claim", "told", "condition"),
    [
        ("The pilots will strike on 2 June.", "If talks fail, the pilots will strike on 2 June.", "If talks fail"),
        ("The crop will be lost.", "The crop will be lost unless rain comes soon.", "unless rain comes soon"),
        ("The pilots will strike if talks fail.", "If talks fail, the pilots will strike on 2 June.", ""),
        ("The pilots could strike.", "If talks fail, the pilots will strike on 2 June.", ""),
        ("The pilots were asked.", "The pilots were asked if they would strike.", ""),
        ("The pilots struck.", "The pilots struck even if few of them wished to.", ""),
    ],
)
def test_a_condition_is_kept(claim: str, told: str, condition: str) -> None:
    """What will only be so if something else is does not bear out that it will be so."""
    assert dropped_condition(claim, told) == condition


def test_a_question_tells_nothing() -> None:
    """What is only asked is not told, unless another sentence answers it."""
    asked = "Did the mayor know of the leak before the election?"
    assert only_asked("The mayor knew of the leak before the election.", [asked])
    assert not only_asked("The mayor knew of the leak.", [asked, "The mayor knew of the leak, a letter shows."])
    assert not only_asked("Did the mayor know of the leak?", [asked])
