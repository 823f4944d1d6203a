"""The plugs to LlamaIndex, both ways: the only file that imports llama_index, which takes 2 to 4 seconds.

Theirs to ours: `from_llama_index`, `reranker_from_llama_index`. Ours to theirs: `as_llm`, `Retriever`, `QueryEngine`,
`as_tool`.
"""

import asyncio
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from datetime import date
from time import monotonic
from typing import Any, Protocol

from llama_index.core.base.llms.generic_utils import messages_to_prompt
from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.base.response.schema import Response
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms import LLM, CustomLLM
from llama_index.core.llms.callbacks import llm_chat_callback, llm_completion_callback
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode
from llama_index.core.tools import QueryEngineTool

from index.errors import ModelError, ModelUnreachable
from index.secrets import secrets_of
from index.types import Source
from qa.replies import Asked, Chunk, Feed, explain, read_usage, reply
from qa.types import Answer, Citation, Evidence, Message, Reranker, Usage, Words, Writer

COUNTS = (  # what providers call the tokens given and the tokens written
    ("prompt_tokens", "completion_tokens"),
    ("input_tokens", "output_tokens"),
    ("prompt_eval_count", "eval_count"),
    ("prompt_token_count", "candidates_token_count"),
)
TOOL = "news_reports"
TOOL_DESCRIPTION = (
    "Answers a question about a collection of news reports, with a citation [n] after each sentence, "
    "and says so where the reports are silent. The input is one question in plain words."
)


class Retrieve(Protocol):
    """How evidence is found: an assistant's `retrieve`."""

    def __call__(self, question: str, *, k: int) -> tuple[Evidence, ...]: ...


def from_llama_index(llm: LLM) -> Writer:
    """A Writer that asks a LlamaIndex model: through chat where it has it, else through completion."""
    return _TheirModel(llm)


def reranker_from_llama_index(postprocessor: BaseNodePostprocessor) -> Reranker:
    """A Reranker that asks a LlamaIndex postprocessor, such as a re-ranking service; what it leaves out comes last."""
    return _TheirReranker(postprocessor)


def as_llm(writer: Writer, *, seconds: float = 60.0, context_window: int = 8192) -> CustomLLM:
    """A LlamaIndex model over a Writer: each reply within `seconds`; `context_window` in tokens. Raises ModelError."""
    return _OurModel(writer, seconds, context_window)


class Retriever(BaseRetriever):
    """A LlamaIndex retriever over an assistant's: one node for each passage, at its place in the report."""

    def __init__(self, retrieve: Retrieve, k: int = 10) -> None:
        """`k`: how many passages at most."""
        self._find = retrieve
        self._k = k
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_passage_node(evidence) for evidence in self._find(query_bundle.query_str, k=self._k)]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class QueryEngine(CustomQueryEngine):
    """A LlamaIndex query engine over an assistant's `ask`: the checked answer, and a node for each cited quote.

    The response's metadata hold status, mode, model, as_of, gaps and notes of the Answer.
    """

    ask: Callable[[str], Answer]

    def custom_query(self, query_str: str) -> Response:
        """The answer to one question. Raises what `ask` raises."""
        answer = self.ask(query_str)
        scores = {evidence.marker: evidence.score for evidence in answer.evidence}
        cited = dict.fromkeys(citation for claim in answer.claims for citation in claim.citations)
        return Response(
            response=answer.text,
            source_nodes=[_quote_node(citation, scores.get(citation.marker)) for citation in cited],
            metadata={
                "status": answer.status,
                "mode": answer.mode,
                "model": answer.model,
                "as_of": _iso(answer.as_of),
                "gaps": list(answer.gaps),
                "notes": list(answer.notes),
            },
        )

    async def acustom_query(self, query_str: str) -> Response:
        """The same, beside the event loop."""
        return await asyncio.to_thread(self.custom_query, query_str)


