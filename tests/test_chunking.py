"""What passages promise for every text."""

from hypothesis import example, given
from hypothesis import strategies as st

from index.chunking import LONGEST, chunk
from index.sentences import sentence_spans
from index.types import Article
from tests.values import report

texts = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from(' \n\n..?!”"“aZ19')), max_size=3000)


@given(texts)
@example("He left. " * 1500)
@example("a" * 5000)
@example(("x" * 799 + " ") * 3)
@example("。中文。" * 900)
@example("\n\n \n")
@example("Quay. NET. COM. ORG Quay.  NET\nQuay.\nNET, " * 90)
def test_passages_are_exact_and_cover_everything(text: str) -> None:
    """Each passage is the text between its offsets; they do not overlap; all that is not white space lies in one."""
    passages = chunk(Article(report("r"), text))
    at = 0
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip() != ""
        assert len(passage.text) <= LONGEST
        assert not text[at : passage.start].strip()
        assert passage.start >= at
        at = passage.end
    assert not text[at:].strip()


@given(texts)
def test_sentences_are_exact_and_cover_everything(text: str) -> None:
    """Sentences do not overlap, and all that is not white space lies in one."""
    at = 0
    for start, end in sentence_spans(text):
        assert not text[at:start].strip()
        assert start >= at
        assert text[start:end] == text[start:end].strip() != ""
        at = end
    assert not text[at:].strip()


def test_a_name_with_a_stop_in_it_is_not_cut() -> None:
    """A full stop inside a word ends no sentence."""
    text = "Yurii Butusov, the editor of Censor.NET, spoke. The U.S.-led talks began."
    assert [text[a:b] for a, b in sentence_spans(text)] == [
        "Yurii Butusov, the editor of Censor.NET, spoke.",
        "The U.S.-led talks began.",
    ]


def test_a_domain_with_a_space_in_it_is_not_cut() -> None:
    """A page that spaces out a site's name ends no sentence there; a full stop after another name ends one."""
    text = "Ana Lemm, editor of Harbour. NET, spoke. She runs Quay. COM too. He left Tarsk. The U.N. stayed in Orvane."
    assert [text[a:b] for a, b in sentence_spans(text)] == [
        "Ana Lemm, editor of Harbour. NET, spoke.",
        "She runs Quay. COM too.",
        "He left Tarsk.",
        "The U.N. stayed in Orvane.",
    ]


def test_passage_ids_are_those_of_their_report() -> None:
    """A passage's id is its report's with its number."""
    passages = chunk(Article(report("r7"), "One sentence here. " * 100))
    assert [p.id for p in passages] == [f"r7:{n}" for n in range(len(passages))]
