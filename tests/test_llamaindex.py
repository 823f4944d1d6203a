"""Promises of the plugs to LlamaIndex, with real LlamaIndex objects on the other side."""

import asyncio
import time
import traceback
from collections.abc import Iterator, Sequence
from datetime import date
from threading import Event
from typing import TYPE_CHECKING, Any

import openai  # noqa: F401 - its second of import is not part of any deadline below
import pytest
from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.chat_engine import ContextChatEngine
from llama_index.core.llms import CustomLLM, MockLLM
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.query_engine import RetrieverQueryEngine, RouterQueryEngine
from llama_index.core.schema import MetadataMode
from llama_index.core.selectors import LLMSingleSelector

from index.errors import ModelError, ModelFaulted, ModelRefused, ModelUnreachable
from qa.llamaindex import (
    QueryEngine,
    Retriever,
    as_llm,
    as_tool,
    from_llama_index,
)
from qa.openai_compatible import OpenAICompatible
from qa.types import Answer, Citation, Claim, Evidence, Message, Usage, Words
from tests.faulty_server import Exchange, faulty_server
from tests.values import passage, report

if TYPE_CHECKING:
    from tests.model_server import ModelServer

pytest_plugins = ("tests.model_server",)

KEY = "sk-0123456789abcdef"
ASK = (Message("system", "Answer from the reports."), Message("user", "Were the troops withdrawn?"))
TEXT = "The army said on Monday that it had left. It gave no figures."
REPORT = report("r1", title="Army leaves", outlet="The Daily", published=date(2025, 2, 5), url="https://example.org/1")
EVIDENCE = (
    Evidence(1, passage(TEXT, REPORT, start=100), 0.9),
    Evidence(2, passage("Villagers said that it had not.", report("r2", title="Still there")), 0.4),
)
QUOTE = Citation(1, REPORT, "it had left", 100 + TEXT.index("it had left"), 100 + TEXT.index("it had left") + 11)
ANSWER = Answer(
    question="Did the army leave?",
    resolved="Did the army leave?",
    status="partial",
    text="It had left, the army said [1].",
    claims=(Claim("It had left, the army said.", (QUOTE, QUOTE), "attributed", "", "the army", 1),),
    evidence=EVIDENCE,
    gaps=("when",),
    as_of=date(2025, 3, 1),
)


def retrieve(question: str, *, k: int) -> tuple[Evidence, ...]:
    """The same evidence for every question."""
    assert question
    return EVIDENCE[:k]


def ask(question: str) -> Answer:
    """The same answer for every question."""
    assert question
    return ANSWER


class Chatting(CustomLLM):
    """A LlamaIndex chat model that answers in three pieces, or goes wrong."""

    deltas: bool = True
    raw: Any = None
    error: Any = None
    stall: float = 0.0
    api_key: str = KEY
    _seen: list[Any] = PrivateAttr(default_factory=list)
    _stopped: Event = PrivateAttr(default_factory=Event)

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="chatting", is_chat_model=True)

    def stream_chat(self, messages: Sequence[ChatMessage], **_: Any) -> ChatResponseGen:
        self._seen.extend(messages)
        text = ""
        try:
            for piece in ("It ", "had ", "left."):
                text += piece
                message = ChatMessage(role=MessageRole.ASSISTANT, content=text)
                yield ChatResponse(message=message, delta=piece if self.deltas else None, raw=self.raw)
                if self.error:
                    raise self.error
                time.sleep(self.stall)
        finally:
            self._stopped.set()

    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
        raise NotImplementedError

    def stream_complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponseGen:
        raise NotImplementedError


class InOnePiece(Chatting):
    """A chat model that cannot stream."""

    def chat(self, messages: Sequence[ChatMessage], **_: Any) -> ChatResponse:
        return ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=f"{len(messages)} messages."))

    def stream_chat(self, messages: Sequence[ChatMessage], **_: Any) -> ChatResponseGen:
        raise NotImplementedError


class Saying:
    """A Writer that says what it was asked to."""

    name = "saying"

    def __init__(self, *pieces: str) -> None:
        self.pieces = pieces
        self.asked: list[Message] = []

    def write(self, messages: Sequence[Message], *, seconds: float) -> Iterator[Words]:
        """The pieces, then the usage."""
        assert seconds > 0
        self.asked = list(messages)
        for piece in self.pieces:
            yield Words(piece)
        yield Words("", Usage(7, len(self.pieces)))


def said(words: Iterator[Words]) -> str:
    """The whole reply."""
    return "".join(piece.text for piece in words)


@pytest.mark.parametrize("deltas", [True, False])
def test_a_chat_model_is_streamed(deltas: bool) -> None:
    """A LlamaIndex chat model gets the messages with their roles, and its pieces are passed on as they come."""
    llm = Chatting(deltas=deltas)
    writer = from_llama_index(llm)
    assert writer.name == "chatting"
    pieces = [piece.text for piece in writer.write(ASK, seconds=10)]
    assert pieces == ["It ", "had ", "left.", ""]
    assert [(message.role.value, message.content) for message in llm._seen] == [(m.role, m.content) for m in ASK]


