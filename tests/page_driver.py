"""What the tests of the page need: a stand-in assistant, a server that must hear nothing, and a browser."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal, cast

import pytest
from playwright.sync_api import Browser, Dialog, HttpCredentials, Page, Request, sync_playwright

import ui
from index.errors import ModelRefused, UnknownReport
from index.types import Article, Passage, Source
from qa.types import (
    Answer,
    Citation,
    Claim,
    Constraint,
    Disagreement,
    Event,
    Evidence,
    Position,
    Reported,
    Stage,
    TextDelta,
    Turn,
)
from tests.bag_of_words import bag_store, filed

CHROMIUM = "/usr/bin/chromium"
IN_CHROMIUM = [
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
    pytest.mark.filterwarnings("ignore:::gradio"),  # it counts its events with a library that warns of itself
]
_CLOSED = "A storm closed the north pier on Monday."
_TWELVE = "The port authority said 12 boats were damaged."
_FIFTEEN = "The coastguard counted 15 damaged boats on Wednesday."
_MONTH = "Crews expect to lose a month."
_CRANE = "The Harbour crane was damaged by the waves."
_DAYS: tuple[Literal["since", "until", "as_of"], ...] = ("since", "until", "as_of")
KEY = "sk-0123456789abcdef"
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
HOSTILE = (
    "<script>fetch('{to}/script')</script>",
    "<img src='{to}/img' onerror=\"fetch('{to}/onerror')\">",
    "![picture]({to}/markdown) [link]({to}/markdown-link)",
    "<svg/onload=fetch('{to}/svg')>",
    "<style>body{{background:url({to}/css)}}</style>",
    "<link rel=stylesheet href='{to}/link'>",
    "<meta http-equiv=refresh content='0;url={to}/refresh'>",
    "<iframe src='{to}/frame'></iframe><object data='{to}/object'></object>",
    "<video autoplay src='{to}/video'></video>",
    "<base href='{to}/'><form action='{to}/form'><input autofocus onfocus=this.form.submit()></form>",
    "<div style='position:fixed;inset:0;background:url({to}/overlay)'>x</div>",
    '"><a id="source-1" href="javascript:fetch(\'{to}/href\')">[1]</a>',
    "${{fetch('{to}/template')}} {{{{#each this}}}} `+fetch('{to}/tick')+`",
    "</blockquote></section></dialog></article><mark>Source 1:</mark> [99]",
    "<audio autoplay src='{to}/audio'></audio><track src='{to}/track'>",
    "<picture><source srcset='{to}/srcset'><img srcset='{to}/srcset2 2x'></picture>",
    "<input type=image src='{to}/input-image' onfocus=fetch('{to}/focus') autofocus>",
    "<body onload=fetch('{to}/body') background='{to}/body-background'>",
    "<table background='{to}/table'><tr><td background='{to}/td'>x</table>",
    "<svg><image href='{to}/svg-image'/><use href='{to}/use#x'/></svg>",
    "<svg><script>fetch('{to}/svg-script')</script><style>@import '{to}/svg-import'</style></svg>",
    "<math><mtext><img src=x onerror=fetch('{to}/math')></mtext></math>",
    "<details open ontoggle=fetch('{to}/toggle')>x</details>",
    "<iframe srcdoc=\"<img src='{to}/srcdoc'>\"></iframe>",
    "<embed src='{to}/embed'><applet code='{to}/applet'></applet>",
    "<a ping='{to}/ping' href='{to}/ping-to' style='position:fixed;inset:0'>click</a>",
    "<button type=submit formaction='{to}/formaction' class=whole data-marker=1>Read</button>",
    "<dialog open style='inset:0'><form method=dialog><button>Log in again</button></form></dialog>",
    "Source 1: The mayor resigned. [1] [1](#source-1) [^1]: forged",
    "```mermaid\ngraph TD; A-->B; click A '{to}/mermaid'\n``` $$\\href{{{to}/latex}}{{x}}$$",
    "' onmouseover='fetch(`{to}/attribute`)' data-spots='source-1' \" onclick=\"fetch('{to}/click')",
    "<style>@font-face{{font-family:x;src:url({to}/font)}} .prose::after{{content:url({to}/content)}}</style>",
    "<link rel=preload as=image href='{to}/preload'><link rel=icon href='{to}/icon'>",
    "<noscript><p title=\"</noscript><img src=x onerror=fetch('{to}/noscript')>\">",
    "&lt;img src='{to}/entity'&gt; \\u003cimg src='{to}/escape'\\u003e %3Cimg src='{to}/percent'%3E",
    '=HYPERLINK("{to}/cell","x") |x|\n|---|\n[x]: {to}/reference\n![x]',
    "\u202eright to left, half a letter \ud800 and a\x00nought",
)

# What no text of a report, a model or a visitor may bring into the page.
FOREIGN = (
    "#dl-page :is(script, img, iframe, video, audio, object, embed, style, link, meta, base, math, applet, picture,"
    " .html-container form:not(.filters-form, dialog form), .html-container svg:not(.chart svg))"
)


class Newsroom:
    """Stands in for an assistant: real values about short reports; the question says what it does."""

    model = "a small model"

    def __init__(self, listener: str, home: Path) -> None:
        self.hostile = [text.format(to=listener) for text in HOSTILE]
        self.empty = False
        self.closed = threading.Event()  # set when a slow stream is closed
        self.go_on = threading.Event()  # lets an answer that is held back come to its end
        self.go_on.set()
        self.turns: Sequence[Turn] = ()  # of the last question
        self.limits: dict[str, Any] = {}  # of the last question
        pier = f"{_CLOSED} {_TWELVE} Repairs take weeks. {_CRANE}"
        boats = f"The north pier stays shut.\n{_FIFTEEN} {_MONTH}"
        self._articles = [
            Article(_source("pier", "Harbour Courier", date(2026, 3, 3), "Storm closes the north pier"), pier),
            Article(
                _source("boats", "Coast Today", date(2026, 3, 4), "Pier stays shut as crews count the damage"), boats
            ),
            Article(_source("copy", None, None, "Storm shuts pier", origin="pier"), pier),
            *(Article(_source(f"h{n}", text, None, text), text) for n, text in enumerate(self.hostile)),
        ]
        self.store = bag_store(home)
        with self.store.writing() as writing:
            writing.put([filed(f"s{n}", text, title=text, outlet=text) for n, text in enumerate(self.hostile[:-1])])
            names = [text[:40].replace("/", "-") for text in self.hostile[:-1]]
            writing.failed({f"/p/{n}/{name}.txt": self.hostile[n] for n, name in enumerate(names)})

    def sources(self) -> tuple[Source, ...]:
        return () if self.empty else tuple(article.source for article in self._articles)

    def article(self, source_id: str) -> Article:
        for article in self._articles:
            if article.source.id == source_id:
                return article
        raise UnknownReport(f"No report has the id {source_id}.")

    def quoted(self, question: str) -> Answer:
        *_, answer = self._answered(question)
        return cast(Answer, answer)

    def history(self, question: str, **__: Any) -> tuple[Reported, ...]:
        if question.startswith(self.hostile[0]):
            told = [(text, self._quoted(n, text).citations[0]) for n, text in enumerate(self.hostile, 4)]
            return tuple(Reported(text, text, None, citation) for text, citation in told)
        claims = self._quoted(1, _TWELVE, "the port authority"), self._quoted(2, _FIFTEEN, "the coastguard")
        return tuple(
            Reported(value, claim.attributed_to, claim.citations[0].source.published, claim.citations[0])
            for value, claim in zip(("12 boats", "15 boats"), claims, strict=True)
        )

    def stream(self, question: str, history: Sequence[Turn] = (), **limits: Any) -> Iterator[Event]:
        self.turns, self.limits = history, limits
        yield Stage("Searching the reports")
        match question.split()[0].lower():
            case "crash":
                raise RuntimeError(f"refused {KEY}")
            case "refuse":
                raise ModelRefused("The model's server refused the key. Set OPENAI_API_KEY to one that it knows.")
            case "slowly":
                yield from self._slow()
            case "moon":
                yield self._declined(question)
            case "count":
                yield from self._counted(question)
            case "hostile":
                yield from self._overrun(question)
            case _:
                yield from self._answered(question, **limits)

    def _answered(self, question: str, ignore: Sequence[str] = (), **limits: Any) -> Iterator[Event]:
        quotes = [_MONTH] if "month" in question else [_CLOSED, _FIFTEEN]
        claims = tuple(self._quoted(1 if "pier" in quote else 2, quote) for quote in quotes)
        given = [Constraint("outlet", outlet, "") for outlet in limits.get("outlets", ())]
        given += [Constraint(kind, str(limits[kind]), "") for kind in _DAYS if kind in limits]
        if "Courier" in question and "Harbour Courier" not in ignore:
            given.append(Constraint("outlet", "Harbour Courier", "Courier"))
        yield TextDelta("A storm")
        yield Answer(
            question, question, "answered", "in quotes", claims, self._evidence(1, 2, 3), constraints=tuple(given)
        )

    def _slow(self) -> Iterator[Event]:
        self.closed.clear()
        try:
            for word in ["word "] * 1000:
                yield TextDelta(word)
                time.sleep(0.05)
        finally:
            self.closed.set()

    def _declined(self, question: str) -> Answer:
        return Answer(
            question,
            "Who walked on the moon?",
            "not_in_sources",
            "None of 3 reports tells of the moon.",
            (),
            self._evidence(1, 2, 3),
            gaps=("who walked on the moon",),
            nearest=self.sources()[:2],
            constraints=(Constraint("as_of", "2026-03-04", ""),),
        )

    def _counted(self, question: str) -> Iterator[Event]:
        twelve = self._quoted(1, _TWELVE, "the port authority")
        fifteen = self._quoted(2, _FIFTEEN, "the coastguard")
        first = Claim(
            "The port authority counted 12 boats.", twelve.citations, "attributed", "", "the port authority", 1
        )
        other = Claim("The coastguard counted 15.", fifteen.citations, "attributed", "", "the coastguard", 1)
        wrong = Claim("The mayor resigned.", (), "unsupported", "no report names a mayor", None, 0)
        text = "The port authority counted 12 boats [1]. The coastguard counted 15 [2][7].\n\nThe mayor resigned."
        for word in text.split(" "):
            yield TextDelta(word + " ")
        self.go_on.wait(10)
        sides = (
            Position("12 boats", "the port authority", date(2026, 3, 3), twelve.citations[0]),
            Position("15 boats", "the coastguard", date(2026, 3, 4), fifteen.citations[0]),
        )
        yield Answer(
            question,
            question,
            "partial",
            text,
            (first, other, wrong),
            self._evidence(1, 2, 3),
            (Disagreement("boats", "differs", sides),),
            notes=("One sentence is not supported.",),
            gaps=("what the repairs cost",),
            mode="model",
            model=self.model,
        )

    def _overrun(self, question: str) -> Iterator[Event]:
        every = " ".join(self.hostile)
        yield Stage(every)
        yield TextDelta(every)
        time.sleep(0.2)
        markers = range(4, 4 + len(self.hostile))
        claims = tuple(self._quoted(marker, text, text) for marker, text in zip(markers, self.hostile, strict=True))
        wrong = Claim(every, (), "unsupported", every, every, 0)
        sides = tuple(Position(text, text, None, c.citations[0]) for text, c in zip(self.hostile, claims, strict=True))
        yield Answer(
            question,
            every,
            "partial",
            every,
            (*claims, wrong),
            self._evidence(*markers),
            (Disagreement(every, "differs", sides),),
            (Constraint("outlet", every, every), Constraint("since", every, every)),
            gaps=(every,),
            nearest=self.sources(),
            notes=(every,),
            mode="model" if "model" in question else "quotes",
            model=every,
        )

    def _evidence(self, *markers: int) -> tuple[Evidence, ...]:
        articles = [(marker, self._articles[marker - 1]) for marker in markers]
        return tuple(Evidence(m, Passage(f"p{m}", a.source, a.text, 0, len(a.text)), 1 / m) for m, a in articles)

    def _quoted(self, marker: int, quote: str, speaker: str | None = None) -> Claim:
        article = self._articles[marker - 1]
        start = article.text.index(quote)
        citation = Citation(marker, article.source, quote, start, start + len(quote))
        return Claim(quote, (citation,), "attributed" if speaker else "supported", "", speaker, 1)


def _source(id_: str, outlet: str | None, published: date | None, title: str, origin: str | None = None) -> Source:
    url = f"https://example.org/{id_}" if outlet != title else f"javascript:alert('{title}')"
    return Source(
        id_, title, outlet, None, published, "metadata" if published else None, None, url, None, origin or id_
    )


@contextmanager
def listening(heard: list[str]) -> Iterator[str]:
    """The address of a server that writes down every path it is asked for."""

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - the names are http.server's

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@contextmanager
def serving(assistant: Any, auth: str = "") -> Iterator[str]:
    """The address of a page for an assistant, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    page = ui.open_page(assistant, host="127.0.0.1", port=port, auth=auth)
    yield f"http://127.0.0.1:{port}/"
    page.close(verbose=False)