def as_tool(ask: Callable[[str], Answer], *, name: str = TOOL, description: str = TOOL_DESCRIPTION) -> QueryEngineTool:
    """A tool for LlamaIndex agents that answers from the reports; its raw output is the QueryEngine's Response."""
    return QueryEngineTool.from_defaults(QueryEngine(ask=ask), name=name, description=description)


class _TheirModel:
    def __init__(self, llm: LLM) -> None:
        self._llm = llm
        named = llm.metadata.model_name
        self.name = llm.class_name() if named == "unknown" else named  # LlamaIndex's word for a model without a name

    def __repr__(self) -> str:
        return f"from_llama_index({self.name!r})"

    def write(self, messages: Sequence[Message], *, seconds: float) -> Iterator[Words]:
        """The model's reply within `seconds` from the call; closing the iterator stops listening. Raises ModelError."""
        own = "the LlamaIndex model"
        asked = Asked(
            f"The model {self.name}", f"the key of {own}", f"the name of {own}", f"the address of {own}", seconds,
            tuple(secrets_of(self._llm)),
        )  # fmt: skip
        chat = [ChatMessage(role=MessageRole(message.role), content=message.content) for message in messages]
        return self._reply(chat, monotonic() + seconds, asked)

    def _reply(self, chat: list[ChatMessage], deadline: float, asked: Asked) -> Iterator[Words]:
        feed = Feed(lambda give: self._listen(chat, asked, give), deadline)
        yield from reply(feed, asked)

    def _listen(self, chat: list[ChatMessage], asked: Asked, give: Callable[[Chunk], bool]) -> None:
        try:
            with closing(self._responses(chat)) as responses:
                length = 0
                for response in responses:
                    whole = (response.message.content if isinstance(response, ChatResponse) else response.text) or ""
                    text = whole[length:] if response.delta is None else response.delta
                    length += len(text)
                    if not give(Chunk(text, usage=_usage(response))):
                        return
                give(Chunk(finish="stop"))
        except Exception as error:  # noqa: BLE001 - each provider has its own
            said = str(error)
            raise _model_error(error, asked) from (error if asked.redacted(said) == said else None)

    def _responses(self, chat: list[ChatMessage]) -> Generator[ChatResponse | CompletionResponse, None, None]:
        """The pieces of a reply; one piece where the model does not stream."""
        if not self._llm.metadata.is_chat_model:
            prompt = (self._llm.messages_to_prompt or messages_to_prompt)(chat)
            try:
                yield from self._llm.stream_complete(prompt, formatted=True)
            except NotImplementedError:
                yield self._llm.complete(prompt, formatted=True)
            return
        try:
            yield from self._llm.stream_chat(chat)
        except NotImplementedError:
            yield self._llm.chat(chat)


