"""Where reports differ."""

import pytest

from qa.disagreements import compare
from qa.questions import take_apart, understand
from qa.quoting import quote
from qa.relevance import Words
from qa.types import Disagreement, Evidence
from tests.reports import EVIDENCE
from tests.values import passage, report


def _compared(question: str, evidence: tuple[Evidence, ...], words: Words) -> tuple[Disagreement, ...]:
    return compare(take_apart(question), quote(understand(question), evidence, words).sentences, words)


def test_differing_figures_are_set_side_by_side(words: Words) -> None:
    """Each report's figure stands with who said it and when."""
    (found,) = _compared("How many homes were flooded in Larnby?", EVIDENCE, words)
    assert (found.about, found.kind) == ("homes", "differs")
    assert {(p.value, p.speaker) for p in found.positions} == {
        ("At least 340", "the fire service"),
        ("Around 410", "the council"),
    }


def test_a_status_that_changed_is_told_in_order(words: Words) -> None:
    """A bridge that was closed and then reopened changed; the older report comes first."""
    (found,) = _compared("Is the Coldbrook bridge open?", EVIDENCE, words)
    assert (found.kind, [p.value for p in found.positions]) == ("changed", ["closed", "reopened"])


def test_a_conviction_overturned_is_not_a_conviction(words: Words) -> None:
    """What undoes a status is its opposite, though it names it."""
    (found,) = _compared("Was Ilan Pohl convicted?", EVIDENCE, words)
    assert [p.value for p in found.positions] == ["convicted", "overturned the conviction"]


@pytest.mark.parametrize(
    "question",
    ["How many rebels were killed?", "Who won the election in Varna Bay?", "Did the strike in Varna Bay end?"],
)
def test_where_reports_agree_nothing_differs(question: str, words: Words) -> None:
    """Figures of other things, and one report's word, are no disagreement."""
    assert _compared(question, EVIDENCE, words) == ()


def _two(one: str, other: str, **fields: str) -> tuple[Evidence, ...]:
    return (Evidence(1, passage(one, "a"), 0.0), Evidence(2, passage(other, report("b", **fields)), 0.0))


def test_copies_do_not_differ(words: Words) -> None:
    """The rounding of a copy is no second voice."""
    told = _two("At least 340 homes were flooded in Larnby.", "Some 340 homes were flooded in Larnby.", origin="a")
    assert _compared("How many homes were flooded in Larnby?", told, words) == ()


def test_a_share_and_a_count_do_not_differ(words: Words) -> None:
    """Forty per cent of the homes and 340 homes are not two answers to one question."""
    told = _two("Floods hit 340 homes in Larnby.", "Floods hit 40% of the homes in Larnby.")
    assert _compared("How many homes were hit by floods in Larnby?", told, words) == ()