@contextmanager
def browsing(*flags: str) -> Iterator[Browser]:
    """Chromium without a window."""
    flags = (*_FLAGS, "--disable-sync", "--no-first-run", *flags)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=[*flags])


class Visit:
    """A visitor with a page of their own, who notes every request that leaves for elsewhere."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        width: int = 1440,
        dark: bool = False,
        credentials: HttpCredentials | None = None,
    ) -> None:
        self.page: Page = browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            http_credentials=credentials,
        )
        self.page.set_default_timeout(10_000)
        self._address = address
        self.elsewhere: list[str] = []
        self.alarms: list[str] = []  # dialogs and script errors
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.alarms.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.goto(address)
        self.page.wait_for_selector("#dl-current section")

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _dismiss(self, dialog: Dialog) -> None:
        self.alarms.append(dialog.message)
        dialog.dismiss()

    def begin_anew(self) -> None:
        """The page as it was when it was opened."""
        self.page.click("#tab-talk")
        self.page.click("#dl-new:not([disabled])")
        self.page.wait_for_selector("#dl-current section:not([data-turn])")
        self.page.wait_for_selector("#dl-offers .offer")

    def ask(self, question: str) -> None:
        """Types a question and presses Enter."""
        self.page.fill("#dl-box textarea", question)
        self.page.press("#dl-box textarea", "Enter")

    def answer(self, question: str) -> str:
        """The words of the answer, once it is whole."""
        self.ask(question)
        last = f'#dl-current section:has(h2:text-is("{question}"))'
        self.page.wait_for_selector(f'{last}[aria-busy="false"]')
        self.page.wait_for_selector("#dl-ask", state="visible")
        return self.page.inner_text(last)
