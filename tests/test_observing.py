"""What is told of each question: a line on standard error, a span for a tracing system. Never its words."""

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from index import Store, read_settings
from index.errors import QuestionError, SettingsError
from qa.assistant import Assistant
from qa.llamaindex import Retriever
from qa.log import question_log
from qa.observing import Outcome
from qa.page.api import Api
from qa.page.desk import Desk
from qa.page.line import Line, Pace
from qa.prices import priced
from qa.types import Answer, Message, Stage, Usage, Words
from tests.collection import dateline
from tests.faulty_server import faulty_server

QUESTION = "Were the North Korean troops withdrawn from the Kursk front?"
STAGES = ["understand", "retrieve", "quote", "write", "compare"]


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    """What a test has the program log is logged no more after it."""
    yield
    ours = logging.getLogger("dateline")
    ours.handlers, ours.propagate = [], True
    ours.setLevel(logging.NOTSET)


@pytest.fixture
def outcomes() -> list[Outcome]:
    return []


@pytest.fixture
def assistant(seeded: Store, outcomes: list[Outcome]) -> Assistant:
    return Assistant(seeded, watchers=[outcomes.append])


def line(home: Path, *arguments: str, **settings: str) -> dict[str, object]:
    """The one line that a command writes on standard error as JSON."""
    (told,) = dateline(*arguments, home=home, **settings).stderr.splitlines()
    value: dict[str, object] = json.loads(told)
    return value


def test_a_question_is_one_line_of_json_without_its_words(seeded_home: Path) -> None:
    """Timings by stage, ids of the evidence, counts of verdicts, status and mode; no word of question or answer."""
    told = line(seeded_home, "ask", QUESTION, DATELINE_LOG="json")
    answer = json.loads(dateline("ask", "--json", QUESTION, home=seeded_home).stdout)
    assert (told["event"], told["status"], told["mode"], told["model"]) == ("ask", "answered", "quotes", None)
    assert {f"{stage}_ms" for stage in (*STAGES, "total")} <= set(told)
    assert [str(id).rpartition(":")[0] for id in told["evidence"]] == [e["source_id"] for e in answer["evidence"]]  # type: ignore[attr-defined]
    verdicts = [claim["verdict"] for claim in answer["claims"]]
    for verdict in ("supported", "attributed", "unsupported"):
        assert told[f"claims_{verdict}"] == verdicts.count(verdict)
    words = json.dumps(told)
    assert "withdrawn" not in words
    assert answer["claims"][0]["text"][:30] not in words


def test_the_words_are_in_it_where_they_are_asked_for(seeded_home: Path) -> None:
    """`json,text` brings question and answer along."""
    told = line(seeded_home, "ask", QUESTION, DATELINE_LOG="json,text")
    assert told["question"] == QUESTION
    assert "withdrawn" in str(told["answer"])


def test_verbose_is_a_line_for_people(seeded_home: Path) -> None:
    """`--verbose` writes one plain line; without it there is none, and standard output is the same."""
    told, quiet = (dateline("history", QUESTION, *more, home=seeded_home) for more in (["--verbose"], []))
    assert told.stdout == quiet.stdout
    assert quiet.stderr == ""
    (words,) = told.stderr.splitlines()
    assert "history" in words
    assert "retrieve_ms=" in words
    assert "\x1b" not in words


def test_what_cannot_be_answered_is_a_line_too(seeded_home: Path) -> None:
    """A question that is refused is told by the kind of its error, not by what it said."""
    told = dateline("ask", "why " * 25_000, home=seeded_home, DATELINE_LOG="json").stderr.splitlines()[0]
    assert json.loads(told)["error"] == "QuestionError"
    assert "why" not in told


def test_a_question_that_is_given_up_is_told(assistant: Assistant, outcomes: list[Outcome]) -> None:
    """An asker who stops listening ends the question, and it is told once."""
    events = assistant.stream(QUESTION)
    assert isinstance(next(events), Stage)
    events.close()  # type: ignore[attr-defined]
    assert [(o.kind, o.error, o.answer) for o in outcomes] == [("ask", "stopped", None)]


def test_every_way_in_is_told_once(assistant: Assistant, outcomes: list[Outcome]) -> None:
    """Python, the API, the page and LlamaIndex each tell of their questions; what the page suggests is nobody's."""
    assistant.ask(QUESTION)
    api = Api(assistant, Line(1, 1), Pace(9))
    asyncio.run(api.ask("a", QUESTION))
    asyncio.run(api.history("a", QUESTION))

    async def on_the_page() -> None:
        async for _ in Desk(assistant, may_change=False).asked(QUESTION, (), "", "a"):
            pass

    asyncio.run(on_the_page())
    Retriever(assistant.retrieve).retrieve(QUESTION)
    assert assistant.quoted(QUESTION).claims
    assert [o.kind for o in outcomes] == ["ask", "ask", "history", "ask", "retrieve"]
    assert all(o.passages and not o.error for o in outcomes)


class Counting:
    """A Writer that says what it was told to, and what it cost."""

    name = "gpt-4o-mini"

    def write(self, messages: Sequence[Message], *, seconds: float) -> Iterator[Words]:
        """One sentence and its usage."""
        assert messages
        assert seconds
        yield Words("The Ukrainian military asserted that they had been withdrawn [1].", Usage(1000, 100, cost=0.5))


def test_tokens_and_their_cost_are_told(seeded: Store, capfd: pytest.CaptureFixture[str]) -> None:
    """What a model was given and gave is counted, with what that cost."""
    settings = read_settings({"DATELINE_LOG": "json"})
    Assistant(seeded, Counting(), watchers=[question_log(settings)]).ask(QUESTION)
    told = json.loads(capfd.readouterr().err)
    assert (told["prompt_tokens"], told["completion_tokens"], told["model"]) == (1000, 100, "gpt-4o-mini")
    assert told["cost_usd"] == 0.5


