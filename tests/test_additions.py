"""What a claim adds of its own."""

import pytest

from qa.additions import added_agent, added_deed, added_role, cause_by, other_age, other_cause
from qa.relevance import Words
from qa.verification import lines_of, support
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


@pytest.mark.parametrize(
    ("claim", "unsaid", "deed"),
    [
        ("Tarsk's troops were decorated for their part in the fighting.", "decorated", "decorated"),
        ("Tarsk's troops have been widely criticised.", "criticised", "criticised"),
        ("Tarsk's troops have been paid by Ostland.", "paid", "paid"),
        ("Tarsk's troops were sent to the valley.", "valley", ""),
        ("The troops are based at Larnby.", "based", ""),
    ],
)
def test_a_deed_that_no_sentence_tells_is_added(claim: str, unsaid: str, deed: str) -> None:
    """What is said to have been done, where no sentence has a word for it; a verb that says little is no deed."""
    assert added_deed(claim, [t for t in terms(claim) if t.word == unsaid]) == deed


def test_a_deed_of_a_models_own_is_named(words: Words) -> None:
    """A claim of a deed that no report tells is unsupported though all else in it is told, and the reason names it."""
    told = lines_of(["The situation is critical, and Tarsk's troops are in the valley of the Ardel beside Ostland's."])
    found = support("Tarsk's troops in the valley of the Ardel have been criticised beside Ostland's.", told, words)
    assert not found.supported
    assert "criticised" in found.reason
