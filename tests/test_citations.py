"""How markers in a model's words are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.citations import Marked, marked_sentences, whole_sentences

KNOWN = {1, 2, 3, 12}


@pytest.mark.parametrize(
    ("text", "markers", "unknown"),
    [
        ("They left [1].", (1,), 0),
        ("They left. [1]", (1,), 0),
        ("They left.[1]", (1,), 0),
        ("They left [1][2].", (1, 2), 0),
        ("They left [2, 1].", (2, 1), 0),
        ("They left [1] and [1] again.", (1,), 0),
        ("They left [1-3].", (1, 2, 3), 0),
        ("They left [1–3].", (1, 2, 3), 0),
        ("They left [1 and 12].", (1, 12), 0),
        ("They left [[1]].", (1,), 0),
        ("They left 【1】.", (1,), 0),
        ("They left ［１２］.", (12,), 0),
        ("They left [Source 1].", (1,), 0),
        ("They left [sources: 1, 2].", (1, 2), 0),
        ("They left [^1].", (1,), 0),
        ("They left [1†L3-L9].", (1,), 0),
        ("They left [1](http://example.org/x).", (1,), 0),
        ("They left [9].", (), 1),
        ("They left [1, 9].", (1,), 1),
        ("They left [0].", (), 1),
        ("They left [1-999].", (1,), 1),
        ("They left [3-1].", (3, 1), 0),
        ("They left [a].", (), 0),
        ("They left [].", (), 0),
        ("They left [1999].", (), 0),
        ("They left in 3 (1) months.", (), 0),
        ("They left (40).", (), 0),
    ],
)
def test_markers_are_read_however_they_are_written(text: str, markers: tuple[int, ...], unknown: int) -> None:
    """Known numbers are markers, each once and in order; numbers that were never given are counted and dropped."""
    (sentence,) = marked_sentences(text, KNOWN)
    assert (sentence.markers, sentence.unknown) == (markers, unknown)


@pytest.mark.parametrize(
    "text",
    [
        "They left (1).",
        "They left. (1)",
        "They left (Source 1).",
        "They left (see report 1).",
        "They left (report [1]).",
        "They left ([1]).",
        "They left ¹.",
        "They left.¹",
        "They left<sup>1</sup>.",
        "They left **[1]**.",
        "They left `[1]`.",
        "**They left** [1] .",
        "They left \\[1\\].",
        "They left [#1].",
        "They left [doc 1].",
        "They left [citation: 1].",
        "They left.\n[1]",
        "[1] They left.",
        "[1]: They left.",
        "- [1] They left.",
        "1. They left [1].",
        "| They left. | [1] |",
        "Source 1: They left.",
        "**Source 1:** They left.",
        "According to Source 1, they left.",
        "They left [^1].\n\n[^1]: Larnby Post",
        "They left [1].\n\nReferences:\n[1] Larnby Post\n[2] Velia Times",
        "They left [1].\n\n**Sources:** [1], [2]",
    ],
)
def test_what_small_models_write_is_read(text: str) -> None:
    """However a small model marks a sentence, its words are left without the mark, and lists of sources are none."""
    assert marked_sentences(text, KNOWN) == (Marked("They left.", (1,), 0),)


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("[1] They left. [2] They came.", ((1,), (2,))),
        ("[1]They left. [2]They came.", ((1,), (2,))),
        ("They left.[1]They came.[2]", ((1,), (2,))),
        ("They left. [1] They came. [2]", ((1,), (2,))),
        ("They left.\n[1]\n\nThey came.\n[2]", ((1,), (2,))),
        ("[1]: They left.\n[2]: They came.", ((1,), (2,))),
        ("1. They left [1].\n2. They came [2].", ((1,), (2,))),
        ("Source 1: They left. Source 2: They came.", ((1,), (2,))),
        ("They left (1, 2). They came (3).", ((1, 2), (3,))),
        ("They left [Report 1, Report 2]. They came [1]–[3].", ((1, 2), (1, 2, 3))),
        ("They left [1], [2]. They came [1] and [2].", ((1, 2), (1, 2))),
    ],
)
def test_a_mark_goes_to_its_own_sentence(text: str, markers: tuple[tuple[int, ...], ...]) -> None:
    """Marks before, after and below sentences are those of the sentence meant, and none is left in the words."""
    found = marked_sentences(text, KNOWN)
    assert tuple((m.text, m.markers) for m in found) == tuple(zip(("They left.", "They came."), markers, strict=True))


def test_a_year_in_brackets_stays() -> None:
    """A bracketed year is a word of the sentence, and an area's exponent no mark."""
    text = "In [2024] it measured 12 km² [1]. About 12 (3) left [2]."
    assert [(m.text, m.markers) for m in marked_sentences(text, KNOWN)] == [
        ("In [2024] it measured 12 km².", (1,)),
        ("About 12 (3) left.", (2,)),
    ]


def test_each_sentence_has_its_own_markers() -> None:
    """A marker belongs to the sentence that it stands in or right after."""
    text = "The troops left [1]. They came back. [2] Nobody confirmed it.\n\n- A list item [3]\n- **Bold** words"
    assert marked_sentences(text, KNOWN) == (
        Marked("The troops left.", (1,), 0),
        Marked("They came back.", (2,), 0),
        Marked("Nobody confirmed it.", (), 0),
        Marked("A list item", (3,), 0),
        Marked("Bold words", (), 0),
    )


def test_no_words_make_no_sentences() -> None:
    """A text of markers, marks and white space alone claims nothing."""
    assert marked_sentences(" [1] \n ** [2]. — ", KNOWN) == ()


@given(st.text(st.sampled_from("ab. [](1234)【】-,\n1２"), max_size=200))
def test_only_known_numbers_are_ever_cited(text: str) -> None:
    """Whatever a model writes, no marker is cited that was not given, none twice, and none is left in the words."""
    for sentence in marked_sentences(text, KNOWN):
        assert set(sentence.markers) <= KNOWN
        assert len(set(sentence.markers)) == len(sentence.markers)
        assert "[1]" not in sentence.text


def test_a_sentence_that_was_cut_off_is_left_out() -> None:
    """Of words that end where a model's limit cut them only the whole sentences stay."""
    assert whole_sentences("They left [1]. They came back. [2] Nobody conf…") == "They left [1]. They came back. [2]"
    assert whole_sentences("They left [1]. They came back.") == "They left [1]. They came back."
    assert whole_sentences("Nobody conf…") == ""
