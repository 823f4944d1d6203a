"""The chat page, in a real browser."""

import json
import logging
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the tests of the page drive Chromium through playwright")

from tests.page_driver import FOREIGN, IN_CHROMIUM, KEY, Newsroom, Visit, listening, serving
from tests.page_measures import BUTTON_LINES, CUT_RING, FAINT_WORDS, TOO_WIDE

HEARD: list[str] = []


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    with listening(HEARD) as listener:
        yield Newsroom(listener, tmp_path_factory.mktemp("newsroom"))


@pytest.fixture(scope="module")
def address(newsroom: Newsroom) -> Iterator[str]:
    with serving(newsroom) as address:
        yield address


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[..., Visit]]:
    """Opens a page of its own; afterwards nothing has left for elsewhere, and no script has failed."""
    visits: list[Visit] = []

    def open_visit(**how: Any) -> Visit:
        visits.append(Visit(browser, address, **how))
        return visits[-1]

    yield open_visit
    for each in visits:
        each.page.close()
        assert not each.elsewhere + each.alarms + HEARD


@pytest.fixture(scope="module")
def shared(browser: Any, address: str) -> Visit:
    return Visit(browser, address)


@pytest.fixture
def reader(shared: Visit) -> Iterator[Visit]:
    """A visitor with a new conversation; afterwards nothing has left for elsewhere, and no script has failed."""
    shared.begin_anew()
    yield shared
    assert not shared.elsewhere + shared.alarms + HEARD


pytestmark = IN_CHROMIUM


def test_words_show_while_they_come(reader: Visit, newsroom: Newsroom) -> None:
    """The words of an answer are there before the whole is, are called unchecked until then, and carry links after."""
    newsroom.go_on.clear()
    reader.ask("Count the boats")
    reader.page.wait_for_selector(".unchecked:has-text('The port')")
    assert reader.page.inner_text("#dl-current .stage") == "Searching the reports …"
    assert "not checked yet" in reader.page.inner_text("#dl-current")
    assert not reader.page.query_selector("#dl-current .cite")
    newsroom.go_on.set()
    reader.page.wait_for_selector(".prose .cite")
    assert not reader.page.query_selector(".unchecked")
    assert "written by a small model" in reader.page.inner_text(".byline")


def test_a_citation_opens_its_card_by_keyboard(reader: Visit) -> None:
    """Enter on a number outlines its card, and the card marks exactly the quoted words."""
    reader.answer("What happened to the pier?")
    reader.page.locator("#dl-current .cite").nth(1).press("Enter")
    card = reader.page.locator("#source-2")
    assert card.evaluate("card => getComputedStyle(card).outlineStyle") == "solid"
    assert reader.page.locator("#source-1").evaluate("card => getComputedStyle(card).outlineStyle") == "none"
    assert card.locator("mark").all_inner_texts() == ["The coastguard counted 15 damaged boats on Wednesday."]
    assert card.locator("mark").evaluate("mark => mark.matches(':has(:target)')")
    assert "Coast Today, 4 March 2026" in card.inner_text()
    assert card.locator(".title a").get_attribute("href") == "https://example.org/boats"


def test_a_quotation_is_introduced(reader: Visit) -> None:
    """In quotes mode each quotation stands below who reported it and when."""
    words = reader.answer("What happened to the pier?")
    assert "Answer in the reports’ own words" in words
    assert "Harbour Courier, 3 March 2026:\nA storm closed the north pier on Monday." in words


def test_copies_are_named(reader: Visit) -> None:
    """A card says which other reports carry the same text."""
    reader.answer("What happened to the pier?")
    assert "Also carried by: Storm shuts pier (outlet not stated), undated" in reader.page.inner_text("#source-1")


