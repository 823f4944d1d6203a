"""Visitors who wait, are too many or ask too fast, in a real browser: one is answered at a time and one may wait."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the tests of the page drive Chromium through playwright")

from qa.page import desk
from tests.page_driver import IN_CHROMIUM, Newsroom, Visit, serving

ASKED_A_MINUTE = 2
PIER = "What happened to the pier?"

pytestmark = IN_CHROMIUM


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with one place, room for one that waits, and few questions a minute."""
    newsroom = Newsroom("http://127.0.0.1:9", tmp_path_factory.mktemp("newsroom"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "AT_ONCE", 1)
        patch.setattr(desk, "LONGEST_LINE", 1)
        patch.setattr(desk, "MOST_A_MINUTE", ASKED_A_MINUTE)
        with serving(newsroom) as address:
            yield address


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[[], Visit]]:
    """Opens a page of its own; afterwards nothing has left for elsewhere, and no script has failed."""
    visits: list[Visit] = []

    def open_visit() -> Visit:
        visits.append(Visit(browser, address))
        return visits[-1]

    yield open_visit
    for each in visits:
        each.page.close()
        assert not each.elsewhere + each.alarms


def _waits_for(visit: Visit, words: str, *, kind: str) -> None:
    visit.page.wait_for_selector(f"#dl-current .{kind}:has-text('{words}')")


def test_who_waits_is_told_which_in_the_line(visit: Callable[[], Visit]) -> None:
    """While the one place is taken the next is told its number, a third to come back; who stops gives up the place.

    Stop works before any word has come, and by keyboard.
    """
    first, second, third = visit(), visit(), visit()
    first.ask("Slowly please")
    _waits_for(first, "word word", kind="unchecked")
    second.ask(PIER)
    _waits_for(second, "Busy: you are number 1 in the line", kind="stage")
    third.ask(PIER)
    _waits_for(third, "waiting already. Please ask again in a minute.", kind="ended")
    assert "word" in first.page.inner_text("#dl-current .unchecked")
    second.page.press("#dl-stop", "Enter")
    _waits_for(second, "Stopped", kind="ended")
    third.ask(PIER)
    _waits_for(third, "Busy: you are number 1 in the line", kind="stage")
    first.page.click("#dl-stop")
    third.page.wait_for_selector("#dl-current .quotation")
    assert second.page.locator(".quotation").count() == 0


def test_who_asks_too_often_is_told(visit: Callable[[], Visit]) -> None:
    """One question too many in a minute is told so in a sentence and stays in the box; another visitor is answered."""
    eager, calm = visit(), visit()
    for n in range(ASKED_A_MINUTE):
        eager.answer(f"What happened to pier {n}?")
    eager.ask("And then?")
    _waits_for(eager, f"Only {ASKED_A_MINUTE} questions a minute can be asked", kind="ended")
    assert eager.page.input_value("#dl-box textarea") == "And then?"
    assert "north pier" in calm.answer(PIER)
