"""The parts of a claim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.clauses import clauses
from qa.wording import terms


@pytest.mark.parametrize(
    ("claim", "parts"),
    [
        ("The bridge was closed.", 1),
        ("The bridge was closed to traffic on Monday, and the ferry carried nobody.", 2),
        ("Ana Lemm, who leads the flood agency, told the council that the dam held.", 2),
        ("The port was closed and was later opened to small ships.", 2),
    ],
)
def test_a_claim_has_parts(claim: str, parts: int) -> None:
    """Coordinated and relative clauses are parts of their own; what is too short stays with its neighbour."""
    assert len(clauses(claim, terms(claim))) == parts


@given(st.text())
def test_parts_hold_every_term_once(claim: str) -> None:
    """Whatever the claim, its parts together hold each of its terms once, in order."""
    wanted = terms(claim)
    assert [place for part in clauses(claim, wanted) for place in part] == list(range(len(wanted)))