def test_an_earlier_number_opens_its_own_passage(reader: Visit, newsroom: Newsroom) -> None:
    """A follow-up is asked with the conversation so far, and the numbers of the first answer still open their cards."""
    reader.answer("What happened to the pier?")
    reader.answer("And for how many a month?")
    assert [turn.question for turn in newsroom.turns] == ["What happened to the pier?"]
    reader.page.locator("#dl-past .cite").first.click()
    card = reader.page.locator("article:has(:target)")
    assert card.get_attribute("id") == "source-1"
    assert card.locator("mark").all_inner_texts() == ["A storm closed the north pier on Monday."]
    both = reader.page.locator("#source-2 mark").all_inner_texts()
    assert both == ["The coastguard counted 15 damaged boats on Wednesday.", "Crews expect to lose a month."]


def test_stop_closes_the_stream(reader: Visit, newsroom: Newsroom) -> None:
    """Stop ends the assistant's work, keeps the words that came, and lets another question be asked."""
    reader.ask("Slowly please")
    reader.page.wait_for_selector(".unchecked:has-text('word word word')")
    reader.page.click("#dl-stop")
    reader.page.wait_for_selector("#dl-current .ended:has-text('Stopped')")
    assert newsroom.closed.wait(10)
    assert "word word" in reader.page.inner_text("#dl-current")
    assert "Harbour Courier" in reader.answer("What happened to the pier?")
    assert not newsroom.turns


def test_a_known_error_is_shown_in_its_own_words(reader: Visit) -> None:
    """What Dateline raises on purpose is shown as it stands, and the page goes on."""
    assert "The model's server refused the key. Set OPENAI_API_KEY" in reader.answer("Refuse me")
    assert "Harbour Courier" in reader.answer("What happened to the pier?")


def test_an_unknown_error_tells_nothing(reader: Visit, caplog: pytest.LogCaptureFixture) -> None:
    """Any other exception is an apology; the log says where it happened, and the key is in neither."""
    with caplog.at_level(logging.ERROR, "dateline.page"):
        assert "Something went wrong on our side" in reader.answer("Crash now")
    assert "RuntimeError" in caplog.text
    assert "page_driver.py" in caplog.text
    assert KEY not in caplog.text + reader.page.content()


def test_declining_is_clear(reader: Visit) -> None:
    """A question that the reports are silent on is told so, with how it was understood; the nearest stand beside it."""
    words = reader.answer("Moon walker?")
    assert "None of 3 reports tells of the moon.\nUnderstood as: Who walked on the moon?" in words
    assert reader.page.locator(".chip").all_inner_texts() == ["as of 4 March 2026×"]
    assert reader.page.inner_text("#dl-side .label").lower() == "the nearest reports"
    assert reader.page.locator("#dl-side .card:visible .title").all_inner_texts() == [
        "Storm closes the north pier",
        "Pier stays shut as crews count the damage",
    ]


def test_unsupported_sentences_are_flagged(reader: Visit) -> None:
    """A sentence that no report carries is marked where it stands, with the reason; a number for nothing is dropped."""
    words = reader.answer("Count the boats")
    assert reader.page.inner_text(".unsupported") == "The mayor resigned."
    assert "Not supported by the reports: no report names a mayor" in words
    assert "what the repairs cost" in words.lower()
    assert reader.page.locator(".prose .cite").all_inner_texts() == ["1", "2"]


def test_a_disagreement_is_a_table(reader: Visit) -> None:
    """Differing values stand side by side with who says so, when, and the words, which are linked."""
    reader.answer("Count the boats")
    rows = reader.page.locator(".difference tbody tr").all_inner_texts()
    assert [row.split("\t")[:3] for row in rows] == [
        ["12 boats", "the port authority", "3 March 2026"],
        ["15 boats", "the coastguard", "4 March 2026"],
    ]
    assert reader.page.locator(".difference .cite").count() == 2


