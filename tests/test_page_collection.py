"""The collection's room of the page, over a real collection, in a real browser; and its door."""

import base64
import logging
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the tests of the page drive Chromium through playwright")

import ui
from index import Store, open_store
from index.arrays import Vectors
from index.building import remove
from index.errors import SettingsError
from qa import Assistant
from qa.page.shelf import LARGEST_FILE, MOST_FILES
from tests.bag_of_words import BagOfWords, filed, settings_of
from tests.page_driver import FOREIGN, IN_CHROMIUM, Visit, serving

USER, PASSWORD = "reader", "swordfish:1"
# Drops files, given as names and texts, where they are to be dropped.
DROP = """files => {
  const data = new DataTransfer();
  for (const [name, text] of files) data.items.add(new File([text], name, {type: 'text/plain'}));
  const target = document.querySelector('#dl-files button');
  for (const kind of ['dragenter', 'dragover', 'drop']) {
    target.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
  }
}"""
REPORT = "---\ntitle: {title}\noutlet: Hill Courier\ndate: 2026-01-05\n---\n\n{text}\n"

pytestmark = IN_CHROMIUM


class Held(BagOfWords):
    """The same model, which a test can hold back in the middle of a text."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.go_on.set()

    def embed(self, texts: Sequence[str]) -> Vectors:
        if any("hold" in text for text in texts):
            self.go_on.wait(20)
        return super().embed(texts)


@pytest.fixture(scope="module")
def model() -> Held:
    return Held()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, model: Held) -> Iterator[Store]:
    with open_store(settings=settings_of(tmp_path_factory.mktemp("home")), embedder=model) as store:
        yield store


@pytest.fixture(scope="module")
def visit(browser: Any, store: Store) -> Iterator[Visit]:
    """A visitor of a page that may be changed, in the collection's room."""
    with serving(Assistant(store)) as address:
        yield Visit(browser, address)


@pytest.fixture(scope="module")
def guarded(store: Store) -> Iterator[str]:
    """The address of a page that asks for a password and may not be changed."""
    with serving(Assistant(store), f"read-only {USER}:{PASSWORD}") as address:
        yield address


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
    visit.page.wait_for_selector("#dl-told:has-text('both indexes agree with it')", state="attached")
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


@pytest.fixture
def empty(visit: Visit, store: Store) -> Iterator[Visit]:
    """The visitor of a collection that is empty before and after."""
    yield visit
    remove([source.id for source in store.sources()], store)
    with store.writing() as writing:
        for path, _ in store.failures():
            writing.forget_file(path)


def test_files_are_dropped_and_the_page_stays_usable(empty: Visit, store: Store, model: Held, tmp_path: Path) -> None:
    """While dropped files are read their progress shows in words, and a question is answered meanwhile."""
    visit, page = empty, empty.page
    (tmp_path / "pier.txt").write_text("The pier at Larnby was shut.")
    drop(visit, tmp_path / "pier.txt")
    model.go_on.clear()
    page.click("#tab-shelf")
    page.evaluate(DROP, [[f"hail{n}.txt", f"Hail fell. A hold {n} was hit."] for n in range(3)])
    page.wait_for_selector("#dl-said .doing:has-text('of 3 files') progress")
    page.click("#tab-talk")
    assert "The pier at Larnby was shut." in visit.answer("Was the pier at Larnby shut?")
    assert len(store.sources()) == 1
    model.go_on.set()
    page.click("#tab-shelf")
    page.wait_for_selector("#dl-said .done:has-text('3 reports added.')")


def test_the_list_tells_what_is_there(empty: Visit, tmp_path: Path) -> None:
    """Sums count reports, independent ones, undated ones and files not read; copies are named, and words find rows."""
    text = " ".join(f"On day {n} the hall at Larnby held out against the snow and its {n} guests." for n in range(30))
    files = [tmp_path / "hall.md", tmp_path / "again.md", tmp_path / "broken.pdf"]
    files[0].write_text(REPORT.format(title="The hall stands", text=text))
    files[1].write_text(f"---\ntitle: Hall holds out\n---\n\n{text}\n")
    files[2].write_bytes(b"%PDF-1.7 nothing")
    page = empty.page
    assert drop(empty, *files).startswith("2 reports added.")
    page.wait_for_selector(".holdings tr:has-text('Hall holds out')")
    sums = [" ".join(line.split()) for line in page.locator(".sums li").all_inner_texts()]
    assert sums[0] == "2 reports"
    assert {"1 independent", "1 named outlet", "1 undated", "1 file not read"} <= set(sums)
    assert "One report with: Hill Courier, 5 January 2026" in page.inner_text(".holdings tr:has([data-id^=again])")
    page.fill("#dl-sought :is(textarea, input)", "hall undated")
    page.wait_for_function("document.querySelectorAll('.holdings tbody tr').length === 1")
    page.fill("#dl-sought :is(textarea, input)", "")
    page.wait_for_function("document.querySelectorAll('.holdings tbody tr').length === 2")


def test_what_does_not_agree_is_told_and_repaired(empty: Visit, store: Store) -> None:
    """Where an index is behind the record, check says so and what to do, and repair makes it agree."""
    empty.page.click("#tab-shelf")
    store._record.put([filed("late", "The lock at Larnby was opened.")])
    empty.page.click("#dl-check")
    empty.page.wait_for_selector("#dl-said:has-text('the indexes do not agree with it. Repair makes them anew')")
    empty.page.click("#dl-repair")
    empty.page.wait_for_selector(
        "#dl-said:has-text('1 report and 1 passage in the record; both indexes agree with it now')"
    )


def test_names_of_dropped_files_are_only_words(empty: Visit, store: Store) -> None:
    """A file whose name is markup is read or refused like any other, and its name does nothing on the page."""
    page = empty.page
    page.click("#tab-shelf")
    names = "<img src=x onerror=alert(1)>.txt", "<svg onload=alert(2)>.docx", "..%2f'\"><script>alert(3)<.txt"
    page.evaluate(DROP, [[name, f"The hall at Larnby was painted on day {n}."] for n, name in enumerate(names)])
    page.wait_for_selector("#dl-said .done:has-text('2 reports added.')")
    page.wait_for_selector(".unread li")
    page.wait_for_function("document.querySelectorAll('.holdings tbody tr').length === 2")
    assert len(store.sources()) == 2
    assert page.locator(FOREIGN).count() == 0
    assert not empty.elsewhere + empty.alarms


def test_drops_are_bounded(empty: Visit, store: Store, tmp_path: Path) -> None:
    """A file of another kind, one that is too large and the fifty-first of a drop are refused by name, and not kept."""
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * (LARGEST_FILE + 1))
    many = [tmp_path / f"same{n:02}.txt" for n in range(MOST_FILES + 1)]
    for n, file in enumerate(many):
        file.write_text(f"Item {n}: the board of Larnby met.")
    said = drop(empty, *many)
    assert f"{many[-1].name} Only 50 files can be added at once." in said
    assert len(store.sources()) == MOST_FILES
    for file in (large, tmp_path / "page.exe"):
        file.touch()
        empty.page.set_input_files("#dl-files input[type=file]", file)
        empty.page.wait_for_selector(".toast-body")
        empty.page.reload()
        empty.page.wait_for_selector("#dl-current section")
        empty.page.click("#tab-shelf")
    assert len(store.sources()) == MOST_FILES
    assert not [f for f in (store.home / "added").iterdir() if f.suffix == ".exe" or f.name == "large.txt"]
