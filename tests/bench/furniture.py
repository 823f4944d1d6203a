"""How well a page's report is told from its furniture: tokens kept that are the report's, and sentences lost.

usage: python -m tests.bench.furniture [dev|held-out|all]

Saved pages of invented sites, all of one format in one folder, are indexed as anybody would. Beside it: keeping every
line, the rules for one page by itself, and for web pages trafilatura as it comes.
"""

import html
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from index import build
from index.errors import ReadError
from index.reading import read_file
from tests.bag_of_words import bag_store
from tests.bench.saved_pages import DEV, HELD_OUT, Saved, saved


def tokens(text: str) -> Counter[str]:
    """The words of a text, each as often as it stands there."""
    return Counter(re.findall(r"\w+", text.casefold()))


def scored(kept: Iterable[str], pages: Iterable[Saved]) -> tuple[float, float, float, int, int]:
    """Token precision, recall and F1 over all pages; sentences of reports that were lost; lines of furniture kept."""
    common = had = wanted = lost = strange = 0
    for text, page in zip(kept, pages, strict=True):
        ours, gold = tokens(text), tokens(" ".join(page.body))
        common += (ours & gold).total()
        had += ours.total()
        wanted += gold.total()
        lost += sum(paragraph[-1] in ".”" and paragraph not in text for paragraph in page.body)
        strange += sum(bool(line) and line not in page.body for line in text.split("\n"))
    precision, recall = common / max(had, 1), common / wanted
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9), lost, strange


def by_page(files: list[Path]) -> list[str]:
    """What is kept of each page read by itself."""
    texts = []
    for file in files:
        try:
            texts.append(read_file(file).articles[0].text)
        except ReadError:
            texts.append("")
    return texts


def by_collection(folder: Path, files: list[Path]) -> list[str]:
    """What is kept of each page once all are in a collection."""
    with tempfile.TemporaryDirectory() as home, bag_store(Path(home)) as store:
        build([folder], store)
        by_path = {source.path: store.article(source.id).text for source in store.sources()}
    return [by_path.get(str(file), "") for file in files]


def by_trafilatura(pages: list[Saved]) -> list[str]:
    """What trafilatura keeps with nothing set."""
    from trafilatura import extract

    return [extract(page.page) or "" for page in pages]


def main(half: str = "all") -> None:
    """Prints a table for each format."""
    sites = {"dev": DEV, "held-out": HELD_OUT}.get(half, {**DEV, **HELD_OUT})
    for suffix in (".txt", ".html"):
        pages = saved(sites, suffix)
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made).resolve()
            files = [folder / f"{page.site}-{number}{suffix}" for number, page in enumerate(pages)]
            for file, page in zip(files, pages, strict=True):
                file.write_text(page.page, encoding="utf-8")
            rows = {"kept whole": [html.unescape(re.sub(r"<[^>]+>", "\n", p.page)) for p in pages]}
            rows["each page by itself"] = by_page(files)
            rows["in a collection"] = by_collection(folder, files)
        if suffix == ".html":
            rows["trafilatura"] = by_trafilatura(pages)
        print(f"{suffix}, {half}: {len(pages)} pages of {len(sites)} sites")
        for name, texts in rows.items():
            precision, recall, f1, lost, strange = scored(texts, pages)
            print(f"  {name:20}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  lost {lost:3}  furniture {strange:4}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "all")