def test_the_whole_report_can_be_read(reader: Visit) -> None:
    """The whole report opens over the page with the quoted words marked in place, twice as well as once."""
    reader.answer("What happened to the pier?")
    for _ in range(2):
        reader.page.click("#source-1 .whole")
        reader.page.wait_for_selector("dialog[open]")
        assert "Repairs take weeks." in reader.page.inner_text("dialog")
        assert reader.page.inner_text("dialog mark") == "A storm closed the north pier on Monday."
        reader.page.keyboard.press("Escape")
        reader.page.wait_for_selector("dialog", state="detached")


def test_a_long_question_is_answered_with_a_sentence(reader: Visit) -> None:
    """A question beyond the limit is not asked; it stays in the box to be shortened."""
    reader.ask("why " * 1000)
    reader.page.wait_for_selector("#dl-current .ended:has-text('2,000 characters; this one has 3,999')")
    assert len(reader.page.input_value("#dl-box textarea")) == 4000


def test_an_example_is_asked_by_a_click(reader: Visit) -> None:
    """The first page offers a question that a report's own sentence answers; a click asks it; it comes back anew."""
    crane = "Was the Harbour crane damaged by the waves?"
    assert reader.page.locator("#dl-offers .offer").all_inner_texts() == [crane]
    reader.page.click("#dl-offers .offer")
    reader.page.wait_for_selector(f"#dl-current h2:text-is('{crane}')")
    reader.page.wait_for_selector("#dl-current .quotation")
    reader.page.wait_for_selector("#dl-ask", state="visible")
    assert reader.page.locator("#dl-offers .offer").count() == 0
    reader.begin_anew()
    assert not reader.page.query_selector(".quotation, .card")


def test_what_to_ask_next_is_offered(reader: Visit) -> None:
    """After an answer the page offers questions about its reports, and not the one that was asked."""
    reader.answer("What happened to the pier?")
    reader.page.wait_for_selector("#dl-offers .label:text-is('Ask next')")
    assert reader.page.locator("#dl-offers .offer").all_inner_texts() == ["Was the Harbour crane damaged by the waves?"]


def test_an_empty_collection_says_what_to_do(visit: Callable[..., Visit], newsroom: Newsroom) -> None:
    """With no reports the page names the command that brings them in."""
    newsroom.empty = True
    try:
        assert "dateline index PATH" in visit().page.inner_text("#dl-current")
    finally:
        newsroom.empty = False


def test_visitors_are_apart(reader: Visit, visit: Callable[..., Visit]) -> None:
    """What one visitor asks is not on another's page, nor in the history of their questions."""
    other = visit()
    reader.answer("What happened to the pier?")
    assert "pier?" not in other.answer("And for how many a month?")
    assert "north pier?" not in other.page.content()
    assert other.page.inner_text("#dl-past").strip() == ""


@pytest.mark.parametrize("mode", ["model", "quotes"])
def test_hostile_words_are_only_words(reader: Visit, newsroom: Newsroom, mode: str) -> None:
    """Markup in questions, titles, outlets, quotes, a model's words and notes is shown and does nothing."""
    half = len(newsroom.hostile) // 2  # a question has no room for all
    asked = " ".join(newsroom.hostile[:half] if mode == "model" else newsroom.hostile[half:-1])
    reader.ask(f"hostile {mode} {asked}")
    reader.page.wait_for_selector("#dl-current .small:has-text('Understood as')")
    reader.page.wait_for_selector("#dl-ask", state="visible")
    page = reader.page
    assert page.url.split("#")[0].startswith("http://127.0.0.1")
    assert newsroom.hostile[0] in page.inner_text("#dl-current")
    assert page.locator(FOREIGN).count() == 0
    assert page.locator("#dl-page a[href^='javascript'], #dl-page [onerror], #dl-page [onload]").count() == 0
    assert page.locator("#source-1").count() == 0
    page.click("#source-5 .whole")
    page.wait_for_selector("dialog[open]")
    assert page.locator(FOREIGN).count() == 0
    page.click("dialog .close")
    page.wait_for_selector("dialog", state="detached")
    for claim in page.locator("#dl-current .claim").all()[:40]:
        claim.focus()
    page.click("[data-act=history]")
    page.wait_for_selector("dialog[open] .timeline li >> nth=31")
    assert newsroom.hostile[0] in page.inner_text("dialog .timeline")
    assert page.locator(FOREIGN).count() == 0
    page.click("dialog .close")
    page.wait_for_selector("dialog", state="detached")
    page.click("#tab-shelf")
    page.wait_for_selector(".holdings tbody tr >> nth=30")
    assert page.locator(".unread li").count() == len(newsroom.hostile) - 1 >= 32
    assert page.locator(FOREIGN).count() == 0
    page.click(".save summary")
    with page.expect_download() as saved:
        page.click("[data-save=md]")
    assert newsroom.hostile[0] not in Path(saved.value.path()).read_text(encoding="utf-8")
    assert page.locator(FOREIGN).count() == 0


