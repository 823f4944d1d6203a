"""How near sentences are to a question."""

from collections.abc import Sequence

from index.arrays import Vectors
from qa.relevance import Words, relevances, weights
from qa.verification import Line
from qa.wording import terms


def _line(text: str) -> Line:
    return Line(text, terms(text))


def test_the_sentence_that_answers_comes_first(words: Words) -> None:
    """Meaning and words together put the answer before what only shares a word with the question."""
    question = "Was the bridge closed?"
    lines = [_line("The bridge club met."), _line("The bridge was shut to all traffic."), _line("Shares rose.")]
    best, *_, last = relevances(question, terms(question), lines, words)
    assert (best.sentence, last.sentence) == (lines[1], lines[2])
    assert 0 <= last.score <= best.score <= 1


def test_words_of_one_meaning_match_and_names_do_not(words: Words) -> None:
    """Soldiers are troops; one town is not another, however alike; a number is only itself."""
    (troops,) = terms("troops")
    assert words.match(troops, terms("the soldiers")) > 0
    (_, larnby) = terms("in rainy Larnby")
    assert words.match(larnby, terms("in rainy Larnham and Ostfeld")[1:]) == 0
    (number,) = terms("12")
    assert words.match(number, terms("13 and 12,000")) == 0
    assert words.match(number, terms("12")) == 1


def test_no_sentences_have_no_relevance(words: Words) -> None:
    """Nothing is ranked where there is nothing."""
    assert relevances("Was it shut?", terms("shut"), [], words) == []


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    """A word that every sentence has weighs least, and never nothing."""
    common, rare = weights(terms("bridge flood"), [terms("bridge"), terms("bridge flood"), terms("bridge")])
    assert 0 < common < rare


def test_a_text_is_embedded_once(words: Words) -> None:
    """What is remembered is not embedded again."""
    seen: list[str] = []

    def embed(texts: Sequence[str]) -> Vectors:
        seen.extend(texts)
        return words.vectors(texts)

    remembering = Words(embed)
    remembering.vectors(["a flood", "a strike"])
    remembering.vectors(["a strike", "a flood", "a trial"])
    assert sorted(seen) == ["a flood", "a strike", "a trial"]
