"""The page over the shipped reports, in a real browser: what it is limited to, what it offers, and what it is doing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the tests of the page drive Chromium through playwright")

from index import open_store
from qa import Assistant
from tests.page_driver import IN_CHROMIUM, Visit, serving
from tests.page_measures import TOLD, WATCH

WITHDRAWN = "Were the North Korean troops withdrawn from the Kursk front?"
LATER = "they were redeployed"  # says the one dated report, of 11 March 2025
OPEN_FILTERS = "document.querySelector('.filters').open = true"

pytestmark = IN_CHROMIUM


@pytest.fixture(scope="module")
def shared(browser: Any, seeded_home: Path) -> Iterator[Visit]:
    with open_store(seeded_home) as store, serving(Assistant(store), "read-only") as address:
        yield Visit(browser, address)


@pytest.fixture
def reader(shared: Visit) -> Iterator[Visit]:
    """A visitor with a new conversation; afterwards nothing has left for elsewhere, and no script has failed."""
    shared.begin_anew()
    yield shared
    assert not shared.elsewhere + shared.alarms


def _asked_again(visit: Visit) -> str:
    """The second answer, once it is whole."""
    visit.page.wait_for_selector("#dl-current section[data-turn='1'][aria-busy='false']")
    visit.page.wait_for_selector("#dl-ask", state="visible")
    return visit.page.inner_text("#dl-current section")


def test_a_day_in_the_filters_is_kept_to(reader: Visit) -> None:
    """With “as of” set nothing published later is in answer or sources; taken off as a chip, it is there again."""
    page = reader.page
    page.evaluate(OPEN_FILTERS)
    page.fill("input[name=as_of]", "2025-03-01")
    words = reader.answer(WITHDRAWN)
    assert LATER not in words
    assert "withdrawn" in words
    assert "March 2025" not in page.inner_text("#dl-side")
    assert page.locator(".chip").all_inner_texts() == ["as of 1 March 2025×"]
    page.click(".chip")
    assert LATER in _asked_again(reader)
    assert page.input_value("input[name=as_of]") == ""


def test_an_outlet_in_the_filters_is_kept_to(reader: Visit) -> None:
    """With an outlet chosen all sources are its own; a period without reports leaves nothing to search."""
    page = reader.page
    page.evaluate(OPEN_FILTERS)
    page.check(".option:has-text('Newsweek') input")
    reader.answer(WITHDRAWN)
    outlets = page.locator("#dl-side .card .outlet").all_text_contents()
    assert outlets
    assert set(outlets) == {"Newsweek"}
    page.uncheck(".option:has-text('Newsweek') input")
    page.fill("input[name=until]", "2020-01-01")
    reader.ask(WITHDRAWN)
    _asked_again(reader)
    assert page.locator("#dl-current .declined").count() == 1


def test_a_day_in_the_question_is_a_chip(reader: Visit) -> None:
    """A day that the question names is kept to and shown as a chip; taken off by keyboard, later reports are used."""
    words = reader.answer(f"As of 1 March 2025, {WITHDRAWN[0].lower()}{WITHDRAWN[1:]}")
    assert LATER not in words
    assert reader.page.locator(".chip").all_inner_texts() == ["as of 1 March 2025×"]
    reader.page.press(".chip", "Enter")
    assert LATER in _asked_again(reader)


def test_a_card_says_what_is_not_known(reader: Visit) -> None:
    """The card of a report that states no date says “undated”, and names copies, undated too."""
    reader.answer(WITHDRAWN)
    card = reader.page.locator("#dl-side .card:has(.outlet:text-is('Newsweek'))").first
    assert card.locator(".when").inner_text() == "undated"
    assert "Also carried by: North Korea's soldiers help Russia win back ground" in card.inner_text()


def test_whatever_is_offered_is_answered(reader: Visit) -> None:
    """Each question to begin with, and each that is offered after an answer, is answered with the reports' words."""
    offers = reader.page.locator("#dl-offers .offer")
    first = offers.all_inner_texts()
    assert len(first) >= 2
    for turn, question in enumerate([first[0], ""]):
        (offers.get_by_text(question, exact=True) if question else offers.first).click()
        reader.page.wait_for_selector(f"#dl-current section[data-turn='{turn}'][aria-busy='false']")
        assert reader.page.locator("#dl-current .quotation").count() >= 1
        reader.page.wait_for_selector("#dl-offers .label:text-is('Ask next')")


def test_what_is_done_is_told_in_words(reader: Visit) -> None:
    """While a question is worked on, the page says how many reports are searched and how many passages are read."""
    reader.page.evaluate(WATCH)
    reader.answer("Which villages saw clashes in December?")
    told = reader.page.evaluate(TOLD)
    assert "Searching 5 reports …" in told
    assert any(stage.startswith("Reading 1") for stage in told), told
