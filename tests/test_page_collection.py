"""The collection's room of the page, over a real collection, in a real browser; and its door."""

import base64
import logging
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the tests of the page drive Chromium through playwright")

import ui
from index import Store
from index.errors import SettingsError
from qa import Assistant
from tests.bag_of_words import bag_store
from tests.page_driver import CHROMIUM, Visit, browsing

USER, PASSWORD = "reader", "swordfish:1"
REPORT = "---\ntitle: {title}\noutlet: Hill Courier\ndate: 2026-01-05\n---\n\n{text}\n"

pytestmark = [
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
    pytest.mark.filterwarnings("ignore:::gradio"),  # it counts its events with a library that warns of itself
]


def _served(store: Store, auth: str) -> tuple[Any, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    return ui.open_page(Assistant(store), host="127.0.0.1", port=port, auth=auth), f"http://127.0.0.1:{port}/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with bag_store(tmp_path_factory.mktemp("home")) as store:
        yield store


@pytest.fixture(scope="module")
def visit(browser: Any, store: Store) -> Iterator[Visit]:
    """A visitor of a page that may be changed, in the collection's room."""
    page, address = _served(store, "")
    yield Visit(browser, address)
    page.close(verbose=False)


@pytest.fixture(scope="module")
def guarded(store: Store) -> Iterator[str]:
    """The address of a page that asks for a password and may not be changed."""
    page, address = _served(store, f"read-only {USER}:{PASSWORD}")
    yield address
    page.close(verbose=False)


def drop(visit: Visit, *files: Path) -> str:
    """Drops files, and what the page then says of them."""
    visit.page.click("#tab-shelf")
    visit.page.evaluate("document.querySelector('#dl-said').querySelectorAll('.done').forEach((n) => n.remove())")
    visit.page.set_input_files("#dl-files input[type=file]", files)
    visit.page.wait_for_selector("#dl-said .done")
    return visit.page.inner_text("#dl-said .done")


def test_dropped_files_are_read(visit: Visit, store: Store, tmp_path: Path) -> None:
    """An empty collection says where to drop files; what is dropped is in, what cannot be read is told by its name."""
    assert "drop files there" in visit.page.inner_text("#dl-current")
    snow, broken = tmp_path / "snow.md", tmp_path / "broken.docx"
    snow.write_text(REPORT.format(title="Snow shuts roads", text="Snow fell in Larnby. The Ash bridge was closed."))
    broken.write_bytes(b"no archive")
    said = drop(visit, snow, broken)
    assert said.startswith("1 report added.")
    assert "broken.docx" in said
    assert str(store.home) not in visit.page.content()
    visit.page.wait_for_selector(".holdings tbody tr:has-text('Snow shuts roads')")
    assert "5 January 2026" in visit.page.inner_text(".holdings")
    assert [s.title for s in store.sources()] == ["Snow shuts roads"]


def test_a_file_of_the_same_name_takes_its_place(visit: Visit, store: Store, tmp_path: Path) -> None:
    """A changed file updates its report, and never doubles it; an unchanged one is told to be there."""
    again = tmp_path / "snow.md"
    again.write_text(REPORT.format(title="Snow shuts all roads", text="More snow fell in Larnby."))
    assert drop(visit, again).startswith("1 report updated.")
    assert drop(visit, again).startswith("1 report there already.")
    assert [s.title for s in store.sources()] == ["Snow shuts all roads"]


def test_what_was_added_can_be_asked_and_filtered(visit: Visit) -> None:
    """Without loading the page again the new outlet stands among the filters, and the welcome counts the report."""
    visit.page.click("#tab-talk")
    visit.page.wait_for_selector("h2:has-text('Ask 1 report')")
    assert "Hill Courier" in str(visit.page.text_content(".filters-form"))


def test_what_could_not_be_read_can_be_forgotten(visit: Visit, store: Store) -> None:
    """A file that could not be read stands in the list with the reason until it is forgotten."""
    visit.page.click("#tab-shelf")
    visit.page.click(".unread [data-shelf=forget]")
    visit.page.wait_for_selector(".unread", state="detached")
    assert not store.failures()
    assert sorted(p.name for p in (store.home / "added").iterdir()) == ["snow.md"]


def test_check_and_repair_say_what_they_found(visit: Visit) -> None:
    """Check tells whether the indexes agree with the record; repair makes it so."""
    visit.page.click("#dl-check")
    visit.page.wait_for_selector("#dl-said:has-text('both indexes agree with it')")
    visit.page.click("#dl-repair")
    visit.page.wait_for_selector("#dl-said:has-text('agree with it now')")


def test_the_password_is_asked_for_everywhere(guarded: str, caplog: pytest.LogCaptureFixture) -> None:
    """Without the password every address of the page is shut, and the password is in no reply and no log."""
    with caplog.at_level(logging.DEBUG):
        for path in ("", "config", "gradio_api/info", "gradio_api/queue/join"):
            with pytest.raises(urllib.error.HTTPError, match="401") as refused:
                urllib.request.urlopen(guarded + path)
            assert PASSWORD not in refused.value.read().decode()
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(_with_password(guarded, "wrong"))
        with urllib.request.urlopen(_with_password(f"{guarded}config", PASSWORD)) as reply:
            assert PASSWORD not in reply.read().decode()
    assert PASSWORD not in caplog.text


def _with_password(address: str, password: str, **headers: str) -> urllib.request.Request:
    told = base64.b64encode(f"{USER}:{password}".encode()).decode()
    return urllib.request.Request(address, headers={"Authorization": f"Basic {told}", **headers})


def test_other_sites_may_not_send(guarded: str) -> None:
    """A request that another site's page sends is refused, whoever the visitor is."""
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(_with_password(guarded, PASSWORD, Origin="http://news.example"))


def test_read_only_means_that(browser: Any, guarded: str, store: Store) -> None:
    """A read-only page has nothing that changes the collection, and takes no file."""
    visit = Visit(browser, guarded, credentials={"username": USER, "password": PASSWORD})
    visit.page.click("#tab-shelf")
    visit.page.wait_for_selector(".holdings tbody tr")
    assert visit.page.locator("#dl-files, [data-shelf=remove], #dl-repair:visible").count() == 0
    upload = _with_password(f"{guarded}gradio_api/upload", PASSWORD)
    upload.data, upload.method = b"x", "POST"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(upload)
    assert store.sources()
    visit.page.close()


def test_too_much_is_refused(visit: Visit) -> None:
    """A request that says it sends more than it may is refused before it is read."""
    address = visit.page.url.split("#")[0]
    large = urllib.request.Request(f"{address}gradio_api/queue/join", data=b"x", headers={"Content-Length": "9" * 10})
    with pytest.raises(urllib.error.HTTPError, match="413"):
        urllib.request.urlopen(large)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", ""])  # noqa: S104 - never listened on
def test_beyond_this_machine_it_must_be_said_who_may_come(host: str) -> None:
    """Where others could reach the page it does not start without DATELINE_AUTH."""
    with pytest.raises(SettingsError, match="DATELINE_AUTH"):
        ui.open_page(None, host=host, port=1)  # type: ignore[arg-type]


def test_removing_takes_two_presses(visit: Visit, store: Store) -> None:
    """The first press asks, the second removes the report and the dropped file that it came from."""
    visit.page.click("#tab-shelf")
    button = visit.page.locator("[data-shelf=remove]")
    button.click()
    assert button.inner_text() == "Remove for good?"
    assert store.sources()
    button.click()
    visit.page.wait_for_selector("#dl-holdings :text('The collection is empty.')")
    assert not store.sources()
    assert not list((store.home / "added").iterdir())
    assert not visit.elsewhere + visit.alarms