def test_a_completion_model_is_streamed() -> None:
    """A model without chat gets the messages as one prompt."""
    text = said(from_llama_index(MockLLM()).write(ASK, seconds=10))
    assert "system: Answer from the reports." in text
    assert "user: Were the troops withdrawn?" in text
    assert said(from_llama_index(MockLLM(max_tokens=3)).write(ASK, seconds=10)) == "text text text"


def test_a_model_without_a_name_is_called_by_its_kind() -> None:
    """LlamaIndex's "unknown" is not shown to a reader."""
    assert from_llama_index(MockLLM()).name == "MockLLM"


def test_a_model_that_does_not_stream_answers_in_one_piece() -> None:
    """Where streaming is not implemented, the whole answer comes at once."""
    assert said(from_llama_index(InOnePiece()).write(ASK, seconds=10)) == "2 messages."


@pytest.mark.parametrize(
    "raw",
    [
        {"usage": {"prompt_tokens": 5, "completion_tokens": 3}},
        {"usage": {"input_tokens": 5, "output_tokens": 3}},
        {"prompt_eval_count": 5, "eval_count": 3},
        Words("", Usage(5, 3)),
    ],
)
def test_usage_is_read_where_the_provider_puts_it(raw: object) -> None:
    """Each provider's names for tokens become one Usage."""
    assert list(from_llama_index(Chatting(raw=raw)).write(ASK, seconds=10))[-1].usage == Usage(5, 3)


def test_usage_is_absent_where_it_is_not_told() -> None:
    """Nothing is made up."""
    assert list(from_llama_index(Chatting()).write(ASK, seconds=10))[-1].usage is None


def test_a_model_that_is_too_slow_is_given_up_and_stopped() -> None:
    """The deadline is one for the whole reply, and closes their stream once it next speaks."""
    llm = Chatting(stall=0.4)
    with pytest.raises(ModelUnreachable, match="in the middle"):
        said(from_llama_index(llm).write(ASK, seconds=0.2))
    assert llm._stopped.wait(5)


def test_closing_the_reply_closes_theirs() -> None:
    """A reader who stops reading stops the model too."""
    llm = Chatting(stall=0.05)
    words = from_llama_index(llm).write(ASK, seconds=30)
    next(words)
    words.close()  # type: ignore[attr-defined]
    assert llm._stopped.wait(5)


class RefusedError(Exception):
    """As providers' clients raise it: the status is an attribute."""

    def __init__(self, status: int) -> None:
        super().__init__(f"refused with {KEY}")
        self.status_code = status


class ConnectError(Exception):
    """As HTTP clients name theirs."""


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RefusedError(401), ModelRefused),
        (RefusedError(404), ModelRefused),
        (RefusedError(429), ModelRefused),
        (RefusedError(503), ModelUnreachable),
        (ConnectError(f"no route with {KEY}"), ModelUnreachable),
        (TimeoutError(), ModelUnreachable),
        (ValueError(f"what is {KEY}"), ModelFaulted),
        (ModelRefused("ours"), ModelRefused),
    ],
)
def test_their_exceptions_become_ours_without_the_key(error: Exception, kind: type[ModelError]) -> None:
    """Whatever a provider raises becomes a ModelError, and the key of the model is in nothing that may be printed."""
    with pytest.raises(kind) as raised:
        said(from_llama_index(Chatting(error=error)).write(ASK, seconds=10))
    assert KEY not in "".join(traceback.format_exception(raised.value))
    assert KEY not in repr(from_llama_index(Chatting()))


def test_a_writer_is_a_llama_index_model() -> None:
    """Chat and completion, whole and streamed, go to the Writer with their roles."""
    writer = Saying("It ", "left.")
    llm = as_llm(writer, context_window=2048)
    chat = [ChatMessage(role="system", content="Be brief."), ChatMessage(role="user", content="Did it?")]
    assert llm.chat(chat).message.content == "It left."
    assert writer.asked == [Message("system", "Be brief."), Message("user", "Did it?")]
    assert [response.delta for response in llm.stream_chat(chat)] == ["It ", "left.", ""]
    assert llm.complete("Did it?").text == "It left."
    assert [response.text for response in llm.stream_complete("Did it?")] == ["It ", "It left.", "It left."]
    assert llm.complete("Did it?").raw == {"usage": {"prompt_tokens": 7, "completion_tokens": 2}}
    assert (llm.metadata.model_name, llm.metadata.context_window) == ("saying", 2048)
    assert asyncio.run(llm.acomplete("Did it?")).text == "It left."


def test_there_and_back_again() -> None:
    """A Writer made a LlamaIndex model and a Writer again says the same and counts the same."""
    back = from_llama_index(as_llm(Saying("It ", "left.")))
    pieces = list(back.write(ASK, seconds=10))
    assert "".join(piece.text for piece in pieces) == "It left."
    assert pieces[-1].usage == Usage(7, 2)
    assert back.name == "saying"