@pytest.mark.parametrize("dark", [False, True])
def test_words_can_be_read(visit: Callable[..., Visit], dark: bool) -> None:
    """Every text has a contrast of at least 4.5 to what is behind it, in light and in dark."""
    reader = visit(dark=dark)
    assert reader.page.evaluate("document.body.classList.contains('dark')") is dark
    faint = reader.page.evaluate(FAINT_WORDS)
    for question in ("Count the boats", "Moon walker?", "Refuse me"):
        reader.answer(question)
        faint += reader.page.evaluate(FAINT_WORDS)
    assert faint == []


def test_nothing_is_wider_than_the_window(visit: Callable[..., Visit]) -> None:
    """From a phone to a wide screen nothing has to be scrolled sideways."""
    reader = visit(width=390)
    reader.answer("Count the boats")
    for width in (390, 768, 1024, 1440, 1920):
        reader.page.set_viewport_size({"width": width, "height": 900})
        assert reader.page.evaluate(BUTTON_LINES) == 1
        assert reader.page.evaluate(CUT_RING) == []
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
        assert reader.page.locator("#dl-page *:visible").evaluate_all(TOO_WIDE) == []
        reader.page.click(".filters summary")
        assert reader.page.locator("#dl-page *:visible").evaluate_all(TOO_WIDE) == []
        reader.page.click(".filters summary")
        for opener in ("#source-1 .whole", "[data-act=history]"):
            reader.page.click(opener)
            reader.page.wait_for_selector("dialog[open] :is(mark, .timeline)")
            assert reader.page.locator("#dl-page *:visible").evaluate_all(TOO_WIDE) == []
            reader.page.keyboard.press("Escape")
            reader.page.wait_for_selector("dialog", state="detached")


def test_filters_limit_the_question(reader: Visit, newsroom: Newsroom) -> None:
    """Outlets and days chosen beside the question go with it, show as chips, and one that is taken off is off."""
    page = reader.page
    page.evaluate("document.querySelector('.filters').open = true")
    page.check(".option:has-text('Harbour Courier') input")
    page.fill("input[name=since]", "2026-03-01")
    assert page.inner_text(".filters-set") == "Harbour Courier, since 2026-03-01"
    reader.answer("What happened to the pier?")
    assert newsroom.limits == {"outlets": ("Harbour Courier",), "since": date(2026, 3, 1)}
    page.click(".chip:has-text('1 March 2026')")
    page.wait_for_selector("#dl-current section[data-turn='1'][aria-busy='false']")
    page.wait_for_selector("#dl-ask", state="visible")
    assert newsroom.limits == {"outlets": ("Harbour Courier",)}
    assert page.inner_text(".filters-set") == "Harbour Courier"
    reader.begin_anew()
    assert page.inner_text(".filters-set") == "none"


