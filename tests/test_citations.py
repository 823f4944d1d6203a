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
        ("They left (1).", (), 0),
        ("Source 1: They left.", (), 0),
    ],
)
def test_markers_are_read_however_they_are_written(text: str, markers: tuple[int, ...], unknown: int) -> None:
    """Known numbers are markers, each once and in order; numbers that were never given are counted and dropped."""
    (sentence,) = marked_sentences(text, KNOWN)
    assert (sentence.markers, sentence.unknown) == (markers, unknown)


def test_each_sentence_has_its_own_markers() -> None:
    """A marker belongs to the sentence that it stands in or right after."""
    text = "The troops left [1]. They came back. [2] Nobody confirmed it.\n\n- A list item [3]\n- **Bold** words"
    assert marked_sentences(text, KNOWN) == (
        Marked("The troops left.", (1,), 0),
        Marked("They came back.", (2,), 0),
        Marked("Nobody confirmed it.", (), 0),
        Marked("A list item", (3,), 0),
        Marked("Bold** words", (), 0),
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
