"""How surely a report answers."""

from qa.answered import answering
from qa.questions import take_apart
from qa.relevance import Words
from qa.sentences import sentences_of
from qa.types import Evidence
from tests.values import passage, report

TOLD = "The Larnby museum was founded by Halima Dorrick in 1961. It shows tools of the valley's millers."
BESIDE = "A fire broke out at a mill near Larnby on Sunday. Nobody was hurt, the fire brigade said."


def _sure(question: str, words: Words, *texts: str) -> list[float]:
    evidence = [Evidence(n, passage(text, report(f"r{n}")), 0.0) for n, text in enumerate(texts, start=1)]
    sure = answering(take_apart(question), sentences_of(evidence), words)
    return [sure[f"r{n}"] for n in range(1, len(texts) + 1)]


def test_a_report_that_answers_is_the_surer(words: Words) -> None:
    """What tells of the matter answers more surely than what only names the place; both are probabilities."""
    told, beside = _sure("Who founded the Larnby museum?", words, TOLD, BESIDE)
    assert 0 <= beside < 0.5 < told <= 1


def test_a_denial_answers_less_surely(words: Words) -> None:
    """A sentence that denies what the question takes for given is not taken for its answer."""
    so, not_so = _sure(
        "Which tools are allowed in the Larnby museum?",
        words,
        "Hand tools are allowed in the Larnby museum.",
        "Hand tools are not allowed in the Larnby museum.",
    )
    assert not_so < so


def test_what_may_not_answer_is_less_sure(words: Words) -> None:
    """Where a time is asked for, a sentence without one answers less surely than the same with one."""
    untold, told = _sure(
        "When was the Larnby museum founded?",
        words,
        "The Larnby museum was founded by a miller.",
        "The Larnby museum was founded in spring.",
    )
    assert untold < told


def test_nothing_asked_is_not_answered(words: Words) -> None:
    """A question without a word that carries meaning is answered by no report."""
    evidence = [Evidence(1, passage(TOLD, report("a")), 0.0)]
    assert answering(take_apart("Who is it?"), sentences_of(evidence), words) == {}
    assert answering(take_apart("Who founded the museum?"), (), words) == {}
