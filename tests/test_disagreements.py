"""Where reports differ."""

import pytest

from qa.disagreements import compare
from qa.questions import take_apart, understand
from qa.quoting import quote
from qa.relevance import Words
from qa.sentences import sentences_of
from qa.types import Disagreement, Evidence
from tests.reports import EVIDENCE
from tests.values import passage, report


def _compared(question: str, evidence: tuple[Evidence, ...], words: Words) -> tuple[Disagreement, ...]:
    return compare(take_apart(question), quote(understand(question), evidence, words).sentences, (), words)


def test_differing_figures_are_set_side_by_side(words: Words) -> None:
    """Each report's figure stands with who said it and when."""
    (found,) = _compared("How many homes were flooded in Larnby?", EVIDENCE, words)
    assert (found.about, found.kind) == ("homes flooded: how many", "changed")
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


def _told_in(*texts: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(n, passage(text, chr(96 + n)), 0.0) for n, text in enumerate(texts, start=1))


def _all_compared(question: str, evidence: tuple[Evidence, ...], words: Words) -> tuple[Disagreement, ...]:
    return compare(take_apart(question), sentences_of(evidence), (), words)


def test_a_vague_figure_includes_exact_ones(words: Words) -> None:
    """ "Thousands" does not contradict 4,000, but it does contradict 40."""
    question = "How many sheep were lost in the Larnby flood?"
    vague = "Thousands of sheep were lost in the Larnby flood."
    assert not _all_compared(question, _told_in(vague, "Some 4,000 sheep were lost in the Larnby flood."), words)
    assert _all_compared(question, _told_in(vague, "Some 40 sheep were lost in the Larnby flood."), words)


def test_a_copy_that_changes_a_figure_is_no_second_voice(words: Words) -> None:
    """Of copies of one report only one is heard, whatever figure the other gives."""
    told = _two("At least 340 homes were flooded in Larnby.", "Some 400 homes were flooded in Larnby.", origin="a")
    assert _all_compared("How many homes were flooded in Larnby?", told, words) == ()


def test_then_and_now_in_one_report_is_a_change(words: Words) -> None:
    """Two figures of one sentence, the former one first, wherever it stands."""
    text = "The army holds 800 square kilometres of Tarsk, less than the 1,400 square kilometres it held earlier."
    (found,) = _all_compared("How many square kilometres of Tarsk does the army hold?", _told_in(text), words)
    assert (found.kind, [p.value for p in found.positions]) == ("changed", ["1,400", "800"])


def test_others_who_confirm_something_do_not_contradict_who_did_not(words: Words) -> None:
    """Who confirms counts: one town's word is not another's."""
    question = "Was the port deal confirmed?"
    denied = "The port deal was confirmed by neither Larnby nor Ashdale."
    assert not _all_compared(question, _told_in("Ostfeld confirmed the port deal.", denied), words)
    assert _all_compared(question, _told_in("Larnby confirmed the port deal.", denied), words)


def test_another_bridge_is_no_contradiction(words: Words) -> None:
    """The status must be of the same thing."""
    told = _told_in("The Coldbrook bridge was closed to traffic.", "The Ash bridge has reopened to traffic.")
    assert not _all_compared("Is the Coldbrook bridge open?", told, words)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("The bridge in Larnby was closed in May.", "The bridge in Larnby was open in June.", "changed"),
        ("The bridge in Larnby was closed in May.", "The bridge in Larnby is open to cars.", "differs"),
        ("The bridge in Larnby was closed.", "The bridge in Larnby has reopened.", "changed"),
        ("The bridge in Larnby was closed in May.", "The bridge in Larnby was open in May.", "differs"),
    ],
)
def test_only_different_times_make_a_change(one: str, other: str, kind: str, words: Words) -> None:
    """Reports contradict one another where neither dates, nor times in the words, nor "reopened" tell of a change."""
    (found,) = _all_compared("Is the bridge in Larnby open?", _told_in(one, other), words)
    assert found.kind == kind


def _compared_with_all(question: str, evidence: tuple[Evidence, ...], words: Words) -> tuple[Disagreement, ...]:
    chosen = quote(understand(question), evidence, words).sentences
    return compare(take_apart(question), chosen, sentences_of(evidence), words)


def test_each_report_that_gives_a_figure_has_its_position(words: Words) -> None:
    """What only repeats another report's figure is not quoted again, and has a place in the table all the same."""
    told = _told_in(
        "Ostland sent 10,000 to 12,000 troops to the border, spies said.",
        "Officials estimate that at least 10,000 troops were sent to the border by Ostland.",
        "Over 10,000 troops from Ostland were sent to the border, analysts said.",
        "By one count, approximately 12,000 troops were sent to the border by Ostland.",
    )
    (found,) = _compared_with_all("How many troops did Ostland send to the border?", told, words)
    values = {p.value for p in found.positions}
    assert values == {"10,000 to 12,000", "at least 10,000", "Over 10,000", "approximately 12,000"}


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("How many seats has the council?", "The council has 33 seats.", "They won 18 of the seats of the council."),
        (
            "How many people fled from Larnby?",
            "Half of the 2,400 people of Larnby fled from it.",
            "Some 1,200 people fled from Larnby.",
        ),
        (
            "How many flights were cancelled at Pell airport?",
            "Fog led to 75 cancelled flights at Pell airport.",
            "At Ostfeld airport 140 flights were cancelled.",
        ),
        (
            "How much did the Karst tunnel cost?",
            "The Karst tunnel cost $0.31bn.",
            "The Karst tunnel cost 310 million dollars.",
        ),
    ],
)
def test_figures_of_parts_of_others_and_in_other_units_do_not_differ(
    question: str, one: str, other: str, words: Words
) -> None:
    """A part is no count of the whole, another airport's flights are not these, 0.31 billion is 310 million."""
    assert not _compared_with_all(question, _told_in(one, other), words)


def test_costs_differ_though_no_noun_is_asked_for(words: Words) -> None:
    """ "How much did it cost?" is answered by two sums."""
    told = _told_in("The Karst tunnel cost $310 million.", "Auditors found that the Karst tunnel cost $420 million.")
    (found,) = _compared_with_all("How much did the Karst tunnel cost?", told, words)
    assert [p.value for p in found.positions] == ["$310 million", "$420 million"]