class _TheirReranker:
    def __init__(self, postprocessor: BaseNodePostprocessor) -> None:
        self._postprocessor = postprocessor

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question, by the order in which they are given back. Raises ModelError."""
        nodes = [NodeWithScore(node=TextNode(id_=str(n), text=text), score=0.0) for n, text in enumerate(texts)]
        name = type(self._postprocessor).__name__
        try:
            ordered = self._postprocessor.postprocess_nodes(nodes, query_str=question)
        except Exception as error:  # noqa: BLE001 - each provider has its own
            asked = Asked(
                f"The re-ranker {name}", "its key", "its name", "its address", 0.0,
                tuple(secrets_of(self._postprocessor)),
            )  # fmt: skip
            clean = asked.redacted(str(error)) == str(error)
            raise _model_error(error, asked) from (error if clean else None)
        places = {node.node.node_id: place for place, node in enumerate(ordered)}
        return [float(-places.get(str(n), len(texts))) for n in range(len(texts))]


class _OurModel(CustomLLM):
    _writer: Writer = PrivateAttr()
    _seconds: float = PrivateAttr()
    _context_window: int = PrivateAttr()

    def __init__(self, writer: Writer, seconds: float, context_window: int) -> None:
        super().__init__()
        self._writer, self._seconds, self._context_window = writer, seconds, context_window

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name=self._writer.name, context_window=self._context_window, is_chat_model=True)

    @llm_chat_callback()
    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:  # noqa: ARG002 - the signature is theirs
        return _last(self._pieces(messages))

    @llm_chat_callback()
    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:  # noqa: ARG002 - the signature is theirs
        yield from self._pieces(messages)

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:  # noqa: ARG002
        return _as_completion(_last(self._pieces([ChatMessage(role=MessageRole.USER, content=prompt)])))

    @llm_completion_callback()
    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:  # noqa: ARG002
        for response in self._pieces([ChatMessage(role=MessageRole.USER, content=prompt)]):
            yield _as_completion(response)

    def _pieces(self, messages: Sequence[ChatMessage]) -> Iterator[ChatResponse]:
        text = ""
        ours = [_message(message) for message in messages]
        for words in self._writer.write(ours, seconds=self._seconds):
            text += words.text
            yield ChatResponse(
                message=ChatMessage(role=MessageRole.ASSISTANT, content=text),
                delta=words.text,
                raw={"usage": _counted(words.usage)} if words.usage else None,
            )


def _message(message: ChatMessage) -> Message:
    content = message.content or ""
    if message.role in (MessageRole.SYSTEM, MessageRole.DEVELOPER):
        return Message("system", content)
    if message.role in (MessageRole.ASSISTANT, MessageRole.CHATBOT, MessageRole.MODEL):
        return Message("assistant", content)
    return Message("user", content)


def _counted(usage: Usage) -> dict[str, int]:
    return {"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens}


def _last(pieces: Iterator[ChatResponse]) -> ChatResponse:
    *_, last = pieces  # a Writer gives at least one piece, or raises
    return last


def _as_completion(response: ChatResponse) -> CompletionResponse:
    return CompletionResponse(text=response.message.content or "", delta=response.delta, raw=response.raw)


def _usage(response: ChatResponse | CompletionResponse) -> Usage | None:
    raw = response.raw
    counts = raw.get("usage") if isinstance(raw, dict) else getattr(raw, "usage", None)
    for place in (counts, raw, response.additional_kwargs):
        for given, gave in COUNTS:
            if usage := read_usage(place, given, gave):
                return usage
    return None


def _model_error(error: Exception, asked: Asked) -> ModelError:
    """Each provider raises its own exceptions: what they have in common is a status, or a name that tells."""
    if isinstance(error, ModelError):
        return error
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    if not status and any(word in type(error).__name__ for word in ("Connect", "Timeout", "Network")):
        return ModelUnreachable(f"{asked.who} cannot be reached.{asked.quoted(str(error))} Check that it is running.")
    return explain(asked, status if isinstance(status, int) else None, str(error))


def _node(identity: str, text: str, source: Source, start: int, end: int, marker: int) -> TextNode:
    told = {"title": source.title, "outlet": source.outlet, "published": _iso(source.published)}
    place = {"source_id": source.id, "url": source.url, "start": start, "end": end, "marker": marker}
    return TextNode(
        id_=identity,
        text=text,
        start_char_idx=start,
        end_char_idx=end,
        metadata=told | place,
        # a model is told who reported it and when; the place would only take room in its prompt
        excluded_llm_metadata_keys=list(place),
        excluded_embed_metadata_keys=list(place),
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=source.id)},
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _passage_node(evidence: Evidence) -> NodeWithScore:
    passage = evidence.passage
    node = _node(passage.id, passage.text, passage.source, passage.start, passage.end, evidence.marker)
    return NodeWithScore(node=node, score=evidence.score)


def _quote_node(citation: Citation, score: float | None) -> NodeWithScore:
    start, end = citation.start, citation.end
    node = _node(f"{citation.source.id}:{start}-{end}", citation.quote, citation.source, start, end, citation.marker)
    return NodeWithScore(node=node, score=score)
