"""How candidates are ordered."""

from datetime import date

import numpy as np
import pytest

from index.arrays import Vectors
from qa.ranking import of_day, rank
from qa.types import Ask, Preferences, Question
from tests.values import passage, report

BRIDGE = passage("The bridge in Larnby was shut on Monday.", report("a", outlet="Reuters", published=date(2024, 5, 4)))
STRIKE = passage("Dockers walked out in Ashdale.", report("b", outlet="AP", published=date(2024, 5, 6)))
OTHER = passage("Marlow United won again.", report("c"))
ALL = (BRIDGE, STRIKE, OTHER)
SAME: Vectors = np.full((3, 4), 0.5, dtype=np.float32)  # three vectors that tell nothing apart


def totals(question: Question) -> list[float]:
    return [float(x) for x in rank(question, ALL, SAME, np.zeros(3), SAME[0], SAME[: len(question.asks)]).total]


@pytest.mark.parametrize(
    ("prefers", "first"),
    [
        (Preferences(outlets=("AP",)), 1),
        (Preferences(days=("2024-05-04",)), 0),
        (Preferences(around=("????-05-06",)), 1),
        (Preferences(speaker="Marlow United"), 2),
    ],
)
def test_what_is_named_raises(prefers: Preferences, first: int) -> None:
    """A named outlet, day or speaker puts a passage before others that are otherwise alike."""
    scores = totals(Question("?", "?", prefers=prefers))
    assert scores.index(max(scores)) == first
    assert len({round(s, 6) for s in scores}) == 2


def test_nothing_named_leaves_equals_equal() -> None:
    """A question that names nothing adds nothing."""
    assert len(set(totals(Question("?", "?")))) == 1


def test_each_part_has_its_own_scores() -> None:
    """The part about the bridge is fitted best by what tells of the bridge, and so on."""
    question = Question("?", "?", asks=(Ask("dockers walked out in Ashdale"), Ask("the bridge in Larnby was shut")))
    ranking = rank(question, ALL, SAME, np.zeros(3), SAME[0], SAME[:2])
    assert [int(np.argmax(scores)) for scores in ranking.asks] == [1, 0]
    assert int(np.argmin(ranking.total)) == 2


def test_a_part_prefers_its_own_outlet_and_day() -> None:
    """Of two parts in the same words each has the report of the outlet, and of the day, that it names."""
    question = Question("?", "?", asks=(Ask("what was told", ("AP",)), Ask("what was told", (), ("2024-05-04",))))
    ranking = rank(question, ALL, SAME, np.zeros(3), SAME[0], SAME[:2])
    assert [int(np.argmax(scores)) for scores in ranking.asks] == [1, 0]


def test_an_undated_report_is_of_no_day() -> None:
    """No pattern names the day of a report that has none."""
    assert not of_day(None, ["*"])
    assert of_day(date(2024, 1, 27), ["2024-01-[23]*"])
    assert not of_day(date(2024, 1, 7), ["2024-01-[23]*"])
