"""The chat page: a question box, checked answers on the left, the reports' own words on the right.

What it shows is made in `qa/page`; here is what happens at a visitor's request, then the page, then the server.
"""

import errno
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by gradio as it is imported, which else asks a remote server

import gradio as gr

from index.errors import PageError
from qa import TextDelta
from qa.page.answers import exchanges
from qa.page.cards import over_the_page, sources_panel, whole_report
from qa.page.conversation import (
    APOLOGY,
    Conversation,
    Exchange,
    advanced,
    events,
    failed,
    history,
    known_evidence,
    refused,
)
from qa.page.headers import ANYWHERE, LOOPBACK, guards, written
from qa.page.opening import collection, examples, masthead, welcome
from qa.page.style import OPEN_REPORT, STYLE, TO_QUESTION, TO_TOP_AND_WHOLE

if TYPE_CHECKING:
    from qa import Assistant

_AT_ONCE = 4  # questions that are worked on at the same time; the others wait and are told so
_SHOWN_EVERY = 0.08  # seconds between two looks at words that are still coming
_KEPT = 24 * 3600  # seconds that a conversation is kept after its page was closed
_SAME: Any = gr.skip()


class _View(NamedTuple):
    """What the page shows; what is not named stays as it is."""

    conversation: Any = _SAME
    past: Any = _SAME
    current: Any = _SAME
    side: Any = _SAME
    box: Any = _SAME
    ask: Any = _SAME
    stop: Any = _SAME
    anew: Any = _SAME
    examples: Any = _SAME


class _Desk:
    """What happens at a visitor's request. It keeps nothing of a visitor: the conversation comes in and goes out."""

    def __init__(self, assistant: "Assistant") -> None:
        self._assistant = assistant
        self._places = threading.Semaphore(_AT_ONCE)

    def opened(self) -> tuple[Any, ...]:
        """The welcome, the list of reports, and three example questions."""
        try:
            sources = self._assistant.sources()
            first, listed, offered = welcome(sources), collection(sources), examples(sources)
        except Exception as error:  # noqa: BLE001 - every error is shown as a sentence
            first, listed, offered = exchanges((failed("The collection", error),), 0), "", []
        shown = [gr.Button(text, visible=True) for text in offered]
        hidden = [gr.Button(visible=False) for _ in range(3 - len(shown))]
        return first, listed, *shown, *hidden

    def begun_anew(self) -> tuple[Any, ...]:
        """The page as it was when it was opened."""
        first, listed, *_ = self.opened()
        return _View((), "", first, listed, examples=gr.Column(visible=True))

    def asked(self, question: str, conversation: Conversation) -> Iterator[tuple[Any, ...]]:
        """The answer as it comes. Closing this closes the assistant's stream."""
        question = question.strip()
        if not question:
            yield _View()
        elif too_long := refused(question):
            yield self._begun((*conversation, too_long))
        else:
            exchange = Exchange(question, stage="Reading the question")
            yield self._begun((*conversation, exchange))._replace(
                box="",
                ask=gr.Button(visible=False),
                stop=gr.Button(visible=True),
                anew=gr.Button(interactive=False),
            )
            yield from self._answered(exchange, conversation)

    def _begun(self, conversation: Conversation) -> _View:
        turn, no_examples = len(conversation) - 1, gr.Column(visible=False)
        past, current = exchanges(conversation[:turn], 0), exchanges(conversation, turn)
        return _View(conversation, past, current, examples=no_examples)

    def _answered(self, exchange: Exchange, before: Conversation) -> Iterator[_View]:
        shown = 0.0
        with closing(events(self._assistant, exchange.question, history(before), self._places)) as arriving:
            for event in arriving:
                exchange = advanced(exchange, event) if event else exchange
                if isinstance(event, TextDelta) and time.monotonic() - shown < _SHOWN_EVERY:
                    continue
                shown = time.monotonic()
                yield self._shown((*before, exchange)) if event else _View()
        if exchange.pending:
            yield self._shown((*before, replace(exchange, ended=APOLOGY)))

    def settled(self, conversation: Conversation) -> tuple[Any, ...]:
        """The page once nothing is being done; a question that is still open was stopped."""
        buttons = _View(ask=gr.Button(visible=True), stop=gr.Button(visible=False), anew=gr.Button(interactive=True))
        if not conversation or not conversation[-1].pending:
            return buttons
        stopped = (*conversation[:-1], replace(conversation[-1], ended="Stopped. Ask again, or ask something else."))
        return buttons._replace(conversation=stopped, current=exchanges(stopped, len(stopped) - 1))

    def whole(self, conversation: Conversation, event: gr.EventData) -> str:
        """The report that a card's passage is from, with all words cited from it marked."""
        try:
            source = known_evidence(conversation)[int(event.marker)].passage.source
            return whole_report(self._assistant.article(source.id), conversation)
        except Exception as error:  # noqa: BLE001 - every error is shown as a sentence
            return over_the_page(exchanges((failed("The whole report", error),), 0))

    def _shown(self, conversation: Conversation) -> _View:
        """The last exchange of a conversation, and its sources once it is answered."""
        try:
            current = exchanges(conversation, len(conversation) - 1)
            side = sources_panel(conversation, self._assistant.sources()) if conversation[-1].answer else _SAME
        except Exception as error:  # noqa: BLE001 - every error is shown as a sentence
            conversation = (*conversation[:-1], advanced(conversation[-1], error))
            current, side = exchanges(conversation, len(conversation) - 1), _SAME
        return _View(conversation, current=current, side=side)


def _html(name: str, script: str | None = None) -> gr.HTML:
    return gr.HTML("", elem_id=name, js_on_load=script, apply_default_css=False)


