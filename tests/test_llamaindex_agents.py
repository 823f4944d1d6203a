"""An assistant's plugs inside LlamaIndex's own agents, chat engines and query engines, over the shipped reports."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import pytest
from llama_index.core.agent.workflow import AgentOutput, FunctionAgent, ReActAgent, ToolCallResult
from llama_index.core.base.llms.types import ChatMessage, ChatResponse, LLMMetadata, MessageRole
from llama_index.core.chat_engine import CondensePlusContextChatEngine, ContextChatEngine
from llama_index.core.llms.function_calling import FunctionCallingLLM
from llama_index.core.llms.llm import ToolSelection
from llama_index.core.tools import BaseTool

from index.store import Store
from qa.assistant import Assistant
from qa.llamaindex import as_llm
from qa.openai_compatible import OpenAICompatible
from qa.types import Message, Words
from tests.model_server import ModelServer

QUESTION = "Were the North Korean troops withdrawn from the Kursk front?"
FOLLOW_UP = "When were they sent back?"


class Scripted:
    """A Writer that says its lines one after the other, word by word, and keeps what it was asked."""

    name = "scripted"

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.asked: list[str] = []

    def write(self, messages: Sequence[Message], *, seconds: float) -> Iterator[Words]:
        """The next line."""
        assert seconds > 0
        self.asked.append("\n".join(message.content for message in messages))
        for word in self.lines.pop(0).split(" "):
            yield Words(f"{word} ")


class Calling(FunctionCallingLLM):
    """A LlamaIndex model that first calls the tool it is given, and then says what the tool said."""

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="calling", is_chat_model=True, is_function_calling_model=True)

    def _prepare_chat_with_tools(self, tools: Sequence[BaseTool], *_: Any, **more: Any) -> dict[str, Any]:
        return {"messages": more["chat_history"], "tools": tools}

    async def astream_chat(self, messages: Sequence[ChatMessage], **more: Any) -> Any:
        said = [message.content or "" for message in messages if message.role == MessageRole.TOOL]

        async def pieces() -> AsyncIterator[ChatResponse]:
            content = f"The reports say: {said[-1]}" if said else ""
            name = more["tools"][0].metadata.name
            call = [] if said else [{"id": "1", "name": name, "arguments": json.dumps({"input": QUESTION})}]
            yield ChatResponse(
                message=ChatMessage(
                    role=MessageRole.ASSISTANT, content=content, additional_kwargs={"tool_calls": call}
                ),
                delta=content,
            )

        return pieces()

    def get_tool_calls_from_response(self, response: ChatResponse, *_: Any, **__: Any) -> list[ToolSelection]:
        calls = response.message.additional_kwargs["tool_calls"]
        return [
            ToolSelection(tool_id=c["id"], tool_name=c["name"], tool_kwargs=json.loads(c["arguments"])) for c in calls
        ]

    def chat(self, *_: Any, **__: Any) -> ChatResponse:
        raise NotImplementedError

    # an agent streams; these only have to be there
    achat = complete = acomplete = stream_chat = stream_complete = astream_complete = chat  # type: ignore[assignment]


@pytest.fixture
def assistant(seeded: Store) -> Assistant:
    return Assistant(seeded)


async def run(agent: FunctionAgent | ReActAgent) -> tuple[list[ToolCallResult], AgentOutput]:
    """What an agent's tools gave, and what it says in the end."""
    handler = agent.run(QUESTION)
    results = [event async for event in handler.stream_events() if isinstance(event, ToolCallResult)]
    output = await handler
    assert isinstance(output, AgentOutput)
    return results, output


def test_an_agent_that_calls_functions_gets_the_checked_answer(assistant: Assistant) -> None:
    """The tool's words are the answer's, its raw output has a node for each cited quote, and the agent passes it on."""
    ((result,), output) = asyncio.run(run(FunctionAgent(tools=[assistant.as_tool()], llm=Calling())))
    answer = assistant.ask(QUESTION)
    assert result.tool_output.content == answer.text
    quotes = {c.quote for claim in answer.claims for c in claim.citations}
    assert {node.node.get_content() for node in result.tool_output.raw_output.source_nodes} == quotes
    assert answer.claims[0].text in str(output)


def test_an_agent_that_reasons_in_words_gets_it_too(assistant: Assistant) -> None:
    """A model without function calls names the tool in words, reads what it says, and answers from that."""
    action = f'Thought: I need the reports.\nAction: news_reports\nAction Input: {{"input": "{QUESTION}"}}'
    writer = Scripted(action, "Thought: I can answer.\nAnswer: They were, the military asserted [1].")
    ((result,), output) = asyncio.run(run(ReActAgent(tools=[assistant.as_tool()], llm=as_llm(writer))))
    assert result.tool_output.content == assistant.ask(QUESTION).text
    assert "withdrawn" in writer.asked[1]
    assert "the military asserted [1]" in str(output)


def test_a_chat_engine_streams_over_the_reports(assistant: Assistant) -> None:
    """The engine's model sees the passages, its words come one by one, and the response names the passages."""
    writer = Scripted("It says [1].", "It says [2].")
    engine = ContextChatEngine.from_defaults(retriever=assistant.as_retriever(k=3), llm=as_llm(writer))
    streamed = engine.stream_chat(QUESTION)
    assert list(streamed.response_gen)[:2] == ["It ", "says "]
    assert len(streamed.source_nodes) == 3
    assert streamed.source_nodes[0].node.get_content() in writer.asked[0]

    async def again() -> str:
        response = await engine.astream_chat(QUESTION)
        return "".join([piece async for piece in response.async_response_gen()])

    assert asyncio.run(again()) == "It says [2]. "


def test_a_follow_up_is_searched_for_as_the_engine_spells_it_out(assistant: Assistant) -> None:
    """A chat engine that condenses asks our retriever the whole question, at once and asynchronously."""
    spelled_out = "When were the North Korean troops sent back to the Kursk front?"
    writer = Scripted("In part.", spelled_out, "In February.", spelled_out, "In February.")
    engine = CondensePlusContextChatEngine.from_defaults(retriever=assistant.as_retriever(), llm=as_llm(writer))
    engine.chat(QUESTION)
    wanted = [e.passage.id for e in assistant.retrieve(spelled_out)]
    assert [node.node.node_id for node in engine.chat(FOLLOW_UP).source_nodes] == wanted
    found = asyncio.run(engine.achat(FOLLOW_UP))
    assert [node.node.node_id for node in found.source_nodes] == wanted


def test_the_query_engine_answers_at_once_and_asynchronously(assistant: Assistant) -> None:
    """The response is the checked answer, the same both ways, and its nodes are the exact words."""
    engine = assistant.as_query_engine()
    response = engine.query(QUESTION)
    assert str(response) == assistant.ask(QUESTION).text
    assert str(asyncio.run(engine.aquery(QUESTION))) == str(response)
    for node in response.source_nodes:
        told = node.node.metadata
        assert assistant.article(told["source_id"]).text[told["start"] : told["end"]] == node.node.get_content()


def test_a_real_model_answers_over_the_retriever(assistant: Assistant, model_server: ModelServer) -> None:
    """llama.cpp's server answers in a chat engine over our evidence, word by word."""
    writer = OpenAICompatible(model_server.model, model_server.base_url, max_tokens=12)
    engine = ContextChatEngine.from_defaults(retriever=assistant.as_retriever(k=1), llm=as_llm(writer, seconds=300))
    assert "".join(engine.stream_chat(QUESTION).response_gen).strip()
