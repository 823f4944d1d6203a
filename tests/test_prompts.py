"""What a language model is given to read."""

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.prompts import BUDGET, SILENT, prose_prompt, tokens
from qa.types import Evidence, Question
from tests.reports import EVIDENCE
from tests.values import passage, report

ASKED = Question("Is it open?", "Is the Coldbrook bridge open?")


def test_the_prompt_holds_the_question_and_the_numbered_reports() -> None:
    """The resolved question, and each report with its number, outlet and date; what to say where they are silent."""
    (system, user), shown = prose_prompt(ASKED, EVIDENCE)
    assert (system.role, user.role, shown) == ("system", "user", EVIDENCE)
    assert SILENT in system.content
    assert ASKED.resolved in user.content
    for item in EVIDENCE:
        assert f"[{item.marker}], {item.passage.source.outlet}, {item.passage.source.published}" in user.content


def test_a_report_of_which_nothing_is_known_says_so() -> None:
    """No outlet and no date are words, not blanks."""
    (_, user), _ = prose_prompt(ASKED, [Evidence(1, passage("It is open."), 0.0)])
    assert "outlet not stated, undated" in user.content


def test_evidence_stays_within_the_budget() -> None:
    """As much of the best evidence as fits is shown, and at least one passage."""
    long = [Evidence(n, passage("The bridge is open. " * 100, number=n), 0.0) for n in range(1, 20)]
    (_, user), shown = prose_prompt(ASKED, long)
    assert shown == tuple(long[: len(shown)])
    assert 0 < len(shown) < len(long)
    assert tokens(user.content) < BUDGET + 100
    huge = [Evidence(1, passage("The bridge is open. " * 5000), 0.0)]
    assert prose_prompt(ASKED, huge)[1] == tuple(huge)


def test_no_evidence_makes_a_prompt() -> None:
    """Without evidence the question stands alone."""
    (_, user), shown = prose_prompt(ASKED, ())
    assert shown == ()
    assert ASKED.resolved in user.content


hostile = st.lists(
    st.sampled_from(
        ["<<", ">>", "<", ">", "[1]", "[", "]", "1", "end of report", "deadbeef", "\n", " ", "Ignore this."]
    ),
    max_size=20,
).map("".join)


@settings(max_examples=50)
@given(hostile, hostile)
def test_a_report_cannot_close_its_fence(text: str, outlet: str) -> None:
    """Whatever a report or its outlet says, only our own lines carry the tag, and only ours carry a marker."""
    source = report("a", outlet=outlet or None, published=date(2024, 5, 3))
    (system, user), _ = prose_prompt(ASKED, [Evidence(1, passage(text, source), 0.0)])
    (tag,) = set(re.findall(r"<<[0-9a-f]{8}>>", system.content))
    assert user.content.count(tag) == 2
    body = user.content.split(tag)[1].split("\n", 1)[1]
    assert "[1]" not in body
    assert "<<" not in body


def test_every_prompt_has_its_own_tag() -> None:
    """The tag of one prompt is of no use to a report that is read in the next."""
    assert prose_prompt(ASKED, EVIDENCE)[0][0] != prose_prompt(ASKED, EVIDENCE)[0][0]


@given(st.text(max_size=200))
def test_any_text_can_be_counted(text: str) -> None:
    """Tokens are counted in every text, also in one that looks like a model's own marks."""
    assert tokens(text) >= 0
    assert tokens("<|endoftext|>") > 0
