"""What happens at a visitor's request, as values that the page then shows; it keeps nothing of any visitor."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.errors import DatelineError, QuestionError
from index.types import Source
from qa.page import exports
from qa.page.answers import exchanges
from qa.page.cards import over_the_page, sources_panel, whole_report
from qa.page.collection import newest
from qa.page.conversation import (
    APOLOGY,
    Conversation,
    Exchange,
    advanced,
    cited,
    failed,
    history,
    known_evidence,
    refused,
)
from qa.page.filters import filters
from qa.page.limits import Limits, read_limits
from qa.page.line import Line, Pace, done_in, events
from qa.page.opening import offers, welcome
from qa.page.suggestions import Suggestions
from qa.page.timeline import timeline
from qa.types import Citation, Event, TextDelta

if TYPE_CHECKING:
    from qa.assistant import Assistant

AT_ONCE = 4  # questions that are worked on at the same time; the others wait and are told so
LONGEST_LINE = 200  # questions that may wait
MOST_A_MINUTE = 60  # questions of one visitor
_SHOWN_EVERY = 0.08  # seconds between two looks at words that are still coming


@dataclass(frozen=True, slots=True)
class View:
    """What of the page changes; None stays as it is."""

    conversation: Conversation | None = None
    past: str | None = None  # earlier exchanges, as markup
    current: str | None = None  # the last exchange, or the welcome
    side: str | None = None  # the sources
    offers: str | None = None  # questions that a press asks
    filters: str | None = None  # the form beside the question
    box: str | None = None  # what stands in the question box
    busy: bool | None = None  # whether a question is being worked on


class Desk:
    """Takes questions, and hands out what is to be shown."""

    def __init__(self, assistant: "Assistant", may_change: bool) -> None:
        self._assistant = assistant
        self._may_change = may_change
        self.line = Line(AT_ONCE, LONGEST_LINE)
        self.pace = Pace(MOST_A_MINUTE)
        self._quiet = Line(1, 2 * AT_ONCE)  # suggestions are made one at a time, or not at all
        self._suggestions = Suggestions(assistant.quoted, assistant.article, assistant.sources)
        self._quiet.join(self._warmed)

    def _warmed(self) -> None:
        """Makes the first suggestions before anybody comes, which also loads what the first question would wait for."""
        with suppress(Exception):  # whoever asks will be told
            self._suggestions.to_begin_with()

    def opened(self) -> View:
        """The page before anything is asked."""
        try:
            sources = self._assistant.sources()
            first, form, listed = welcome(sources, self._may_change), filters(sources), newest(sources)
        except Exception as error:  # noqa: BLE001 - every error is shown as a sentence
            first, form, listed = exchanges((failed("The collection", error),), 0), "", ""
        return View((), "", first, listed, "", form, busy=False)

    def renewed(self, conversation: Conversation) -> View:
        """The page after the collection has changed; a conversation stays as it is."""
        opened = self.opened()
        return View(filters=opened.filters) if conversation else opened

    async def offered(self, conversation: Conversation) -> str:
        """Questions to begin with, or to go on with; these are made while nobody waits for an answer."""
        last = conversation[-1].answer if conversation else None

        def look() -> str:
            if last:
                return offers(self._suggestions.after(last, history(conversation)), "Ask next")
            return offers(self._suggestions.to_begin_with(), "Questions to begin with")

        if conversation and (last is None or not self.line.is_free):
            return ""
        try:
            return await done_in(self._quiet, look)
        except Exception:  # noqa: BLE001 - a page without suggestions is a whole page
            return ""

    async def asked(
        self, question: str, conversation: Conversation, form: str | Limits, visitor: str
    ) -> AsyncGenerator[View]:
        """The answer as it comes; closing this gives it up. `form`: the filters as the page sends them."""
        question = question.strip()
        if not question:
            yield View()
            return
        try:
            limits = form if isinstance(form, Limits) else read_limits(form, self._outlets())
            self.pace.step(visitor)
        except DatelineError as error:
            yield self._begun((*conversation, Exchange(question[:200], ended=str(error))))
            return
        if too_long := refused(question, conversation):
            yield self._begun((*conversation, too_long))
            return
        exchange = Exchange(question, stage="Reading the question", limits=limits)
        yield replace(self._begun((*conversation, exchange)), box="", busy=True)
        async with aclosing(self._answered(exchange, conversation)) as views:
            async for view in views:
                yield view

    async def asked_without(
        self, turn: int, kind: str, value: str, conversation: Conversation, visitor: str
    ) -> AsyncGenerator[View]:
        """The question of an exchange once more, without one of the limits that it was read with."""
        if not 0 <= turn < len(conversation) or not (before := conversation[turn]).answer:
            yield View()
            return
        limits = before.limits.without(kind, value)
        async with aclosing(self.asked(before.answer.resolved, conversation, limits, visitor)) as views:
            async for view in views:
                yield view

    def settled(self, conversation: Conversation) -> View:
        """The page once nothing is being done; a question that is still open was stopped."""
        if not conversation or not conversation[-1].pending:
            return View(busy=False)
        stopped = (*conversation[:-1], replace(conversation[-1], ended="Stopped. Ask again, or ask something else."))
        return View(stopped, current=exchanges(stopped, len(stopped) - 1), busy=False)

    def whole(self, marker: int, conversation: Conversation) -> str:
        """The report that a card's passage is from, with all words cited from it marked."""
        try:
            source = known_evidence(conversation)[marker].passage.source
        except KeyError:
            return ""
        of_the_card = [c for turn in history(conversation) for c in cited(turn.answer) if c.marker == marker]
        return self.report(source.id, conversation, [(c.start, c.end) for c in of_the_card])

    def report(self, id: str, conversation: Conversation, spans: Sequence[tuple[int, int]] = ()) -> str:
        """A whole report, with all words that the conversation cites from it marked, and those of `spans`."""
        try:
            article = self._assistant.article(id)
            sought = [Citation(0, article.source, article.text[a:b], a, b) for a, b in spans if 0 <= a < b]
            return whole_report(article, conversation, sought)
        except Exception as error:  # noqa: BLE001 - every error is shown as a sentence
            return over_the_page("", exchanges((failed("The whole report", error),), 0))

    async def over_time(self, turn: int, conversation: Conversation) -> str:
        """How what an exchange asks for was reported over time, within the limits that it was asked with."""
        if not 0 <= turn < len(conversation) or not (answer := conversation[turn].answer):
            return ""
        limits = conversation[turn].limits.keywords()
        limits.pop("ignore", None)
        try:
            reported = await done_in(self.line, lambda: self._assistant.history(answer.resolved, **limits))
            return timeline(answer.resolved, reported, conversation)
        except Exception as error:  # noqa: BLE001 - every error is shown as a sentence
            return over_the_page("", exchanges((failed("Over time", error),), 0))

    def saved(self, kind: str, conversation: Conversation) -> str:
        """The conversation as a file for the browser to keep: its name, type and text, as JSON."""
        if kind == "json":
            name, media, text = "dateline.json", "application/json", exports.as_json(conversation)
        else:
            name, media, text = "dateline.md", "text/markdown", exports.as_markdown(conversation)
        return json.dumps({"name": name, "type": media, "text": text, "at": time.time()})

    def _outlets(self) -> set[str]:
        return {source.outlet for source in self._sources() if source.outlet}

    def _sources(self) -> tuple[Source, ...]:
        return self._assistant.sources()

    def _begun(self, conversation: Conversation) -> View:
        turn = len(conversation) - 1
        return View(conversation, exchanges(conversation[:turn], 0), exchanges(conversation, turn), offers="")

    async def _answered(self, exchange: Exchange, before: Conversation) -> AsyncGenerator[View]:
        def stream() -> Iterator[Event]:
            limits = exchange.limits.keywords()
            return self._assistant.stream(exchange.question, history=history(before), **limits)

        shown, held_back = 0.0, False
        try:
            async with aclosing(events(self.line, stream)) as arriving:
                async for event in arriving:
                    exchange = advanced(exchange, event) if event else exchange
                    if isinstance(event, TextDelta) and time.monotonic() - shown < _SHOWN_EVERY:
                        held_back = True
                    elif event or held_back:
                        shown, held_back = time.monotonic(), False
                        yield await asyncio.to_thread(self._shown, (*before, exchange))
                    else:
                        yield View()
        except QuestionError as error:
            exchange = advanced(exchange, error)
            yield self._shown((*before, exchange))
        if exchange.pending:
            yield self._shown((*before, replace(exchange, ended=APOLOGY)))

    def _shown(self, conversation: Conversation) -> View:
        """The last exchange of a conversation, and its sources once it is answered."""
        try:
            current = exchanges(conversation, len(conversation) - 1)
            side = sources_panel(conversation, self._sources()) if conversation[-1].answer else None
        except Exception as error:  # noqa: BLE001 - every error is shown as a sentence
            conversation = (*conversation[:-1], advanced(conversation[-1], error))
            current, side = exchanges(conversation, len(conversation) - 1), None
        return View(conversation, current=current, side=side)