def _ask_row() -> tuple[gr.Textbox, gr.Button, gr.Button]:
    """The question box with its two buttons, of which one shows at a time."""
    with gr.Row(elem_id="dl-ask-row"):
        box = gr.Textbox(
            label="Your question",
            placeholder="Ask a question",
            show_label=False,
            container=False,
            autofocus=True,
            scale=1,
            max_lines=6,
            elem_id="dl-box",
        )
        ask = gr.Button("Ask", elem_id="dl-ask", scale=0, min_width=90)
        stop = gr.Button("Stop", elem_id="dl-stop", scale=0, min_width=90, visible=False)
    return box, ask, stop


def _connect(page: gr.Blocks, desk: _Desk, parts: _View, report: gr.HTML, chips: list[gr.Button]) -> None:
    """Says what happens when the page is opened and when something on it is pressed."""
    view, conversation, side = list(parts), parts.conversation, parts.side
    quick: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    slow = {**quick, "queue": True, "concurrency_limit": 32, "trigger_mode": "once"}
    page.load(desk.opened, None, [parts.current, side, *chips], **quick)
    asking = gr.on([parts.box.submit, parts.ask.click], desk.asked, [parts.box, conversation], view, **slow)
    asking.then(desk.settled, conversation, view, **quick)
    parts.stop.click(None, cancels=[asking], **quick)
    parts.anew.click(desk.begun_anew, None, view, **quick)
    side.click(desk.whole, conversation, report, **quick)
    for chip in chips:
        picked = chip.click(lambda text: text, chip, parts.box, **quick)
        picked.then(None, js="() => setTimeout(() => document.querySelector('#dl-ask').click(), 50)", **quick)


def build_page(assistant: "Assistant") -> gr.Blocks:
    """The page for an assistant, not yet served. Every visitor has a conversation of their own."""
    page = gr.Blocks(title="Dateline", fill_width=True, analytics_enabled=False)
    with page, gr.Column(elem_id="dl-page"):
        conversation = gr.State((), time_to_live=_KEPT)
        with gr.Row(elem_id="dl-head"):
            gr.HTML(masthead(assistant.model), apply_default_css=False, scale=1)
            anew = gr.Button("New conversation", elem_id="dl-new", scale=0, min_width=0)
        with gr.Row(elem_id="dl-main", equal_height=False):
            with gr.Column(scale=3, elem_id="dl-talk"):
                with gr.Column(elem_id="dl-scroll"):
                    past, current = _html("dl-past"), _html("dl-current", TO_QUESTION)
                    with gr.Column(elem_id="dl-examples") as offered:
                        chips = [gr.Button(visible=False) for _ in range(3)]
                box, ask, stop = _ask_row()
            with gr.Column(scale=2, elem_id="dl-side"):
                side = _html("dl-sources", TO_TOP_AND_WHOLE)
        report = _html("dl-report", OPEN_REPORT)
        parts = _View(conversation, past, current, side, box, ask, stop, anew, offered)
        _connect(page, _Desk(assistant), parts, report, chips)
    return page


def _claim(host: str, port: int) -> None:
    """Raises PageError where nothing can listen on that address."""
    try:
        family = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        why = {
            errno.EADDRINUSE: f"Port {port} on {host} is taken. Stop what holds it, or set DATELINE_PORT to another",
            errno.EACCES: f"Port {port} may not be used by this user. Set DATELINE_PORT to a port above 1023",
        }.get(error.errno or 0, f"{host} is not an address of this machine. Set DATELINE_HOST to 127.0.0.1")
        raise PageError(f"{why}, and start the page again.") from error


def open_page(assistant: "Assistant", *, host: str, port: int) -> gr.Blocks:
    """The page, served from threads in the background until its `close()` is called. Raises PageError."""
    _claim(host, port)
    # The one text face that comes whole with Gradio, in these two weights; others lack most letters.
    fonts: list[Any] = [gr.themes.LocalFont("IBM Plex Sans", weights=(400, 700)), "system-ui", "sans-serif"]
    page = build_page(assistant)
    page.queue(max_size=64)
    # Gradio looks whether its own page answers, which a proxy for the outside cannot tell it.
    direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    os.environ["no_proxy"] = ",".join(filter(None, (direct, *LOOPBACK, host)))
    try:
        page.launch(
            server_name=written(host), server_port=port, prevent_thread_lock=True, quiet=True, share=False,
            inbrowser=False, show_error=False, footer_links=[], run_history=False, ssr_mode=False, max_file_size="1mb",
            pwa=False, enable_monitoring=False, theme=gr.themes.Base(font=fonts), css=STYLE,
            app_kwargs={"middleware": guards(host), "docs_url": None, "redoc_url": None, "openapi_url": None},
        )  # fmt: skip
    except Exception as error:
        page.close(verbose=False)
        raise PageError(f"The page could not be served on {host}, port {port}: {error}") from error
    return page


def serve(assistant: "Assistant", *, host: str, port: int) -> None:
    """Serves the page until it is interrupted, and says where it is. Raises PageError."""
    page = open_page(assistant, host=host, port=port)
    try:
        shown = "localhost" if host in ANYWHERE else written(host)
        print(f"The page is open at http://{shown}:{port}. Press Ctrl+C to close it.", flush=True)  # noqa: T201
        if host not in LOOPBACK:
            print("Everybody who can reach this machine can use it: there is no password.", flush=True)  # noqa: T201
        threading.Event().wait()
    except KeyboardInterrupt:
        print("The page is closed.", flush=True)  # noqa: T201
    finally:
        page.close(verbose=False)
