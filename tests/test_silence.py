"""What the searched reports do not tell is said, and only where it is so."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from index import Scope
from qa import answer
from qa.silence import InHand, searched
from tests.values import report

DATED = {"id": "a", "outlet": "A", "published": "2024-03-01", "text": "The Velm ferry sank, and 14 people died."}
LATER = {"id": "b", "outlet": "B", "published": "2024-03-04", "text": "The harbour of Velm was dredged in spring."}
UNDATED = {"id": "c", "outlet": "C", "published": None, "text": "A new school opened in Ostfeld with a fair."}


INSPECTED = {
    "id": "d",
    "outlet": "D",
    "published": "2024-03-05",
    "text": "The ferry that sank off Velm had been inspected in May, the harbour master said.",
}


def test_the_number_of_silent_reports_is_told() -> None:
    """Of reports that were all looked through, those that tell nothing of what is asked are counted."""
    found = answer("How many people died when the Velm ferry sank?", [DATED, INSPECTED])
    assert found.status == "answered"
    assert "1 of the 2 reports searched is silent on this." in found.gaps
    assert found.gaps[0] in found.text


def test_reports_on_other_matters_are_not_called_silent() -> None:
    """Only reports on the matter are counted; where none of those is silent, nothing is said."""
    question = "How many people died when the Velm ferry sank?"
    assert answer(question, [DATED, INSPECTED, UNDATED]).gaps == (
        "1 of the 2 reports on this matter is silent on this.",
    )
    assert answer(question, [DATED, UNDATED]).gaps == ()


def test_no_report_is_called_silent_that_tells() -> None:
    """Where every report tells, none is counted as silent; nor where a question leaves open what telling would be."""
    again = {**LATER, "text": "At least 12 people died in the Velm ferry accident."}
    assert answer("How many people died when the Velm ferry sank?", [DATED, again]).gaps == ()
    assert answer("What is known of the Velm ferry?", [DATED, LATER]).gaps == ()


def test_a_question_for_the_latest_is_told_how_late_the_reports_are() -> None:
    """The newest day of the reports searched, and how many are undated."""
    found = answer("What is the latest on the Velm ferry?", [DATED, LATER, UNDATED])
    assert "Nothing is dated after 4 March 2024; 1 of 3 reports undated." in found.gaps


def test_what_is_asked_since_a_day_after_all_reports_is_told_so() -> None:
    """A question from a day on that no report reaches names the last day that one does, and not the month's word."""
    found = answer("Has the Velm ferry sailed since 2 June 2024?", [DATED, LATER])
    assert "Nothing is dated after 4 March 2024." in found.gaps
    assert not any("June" in gap for gap in found.gaps)
    reached = answer("Has the Velm ferry sailed since 2 March 2024?", [DATED, LATER])
    assert not any("dated after" in gap for gap in reached.gaps)


@given(
    st.lists(st.tuples(st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 9)), st.sampled_from("AB")), max_size=6),
    st.builds(
        Scope,
        outlets=st.sampled_from([(), ("A",)]),
        since=st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 9)),
        as_of=st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 9)),
    ),
)
def test_what_was_searched_is_counted(told: list[tuple[date | None, str]], scope: Scope) -> None:
    """Reports within a scope; were there no period, how many, how many of them undated, and the newest day."""
    sources = tuple(report(str(n), published=day, outlet=outlet) for n, (day, outlet) in enumerate(told))
    found = searched(InHand(sources), scope)
    any_day = [s for s in sources if Scope(scope.outlets, None, None, scope.as_of).admits(s)]
    assert found.reports == sum(map(scope.admits, sources))
    assert (found.reach, found.undated) == (len(any_day), sum(s.published is None for s in any_day))
    assert found.newest == max((s.published for s in any_day if s.published), default=None)


def test_a_report_that_comes_near_may_be_silent_too() -> None:
    """Where one that is not quoted comes near what is asked, the others are the least that are silent."""
    denied = "Neither the owner nor the Velm harbour office has confirmed that the ferry was overloaded, B writes."
    near, far = "The owner confirmed that the Velm ferry had been sold in May.", "The Velm ferry was painted in May."
    reports = [{**DATED, "text": denied}, {**LATER, "text": near}, {**INSPECTED, "text": far}]
    found = answer("Has the owner confirmed that the Velm ferry was overloaded?", reports)
    assert found.gaps == ("At least 1 of the 3 reports searched is silent on this.",)
