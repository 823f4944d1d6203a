"""What is said, and how it came about: a model's checked words, or the quotations in their place."""

import pytest

from qa.drafts import Draft, prose_draft, quotes_draft
from qa.following import resolve
from qa.prompts import prose_prompt
from qa.questions import understand
from qa.quoting import quote
from qa.relevance import Words
from qa.silence import InHand, searched
from qa.types import Answer, Turn
from tests.reports import EVIDENCE, OUTLETS


def _quoted(question: str, words: Words) -> Draft:
    asked = understand(question, outlets=OUTLETS)
    found = searched(InHand(tuple(e.passage.source for e in EVIDENCE)), asked.scope)
    return quotes_draft(asked, quote(asked, EVIDENCE, words), EVIDENCE, found, words)


def _drafted(question: str, said: str, words: Words) -> Draft:
    parts = understand(question, outlets=OUTLETS).parts
    return prose_draft(said, parts, EVIDENCE, words, "a model", None, _quoted(question, words))


@pytest.mark.parametrize(
    ("question", "beside", "answering"),
    [
        (
            "How many dockers joined the strike?",
            "The union says that dockers joined the strike.",
            "The union says that 3,000 of its 3,400 members joined the strike.",
        ),
        (
            "When did the ceasefire in Tarsk take effect?",
            "A ceasefire took effect in Tarsk.",
            "A ceasefire took effect in Tarsk at midnight.",
        ),
    ],
)
def test_a_model_must_give_what_is_asked_for(question: str, beside: str, answering: str, words: Words) -> None:
    """True sentences without the figure or the time that the reports give yield to the quotations."""
    assert _drafted(question, beside, words).mode == "quotes"
    assert _drafted(question, answering, words).mode == "model"


def test_a_half_answered_question_names_the_gap_in_a_models_words_too(words: Words) -> None:
    """A part that no report answers is named, and the answer is partial, whoever writes it."""
    question = "Who won the election in Varna Bay and who is the coach of Marlow United?"
    found = _drafted(question, "Lena Marsh of the Harbour List won 52% of the vote.", words)
    assert (found.mode, found.status) == ("model", "partial")
    assert any("coach" in gap for gap in found.gaps)
    assert found.gaps[0] in found.text


def test_a_false_premise_is_said_to_be_one(words: Words) -> None:
    """What a question takes for given and no report tells of is named, and a true one is not called false."""
    found = _quoted("Who won the battle of Larnby?", words)
    assert found.status == "not_in_sources"
    assert "“the battle of Larnby”" in found.text
    assert "“the battle of Larnby”" in found.gaps[0]
    assert "speaks of “Larnby”." not in " ".join((found.text.partition("Nearest")[0], *found.gaps))
    told = _quoted("Who won the election in Varna Bay?", words)
    assert told.status == "answered"


def test_what_is_spoken_of_elsewhere_is_not_called_unspoken(words: Words) -> None:
    """Of a name that a report does hold, but not with the rest of what is asked, no answer says that none speaks."""
    found = _quoted("How many rebels did Renate Aldous see killed?", words)
    assert found.status == "not_in_sources"
    assert "“Renate” and “Aldous”: spoken of, but not with the rest of what is asked." in found.text
    assert "None of them speaks" not in found.text


def test_what_was_not_supported_is_never_taken_as_known(words: Words) -> None:
    """Neither a follow-up's wording nor a model's next prompt holds what an unsupported claim says."""
    question = "How many homes were flooded in Larnby?"
    said = "At least 340 homes were flooded in Larnby. Zorvax Quillon, the dyke master, said the dyke was sabotaged."
    found = _drafted(question, said, words)
    assert [claim.verdict == "unsupported" for claim in found.claims] == [False, True]
    turn = Turn(question, Answer(question, question, found.status, found.text, found.claims, EVIDENCE))
    for follow_up in ("What did he say?", "And why?", "When was it?"):
        resolved = resolve(follow_up, [turn])
        messages, _ = prose_prompt(understand(follow_up, history=[turn]), EVIDENCE)
        assert not any("Zorvax" in text or "sabotage" in text for text in (resolved, *(m.content for m in messages)))


def test_a_note_promises_no_words_where_none_are_shown(words: Words) -> None:
    """Where a model's prose is unfounded and the reports are silent too, the note says only that it is not shown."""
    drafted = _drafted("Who is the coach of Marlow United?", "The coach of Marlow United is Nils Orre.", words)
    assert drafted.status == "not_in_sources"
    assert drafted.notes == ("Most of what a model wrote is not supported by the reports, so it is not shown.",)
