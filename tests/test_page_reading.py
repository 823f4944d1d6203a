"""Reading and checking answers in a real browser: the real assistant over real reports, hostile ones among them."""

import asyncio
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest

pytest.importorskip("playwright", reason="the tests of the page drive Chromium through playwright")

from index import Store, build, open_store
from index.settings import read_settings
from qa import Assistant
from tests.bench.visitors import Tally, ask, asking
from tests.faulty_server import Exchange, faulty_server
from tests.page_driver import FOREIGN, HOSTILE, IN_CHROMIUM, Visit, listening, serving
from tests.page_measures import FAINT_WORDS, TOLD, TOO_WIDE, WATCH
from tests.reports import ARTICLES

if TYPE_CHECKING:
    from playwright._impl._api_structures import FloatRect

HEARD: list[str] = []
FLOODED = "How many homes were flooded in Larnby?"
SIGNAL = "What does the signal board at Quarmby read?"
FIRST = "The tender for the Quarmby lighthouse lamp was won by Brightwater Optics in 2021."
LAST = "The Quarmby lighthouse lamp failed on its first night, the keeper said."
MINUTES = "\n\n".join(
    (FIRST, *(f"Item {n}: the harbour board took note of paper {n} and moved on." for n in range(60)), LAST)
)

pytestmark = IN_CHROMIUM


def _row(id: str, title: str, outlet: str, day: str, text: str) -> str:
    fields = {"id": id, "title": title, "outlet": outlet, "published": day, "text": text, "url": f"javascript:{title}"}
    return json.dumps(fields) + "\n"


@pytest.fixture(scope="module")
def hostile() -> Iterator[list[str]]:
    """Texts that would send a browser to a server that must hear nothing."""
    with listening(HEARD) as listener:
        yield [text.format(to=listener) for text in HOSTILE]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, hostile: list[str]) -> Iterator[Store]:
    """Ten invented reports, long minutes, and reports whose titles, outlets and texts are hostile."""
    folder = tmp_path_factory.mktemp("reports")
    sources = [(a.source, a.text) for a in ARTICLES]
    rows = [_row(s.id, s.title or "", s.outlet or "", str(s.published), text) for s, text in sources]
    rows.append(_row("minutes", "Minutes of the harbour board", "Quarmby Gazette", "2024-02-01", MINUTES))
    told = "The signal board at Quarmby reads as follows. {} The signal board at Quarmby was painted on Monday."
    rows += [_row(f"h{n}", text, text, "", told.format(text)) for n, text in enumerate(hostile)]
    (folder / "all.jsonl").write_text("".join(rows), encoding="utf-8")
    with open_store(tmp_path_factory.mktemp("home")) as store:
        assert len(build([folder], store).added) == len(rows) >= 32 + 11
        yield store


@pytest.fixture(scope="module")
def address(store: Store) -> Iterator[str]:
    """A page that answers in quotes."""
    with serving(Assistant(store)) as address:
        yield address


@pytest.fixture(scope="module")
def shared(browser: Any, address: str) -> Visit:
    return Visit(browser, address)


def _still(visit: Visit) -> Visit:
    """The visit, of which nothing has left for elsewhere and no script has failed."""
    assert not visit.elsewhere + visit.alarms + HEARD
    return visit


@pytest.fixture
def reader(shared: Visit) -> Iterator[Visit]:
    """A visitor with a new conversation."""
    shared.page.set_viewport_size({"width": 1440, "height": 900})
    shared.begin_anew()
    yield shared
    _still(shared)