def test_a_writers_error_passes_through_llama_index() -> None:
    """What a server refused is still that error on the other side."""
    with faulty_server(lambda exchange: exchange.refuse(401, "no")) as server:
        llm = as_llm(OpenAICompatible("small", server.base_url, KEY))
        with pytest.raises(ModelRefused, match="OPENAI_API_KEY"):
            llm.complete("Did it?")


def test_retrieved_evidence_becomes_nodes() -> None:
    """Each passage is a node with its place and its report; a model is shown who reported it and when."""
    nodes = Retriever(retrieve, k=2).retrieve("Did the army leave?")
    assert [node.score for node in nodes] == [0.9, 0.4]
    first = nodes[0].node
    assert first.metadata == {
        "source_id": "r1",
        "title": "Army leaves",
        "outlet": "The Daily",
        "published": "2025-02-05",
        "url": "https://example.org/1",
        "start": 100,
        "end": 100 + len(TEXT),
        "marker": 1,
    }
    assert first.start_char_idx == 100  # type: ignore[attr-defined]
    assert first.end_char_idx == 100 + len(TEXT)  # type: ignore[attr-defined]
    assert first.ref_doc_id == "r1"
    shown = first.get_content(MetadataMode.LLM)
    assert "2025-02-05" in shown
    assert "https://" not in shown
    assert nodes[1].node.metadata["published"] is None
    assert len(asyncio.run(Retriever(retrieve, k=1).aretrieve("Did the army leave?"))) == 1


def test_a_retriever_works_in_their_query_engine() -> None:
    """LlamaIndex's own engine answers over our evidence with our model, and their postprocessors apply."""
    writer = Saying("It ", "left.")
    engine = RetrieverQueryEngine.from_args(
        Retriever(retrieve), llm=as_llm(writer), node_postprocessors=[SimilarityPostprocessor(similarity_cutoff=0.5)]
    )
    response = engine.query("Did the army leave?")
    assert str(response) == "It left."
    assert [node.node.ref_doc_id for node in response.source_nodes] == ["r1"]
    assert any(TEXT in message.content for message in writer.asked)


def test_a_retriever_works_in_their_chat_engine() -> None:
    """LlamaIndex's own chat streams over our evidence with our model."""
    engine = ContextChatEngine.from_defaults(retriever=Retriever(retrieve), llm=as_llm(Saying("It ", "left.")))
    assert "".join(engine.stream_chat("Did the army leave?").response_gen) == "It left."


def test_the_query_engine_gives_the_checked_answer() -> None:
    """Text, status and one node for each cited quote, at the quote's place."""
    response = QueryEngine(ask=ask).query("Did the army leave?")
    assert str(response) == ANSWER.text
    assert response.metadata
    assert response.metadata["status"] == "partial"
    assert response.metadata["as_of"] == "2025-03-01"
    assert response.metadata["gaps"] == ["when"]
    [node] = response.source_nodes
    assert node.score == 0.9
    assert node.node.get_content() == QUOTE.quote
    assert (node.node.metadata["start"], node.node.metadata["end"]) == (QUOTE.start, QUOTE.end)
    assert node.node.metadata["marker"] == 1
    assert str(asyncio.run(QueryEngine(ask=ask).aquery("Did the army leave?"))) == ANSWER.text


def test_the_tool_answers_by_itself_and_in_their_router() -> None:
    """An agent's call gives the answer's text and the whole response; a router that picks the tool gets both too."""
    tool = as_tool(ask)
    output = tool.call("Did the army leave?")
    assert output.content == ANSWER.text
    assert output.raw_output.metadata["status"] == "partial"
    assert tool.metadata.name == "news_reports"
    chooser = as_llm(Saying('[{"choice": 1, "reason": "news"}]'))
    router = RouterQueryEngine.from_defaults([tool], llm=chooser, selector=LLMSingleSelector.from_defaults(llm=chooser))
    assert str(router.query("Did the army leave?")) == ANSWER.text


def test_a_real_model_answers_through_llama_index(model_server: "ModelServer") -> None:
    """llama.cpp's server behind our Writer behind LlamaIndex's engine, over our evidence."""
    writer = OpenAICompatible(model_server.model, model_server.base_url, max_tokens=16)
    engine = RetrieverQueryEngine.from_args(Retriever(retrieve), llm=as_llm(writer))
    assert str(engine.query("Did the army leave?")).strip()


def test_a_stream_through_llama_index_can_be_stopped() -> None:
    """Closing a reply that went through LlamaIndex hangs up on the server behind it."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta("First")
        exchange.trickle(lambda: exchange.delta(" more"))

    with faulty_server(answer) as server:
        words = from_llama_index(as_llm(OpenAICompatible("small", server.base_url))).write(ASK, seconds=30)
        next(words)
        words.close()  # type: ignore[attr-defined]
        assert server.hung_up.wait(5)
