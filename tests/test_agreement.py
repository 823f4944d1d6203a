"""A question for whether reports agree is answered by what they say of the thing itself."""

import pytest

from qa import answer
from qa.agreement import agreed_on

FIRST = {"id": "a", "outlet": "A", "text": "The Velm ferry sank on Sunday, and 14 people died."}
SECOND = {"id": "b", "outlet": "B", "text": "At least 17 people died when the Velm ferry sank, the coastguard said."}


@pytest.mark.parametrize(
    ("asked", "of"),
    [
        ("Do the reports agree on how many people died?", "how many people died?"),
        ("Do all these newspapers disagree about who owns the ferry?", "who owns the ferry?"),
        ("Where do the sources differ on the number of dead?", "What is the number of dead?"),
        ("Is there any disagreement among the reports over when it sank?", "when it sank?"),
        ("Did the two ministers agree on how many ferries to buy?", None),
        ("What do the reports agree to?", None),
    ],
)
def test_what_reports_may_agree_on_is_the_question(asked: str, of: str | None) -> None:
    """What follows "agree on" is asked; a question for an agreement of others stays as it is."""
    assert agreed_on(asked) == (of or asked)


def test_where_reports_differ_it_is_shown() -> None:
    """The answers that differ stand side by side, as for the question itself."""
    found = answer("Do the reports agree on how many people died when the Velm ferry sank?", [FIRST, SECOND])
    (difference,) = found.disagreements
    assert {position.value for position in difference.positions} == {"14", "At least 17"}
    assert found.status == "answered"
