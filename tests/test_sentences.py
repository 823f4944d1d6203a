"""The sentences that can be quoted."""

from hypothesis import given
from hypothesis import strategies as st

from qa.sentences import LONGEST, SHORTEST, sentences_of
from qa.types import Evidence
from tests.values import passage, report

pieces = st.sampled_from(
    ["The bridge was closed to all traffic. ", "Why? ", "\n", "x" * 90 + ", ", "“No,” he said. ", "3.5 "]
)


@given(st.lists(pieces, max_size=30).map("".join), st.integers(0, 50))
def test_sentences_are_exact_and_fit(text: str, start: int) -> None:
    """Each sentence is its passage's text between its offsets, and neither too short nor too long to quote."""
    for sentence in sentences_of([Evidence(1, passage(text, start=start), 0.0)]):
        assert text[sentence.start - start : sentence.end - start] == sentence.text == sentence.cited().quote
        assert SHORTEST <= len(sentence.text) <= LONGEST


def test_a_long_sentence_is_cut_at_a_clause() -> None:
    """Of a sentence that is longer than a quote the first clauses are taken, to the end of one."""
    text = ("The council said that the bridge over the river would stay shut for some time, " * 8) + "and that was all."
    (sentence,) = sentences_of([Evidence(1, passage(text), 0.0)])
    assert sentence.text.endswith("for some time")


def test_headings_and_fragments_are_left_out() -> None:
    """What is no whole sentence is not quoted."""
    text = "What the council said about the bridge\nIt will stay shut until engineers have looked at it.\nYes."
    assert [s.text for s in sentences_of([Evidence(1, passage(text), 0.0)])] == [
        "It will stay shut until engineers have looked at it."
    ]


def test_a_passage_given_twice_is_read_once() -> None:
    """The same place of one report is one sentence."""
    one = Evidence(1, passage("The bridge was closed to all traffic."), 0.0)
    assert len(sentences_of([one, one])) == 1


def test_a_sentence_knows_its_context() -> None:
    """The words before it, of its own report only, the title and the outlet are its context."""
    source = report("a", title="Flood in Larnby", outlet="Courier")
    text = "The bridge was closed to all traffic. It reopened after three days of work."
    first, second = sentences_of([Evidence(1, passage(text, source), 0.0)])
    assert {t.word for t in first.context} == {"Flood", "Larnby", "Courier"}
    assert {t.word for t in second.context} == {"bridge", "closed", "traffic", "Flood", "Larnby", "Courier"}


def test_a_pronoun_carries_what_it_stands_for() -> None:
    """A sentence that begins with a pronoun has the words of the one before it among its own."""
    text = "The bridge was closed to all traffic. It reopened after three days. The mayor spoke of a success."
    _, leaning, other = sentences_of([Evidence(1, passage(text), 0.0)])
    assert [t.word for t in leaning.terms[-3:]] == ["bridge", "closed", "traffic"]
    assert (leaning.leans, other.leans, "three" in {t.word for t in other.terms}) == (True, False, False)
