"""Nouns for whoever does what a verb tells."""

import pytest

from qa.doers import names_the_doer, tells_who_holds
from qa.wording import terms


@pytest.mark.parametrize(
    ("verb", "noun", "names"),
    [
        ("commands", "Commander-in-Chief", True),
        ("heads", "head", True),
        ("led", "leader", True),
        ("won", "winner", True),
        ("founded", "founder", True),
        ("wrote", "writer", True),
        ("manages", "managers", True),
        ("runs", "chief", True),
        ("sold", "soldier", False),
        ("formed", "former", False),
        ("counted", "counter", False),
        ("won", "dinner", False),
        ("leads", "mayor", False),
    ],
)
def test_a_noun_names_who_does_it(verb: str, noun: str, names: bool) -> None:
    """The noun that is made of a verb, or the office that it tells of, in any form; no word that only ends so."""
    assert names_the_doer(verb, noun) is names


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Ana Lemm commands the brigade.", True),
        ("The brigade is under the command of another.", False),
        ("The commander of the brigade is Ana Lemm.", True),
        ("The brigade is led by Ana Lemm.", True),
    ],
)
def test_who_holds_an_office_is_told_by_its_noun_or_its_verb(text: str, tells: bool) -> None:
    """A body that is under somebody's command is not told who commands it."""
    (verb,) = terms("Who leads it?") if "led" in text else terms("Who commands it?")
    assert any(tells_who_holds(verb, text, term) for term in terms(text)) is tells
