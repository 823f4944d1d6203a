"""What the searched reports do not tell is said, and only where it is so."""

from qa import answer

DATED = {"id": "a", "outlet": "A", "published": "2024-03-01", "text": "The Velm ferry sank, and 14 people died."}
LATER = {"id": "b", "outlet": "B", "published": "2024-03-04", "text": "The harbour of Velm was dredged in spring."}
UNDATED = {"id": "c", "outlet": "C", "published": None, "text": "A new school opened in Ostfeld with a fair."}


def test_the_number_of_silent_reports_is_told() -> None:
    """Of reports that were all looked through, those that tell nothing of what is asked are counted."""
    found = answer("How many people died when the Velm ferry sank?", [DATED, LATER, UNDATED])
    assert found.status == "answered"
    assert "2 of the 3 reports searched are silent on this." in found.gaps
    assert found.gaps[0] in found.text


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
