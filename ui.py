"""The chat page: a question box, checked answers on the left, the reports' own words on the right, and the collection.

What it shows and what happens at a visitor's request is made in `qa/page`; here are the page's parts, how they are
connected, then the server. The only file that imports gradio.
"""

import os
import threading
from collections.abc import AsyncGenerator
from contextlib import aclosing
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by gradio as it is imported, which else asks a remote server

import gradio as gr
from gradio.events import api as named_call

from index.errors import PageError
from qa.page import scripts
from qa.page.access import Access, read_access
from qa.page.address import claim
from qa.page.api import CALLS, Api
from qa.page.calling import as_called, called
from qa.page.collection import adding
from qa.page.conversation import Conversation
from qa.page.desk import Desk, View
from qa.page.headers import ANYWHERE, LOOPBACK, guards, written
from qa.page.opening import masthead, told
from qa.page.shelf import LARGEST_FILE, MOST_FILES, suffixes
from qa.page.shelving import ShelfDesk
from qa.page.style import STYLE

if TYPE_CHECKING:
    from qa import Assistant

_KEPT = 3600  # seconds that a conversation is kept after its page was closed
_VISITORS = 256  # events that may be open at the same time; those that wait cost next to nothing
_CONVERSATIONS = 1000  # that are kept at most; the one that was used least lately is forgotten first
_SAME: Any = gr.skip()
_QUICK: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
_SLOW: dict[str, Any] = {**_QUICK, "queue": True, "concurrency_limit": None}


class _Parts(NamedTuple):
    """The parts that a `View` changes, in the order of its outputs."""

    conversation: gr.State
    past: gr.HTML
    current: gr.HTML
    side: gr.HTML
    offers: gr.HTML
    filters: gr.HTML
    box: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    anew: gr.Button


def _shown(view: View) -> tuple[Any, ...]:
    """A view as the outputs of `_Parts`."""
    values = (view.conversation, view.past, view.current, view.side, view.offers, view.filters, view.box)
    same = tuple(_SAME if value is None else value for value in values)
    if view.busy is None:
        return *same, _SAME, _SAME, _SAME
    buttons = gr.Button(visible=not view.busy), gr.Button(visible=view.busy), gr.Button(interactive=not view.busy)
    return *same, *buttons


def _address(request: gr.Request) -> str:
    return request.client.host if request.client else ""


def _visitor(request: gr.Request) -> str:
    """Who asks: an address where there are several, else one page of this machine."""
    return str(request.session_hash) if (address := _address(request)) in LOOPBACK else address


def _html(name: str, script: str | None = None, value: str = "", **more: Any) -> gr.HTML:
    return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False, **more)


def _ask_row() -> tuple[gr.Textbox, gr.Button, gr.Button]:
    """The question box with its two buttons, of which one shows at a time."""
    with gr.Row(elem_id="dl-ask-row"):
        box = gr.Textbox(
            label="Your question", placeholder="Ask a question", show_label=False, container=False, autofocus=True,
            scale=1, max_lines=6, elem_id="dl-box",
        )  # fmt: skip
        ask = gr.Button("Ask", elem_id="dl-ask", scale=0, min_width=90)
        stop = gr.Button("Stop", elem_id="dl-stop", scale=0, min_width=90, visible=False)
    return box, ask, stop


def _talk_room() -> dict[str, Any]:
    """Questions and answers on the left, sources on the right."""
    with gr.Row(elem_id="dl-main", equal_height=False):
        with gr.Column(scale=3, elem_id="dl-talk"):
            with gr.Column(elem_id="dl-scroll"):
                past, current = _html("dl-past", scripts.PAST), _html("dl-current", scripts.CURRENT)
                offers = _html("dl-offers", scripts.OFFERS)
            with gr.Column(elem_id="dl-below"):
                filters = _html("dl-filters", scripts.FILTERS)
                box, ask, stop = _ask_row()
        with gr.Column(scale=2, elem_id="dl-side"):
            side = _html("dl-sources", scripts.SOURCES)
    return {"past": past, "current": current, "side": side, "offers": offers, "filters": filters, "box": box,
            "ask": ask, "stop": stop}  # fmt: skip


