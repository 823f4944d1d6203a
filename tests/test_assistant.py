"""What an answer promises, from the question to the last citation, over the sample reports."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from index import Store, build, open_store
from qa import Answer, Assistant, Message, QuestionError, Stage, TextDelta, Turn, Words, answer, check
from tests.collection import SEEDS
from tests.faulty_server import Exchange, faulty_server
from tests.model_server import ModelServer

QUESTIONS = (
    "How many North Korean troops were sent to Russia?",
    "Were the troops withdrawn from the front?",
    "What did Zelenskyy say about combined units?",
    "Who spoke of troops running across fields?",
    "How much territory did Ukraine hold in Kursk?",
)


class Scripted:
    """A model that says what it was told to: to force what no real one does reliably."""

    name = "scripted"

    def __init__(self, say: str | Callable[[Sequence[Message]], str | Iterator[str]]) -> None:
        self._say = say

    def write(self, messages: Sequence[Message], *, seconds: float) -> Iterator[Words]:  # noqa: ARG002
        text = self._say if isinstance(self._say, str) else self._say(messages)
        yield from (Words(piece) for piece in (text.splitlines(keepends=True) if isinstance(text, str) else text))


def assert_exact(store: Store, found: Answer) -> None:
    """Every quote of an answer is its report's text between its offsets, and its number opens its passage."""
    by_marker = {e.marker: e.passage for e in found.evidence}
    citations = [c for claim in found.claims for c in claim.citations]
    citations += [p.citation for d in found.disagreements for p in d.positions]
    for citation in citations:
        assert store.article(citation.source.id).text[citation.start : citation.end] == citation.quote
        passage = by_marker[citation.marker]
        assert passage.source.id == citation.source.id
        assert passage.start <= citation.start < citation.end <= passage.end


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_is_exact(seeded: Store, question: str) -> None:
    """In quotes mode each claim is the exact words of its report."""
    found = Assistant(seeded).ask(question)
    assert found.status == "answered"
    assert found.claims
    assert_exact(seeded, found)


def test_a_stream_tells_what_it_does_and_ends_with_the_answer(seeded: Store) -> None:
    """A stream begins with a stage, then words, and its last event is the one Answer."""
    events = list(Assistant(seeded).stream(QUESTIONS[0]))
    assert isinstance(events[0], Stage)
    assert any(isinstance(e, TextDelta) for e in events)
    assert [isinstance(e, Answer) for e in events].index(True) == len(events) - 1


def test_it_says_how_many_sentences_it_checks(seeded: Store) -> None:
    """While a model's words are checked, the stage tells how many sentences those are."""
    said = "Ukraine launched an incursion in August [1]. North Korean troops were deployed to Russia [1]."
    stages = [e.text for e in Assistant(seeded, Scripted(said)).stream(QUESTIONS[0]) if isinstance(e, Stage)]
    assert stages[-1] == "Checking 2 sentences"


def test_differing_figures_are_shown_side_by_side(seeded: Store) -> None:
    """Reports that count the troops differently make a disagreement of several values, copies counted once."""
    found = Assistant(seeded).ask("How many North Korean troops were sent to Russia?")
    (difference,) = found.disagreements
    assert difference.kind == "differs"
    assert len({p.value for p in difference.positions}) >= 3
    origins = [p.citation.source.origin for p in difference.positions]
    assert len(origins) == len(set(origins))


def test_a_change_is_shown_as_a_change(seeded: Store) -> None:
    """Withdrawn and then brought back is a sequence, not a contradiction."""
    found = Assistant(seeded).ask("Were the North Korean troops withdrawn from the Kursk front?")
    (difference,) = found.disagreements
    assert difference.kind == "changed"


def test_nothing_later_than_as_of_is_used(seeded: Store) -> None:
    """As of a day, no report published after it is evidence; the limit is told."""
    found = Assistant(seeded).ask("Are the troops fighting in Kursk?", as_of=date(2025, 2, 5))
    assert all(e.passage.source.published is None for e in found.evidence)
    assert [(c.kind, c.value) for c in found.constraints] == [("as_of", "2025-02-05")]
    assert found.as_of == date(2025, 2, 5)


def test_a_scope_without_reports_is_declined(seeded: Store) -> None:
    """Where no report lies within the limits, the answer says so and cites nothing."""
    found = Assistant(seeded).ask(QUESTIONS[0], since=date(2030, 1, 1))
    assert (found.status, found.claims, found.evidence) == ("not_in_sources", (), ())