def test_a_limit_that_was_read_can_be_taken_off(reader: Visit, newsroom: Newsroom) -> None:
    """What was read from the question is a chip by keyboard too; without it the question is asked again."""
    reader.answer("What did the Courier say of the pier?")
    reader.page.locator(".chip").press("Enter")
    reader.page.wait_for_selector("#dl-current section[data-turn='1'][aria-busy='false']")
    assert newsroom.limits == {"ignore": ("Harbour Courier",)}
    assert reader.page.locator("#dl-current .chip").count() == 0
    reader.page.wait_for_selector("#dl-ask", state="visible")


def test_a_period_that_ends_before_it_begins_is_told(reader: Visit) -> None:
    """Filters that no report can fit are refused with a sentence, and the question stays."""
    reader.page.evaluate("document.querySelector('.filters').open = true")
    reader.page.fill("input[name=since]", "2026-03-05")
    reader.page.fill("input[name=until]", "2026-03-01")
    reader.ask("What happened?")
    reader.page.wait_for_selector("#dl-current .ended:has-text('end before they begin')")
    assert reader.page.input_value("#dl-box textarea") == "What happened?"


def test_pointing_at_a_sentence_shows_what_carries_it(reader: Visit) -> None:
    """Focus on a sentence of a model shows the reports' words beside it and lights them in their card."""
    reader.answer("Count the boats")
    claim = reader.page.locator(".claim").first
    claim.focus()
    shown = claim.evaluate("claim => getComputedStyle(claim, '::after').content")
    assert "Harbour Courier, 3 March 2026: “The port authority said 12 boats were damaged.”" in shown
    assert reader.page.locator("#source-1 mark.lit").inner_text() == "The port authority said 12 boats were damaged."
    wrong = reader.page.locator(".claim.unsupported")
    wrong.focus()
    assert reader.page.locator("mark.lit").count() == 0
    told = wrong.evaluate("n => getComputedStyle(n, '::after').content")
    assert "No words of the reports carry this: no report names a mayor" in told  # it covers the flag that says why
    assert "wavy" in wrong.evaluate("n => getComputedStyle(n).textDecorationStyle")
    reader.answer("What happened to the pier?")
    reader.page.hover("#dl-current .claim >> nth=1")
    assert reader.page.locator("mark.lit").inner_text() == "The coastguard counted 15 damaged boats on Wednesday."


def test_an_answer_can_be_taken_along(reader: Visit) -> None:
    """An answer downloads as Markdown with a footnote for each source; the conversation as that or as JSON."""
    reader.answer("What happened to the pier?")
    with reader.page.expect_download() as one:
        reader.page.click("[data-act=download]")
    text = Path(one.value.path()).read_text(encoding="utf-8")
    assert "> A storm closed the north pier on Monday. [^1]" in text
    assert "[^2]: Coast Today, 4 March 2026, “Pier stays shut as crews count the damage”" in text
    reader.answer("Moon walker?")
    reader.page.click(".save summary")
    with reader.page.expect_download() as all_of_it:
        reader.page.click("[data-save=json]")
    saved = json.loads(Path(all_of_it.value.path()).read_text(encoding="utf-8"))
    assert [e["answer"]["status"] for e in saved] == ["answered", "not_in_sources"]
    reader.page.click(".save summary")
    with reader.page.expect_download() as in_markdown:
        reader.page.click("[data-save=md]")
    text = Path(in_markdown.value.path()).read_text(encoding="utf-8")
    assert text.index("## What happened to the pier?") < text.index("## Moon walker?") < text.index("[^2]: Coast Today")


def test_figures_of_several_days_are_drawn(reader: Visit) -> None:
    """Differing figures of reports of two days are a chart that is named and described, beside their table.

    What was reported later stands further right, and more stands higher.
    """
    reader.answer("Count the boats")
    chart = reader.page.locator(".chart svg")
    assert chart.locator(".dot-number").all_text_contents() == ["1", "2"]
    twelve, fifteen = (dot.bounding_box() for dot in chart.locator("circle").all())
    assert twelve
    assert fifteen
    assert fifteen["x"] > twelve["x"] + 100
    assert fifteen["y"] < twelve["y"] - 20
    assert "15 boats, Coast Today, 4 March 2026" in str(chart.locator("desc").text_content())


