"""Takes the pictures of the README anew, each beside the words that it shows.

usage: python -m tests.screenshots     or: make screenshots
"""

from io import BytesIO

from PIL import Image

from tests.page_driver import browsing
from tests.screenshots import FOLDER, SHOTS, taken, words

COLOURS = 96  # of a picture: text and flat areas need no more, and the file is a quarter of the size

with browsing() as browser:
    for shot in SHOTS:
        with taken(browser, shot) as visit:
            picture = Image.open(BytesIO(visit.page.screenshot())).convert("RGB").quantize(COLOURS)
            picture.save(FOLDER / f"{shot.name}.png", optimize=True)
            (FOLDER / f"{shot.name}.txt").write_text(words(visit), encoding="utf-8")
