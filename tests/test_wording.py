"""Which words of a text count, and which mean alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.wording import names, same_name, stem, terms


def test_what_describes_by_a_name_is_no_name() -> None:
    """ "Russian-held" holds a name and is none: no report need say it so."""
    (land,) = (t for t in terms("Who took the Russian-held land?") if t.word == "Russian-held")
    assert not land.is_name


def test_terms_are_the_words_that_carry_meaning() -> None:
    """Function words are left out, possessives cut, and a capital inside a sentence makes a name."""
    found = terms("The dockers' union has said that Varna Bay's port is shut.")
    assert [(t.word, t.is_name) for t in found] == [
        ("dockers", False),
        ("union", False),
        ("Varna", True),
        ("Bay", True),
        ("port", False),
        ("shut", False),
    ]


def test_an_ordinal_is_one_word() -> None:
    """ "33rd" and "1990s" are words, and not a number with a word after it."""
    assert [t.word for t in terms("the 33rd regiment of the 1990s lost 4.2 million")] == [
        "33rd",
        "regiment",
        "1990s",
        "lost",
        "4.2",
        "million",
    ]


def test_a_capital_that_begins_a_sentence_makes_no_name() -> None:
    """ "Dockers" at the start is a word; "Varna Bay" there is a name, since another capital follows."""
    assert [t.is_name for t in terms("Dockers left. Varna Bay waits.")] == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Judge Renate Aldous sentenced Ilan Pohl.", ["Judge Renate Aldous", "Ilan Pohl"]),
        ("Workers left. He saw the Bank of Ostfeld.", ["Bank of Ostfeld"]),
        ("It rained.", []),
    ],
)
def test_names_are_capitals_that_stand_together(text: str, found: list[str]) -> None:
    """People, places and bodies are found whole; a word that only begins a sentence is none."""
    assert [n.text for n in names(text)] == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the United States", "the US", True),
        ("the United States", "with American ships", True),
        ("the U.S. Navy", "in America", True),
        ("in Britain", "the UK", True),
        ("the United States", "the United Kingdom", False),
        ("Marlow United", "the United States", False),
    ],
)
def test_a_country_of_several_names_is_one(one: str, other: str, same: bool) -> None:
    """A question may name a country, and a body of countries, by another of its names than the report does."""
    assert any(same_name(a.word, b.word) for a in terms(one) for b in terms(other)) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [("withdrew", "withdrawal"), ("died", "deaths"), ("fell", "falling"), ("flooded", "floods"), ("won", "winning")],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    """Regular and irregular forms meet."""
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ukraine", "Ukrainian", True),
        ("Japan", "Japanese", True),
        ("Zelensky", "Zelenskyy", True),
        ("Ostfeld’s", "Ostfeld", True),
        ("Austria", "Australia", False),
        ("Larnby", "Varna", False),
        ("Iran", "Iraq", False),
        ("Iraq", "Iraqi", True),
        ("Syrskyi", "Syrsky", True),
        ("Zelenskiy", "Zelenskyy", True),
        ("Olexander", "Oleksandr", True),
        ("Mykhailo", "Mikhailo", True),
        ("Sergei", "Sergey", True),
        ("Hoffmann’s", "Hofmann", True),
        ("Niger", "Nigeria", False),
        ("Harris", "Harrison", False),
        ("Johnson", "Johnston", False),
        ("Guiana", "Guyana", False),
        ("Cameron", "Cameroon", False),
        ("Colombia", "Columbia", False),
        ("Finish", "Finnish", False),
        ("Slovakia", "Slovenia", False),
        ("Bruno", "Brunei", False),
    ],
)
def test_spellings_of_one_name_are_known(one: str, other: str, same: bool) -> None:
    """A country's adjective, a doubled letter and another alphabet's are the same name; a like-sounding one is not."""
    assert same_name(one, other) == same_name(other, one) == same


@given(st.text(max_size=200))
def test_terms_are_exact(text: str) -> None:
    """Every term is the text between its offsets, in order."""
    at = 0
    for term in terms(text):
        assert text[term.start : term.end] == term.word != ""
        assert term.start >= at
        at = term.end
    names(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("critical", "criticised"), ("important", "imported"), ("emergency", "emerge"), ("authorities", "author")],
)
def test_words_of_two_meanings_have_two_stems(one: str, other: str) -> None:
    """Where a stemmer joins two words that mean two things, they are kept apart."""
    assert stem(one) != stem(other)