class Script:
    """What the model says, and when it may end."""

    def __init__(self) -> None:
        self.words = ""
        self.go_on = threading.Event()
        self.go_on.set()

    def answer(self, exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta(self.words)
        self.go_on.wait(20)
        exchange.end()


@pytest.fixture(scope="module")
def script() -> Script:
    return Script()


@pytest.fixture(scope="module")
def written(browser: Any, store: Store, script: Script) -> Iterator[Visit]:
    """A visitor of a page whose answers a model writes, as the script says."""
    with faulty_server(script.answer) as told:
        settings = {"DATELINE_HOME": str(store.home), "OPENAI_BASE_URL": told.base_url, "OPENAI_MODEL": "scripted"}
        with serving(Assistant.from_env(read_settings(settings))) as address:
            yield _still(Visit(browser, address))


def _box(visit: Visit, selector: str) -> "FloatRect":
    box = visit.page.locator(selector).first.bounding_box()
    assert box
    return box


def test_answers_stand_left_and_sources_right_or_below(reader: Visit) -> None:
    """On a wide screen the sources stand beside the answer; on a phone below it, and below the question box."""
    reader.answer(FLOODED)
    answer, card = _box(reader, "#dl-current .quotation"), _box(reader, "#source-1")
    assert card["x"] > answer["x"] + answer["width"]
    assert card["y"] < 300
    reader.page.set_viewport_size({"width": 390, "height": 844})
    answer, card = _box(reader, "#dl-current .quotation"), _box(reader, "#source-1")
    assert card["y"] > answer["y"] + answer["height"]
    assert abs(card["x"] - answer["x"]) < 20


def test_a_number_means_the_same_through_the_conversation(reader: Visit) -> None:
    """Every number of three answers, a follow-up among them, opens the card that holds the words it stands at."""
    for question in (FLOODED, "And how many people died there?", "How many dockers joined the strike?"):
        reader.answer(question)
    quotations = reader.page.locator("#dl-talk .quotation").all()
    assert len(quotations) >= 5
    meant: dict[str, str] = {}
    for quotation in quotations:
        number = quotation.locator(".cite").first
        number.click()
        card = reader.page.locator("article:has(:target)")
        marker = number.inner_text()
        assert card.locator(".number").inner_text() == marker
        assert reader.page.locator("mark:has(:target)").inner_text() == quotation.locator(".claim").inner_text()
        assert meant.setdefault(marker, card.locator(".passage").inner_text()) == card.locator(".passage").inner_text()


def test_the_whole_report_opens_at_the_words(reader: Visit) -> None:
    """A card opens its report where its own words stand, which are in sight and marked more strongly than others."""
    reader.answer("Who won the tender for the Quarmby lighthouse lamp?")
    reader.answer("When did the Quarmby lighthouse lamp fail?")
    for words in (FIRST, LAST):
        reader.page.locator(f"#dl-side .card:has(mark:text-is('{words}')) .whole").click()
        mark = reader.page.locator("dialog[open] mark.sought")
        mark.wait_for()
        assert mark.inner_text() == words
        assert reader.page.locator("dialog mark").count() == 2
        shown, paper = _box(reader, "dialog mark.sought"), _box(reader, "dialog")
        header = _box(reader, "dialog > header")
        assert header["y"] + header["height"] <= shown["y"] <= paper["y"] + paper["height"] - shown["height"]
        reader.page.keyboard.press("Escape")
        reader.page.wait_for_selector("dialog", state="detached")


def test_pointing_brings_what_carries_a_sentence_into_sight(written: Visit, script: Script) -> None:
    """Pointing at a model's sentence shows the words it rests on, lights them, and scrolls their card into sight."""
    script.words = "At least 340 homes were flooded in Larnby [2]. Around 410 homes in Larnby were flooded [1]."
    written.page.set_viewport_size({"width": 1280, "height": 420})
    written.begin_anew()
    written.answer(FLOODED)
    seen = "mark => { const [m, s] = [mark, document.getElementById('dl-side')].map((n) => n.getBoundingClientRect());"
    for claim in written.page.locator("#dl-current .claim").all():
        claim.hover()
        told = claim.evaluate("claim => getComputedStyle(claim, '::after').content")
        lit = written.page.locator("mark.lit")
        assert lit.first.inner_text() in told.replace("\\a ", "\n")
        written.page.wait_for_function(
            f"() => ({seen} return m.top >= s.top && m.bottom <= s.bottom }})(document.querySelector('mark.lit'))"
        )
    assert len({c.get_attribute("data-spots") for c in written.page.locator("#dl-current .claim").all()}) == 2
    _still(written)


def test_a_long_answer_keeps_its_place(written: Visit, script: Script) -> None:
    """A new question is brought to the top once; where the reader scrolls to meanwhile stays when the answer ends."""
    script.words = "\n\n".join(f"Around {n + 400} homes in Larnby were flooded [1]." for n in range(10, 30))
    script.go_on.clear()
    written.page.set_viewport_size({"width": 1280, "height": 420})
    written.begin_anew()
    written.page.evaluate(WATCH)
    written.ask(FLOODED)
    written.page.wait_for_selector("#dl-current .unchecked:has-text('410')")
    assert written.page.inner_text("#dl-current .stage") == "scripted is writing …"
    written.page.evaluate("document.getElementById('dl-scroll').scrollTop = 150")
    script.go_on.set()
    written.page.wait_for_selector("#dl-current .byline")
    written.page.wait_for_selector("#dl-ask", state="visible")
    assert written.page.evaluate("document.getElementById('dl-scroll').scrollTop") == 150
    assert "Checking 20 sentences …" in written.page.evaluate(TOLD)
    _still(written)


def test_a_model_brings_no_markup(written: Visit, script: Script, hostile: list[str]) -> None:
    """Whatever a model writes over hostile reports, while it comes and when it is whole, is words and sends nothing."""
    script.words = "\n\n".join(f"{text} [{n % 12 + 1}]" for n, text in enumerate(hostile[:-1]))
    written.page.set_viewport_size({"width": 1280, "height": 900})
    written.begin_anew()
    assert written.answer(SIGNAL)
    assert written.page.locator(FOREIGN).count() == 0
    for card in written.page.locator("#dl-side .card .whole:visible").all()[:3]:
        card.click()
        written.page.wait_for_selector("dialog[open]")
        assert written.page.locator(FOREIGN).count() == 0
        written.page.keyboard.press("Escape")
        written.page.wait_for_selector("dialog", state="detached")
    _still(written)


def test_reports_bring_no_markup(reader: Visit, hostile: list[str]) -> None:
    """Titles, outlets, addresses and texts of hostile reports are shown as words, on any screen and in every room."""
    reader.answer(SIGNAL)
    cards = reader.page.locator("#dl-side .card")
    assert cards.count() >= 5
    assert any(text[:20] in cards.first.inner_text() for text in hostile)
    assert reader.page.locator(f"{FOREIGN}, #dl-page a[href^='javascript']").count() == 0
    for width in (390, 1920):
        reader.page.set_viewport_size({"width": width, "height": 900})
        for room in ("#tab-shelf", "#tab-talk"):
            reader.page.click(room)
            reader.page.wait_for_selector(".holdings tbody tr >> nth=40", state="attached")
            assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
            assert reader.page.locator("#dl-page *:visible").evaluate_all(TOO_WIDE) == []
    assert reader.page.locator(f"{FOREIGN}, #dl-page a[href^='javascript']").count() == 0


def test_an_answer_is_copied(reader: Visit) -> None:
    """Copy puts an answer as Markdown with its footnotes on the clipboard, and says so."""
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.answer(FLOODED)
    reader.page.click("[data-act=copy]")
    reader.page.wait_for_selector(".actions [role=status]:text-is('Copied.')")
    text = reader.page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"## {FLOODED}")
    assert "[^1]: Ashdale Courier, 9 May 2024" in text