@pytest.mark.parametrize(
    ("model", "address", "dollars"),
    [
        ("gpt-4o-mini", None, 0.00021),
        ("gpt-4o-mini", "https://api.openai.com/v1", 0.00021),
        ("gpt-4o-mini", "http://127.0.0.1:11434/v1", None),
        ("a-model-of-our-own", None, None),
    ],
)
def test_tokens_are_priced_where_prices_are_known(model: str, address: str | None, dollars: float | None) -> None:
    """List prices are those of the server that was asked; where nobody knows them, nothing is made up."""
    assert priced(Usage(1000, 100), model, address).cost == dollars


def test_a_stated_cost_stands() -> None:
    """What a server says that it charges is not replaced by its list prices."""
    assert priced(Usage(1000, 100, cost=0.5), "gpt-4o-mini").cost == 0.5


def test_a_key_is_in_no_line(seeded_home: Path) -> None:
    """Where the model's server refuses the key, the line tells of quotations and notes, and the key is not in it."""
    with faulty_server(lambda exchange: exchange.refuse(401, "Incorrect API key: sk-wrong-key-1234")) as server:
        told = line(
            seeded_home, "ask", QUESTION, DATELINE_LOG="json,text", OPENAI_API_KEY="sk-wrong-key-1234",
            OPENAI_BASE_URL=server.base_url,
        )  # fmt: skip
    assert (told["mode"], told["notes"]) == ("quotes", 1)
    assert "sk-wrong" not in json.dumps(told)


def test_what_else_is_logged_has_the_same_form(capfd: pytest.CaptureFixture[str]) -> None:
    """A fault of the page is a line of JSON among the others."""
    question_log(read_settings({"DATELINE_LOG": "json"}))
    logging.getLogger("dateline.page").error("A question could not be answered: %s", "KeyError\n  in a file")
    told = json.loads(capfd.readouterr().err)
    assert (told["level"], told["event"]) == ("error", "A question could not be answered: KeyError\n  in a file")


@pytest.mark.parametrize("wrong", ["yes", "text", "json,", "json,lines", "json,text,more"])
def test_a_log_of_no_form_is_told(wrong: str) -> None:
    """What cannot be read as a form of log is refused by name."""
    with pytest.raises(SettingsError, match="DATELINE_LOG must be lines, json"):
        read_settings({"DATELINE_LOG": wrong})


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    """What the one tracer provider of this process exports to."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return exporter


def spans(exporter: InMemorySpanExporter) -> tuple[ReadableSpan, list[ReadableSpan]]:
    """The span of a question, and those inside it in the order of time."""
    finished = exporter.get_finished_spans()
    exporter.clear()
    (whole,) = (span for span in finished if span.parent is None)
    return whole, sorted((s for s in finished if s is not whole), key=lambda span: span.start_time or 0)


def test_a_question_is_a_span_with_its_stages_inside(exporter: InMemorySpanExporter, seeded: Store) -> None:
    """ask > understand, retrieve, quote, write, compare: one after the other, with ids and counts and no text."""
    answer = Assistant(seeded, Counting()).ask(QUESTION)
    whole, parts = spans(exporter)
    assert whole.name == "dateline.ask"
    assert [part.name for part in parts] == [f"dateline.{stage}" for stage in STAGES]
    assert all(part.parent and part.parent.span_id == whole.context.span_id for part in parts)
    times = [whole.start_time, *(t for part in parts for t in (part.start_time, part.end_time)), whole.end_time]
    assert times == sorted(t or 0 for t in times)
    told = dict(whole.attributes or {})
    assert told["dateline.status"] == answer.status
    assert told["dateline.evidence"] == tuple(e.passage.id for e in answer.evidence)
    assert told["gen_ai.usage.input_tokens"] == 1000
    assert "withdrawn" not in str(told)


def test_a_question_that_fails_is_a_span_that_says_so(exporter: InMemorySpanExporter, seeded: Store) -> None:
    """The span of a question that could not be answered has the status of an error, and its kind."""
    with suppress(QuestionError):
        Assistant(seeded).ask("")
    whole, parts = spans(exporter)
    assert whole.status.status_code is trace.StatusCode.ERROR
    assert whole.status.description == "QuestionError"
    assert parts == []


def test_a_span_lies_in_that_of_its_program(exporter: InMemorySpanExporter, seeded: Store) -> None:
    """Where the program that asks has a span of its own, the question's is inside it."""
    with trace.get_tracer("a program").start_as_current_span("its own"):
        Assistant(seeded).retrieve(QUESTION)
    whole, (*_, part) = spans(exporter)
    assert whole.name == "its own"
    assert part.name in {"dateline.retrieve", "dateline.understand"}


def test_answers_come_without_any_of_it(seeded_home: Path) -> None:
    """An answer loads neither the log nor the prices where nobody asks for them."""
    code = (
        "import sys, qa; from qa.assistant import Assistant\n"
        f"assert Assistant.from_env().ask({QUESTION!r}).claims\n"
        "print([m for m in ('structlog', 'genai_prices') if m in sys.modules])"
    )
    environment = {**os.environ, "DATELINE_HOME": str(seeded_home), "DATELINE_LOG": ""}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert ran.stdout.strip() == "[]"


def test_an_answer_says_how_long_each_stage_took(seeded: Store) -> None:
    """The timings of an answer are those of its stages and their sum."""
    answer = Assistant(seeded).ask(QUESTION)
    assert isinstance(answer, Answer)
    assert list(answer.timings) == [*STAGES, "total"]
    assert 0 < sum(answer.timings[stage] for stage in STAGES) <= answer.timings["total"]