def test_what_changed_is_a_timeline(reader: Visit) -> None:
    """What was asked for opens as it was reported over time, the earliest first, each row with a way to its report.

    Rows have letters, since a number would be taken for that of a source.
    """
    reader.answer("Count the boats")
    reader.page.click("[data-act=history]")
    rows = reader.page.locator("dialog[open] .timeline li")
    rows.nth(1).wait_for()
    assert [row.split("\n")[0] for row in rows.all_inner_texts()] == ["3 March 2026", "4 March 2026"]
    assert reader.page.locator("dialog .dot-number").all_text_contents() == ["A", "B"]
    assert "Coast Today (source 2)" in rows.nth(1).inner_text()
    rows.nth(1).locator("button").click()
    reader.page.wait_for_selector("dialog .passage")
    assert reader.page.inner_text("dialog mark.sought") == "The coastguard counted 15 damaged boats on Wednesday."
    reader.page.keyboard.press("Escape")
    reader.page.wait_for_selector("dialog", state="detached")


def test_the_keyboard_alone_is_enough(reader: Visit) -> None:
    """Rooms are changed with the arrows, and a report of the list is opened and closed with Enter and Escape."""
    page = reader.page
    page.focus("#tab-talk")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#dl-shelf .holdings")
    assert page.evaluate("document.activeElement.id") == "tab-shelf"
    assert not page.is_visible("#dl-main")
    page.locator(".read").first.press("Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.focus("#tab-shelf")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector("#dl-box textarea", state="visible")
    unnamed = page.locator("#dl-page :is(button, a, input, textarea, summary):visible").evaluate_all(
        "all => all.filter(n => !(n.innerText || n.ariaLabel || n.labels?.length)).map(n => n.outerHTML.slice(0, 99))"
    )
    assert unnamed == []
    names = page.locator(".holdings .read").evaluate_all("all => all.map(n => n.ariaLabel)")
    assert len(names) == len(set(names)) >= 32  # else all are called “Read”


def test_the_focus_is_not_lost(reader: Visit) -> None:
    """What is pressed by keyboard and then goes away leaves the focus at the answer, so that the next stop is in it."""
    page = reader.page
    for turn, (press, then) in enumerate(
        (("#dl-offers .offer", "What did the Courier say?"), ("#dl-ask", ""), (".chip", ""))
    ):
        page.press(press, "Enter")
        page.wait_for_selector(f"#dl-current section[data-turn='{turn}'][aria-busy='false']")
        page.wait_for_selector("#dl-ask", state="visible")
        page.wait_for_function("document.activeElement.closest('#dl-current')")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('#dl-current .chip, #dl-current .claim')")
        page.fill("#dl-box textarea", then)


def test_what_happens_is_told_aloud(reader: Visit, newsroom: Newsroom) -> None:
    """One place of the page, there from the beginning, tells screen readers what is done and what has come of it."""
    told = reader.page.wait_for_selector("[role=status]#dl-told", state="attached")
    assert told
    newsroom.go_on.clear()
    reader.ask("Count the boats")
    reader.page.wait_for_selector("#dl-told:text-is('Searching the reports …')", state="attached")
    newsroom.go_on.set()
    reader.page.wait_for_selector("#dl-told:has-text('Part of an answer written by a small model')", state="attached")
    reader.page.wait_for_selector("#dl-ask", state="visible")
    reader.answer("Refuse me")
    assert "Set OPENAI_API_KEY" in told.inner_text()  # of the same place
    assert reader.page.locator("#dl-current :is(.stage, .byline, .ended)[role=status]").count() == 0  # else told twice
    assert reader.page.locator("h1").all_inner_texts() == ["Dateline"]