class _Talk:
    """What the room of questions calls; every argument is as Gradio gives it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def asked(self, question: str, talk: Conversation, form: str, who: gr.Request) -> AsyncGenerator[Any]:
        """A typed question."""
        async with aclosing(self._desk.asked(question, talk, form, _visitor(who))) as views:
            async for view in views:
                yield _shown(view)

    async def offer_taken(self, talk: Conversation, event: gr.EventData, who: gr.Request) -> AsyncGenerator[Any]:
        """A question that the page offered."""
        question, form = (str(event._data.get(name, "")) for name in ("ask", "form"))
        async with aclosing(self._desk.asked(question, talk, form, _visitor(who))) as views:
            async for view in views:
                yield _shown(view)

    async def limit_taken_off(self, talk: Conversation, event: gr.EventData, who: gr.Request) -> AsyncGenerator[Any]:
        """A question again, without one of its limits."""
        turn, kind, value = (event._data.get(name) for name in ("turn", "kind", "value"))
        turn = turn if isinstance(turn, int) else -1
        again = self._desk.asked_without(turn, str(kind), str(value), talk, _visitor(who))
        async with aclosing(again) as views:
            async for view in views:
                yield _shown(view)

    async def offered(self, talk: Conversation) -> str:
        """Questions to ask next."""
        return await self._desk.offered(talk)

    def settled(self, talk: Conversation) -> tuple[Any, ...]:
        """The page when a question is over, however it ended."""
        return _shown(self._desk.settled(talk))

    def opened(self) -> tuple[Any, ...]:
        """The page before anything is asked."""
        return _shown(self._desk.opened())

    def whole(self, talk: Conversation, event: gr.EventData) -> str:
        """The report that a card is from."""
        marker = event._data.get("marker")
        return self._desk.whole(marker if isinstance(marker, int) else 0, talk)

    async def over_time(self, talk: Conversation, event: gr.EventData) -> Any:
        """What was asked for, over time."""
        turn = event._data.get("history")
        return await self._desk.over_time(turn, talk) if isinstance(turn, int) else _SAME

    def within(self, talk: Conversation, event: gr.EventData) -> Any:
        """The report that a row of the timeline is from."""
        id, start, end = (event._data.get(name) for name in ("report", "start", "end"))
        span = [(start, end)] if isinstance(start, int) and isinstance(end, int) else []
        return self._desk.report(str(id), talk, span) if id else _SAME

    def saved(self, talk: Conversation, event: gr.EventData) -> Any:
        """The conversation as a file."""
        return self._desk.saved(str(event._data["save"]), talk) if "save" in event._data else _SAME


def _connect_talk(desk: Desk, parts: _Parts, head: gr.HTML, report: gr.HTML, saved: gr.HTML) -> _Talk:
    """Says what happens when something in the room of questions is pressed."""
    room, talk, view = _Talk(desk), parts.conversation, list(parts)
    once = {**_SLOW, "trigger_mode": "once"}
    asked = [parts.box, talk, gr.Textbox(visible=False)]
    asking = [
        gr.on([parts.box.submit, parts.ask.click], room.asked, asked, view, js=scripts.WITH_FILTERS, **once),
        parts.offers.click(room.offer_taken, talk, view, **once),
        gr.on([parts.current.click, parts.past.click], room.limit_taken_off, talk, view, **once),
    ]
    for one in asking:
        one.then(room.settled, talk, view, **_QUICK).then(room.offered, talk, parts.offers, **_SLOW)
    parts.stop.click(None, cancels=asking, **_QUICK)
    anew = parts.anew.click(room.opened, None, view, js=scripts.WITHOUT_FILTERS, **_QUICK)
    anew.then(room.offered, talk, parts.offers, **_SLOW)
    gr.on([parts.current.click, parts.past.click], room.over_time, talk, report, **_SLOW)
    parts.side.click(room.whole, talk, report, **_QUICK)
    report.click(room.within, talk, report, **_QUICK)
    head.click(room.saved, talk, saved, **_QUICK)
    return room


def _shelf_room(may_change: bool) -> dict[str, Any]:
    """The collection: what is in it, and what can be done with it."""
    with gr.Column(elem_id="dl-shelf"), gr.Column(elem_id="dl-shelf-inner"):
        files = None
        if may_change:
            _html("dl-add", value=adding())
            files = gr.File(
                label="Add reports", show_label=False, file_count="multiple",
                file_types=[*suffixes()], elem_id="dl-files", height=150,
            )  # fmt: skip
        said = _html("dl-said", scripts.SAID)
        with gr.Row(elem_id="dl-shelf-row"):
            sought = gr.Textbox(label="Search the list", placeholder="Title, outlet or date", elem_id="dl-sought",
                                container=False, show_label=False, scale=1)  # fmt: skip
            check = gr.Button("Check", elem_id="dl-check", scale=0, min_width=90)
            repair = gr.Button("Repair", elem_id="dl-repair", scale=0, min_width=90, visible=may_change)
        holdings = _html("dl-holdings", scripts.HOLDINGS)
    return {"files": files, "said": said, "sought": sought, "check": check, "repair": repair, "holdings": holdings}


def _connect_shelf(
    shelf: ShelfDesk, desk: Desk, room: dict[str, Any], parts: _Parts, head: gr.HTML, report: gr.HTML
) -> None:
    """Says what happens when something in the room of the collection is pressed."""
    said, sought, holdings, talk = room["said"], room["sought"], room["holdings"], parts.conversation

    async def added(files: list[str] | None) -> AsyncGenerator[Any]:
        if files:
            async for words in shelf.added([Path(file) for file in files]):
                yield words, _SAME
        yield _SAME, None

    def changed(talk: Conversation, event: gr.EventData) -> tuple[Any, ...]:
        kind, id = str(event._data.get("shelf")), str(event._data.get("id"))
        if kind == "read":
            return _SAME, desk.report(id, talk)
        return (shelf.removed(id) if kind == "remove" else shelf.forgotten(id)), _SAME

    renewing = [holdings.click(changed, talk, [said, report], **_QUICK)]
    if room["files"]:
        renewing.append(room["files"].upload(added, room["files"], [said, room["files"]], **_SLOW))
    for one in renewing:
        listed = one.then(shelf.listed, sought, holdings, **_QUICK)
        listed.then(lambda talk: _shown(desk.renewed(talk)), talk, list(parts), **_QUICK)
    head.click(shelf.listed, sought, holdings, **_QUICK)
    sought.change(shelf.listed, sought, holdings, trigger_mode="always_last", **_QUICK)
    room["check"].click(shelf.checked, None, said, **_QUICK)
    room["repair"].click(shelf.repaired, None, said, **_QUICK)


class _Page(gr.Blocks):
    """A page on which what stays as it is costs nothing: Gradio makes each such part anew, and a view has ten."""

    async def postprocess_data(self, block_fn: Any, predictions: Any, state: Any) -> list[Any]:
        """What a function gave, as it is sent; overrides Gradio's own, and leaves all but sameness to it."""
        outputs = block_fn.outputs
        if not isinstance(predictions, list | tuple) or not 1 < len(outputs) == len(predictions):
            return await super().postprocess_data(block_fn, predictions, state)
        told = [n for n, part in enumerate(outputs) if part.stateful or predictions[n] != _SAME]
        changed = copy(block_fn)
        changed.outputs = [outputs[n] for n in told]
        values = predictions[told[0]] if len(told) == 1 else [predictions[n] for n in told]
        sent = dict(zip(told, await super().postprocess_data(changed, values, state) if told else (), strict=True))
        return [sent.get(n, _SAME) for n in range(len(outputs))]