def test_what_no_report_tells_is_declined(seeded: Store) -> None:
    """A question about something that no report speaks of gets no answer, a named gap and the nearest reports."""
    found = Assistant(seeded).ask("How many submarines did North Korea send to Russia?")
    assert (found.status, found.claims) == ("not_in_sources", ())
    assert found.gaps == ("No report speaks of “submarines”.",)
    assert found.nearest


def test_a_number_opens_its_passage_in_every_turn(seeded: Store) -> None:
    """Through a conversation no number is given to two passages, and a passage keeps its number."""
    assistant = Assistant(seeded)
    history: list[Turn] = []
    given: dict[int, object] = {}
    for question in (*QUESTIONS, "And when did they come back?"):
        found = assistant.ask(question, history)
        for item in found.evidence:
            assert given.setdefault(item.marker, item.passage) == item.passage
        assert_exact(seeded, found)
        history.append(Turn(question, found))
    assert len(set(given.values())) == len(given)
    assert history[-1].answer.resolved != "And when did they come back?"


def test_a_models_sentences_are_each_checked(seeded: Store) -> None:
    """Of a model's sentences a true one is cited, an invented figure is marked, and an unknown number is dropped."""

    def say(messages: Sequence[Message]) -> str:
        before = messages[-1].content.partition("at least 10,000 troops")[0]
        marker = before.rpartition("report [")[2].partition("]")[0]
        return (
            f"Western officials estimate that at least 10,000 troops have come from North Korea [{marker}]. "
            f"They lost 9,999 drones in March [{marker}]. "
            "Western officials estimate that at least 10,000 North Korean troops have come [77]."
        )

    found = Assistant(seeded, Scripted(say)).ask("How many North Korean troops were sent to Russia?")
    assert (found.mode, found.model) == ("model", "scripted")
    assert found.claims[1].verdict == "unsupported"
    assert "9,999" in found.claims[1].reason
    assert "not supported" in found.text
    assert any("citation" in note for note in found.notes)
    assert all(77 not in {c.marker for c in claim.citations} for claim in found.claims)
    assert_exact(seeded, found)


def test_a_model_that_makes_things_up_is_not_shown(seeded: Store) -> None:
    """Where most of a model's sentences have no support, the quotations are shown and a note says why."""
    found = Assistant(seeded, Scripted("Martians landed in Ohio [1]. They brought 7 cakes [2].")).ask(QUESTIONS[0])
    assert found.mode == "quotes"
    assert "not supported" in found.notes[0]
    assert "Martians" not in found.text


def test_a_model_that_finds_nothing_is_believed_but_not_alone(seeded: Store) -> None:
    """A model that says the reports are silent leaves what the quotations say, with a note."""
    found = Assistant(seeded, Scripted("NOT IN THE REPORTS")).ask(QUESTIONS[0])
    assert (found.mode, found.status) == ("quotes", "answered")
    assert "found no answer" in found.notes[0]


def test_a_model_that_goes_round_is_stopped(seeded: Store) -> None:
    """A small model that repeats itself and the prompt is stopped, and each of its sentences is shown once."""
    asked = 0

    def endless(messages: Sequence[Message]) -> Iterator[str]:
        nonlocal asked
        yield f"{messages[-1].content.split()[0]} report [1], undated\n"
        while asked < 1000:
            asked += 1
            yield "Western officials estimate that at least 10,000 troops have come from North Korea. "

    found = Assistant(seeded, Scripted(endless)).ask(QUESTIONS[0])
    assert asked == 3
    assert found.usage
    assert found.usage.estimated
    assert found.usage.completion_tokens > 40
    assert [c.verdict for c in found.claims] == ["supported"]
    assert "<<" not in found.text


def test_reports_reach_a_model_as_fenced_data(seeded: Store) -> None:
    """Each prompt fences the reports with a tag of its own, under the numbers that the answer cites."""
    prompts: list[str] = []

    def say(messages: Sequence[Message]) -> str:
        prompts.append(messages[-1].content)
        return "NOT IN THE REPORTS"

    assistant = Assistant(seeded, Scripted(say))
    assistant.ask(QUESTIONS[0])
    assistant.ask(QUESTIONS[0])
    tags = [prompt.split()[0] for prompt in prompts]
    assert tags[0] != tags[1]
    assert "report [1], " in prompts[0]


