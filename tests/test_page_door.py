"""What other sites, foreign names and a script that got in can do with the page, in a real browser: nothing."""

import logging
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import pytest

pytest.importorskip("playwright", reason="the tests of the page drive Chromium through playwright")

import ui
from index import build, open_store
from index.errors import PageError
from index.settings import read_settings
from qa import Assistant
from tests.faulty_server import Exchange, faulty_server
from tests.page_driver import IN_CHROMIUM, KEY, Visit, browsing, listening, serving

HEARD: list[str] = []
FOREIGN_NAME = "news.example"
# Tries every way that a script has to send something, and gives the kinds of it that the policy has stopped.
SEND = """async (to) => {
  const stopped = new Set();
  document.addEventListener('securitypolicyviolation', (event) => stopped.add(event.effectiveDirective));
  const put = (tag, fields) => document.body.append(Object.assign(document.createElement(tag), fields));
  const forgive = (what) => { try { what(); } catch { /* that it is refused is what is wanted */ } };
  fetch(to + '/fetch', {mode: 'no-cors'}).catch(() => {});
  forgive(() => navigator.sendBeacon(to + '/beacon', 'x'));
  forgive(() => new WebSocket(to.replace('http', 'ws') + '/socket'));
  forgive(() => new EventSource(to + '/events'));
  put('img', {src: to + '/image'});
  put('script', {src: to + '/script'});
  put('link', {rel: 'stylesheet', href: to + '/style'});
  put('video', {src: to + '/video'});
  put('iframe', {src: to + '/frame'});
  put('object', {data: to + '/object'});
  put('style', {textContent: `@font-face{font-family:f;src:url(${to}/font)} body{font-family:f}`});
  const form = Object.assign(document.createElement('form'), {action: to + '/form', method: 'post'});
  document.body.append(form);
  form.submit();
  for (let n = 0; n < 100 && stopped.size < 9; n += 1) await new Promise((later) => setTimeout(later, 50));
  return [...stopped].sort();
}"""

pytestmark = IN_CHROMIUM


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser that is told by the name's server that a foreign name is this machine."""
    with browsing(f"--host-resolver-rules=MAP {FOREIGN_NAME} 127.0.0.1") as browser:
        yield browser


@pytest.fixture(scope="module")
def listener() -> Iterator[str]:
    with listening(HEARD) as listener:
        yield listener


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of another site."""
    folder = tmp_path_factory.mktemp("news")
    (folder / "index.html").write_text("<p>News")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{FOREIGN_NAME}:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page whose answers a model with a key would write, if its server did not refuse the key and repeat it."""

    def refuse(exchange: Exchange) -> None:
        exchange.refuse(401, f"Incorrect API key provided: {KEY}")

    home = tmp_path_factory.mktemp("home")
    (home / "pier.txt").write_text("The pier at Larnby was shut on Monday.")
    with faulty_server(refuse) as told:
        settings = read_settings({"DATELINE_HOME": str(home), "OPENAI_BASE_URL": told.base_url,
                                  "OPENAI_MODEL": "scripted", "OPENAI_API_KEY": KEY})  # fmt: skip
        with open_store(settings=settings) as store:
            build([home / "pier.txt"], store)
        with serving(Assistant.from_env(settings), "read-only") as address:
            yield address


def test_a_script_that_got_in_could_send_nothing(browser: Any, address: str, listener: str) -> None:
    """Should a script ever run in the page, its policy keeps it from fetching, showing or submitting anything."""
    visit = Visit(browser, address)
    stopped = visit.page.evaluate(SEND, listener)
    assert {"connect-src", "img-src", "media-src", "frame-src", "form-action", "font-src"} <= set(stopped), stopped
    assert {"script-src-elem", "style-src-elem", "object-src"} <= set(stopped), stopped
    assert HEARD == []
    visit.page.close()


def test_a_foreign_name_does_not_open_the_page(browser: Any, address: str) -> None:
    """A name that another site has pointed at this machine opens nothing, so that its scripts cannot pose as ours."""
    page = browser.new_page()
    foreign = page.goto(address.replace("127.0.0.1", FOREIGN_NAME))
    assert foreign.status == 400
    assert page.locator("#dl-page").count() == 0
    page.close()


def test_another_sites_page_cannot_use_this_one(browser: Any, address: str, news: str) -> None:
    """Another site's page can neither ask in a visitor's name nor show the page in a frame under its own picture."""
    page = browser.new_page()
    page.goto(news)
    with page.expect_response(lambda reply: reply.url.endswith("/queue/join")) as asked:
        page.evaluate("to => { fetch(to, {method: 'POST', mode: 'no-cors', body: '{}'}) }",
                      f"{address}gradio_api/queue/join")  # fmt: skip
    assert asked.value.status == 403
    page.evaluate("to => document.body.append(Object.assign(document.createElement('iframe'), {src: to}))", address)
    page.wait_for_function("document.querySelector('iframe').contentDocument === null")
    (frame,) = page.main_frame.child_frames
    frame.wait_for_load_state()
    assert frame.locator("#dl-page").count() == 0
    page.close()


def test_the_key_is_nowhere(browser: Any, address: str, caplog: pytest.LogCaptureFixture) -> None:
    """Where the model's server repeats the key in its refusal, the answer says what to do, and no reply has the key."""
    visit = Visit(browser, address)
    with caplog.at_level(logging.DEBUG):
        words = visit.answer("Was the pier at Larnby shut?")
    assert "OPENAI_API_KEY" in words
    assert "The pier at Larnby was shut on Monday." in words
    told = visit.page.evaluate(
        "async (paths) => (await Promise.all(paths.map(async (path) => (await fetch(path)).text()))).join()",
        ["/config", "/gradio_api/info", "/"],
    )
    with visit.page.expect_download() as saved:
        visit.page.click("[data-act=download]")
    told += Path(saved.value.path()).read_text(encoding="utf-8") + visit.page.content() + caplog.text
    assert len(told) > 10_000
    assert KEY not in told
    visit.page.close()
    assert not visit.elsewhere + visit.alarms


def test_a_taken_port_is_named() -> None:
    """A port that another program holds is refused with its number and the setting that changes it."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(PageError, match=rf"Port {port} on 127.0.0.1 is taken.*DATELINE_ADDRESS"):
            ui.serve(cast(Any, None), host="127.0.0.1", port=port)


def test_foreign_names_are_refused(address: str) -> None:
    """A request under another host's name is refused, and every reply carries the content policy."""
    with urllib.request.urlopen(address) as reply:
        assert "default-src 'self'" in reply.headers["content-security-policy"]
    foreign = urllib.request.Request(address, headers={"Host": "news.example"})
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(foreign)
