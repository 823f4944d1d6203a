"""Reports that differ on when, on who, and on whether; and those that only seem to."""

from collections.abc import Mapping

import pytest

from qa import Disagreement, answer


def _differing(question: str, *texts: str) -> Disagreement | None:
    """What differs between reports of one day, each of an outlet of its own."""
    reports: list[Mapping[str, object]] = [
        {"id": str(n), "outlet": f"Paper {n}", "published": "2024-06-20", "text": text} for n, text in enumerate(texts)
    ]
    return next(iter(answer(question, reports).disagreements), None)


@pytest.mark.parametrize(
    ("question", "one", "other", "values"),
    [
        (
            "When did the Tolm tanker run aground?",
            "The Tolm tanker ran aground on 3 April, its owner said.",
            "The coast guard said that the Tolm tanker ran aground on 5 April.",
            {"3 April", "5 April"},
        ),
        (
            "Who planted the bomb at the Ridd station?",
            "Police said that Jorn Allick planted the bomb at the Ridd station.",
            "The bomb at the Ridd station was planted by Petra Voln, prosecutors said.",
            {"Jorn Allick", "Petra Voln"},
        ),
        (
            "Did Corvel pay bribes to the harbour office?",
            "Corvel paid bribes to the harbour office, two former clerks said.",
            "Corvel denied that it had paid bribes to the harbour office.",
            {"paid bribes harbour office", "denied"},
        ),
    ],
)
def test_other_days_doers_and_denials_are_set_side_by_side(
    question: str, one: str, other: str, values: set[str]
) -> None:
    """Each side stands with its own words, whoever tells it."""
    found = _differing(question, one, other)
    assert found
    assert (found.kind, {p.value for p in found.positions}) == ("differs", values)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "When did the Tolm tanker run aground?",
            "The Tolm tanker ran aground on 3 April, its owner said.",
            "The Tolm tanker ran aground in April and was towed away.",
        ),
        (
            "When was the Ravel bridge closed?",
            "The Ravel bridge was closed on 12 June, the city said.",
            "The Ravel bridge will reopen on 1 August, the city said.",
        ),
        (
            "Who attended the Sorn summit?",
            "Mara Quill attended the Sorn summit.",
            "The Sorn summit was attended by Joss Tarrick.",
        ),
        (
            "Did Corvel pay bribes to the harbour office?",
            "Corvel paid bribes to the harbour office, two former clerks said.",
            "Bribes were paid by Corvel to the harbour office, a judge found.",
        ),
        (
            "How many people are missing after the Corle landslide?",
            "After the Corle landslide 40 people are missing, the fire brigade said.",
            "Some 8,200 people were evacuated after the Corle landslide, the ministry said.",
        ),
        (
            "What was the fee for Rafe Ombley?",
            "The fee for Rafe Ombley was €14 million, Varna City said.",
            "Rafe Ombley will earn €3 million a year.",
        ),
        (
            "How many votes did Lena Ordway get?",
            "Lena Ordway got 24,310 votes, the election office said.",
            "Lena Ordway won by 192 votes. Her rival Joss Tarrick got 24,118 votes.",
        ),
    ],
)
def test_what_only_seems_to_differ_does_not(question: str, one: str, other: str) -> None:
    """A day within a month, another event, deeds that many do, other counts and other people's figures."""
    assert _differing(question, one, other) is None


def test_a_figure_put_otherwise_right_after_is_a_side_of_its_own() -> None:
    """Two voices in one report are two positions, each with its speaker."""
    text = "The union said 3,200 nurses were on strike in Corle. The health board put the number at 1,900."
    found = _differing("How many nurses are on strike in Corle?", text)
    assert found
    told = {(p.value, p.speaker) for p in found.positions}
    assert told == {("3,200", "The union"), ("1,900", "The health board")}


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("How many people died in the Velm ferry accident?", "people died: how many"),
        ("Were the Ostland troops withdrawn?", "whether the Ostland troops were withdrawn"),
    ],
)
def test_what_differs_is_said_in_a_few_words(question: str, about: str) -> None:
    """What a difference is about does not repeat the question."""
    reports: list[Mapping[str, object]] = [
        {"id": "a", "outlet": "A", "published": "2024-02-01", "text": "The Ostland troops were withdrawn in January."},
        {
            "id": "b",
            "outlet": "B",
            "published": "2024-02-20",
            "text": "The Ostland troops were redeployed in February.",
        },
        {"id": "c", "outlet": "C", "published": "2024-02-20", "text": "The Velm ferry accident killed 23 people."},
        {"id": "d", "outlet": "D", "published": "2024-02-20", "text": "14 people died in the Velm ferry accident."},
    ]
    assert [d.about for d in answer(question, reports).disagreements] == [about]
