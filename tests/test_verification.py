"""Which claims a report carries."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.relevance import Words
from qa.sentences import sentences_of
from qa.verification import SURE, check, support
from tests.reports import evidence_of


@pytest.mark.parametrize(
    ("id", "claim"),
    [
        ("flood", "At least 340 homes were flooded and two people died."),
        ("flood", "The water rose by 2.3 metres in six hours."),
        ("flood-later", "Two-thirds of the flooded homes were not insured."),
        ("results", "Orvane Foods earned $4.2 billion in the third quarter."),
        ("results", "The company expects 5 to 7 million new customers next year."),
        ("results", "Profit fell from $350 million to $310 million."),
        ("results", "Shares rose 3 percent in early trading."),
        ("results", "Mara Quill called the closure “the hardest decision of my career”."),
        ("strike", "3,000 of the union's 3,400 members joined the strike."),
        ("strike-over", "The strike was called off after eight days."),
        ("trial", "Ilan Pohl was convicted of taking bribes worth €1.4m."),
        ("transfer", "Marlow United have signed Dario Venn from Sporting Tarsk."),
        ("truce", "Up to 40% of the people have fled."),
        ("election", "Lena Marsh won 52% of the vote."),
        ("election", "Turnout was 61%."),
    ],
)
def test_what_the_report_says_is_supported(id: str, claim: str, words: Words) -> None:
    """A claim that says what a report says is supported, also where figures are written in another way."""
    found = support(claim, sentences_of(evidence_of(id)), words)
    assert (found.supported, found.reason) == (True, "")


@pytest.mark.parametrize(
    ("id", "claim", "reason"),
    [
        ("flood", "340 homes were flooded in Larnby.", "says at least 340"),
        ("flood", "At least 430 homes were flooded.", "claim says at least 430"),
        ("flood", "Three people died in the flood.", "claim says three"),
        ("flood", "The water fell by 2.3 metres in six hours.", "opposite"),
        ("flood", "The Coldbrook bridge was open to traffic.", "opposite"),
        ("flood", "The Coldbrook bridge was not closed to traffic.", "opposite"),
        ("flood", "Halima Dorrick said “we were warned too late”.", "do not stand"),
        ("flood", "Otto Grahn said the water rose by 2.3 metres in six hours.", "not speak of Otto"),
        ("flood-later", "Two-thirds of the flooded homes were insured.", "opposite"),
        ("flood-later", "A third of the flooded homes were not insured.", "says A third"),
        ("flood-later", "The mayor of Larnby admitted that warnings had come too late.", "opposite"),
        ("results", "Orvane Foods earned €4.2bn in the third quarter.", "claim says €4.2bn"),
        ("results", "Orvane Foods earned $4.2m in the third quarter.", "claim says \\$4.2m"),
        ("results", "Orvane Foods earned $4.2bn in the second quarter.", "claim says second"),
        ("results", "Profit rose from $310 million to $350 million.", "opposite"),
        ("results", "Mara Quill called the closure “the easiest decision of my career”.", "do not stand"),
        ("strike", "The port authority said 3,000 dockers joined the strike.", "The union say so"),
        ("strike", "The union put the number of strikers at 1,800.", "The port authority say so"),
        ("strike-over", "The strike was called off after nine days.", "says nine"),
        ("strike-over", "The strike goes on.", "opposite|something else"),
        ("trial", "Ilan Pohl was acquitted of taking bribes.", "opposite"),
        ("appeal", "The supreme court upheld the conviction of Ilan Pohl.", "opposite"),
        ("transfer", "Sporting Tarsk have signed Dario Venn from Marlow United.", "from Sporting Tarsk"),
        ("transfer", "Venn's first goal came on 13 May.", "says 13"),
        ("transfer", "Venn's first goal came in the 34th minute.", "says 34"),
        (
            "truce",
            "The army said 11 rebels and 25 soldiers had been killed.",
            "says 25 there|says 11 there|claim says 11",
        ),
        ("truce", "Up to 40 people have fled.", "claim says up to 40 people"),
        ("truce", "40% of the town's people have fled.", "says up to 40%"),
        ("election", "Otto Grahn won the election.", "else|opposite"),
    ],
)
def test_what_the_report_does_not_say_is_not_supported(id: str, claim: str, reason: str, words: Words) -> None:
    """A wrong figure, unit, name, speaker, surety or quotation, or a turned sense, is found and named."""
    found = support(claim, sentences_of(evidence_of(id)), words)
    assert not found.supported
    assert re.search(reason, found.reason)


def test_who_said_it_is_kept(words: Words) -> None:
    """What somebody is reported to have said is theirs, unless the claim itself names them."""
    told = sentences_of(evidence_of("flood"))
    assert support("The water rose by 2.3 metres in six hours.", told, words).speaker == (
        "Halima Dorrick, who leads the flood agency"
    )
    assert support("Halima Dorrick said the water rose by 2.3 metres in six hours.", told, words).speaker is None


def test_check_picks_the_sentences_that_carry_a_claim() -> None:
    """The places of the sentences are those in the list that was given, the best first."""
    found = check("The bridge was closed.", ["It rained all night.", "The bridge was closed to all traffic."])
    assert found.supported
    assert found.sentences[0] == 1


@pytest.mark.parametrize(("claim", "sentences"), [("", ["It rained."]), ("It rained.", []), ("…", ["It rained."])])
def test_nothing_carries_nothing(claim: str, sentences: list[str]) -> None:
    """Without a claim, or without a sentence, nothing is supported, and the reason says so."""
    found = check(claim, sentences)
    assert not found.supported
    assert "nothing" in found.reason


def test_words_that_no_sentence_says_are_not_supported() -> None:
    """A claim that adds a matter of its own to a true one is unsupported, and the reason names what is added."""
    found = check("Larnby's dockers left work on Monday after a costly dispute over safety helmets.", STRIKE)
    assert not found.supported
    assert "helmets" in found.reason


def test_another_enemy_is_not_supported() -> None:
    """Whom somebody stands against is not exchanged for another who is named in the sentence."""
    said = ["The Tarsk garrison, trained in Ostria, fought against Velian troops for three days."]
    assert check("The Tarsk garrison fought against Velian troops.", said).supported
    assert not check("The Tarsk garrison fought against Ostrian troops.", said).supported


def test_the_one_a_claim_is_about_must_be_spoken_of() -> None:
    """What is told of one is no support for the same of another; the sentence before may say who "they" are."""
    said = ["The dockers of Larnby met on Sunday.", "They left work on Monday morning."]
    assert check("The dockers of Larnby left work on Monday morning.", said).supported
    assert not check("The pilots of Ostfeld left work on Monday morning.", said).supported


def test_a_sentence_may_go_on_about_whom_another_names() -> None:
    """“They” are whom some sentence before names, not somebody whom none does."""
    said = [
        "The dockers of Larnby met on Sunday.",
        "It rained all day.",
        "They left work on Monday morning.",
    ]
    assert check("The dockers of Larnby left work on Monday morning.", said).supported
    assert not check("The dockers of Ostfeld left work on Monday morning.", said).supported


def test_a_claim_may_tell_of_a_status_and_of_its_opposite() -> None:
    """What was withdrawn and sent back is both; a denial's reason names of whom it is denied."""
    said = [
        "The guards withdrew from Harn in January.",
        "In May they returned to Harn.",
        "Neither Lisk nor Pell knew it.",
    ]
    assert check("The guards withdrew from Harn in January and returned in May.", said).supported
    assert check("Lisk knew it.", said).reason == "The report says the opposite: it denies it of Lisk."


