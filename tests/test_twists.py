"""How a claim says more than a sentence, or otherwise."""

import pytest

from qa.twists import added_cause, added_superlative, exchanged_roles, not_yet, other_doer


@pytest.mark.parametrize(
    ("claim", "told", "word"),
    [
        ("Larnby beat Ostfeld.", "Ostfeld beat Larnby on Sunday.", "beat"),
        ("Larnby beat Ostfeld.", "Larnby beat Ostfeld on Sunday.", ""),
        ("Ostfeld was beaten by Larnby.", "Larnby beat Ostfeld on Sunday.", ""),
        ("Norda was bought by Pell.", "Pell was bought by Norda.", "bought"),
        (
            "Guards from Larnby fired on guards from Ostfeld on Sunday.",
            "Guards from Ostfeld fired on guards from Larnby on Sunday.",
            "fired",
        ),
        ("After Sunday's flooding of the Pell mine", "The mine at Pell flooded on Sunday.", ""),
        ("Norda accused the council.", "The council has accused the shipping line Norda of fraud.", "accused"),
        ("The council accused Norda.", "The council has accused the shipping line Norda of fraud.", ""),
        ("The council accused Norda.", "The council of Larnby accused Norda.", ""),
    ],
)
def test_who_did_it_to_whom_is_kept(claim: str, told: str, word: str) -> None:
    """Two names, or a name and a noun, on the other sides of one verb are exchanged roles, but for the passive."""
    assert exchanged_roles(claim, told) == word


@pytest.mark.parametrize(
    ("claim", "told", "who"),
    [
        ("Otto Grahn unveiled it.", "It was unveiled on Friday by Mara Quill; Otto Grahn was away.", "Mara Quill"),
        ("Mara Quill unveiled it.", "It was unveiled on Friday by Mara Quill; Otto Grahn was away.", ""),
        ("Otto Grahn unveiled it.", "It was unveiled by the mayor, Otto Grahn, on Friday.", ""),
        ("Otto Grahn unveiled it.", "It was unveiled on Friday by Mara Quill.", ""),
        ("Larnby stopped its ferry to Harn.", "Larnby protested after Ostfeld stopped its ferry to Harn.", "Ostfeld"),
        ("Larnby stopped its ferry to Harn.", "Larnby protested before it stopped its ferry to Harn.", ""),
        ("The statue unveiled for Otto Grahn", "It was unveiled by Mara Quill for Otto Grahn.", ""),
    ],
)
def test_who_did_it_is_not_somebody_else(claim: str, told: str, who: str) -> None:
    """Who is spoken of, but did not do what the sentence has another do, is found with whoever did it."""
    assert other_doer(claim, told)[1] == who


@pytest.mark.parametrize(
    ("claim", "told", "word"),
    [
        ("The town has raised the tax.", "The town plans to raise the tax.", "raised"),
        ("The town intends to raise the tax.", "The town plans to raise the tax.", ""),
        ("Orvane has moved the work.", "Orvane intends to close its plant and move the work.", "moved"),
        ("Orvane plans to shut mines and mills.", "Orvane plans to close mines and mills.", ""),
        ("Schools stay shut until Monday.", "Schools will stay shut until Monday.", ""),
        ("The dam will break.", "The dam could break.", "break"),
        ("The dam may break.", "The dam could break.", ""),
        ("The armies withdrew.", "The armies agreed to withdraw, and withdrew on Monday.", ""),
        ("The fire was set on purpose.", "They have not ruled out that the fire was set on purpose.", "fire"),
    ],
)
def test_a_plan_is_not_told_as_done(claim: str, told: str, word: str) -> None:
    """What is only planned or possible is told neither as done nor as sure, unless it is told as done as well."""
    assert not_yet(claim, told) == word


def test_a_cause_must_be_told() -> None:
    """A claim that names a cause needs a sentence that tells of one."""
    assert added_cause("The ferry sank because it was full.", "The ferry sank in calm water.") == "because"
    assert not added_cause("The clinic closed because nurses were few.", "It was closed for lack of nurses.")


def test_a_superlative_must_be_told() -> None:
    """A claim that calls something the greatest of its kind needs a sentence that does; a harvest is none."""
    assert added_superlative("It was the worst flood in years.", "The flood killed nine people.") == "worst"
    assert not added_superlative("It was the worst flood in years.", "No flood in memory was deadlier; a record.")
    assert not added_superlative("The harvest was the forest's.", "The flood killed nine people.")