def build_page(assistant: "Assistant", access: Access) -> gr.Blocks:
    """The page for an assistant, not yet served. Every visitor has a conversation of their own."""
    page = _Page(title="Dateline", fill_width=True, analytics_enabled=False, delete_cache=(_KEPT, _KEPT))
    desk, shelf = Desk(assistant, access.may_change), ShelfDesk(assistant, access.may_change)
    with page, gr.Column(elem_id="dl-page"):
        talk = gr.State((), time_to_live=_KEPT)
        with gr.Row(elem_id="dl-head"):
            head = _html("dl-masthead", scripts.ROOMS, masthead(assistant.model), scale=1)
            anew = gr.Button("New conversation", elem_id="dl-new", scale=0, min_width=0)
        _html("dl-aloud", value=told())
        parts = _Parts(conversation=talk, anew=anew, **_talk_room())
        room = _shelf_room(access.may_change)
        report = _html("dl-report", scripts.REPORT)
        saved = _html("dl-saved", scripts.SAVED, html_template=" ")
        talking = _connect_talk(desk, parts, head, report, saved)
        _connect_shelf(shelf, desk, room, parts, head, report)
        api = Api(assistant, desk.line, desk.pace)
        for name in CALLS:
            call = as_called(getattr(api, name), gr.Request, _address, gr.Error)
            named_call(call, api_name=name, concurrency_limit=None)
        opened = page.load(talking.opened, None, list(parts), **_QUICK)
        opened.then(talking.offered, talk, parts.offers, **_SLOW)
    return page


