"""Quotations are told in the order that the question asks for."""

from collections.abc import Mapping

import pytest

from qa import answer
from qa.courses import asks_how_things_went

REPORTS: list[Mapping[str, object]] = [
    {"id": "c", "outlet": "C", "published": "2024-03-09", "text": "The Velm dam was rebuilt, the governor said."},
    {"id": "a", "outlet": "A", "published": "2024-03-01", "text": "The Velm dam burst on Friday night after rain."},
    {"id": "u", "outlet": "U", "published": None, "text": "The Velm dam was inspected by two engineers."},
    {"id": "b", "outlet": "B", "published": "2024-03-05", "text": "The Velm dam was sealed with sand on Tuesday."},
]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What happened at the Velm dam?", True),
        ("What has happened to the merger?", True),
        ("How did the strike develop?", True),
        ("How has the death toll changed since Monday?", True),
        ("Give me a timeline of the talks.", True),
        ("How did the mayor react?", False),
        ("How many people died?", False),
        ("Who changed the law?", False),
        ("Is the dam open now?", False),
    ],
)
def test_a_question_for_a_course_is_known(question: str, asks: bool) -> None:
    """Whether a question asks how things went."""
    assert asks_how_things_went(question) is asks


@pytest.mark.parametrize(
    ("question", "order"),
    [("What happened to the Velm dam?", "abcu"), ("What is the latest on the Velm dam?", "cbau")],
)
def test_quotations_stand_in_order_of_time(question: str, order: str) -> None:
    """The oldest first for how things went, the newest first for how they stand; undated ones last, all numbered so."""
    found = answer(question, REPORTS)
    told = [claim.citations[0].source.id for claim in found.claims]
    assert len(told) > 1
    assert told == [id for id in order if id in told]
    assert [claim.citations[0].marker for claim in found.claims] == list(range(1, len(told) + 1))
