"""The whole story of an answer: understand, retrieve, then write, cite, check and compare (`answering.py`)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from index import EVERYTHING, Article, Passage, Scope, Settings, Source, Store, open_store, read_settings
from qa.answering import Answerer
from qa.history import history_of, of_one_moment
from qa.observing import Clock, Watcher, traced, watched
from qa.passages import as_passage
from qa.plugs import as_reranker, as_writer, named_watchers, named_writer
from qa.questions import understand
from qa.relaxing import relaxed
from qa.relevance import embedded_words, words_by
from qa.retrieval import retrieve
from qa.silence import InHand, searched
from qa.types import Answer, Event, Evidence, Question, Reported, Reranker, Stage, Turn, Writer
from qa.writing import counted

if TYPE_CHECKING:
    from llama_index.core.llms import LLM
    from llama_index.core.postprocessor.types import BaseNodePostprocessor
    from llama_index.core.tools import QueryEngineTool

    from qa.llamaindex import QueryEngine, Retriever

EVIDENCE = 16  # passages that an answer is made from
FOR_A_HISTORY = 48  # passages that a history is made from: every report that tells of one thing counts
SECONDS = 60.0  # for a model's whole answer


class Assistant:
    """Answers questions about a store's reports, in a language model's prose where it has one, else in their words."""

    def __init__(
        self,
        store: Store,
        llm: "LLM | Writer | None" = None,
        *,
        reranker: "BaseNodePostprocessor | Reranker | str | Path | None" = None,
        seconds: float = SECONDS,
        watchers: Sequence[Watcher] = (),
    ) -> None:
        """`reranker`: a cross-encoder's folder, or any LlamaIndex postprocessor; `seconds` are for a whole reply.

        `watchers` are told of each question when it is over, before its answer is given.
        """
        self.store = store
        self._reranker = as_reranker(reranker)
        self._answerer = Answerer(words_by(store.embedder), as_writer(llm), seconds)
        self._watchers = (*watchers, traced)

    @classmethod
    def from_env(cls, settings: Settings | None = None) -> "Assistant":
        """An assistant with the collection and the model that the settings name. Raises StoreError, SettingsError."""
        settings = settings or read_settings()
        watchers = named_watchers(settings)
        return cls(open_store(settings=settings), named_writer(settings), seconds=settings.timeout, watchers=watchers)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        as_of: date | None = None,
        since: date | None = None,
        until: date | None = None,
        outlets: Sequence[str] = (),
        ignore: Sequence[str] = (),
    ) -> Iterator[Event]:
        """What it is doing, the words as they are written, and last the checked Answer.

        `ignore`: values of limits that the question's words say and that are not to be kept to.

        Raises QuestionError, StoreError, EmbeddingError.
        """
        scope = Scope(tuple(outlets), since, until, as_of)
        with watched("ask", question, self._watchers) as watch:
            for event in self._answered(question, history, scope, ignore, watch.clock):
                if isinstance(event, Answer):
                    watch.end([e.passage.id for e in event.evidence], event)
                yield event

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        as_of: date | None = None,
        since: date | None = None,
        until: date | None = None,
        outlets: Sequence[str] = (),
        ignore: Sequence[str] = (),
    ) -> Answer:
        """The checked answer to a question. Raises QuestionError, StoreError."""
        return _last(
            self.stream(question, history, as_of=as_of, since=since, until=until, outlets=outlets, ignore=ignore)
        )

    def retrieve(
        self,
        question: str,
        *,
        k: int = 10,
        history: Sequence[Turn] = (),
        as_of: date | None = None,
        since: date | None = None,
        until: date | None = None,
        outlets: Sequence[str] = (),
        ignore: Sequence[str] = (),
    ) -> tuple[Evidence, ...]:
        """The k best passages for a question, best first. Raises QuestionError, StoreError."""
        with watched("retrieve", question, self._watchers) as watch:
            asked = self._understood(question, history, Scope(tuple(outlets), since, until, as_of), ignore)
            watch.clock.lap("understand")
            found = self._found(asked, k)
            watch.clock.lap("retrieve")
            watch.end([e.passage.id for e in found])
        return found

    def quoted(self, question: str) -> Answer:
        """The answer in the reports' own words, whatever model there is; nobody is told that it was asked for.

        Raises QuestionError, StoreError.
        """
        quoting = self if self.model is None else Assistant(self.store)
        return _last(quoting._answered(question, (), EVERYTHING, (), Clock()))

    def history(
        self,
        question: str,
        *,
        as_of: date | None = None,
        since: date | None = None,
        until: date | None = None,
        outlets: Sequence[str] = (),
    ) -> tuple[Reported, ...]:
        """How one figure or status was reported over time, a row a report; undated reports last. No model is asked.

        Empty where the reports are silent. Raises QuestionError, StoreError.
        """
        with watched("history", question, self._watchers) as watch:
            asked = self._understood(of_one_moment(question), (), Scope(tuple(outlets), since, until, as_of))
            watch.clock.lap("understand")
            evidence = self._found(asked, FOR_A_HISTORY)
            watch.clock.lap("retrieve")
            rows = history_of(asked, evidence, self._answerer.words)
            watch.clock.lap("compare")
            watch.end([e.passage.id for e in evidence])
        return rows

    def sources(self) -> tuple[Source, ...]:
        """What is in the collection, by date."""
        return self.store.sources()

    def article(self, source_id: str) -> Article:
        """A whole report. Raises UnknownReport."""
        return self.store.article(source_id)

    @property
    def model(self) -> str | None:
        """The language model's name; None where answers are the reports' own words."""
        return self._answerer.writer.name if self._answerer.writer else None

    def as_retriever(self, k: int = 10) -> "Retriever":
        """The retrieval as a LlamaIndex retriever."""
        from qa.llamaindex import Retriever

        return Retriever(self.retrieve, k)

    def as_query_engine(self) -> "QueryEngine":
        """The assistant as a LlamaIndex query engine."""
        from qa.llamaindex import QueryEngine

        return QueryEngine(ask=self.ask)

    def as_tool(self) -> "QueryEngineTool":
        """The assistant as a tool for a LlamaIndex agent."""
        from qa.llamaindex import as_tool

        return as_tool(self.ask)

    def _answered(
        self, question: str, history: Sequence[Turn], scope: Scope, ignore: Sequence[str], clock: Clock
    ) -> Iterator[Event]:
        asked = self._understood(question, history, scope, ignore)
        clock.lap("understand")
        found = searched(self.store, asked.scope)
        yield Stage(f"Searching {counted(found.reports, 'report')}")
        evidence = self._found(asked, EVIDENCE)
        clock.lap("retrieve")
        yield from self._answerer.answer(asked, evidence, found, history, clock)

    def _found(self, asked: Question, k: int) -> tuple[Evidence, ...]:
        return retrieve(asked, self.store, k, words=self._answerer.words, reranker=self._reranker)

    def _understood(self, question: str, history: Sequence[Turn], scope: Scope, ignore: Sequence[str] = ()) -> Question:
        outlets, newest = self.store.outlets(), self.store.newest()
        understood = understand(question, history=history, outlets=outlets, scope=scope, ignore=ignore, newest=newest)
        return relaxed(understood, scope, self.store.count)


def answer(question: str, passages: Iterable[Passage | str | Mapping[str, object]]) -> Answer:
    """The answer that passages in hand give, in their own words; with no store and no search.

    A passage is a Passage, a text, or a mapping with `text` and any of `id, title, outlet, author, published, url`.
    Raises QuestionError.
    """
    clock = Clock()
    evidence = tuple(Evidence(n, as_passage(p, n), 0.0) for n, p in enumerate(passages, start=1))
    asked = understand(question)
    found = searched(InHand(tuple(dict.fromkeys(e.passage.source for e in evidence))), asked.scope)
    return _last(Answerer(embedded_words()).answer(asked, evidence, found, (), clock))


def _last(events: Iterator[Event]) -> Answer:
    for event in events:
        if isinstance(event, Answer):
            return event
    raise AssertionError("a stream ends with its Answer")
