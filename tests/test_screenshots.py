"""The README's pictures show the page as it is."""

from typing import Any

import pytest

pytest.importorskip("playwright", reason="the tests of the page drive Chromium through playwright")

from tests.collection import ROOT
from tests.page_driver import IN_CHROMIUM
from tests.screenshots import FOLDER, HEIGHT, SHOTS, WIDTH, Shot, taken, words

pytestmark = IN_CHROMIUM


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_picture_shows_the_page_as_it_is(browser: Any, shot: Shot) -> None:
    """The words that were on the page when its picture was taken are on it now; `make screenshots` takes it anew."""
    with taken(browser, shot) as visit:
        assert words(visit) == (FOLDER / f"{shot.name}.txt").read_text(encoding="utf-8")


def test_the_readme_shows_the_pictures() -> None:
    """Each picture is in the README and in its folder, in the size that it is taken in, and small."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for shot in SHOTS:
        picture = FOLDER / f"{shot.name}.png"
        assert f"tests/screenshots/{picture.name}" in readme
        head = picture.read_bytes()
        assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (WIDTH, HEIGHT)
        assert len(head) < 300_000