def open_page(assistant: "Assistant", *, host: str, port: int, auth: str = "") -> gr.Blocks:
    """The page, served from threads in the background until its `close()` is called. `auth`: DATELINE_AUTH.

    Raises SettingsError where others could reach the page and `auth` says nothing of them, and PageError.
    """
    access = read_access(auth, host)
    claim(host, port)
    # The one text face that comes whole with Gradio, in these two weights; others lack most letters.
    fonts: list[Any] = [gr.themes.LocalFont("IBM Plex Sans", weights=(400, 700)), "system-ui", "sans-serif"]
    page = build_page(assistant, access)
    page.queue(max_size=None)
    # Gradio looks whether its own page answers, which a proxy for the outside cannot tell it.
    direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    os.environ["no_proxy"] = ",".join(filter(None, (direct, *LOOPBACK, host)))
    doors = [*guards(host, access, largest_upload=MOST_FILES * LARGEST_FILE), called(CALLS)]
    try:
        page.launch(
            server_name=written(host), server_port=port, prevent_thread_lock=True, quiet=True, share=False,
            inbrowser=False, show_error=False, footer_links=[], run_history=False, ssr_mode=False,
            max_file_size=LARGEST_FILE, max_threads=_VISITORS, state_session_capacity=_CONVERSATIONS, pwa=False,
            enable_monitoring=False, favicon_path=Path(__file__).parent / "qa" / "page" / "favicon.svg",
            theme=gr.themes.Base(font=fonts), css=STYLE,
            app_kwargs={"middleware": doors, "docs_url": None, "redoc_url": None, "openapi_url": None},
        )  # fmt: skip
    except Exception as error:
        page.close(verbose=False)
        raise PageError(f"The page could not be served on {host}, port {port}: {error}") from error
    return page


def serve(assistant: "Assistant", *, host: str, port: int, auth: str = "") -> None:
    """Serves the page until it is interrupted, and says where it is. Raises PageError, SettingsError."""
    page = open_page(assistant, host=host, port=port, auth=auth)
    try:
        shown = "localhost" if host in ANYWHERE else written(host)
        print(f"The page is open at http://{shown}:{port}. Press Ctrl+C to close it.", flush=True)  # noqa: T201
        if host not in LOOPBACK and not read_access(auth, host).is_guarded:
            print("Everybody who can reach this machine can use it: there is no password.", flush=True)  # noqa: T201
        threading.Event().wait()
    except KeyboardInterrupt:
        print("The page is closed.", flush=True)  # noqa: T201
    finally:
        page.close(verbose=False)
