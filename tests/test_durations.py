"""Questions for how long, and what answers them."""

import pytest

from qa.durations import asks_how_long, tells_how_long
from qa.questions import understand
from qa.quoting import quote
from qa.relevance import Words
from qa.types import Evidence
from tests.values import passage, report


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("The strike lasted three weeks.", True),
        ("He got five years and six months.", True),
        ("A three-day curfew was imposed.", True),
        ("The bridge has been shut since Monday.", True),
        ("Schools stay closed until further notice.", True),
        ("The market was open from May to October.", True),
        ("The bridge is 340 metres long.", True),
        ("Three days ago the bridge was shut.", False),
        ("The bridge was shut on Monday.", False),
        ("Her two-year-old son was found.", False),
    ],
)
def test_a_duration_is_told_from_a_time(text: str, tells: bool) -> None:
    """How long something takes, lasts or is tells a duration; how long ago it was, or how old somebody is, does not."""
    assert tells_how_long(text) == tells


def test_how_long_is_answered_by_a_duration_alone(words: Words) -> None:
    """Where no report tells how long, the answer is that they do not say; else what tells it is quoted."""
    question = "How long did the dockers' strike in Velm last?"
    told = "The dockers' strike in Velm is over. The union of the dockers had called it for lower rents. "
    asked = understand(question)
    untold = quote(asked, [Evidence(1, passage(told, report("a")), 0.0)], words)
    answered = quote(asked, [Evidence(1, passage(told + "The strike went on for nine days.", report("a")), 0.0)], words)
    assert asks_how_long(question)
    assert (untold.quotations, untold.missing) == ((), ("how long",))
    assert any("nine days" in s.text for s in answered.sentences)
