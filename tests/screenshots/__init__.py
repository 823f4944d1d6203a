"""The pictures of the README: which pages they show, and the words on them, by which a test tells when they are old."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from index import build, open_store
from qa import Assistant
from tests.collection import SEEDS
from tests.page_driver import Visit, serving
from tests.reports import ARTICLES

FOLDER = Path(__file__).resolve().parent
WIDTH, HEIGHT = 1440, 1000  # pixels


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture, named as its files are."""

    name: str
    question: str
    invented: bool  # of the invented reports of the tests, else of the shipped ones
    dark: bool
    at: str  # what of the answer is brought into sight


SHOTS = (
    Shot("answer", "Were the North Korean troops withdrawn from the Kursk front?", False, False, ".byline"),
    Shot("differing", "How many homes were flooded in Larnby?", True, True, ".chart"),
)


@contextmanager
def taken(browser: Browser, shot: Shot) -> Iterator[Visit]:
    """The page as it is in the picture."""
    with TemporaryDirectory() as folder, open_store(f"{folder}/home") as store:
        build([_invented(Path(folder)) if shot.invented else SEEDS], store)
        with serving(Assistant(store)) as address:
            visit = Visit(browser, address, width=WIDTH, dark=shot.dark)
            visit.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
            visit.answer(shot.question)
            visit.page.wait_for_selector("#dl-offers .offer")
            visit.page.locator(f"#dl-current {shot.at}").first.evaluate("at => at.scrollIntoView({block: 'end'})")
            yield visit
            visit.page.close()


def words(visit: Visit) -> str:
    """What is written in the head, the answer and its sources, a line a line."""
    parts = (visit.page.inner_text(part) for part in ("#dl-head", "#dl-current", "#dl-side"))
    return "\n".join(line.strip() for part in parts for line in part.splitlines() if line.strip()) + "\n"


def _invented(folder: Path) -> Path:
    file = folder / "reports.jsonl"
    rows = ((a.source, a.text) for a in ARTICLES)
    fields = (
        {"id": s.id, "title": s.title, "outlet": s.outlet, "published": str(s.published), "text": t} for s, t in rows
    )
    file.write_text("".join(json.dumps(row) + "\n" for row in fields), encoding="utf-8")
    return file