def test_a_real_model_writes_a_checked_answer(seeded: Store, model_server: ModelServer) -> None:
    """Through a small model's real server words are streamed, and each claim is checked or the quotes stand in."""
    settings = {"OPENAI_BASE_URL": model_server.base_url, "OPENAI_MODEL": model_server.model}
    found, words = _through_a_server(seeded, settings)
    assert words
    assert_exact(seeded, found)
    assert found.usage
    assert found.usage.completion_tokens > 0
    assert found.mode == "quotes" or found.model == model_server.model


def _through_a_server(store: Store, settings: dict[str, str]) -> tuple[Answer, str]:
    from qa.openai_compatible import OpenAICompatible

    writer = OpenAICompatible(settings["OPENAI_MODEL"], settings["OPENAI_BASE_URL"], max_tokens=120)
    events = list(Assistant(store, writer, seconds=300).stream("Were the troops withdrawn?"))
    (found,) = (e for e in events if isinstance(e, Answer))
    return found, "".join(e.text for e in events if isinstance(e, TextDelta))


def test_a_stream_that_is_cut_leaves_the_quotations(seeded: Store) -> None:
    """Where the model's stream breaks off, the reports' own words are the answer, and the note says why."""
    from qa.openai_compatible import OpenAICompatible

    def cut(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta("The troops ")

    with faulty_server(cut) as server:
        found = Assistant(seeded, OpenAICompatible("m", server.base_url), seconds=5).ask(QUESTIONS[0])
    assert (found.mode, found.status) == ("quotes", "answered")
    assert found.notes


@pytest.mark.parametrize(("question", "said"), [("", "empty"), (" \n", "empty"), ("why " * 900, "3,599 characters")])
def test_what_is_no_question_is_refused(seeded: Store, question: str, said: str) -> None:
    """An empty question and an endless one are refused in words."""
    with pytest.raises(QuestionError, match=said):
        Assistant(seeded).ask(question)


def test_passages_in_hand_are_answered_without_a_store() -> None:
    """`qa.answer` quotes texts, mappings and passages alike, and declines what they do not say."""
    passages: list[str | dict[str, str]] = [
        "The council of Ashby voted on Monday to keep the library open.",
        {"text": "The library of Ashby has 40,000 books.", "outlet": "Ashby Echo", "published": "2024-05-03"},
    ]
    found = answer("How many books does the library of Ashby have?", passages)
    assert [c.text for c in found.claims] == ["The library of Ashby has 40,000 books."]
    assert found.claims[0].citations[0].source.outlet == "Ashby Echo"
    assert answer("Who won the boat race?", passages).status == "not_in_sources"


def test_a_claim_is_checked_against_sentences_in_hand() -> None:
    """`qa.check` picks the sentence that carries a claim, and says in words what is missing where none does."""
    sentences = ["The bridge was closed on Friday.", "About 300 people were injured in the crash."]
    good = check("About 300 people were injured.", sentences)
    assert (good.supported, good.sentences[0]) == (True, 1)
    bad = check("About 400 people were injured.", sentences)
    assert not bad.supported
    assert "400" in bad.reason
    assert "300" in bad.reason


def test_an_assistant_plugs_into_llama_index(seeded: Store) -> None:
    """As their retriever, query engine and tool an assistant gives its own evidence and its own answer."""
    assistant = Assistant(seeded)
    found = assistant.retrieve(QUESTIONS[0], k=3)
    nodes = assistant.as_retriever(k=3).retrieve(QUESTIONS[0])
    assert [node.node.get_content() for node in nodes] == [item.passage.text for item in found]
    said = assistant.ask(QUESTIONS[0]).text
    assert str(assistant.as_query_engine().query(QUESTIONS[0])) == said
    assert said in str(assistant.as_tool()(QUESTIONS[0]))


def test_five_lines_are_enough(tmp_path: Path) -> None:
    """From nothing to an answer whose citations open the exact words, in the five lines of the README."""
    store = open_store(tmp_path)
    build([SEEDS], store)
    found = Assistant(store).ask("Which villages saw clashes in December?")
    quote = found.claims[0].citations[0]
    assert store.article(quote.source.id).text[quote.start : quote.end] == quote.quote