def test_a_question_is_asked_and_checked_by_keyboard(reader: Visit) -> None:
    """From the box, where the focus is, to an answer, its number, its card, its report and back; focus always shows."""
    page = reader.page
    assert page.evaluate("document.activeElement.closest('#dl-box') !== null")
    page.keyboard.type(FLOODED)
    page.keyboard.press("Enter")
    page.wait_for_selector("#dl-current .quotation")
    page.wait_for_selector("#dl-ask", state="visible")
    page.wait_for_selector("#dl-offers .offer")
    page.focus("#dl-box textarea")
    _walk(reader, "Shift+Tab", "#dl-current .cite")
    page.keyboard.press("Enter")
    page.wait_for_selector("article:has(:target)")
    _walk(reader, "Tab", "article:has(:target) .whole")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] mark.sought")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.focus("article:has(:target) .whole")
    _walk(reader, "Shift+Tab", "article .number")
    page.keyboard.press("Enter")
    page.wait_for_selector("#dl-current .cite:target")


def _walk(visit: Visit, key: str, wanted: str) -> None:
    """Presses a key until the focus is on what is wanted; on its way every stop must be named and be seen."""
    look = """wanted => {
      const [at, style] = [document.activeElement, getComputedStyle(document.activeElement)];
      const seen = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
      const named = at.innerText || at.ariaLabel || at.labels?.length;
      return [at.matches(wanted), at.matches('.spot, body') || seen && !!named, at.outerHTML.slice(0, 120)];
    }"""
    for _ in range(40):
        visit.page.keyboard.press(key)
        there, well, what = visit.page.evaluate(look, wanted)
        assert well, what
        if there:
            return
    raise AssertionError(f"{wanted} is not reached with {key}")


@pytest.mark.parametrize("dark", [False, True])
def test_every_part_can_be_read(browser: Any, address: str, dark: bool) -> None:
    """The filters, a report and a timeline over the page, and the collection have contrast enough, light and dark."""
    visit = Visit(browser, address, dark=dark)
    page = visit.page
    visit.answer(FLOODED)
    page.click(".filters summary")
    page.check(".option >> nth=0 >> input")
    faint = page.evaluate(FAINT_WORDS)
    for opener in ("#source-1 .whole", "[data-act=history]"):
        page.click(opener)
        page.wait_for_selector("dialog[open] :is(mark, .timeline)")
        faint += page.evaluate(FAINT_WORDS)
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
    page.click("#tab-shelf")
    page.wait_for_selector(".holdings tbody tr")
    faint += page.evaluate(FAINT_WORDS)
    box = page.locator(".option input").first
    assert box.evaluate("box => getComputedStyle(box).appearance") == "auto"  # else a tick is white on white
    page.close()
    assert faint == []
    _still(visit)


def test_ten_visitors_are_answered_at_once(reader: Visit, address: str) -> None:
    """Ten visitors who ask at one moment, with an eleventh at a browser, all get answers to their own questions."""
    asked = ("How many dockers joined the strike?", "1,800"), ("Who won the election in Varna Bay?", "Lena Marsh")
    tally = Tally()

    async def all_at_once() -> list[str]:
        async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as client:
            event = asking((await client.get("/config")).json())
            each = (ask(client, event, f"visitor {n}", asked[n % 2][0], tally) for n in range(10))
            return await asyncio.gather(*each)

    with ThreadPoolExecutor(1) as apart:  # the browser's own loop runs in this thread
        answers = apart.submit(lambda: asyncio.run(all_at_once()))
        assert "410" in reader.answer(FLOODED)
        for number, shown in enumerate(answers.result()):
            assert asked[number % 2][1] in shown
            assert asked[(number + 1) % 2][1] not in shown
    assert tally.errors == []
