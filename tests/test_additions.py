"""What a claim adds of its own."""

import pytest

from qa.additions import added_agent, added_role, cause_by, other_age, other_cause
from qa.wording import terms


@pytest.mark.parametrize(
    ("claim", "unsaid", "agent"),
    [
        ("The captives were freed by soldiers.", "soldiers", "soldiers"),
        ("The captives were freed by soldiers.", "captives", ""),
        ("The captives were freed by Friday evening.", "evening", ""),
        ("The captives were held by about 30 gunmen.", "gunmen", ""),
    ],
)
def test_who_did_it_must_be_told_of(claim: str, unsaid: str, agent: str) -> None:
    """Who is named after “by” is found where no sentence says the word; a time or a number is nobody."""
    assert added_agent(claim, [t for t in terms(claim) if t.word == unsaid]) == agent


@pytest.mark.parametrize(
    ("claim", "told", "cause"),
    [
        ("It closed because rain fell.", "Rain fell. It closed because the roof leaked.", "rain fell"),
        ("It closed because the roof was leaking.", "Rain fell. It closed because the roof leaked.", ""),
        ("It closed because nurses were few.", "It closed due to a lack of staff.", ""),
        ("It closed because rain fell.", "Rain fell. It closed.", ""),
    ],
)
def test_a_cause_is_not_exchanged_for_another(claim: str, told: str, cause: str) -> None:
    """A cause that is told of but is not the one given is found; one in other words is kept, as where none is given."""
    assert other_cause(claim, told)[0] == cause


@pytest.mark.parametrize(
    ("claim", "told", "cause"),
    [
        ("The match was stopped because of hail.", "The match was stopped by a protest. Hail had fallen.", "hail"),
        ("The match was stopped because of hail.", "The match was stopped by the referee after hail.", ""),
        ("The match was stopped because of a protest.", "The match was stopped by a protest.", ""),
        ("The match was stopped because of hail.", "The match was stopped by a protest.", ""),
        ("The roads are icy because of hail.", "The match was stopped by a protest. Hail had fallen.", ""),
    ],
)
def test_by_what_it_came_about_is_no_other_cause(claim: str, told: str, cause: str) -> None:
    """What is told of beside what it came about by is no cause of it; who acted because of it changes nothing."""
    assert cause_by(claim, told)[0] == cause


@pytest.mark.parametrize(
    ("claim", "told", "ages"),
    [
        ("Ana Lemm, 22, won.", "Ana Lemm, 19, won after 22 years.", ("22", "19")),
        ("A 19-year-old won.", "Ana Lemm, 19, won.", ("", "")),
        ("Ana Lemm, 22, won.", "Ana Lemm won.", ("", "")),
        ("A girl of nine fell.", "A nine-year-old girl fell.", ("", "")),
    ],
)
def test_an_age_is_kept(claim: str, told: str, ages: tuple[str, str]) -> None:
    """Another age than the text's is found, however it is written; where none is given there is none to keep."""
    assert other_age(claim, told) == ages


@pytest.mark.parametrize(
    ("claim", "unsaid", "role"),
    [
        ("Ana Lemm is the union's secretary.", "secretary", "secretary"),
        ("Ana Lemm is the union's secretary.", "union", ""),
        ("Ana Lemm is Ostland's defence minister.", "minister", "defence minister"),
        ("Ana Lemm was shown the minister's letter.", "minister", ""),
    ],
)
def test_what_somebody_is_must_be_said(claim: str, unsaid: str, role: str) -> None:
    """The word for what a claim says that somebody is must be among the sentences'."""
    assert added_role(claim, [t for t in terms(claim) if t.word == unsaid]) == role