def test_what_somebody_says_is_no_fact_by_itself() -> None:
    """A figure that only one side gives does not support it as a fact; told as that side's, it is supported."""
    said = ["Velia says at least 30 soldiers were killed near Tarsk.", "Ostria has given no figure."]
    found = check("At least 30 soldiers were killed near Tarsk.", said)
    assert not found.supported
    assert "Velia" in found.reason
    assert check("Velia says that at least 30 soldiers were killed near Tarsk.", said).supported


def test_by_a_day_is_by_nobody() -> None:
    """“By January” tells when, not who did it."""
    said = ["Some 300 soldiers were killed by January, the army said, by guns of the Velian forces."]
    assert check("The army said some 300 soldiers were killed by January.", said).supported
    assert "By" not in check("The army said some 300 soldiers were killed by Ostrian guns.", said).reason
    assert not check("The army said some 300 soldiers were killed by Ostrian guns.", said).supported


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("The 19 hostages were freed by soldiers.", "done by “soldiers”"),
        ("The 19 hostages were freed and flown out by helicopter.", "nothing there of “flown”, “helicopter”"),
        ("The 19 hostages were freed before talks in Larnby.", "other order"),
        ("The talks in Larnby were led by Hana Sorel, 34.", "age 34; the report says 43"),
        ("The march was called off because rain had been forecast.", "another cause: “the captives were ill”"),
    ],
)
def test_what_a_claim_adds_is_named(claim: str, reason: str) -> None:
    """Somebody who did it, a further matter, another order, age or cause are found, and the reason names them."""
    told = [
        "All 19 hostages were freed after talks in Larnby, which Hana Sorel, 43, had led.",
        "A march for them was called off because the captives were ill.",
        "Rain had been forecast for the march.",
    ]
    assert reason in check(claim, told).reason


@pytest.mark.parametrize("claim", ["The bridge was closed.", "Otto Grahn won 52% of the vote.", "Nine ships sank."])
def test_the_score_is_the_decision(claim: str) -> None:
    """A score lies between 0 and 1, and is at least SURE exactly where a claim is supported."""
    found = check(claim, ["The bridge was closed to all traffic.", "Lena Marsh won 52% of the vote."])
    assert 0 <= found.score <= 1
    assert found.supported == (found.score >= SURE) == (found.reason == "")


STRIKE = ["Larnby's dockers left work on Monday.", "The port of Larnby stood still for a day."]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120), st.lists(st.text(max_size=120), max_size=4))
def test_any_claim_can_be_checked_against_any_sentences(claim: str, sentences: list[str]) -> None:
    """Whatever is given, an answer comes, and the sentences that it picks are among those given, each once."""
    found = check(claim, sentences)
    assert len(set(found.sentences)) == len(found.sentences)
    assert all(0 <= place < len(sentences) for place in found.sentences)
    assert found.supported == (found.reason == "")


def test_of_a_text_without_end_only_the_beginning_is_read() -> None:
    """An enormous claim or sentence is checked by its first characters, so that no text can hold up an answer."""
    endless = "The bridge was closed to all traffic. " * 20_000
    assert check("The bridge was closed.", [endless]).supported
    assert check(endless, ["It rained all night."]).reason


def test_the_reason_names_what_the_report_says_instead() -> None:
    """A reader learns from the reason alone which words of the report speak against the claim."""
    told = ["If talks fail, the pilots will strike on 2 June.", "Most of them voted for it."]
    assert check("The pilots will strike on 2 June.", told).reason == (
        "The report says it only on a condition: “If talks fail”."
    )
    assert check("The pilots will strike on 3 June if talks fail.", told).reason == (
        "The claim says 3 June; the report says 2 June."
    )
