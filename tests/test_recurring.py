"""Furniture that is told by its recurring, and a collection that is rid of it."""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import build
from index.recurring import recurring, tell_recurring
from index.stating import state
from index.store import Store
from index.types import Article
from tests.bag_of_words import bag_store
from tests.bench.saved_pages import DEV, saved

PROSE = "The council met to discuss bridge {n}, and it adjourned without a vote late in the evening."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with bag_store(tmp_path / "home") as made:
        yield made


def pages(count: int, *above: str, below: tuple[str, ...] = (), start: int = 0) -> list[tuple[str, list[str]]]:
    """So many reports with the same lines around a text of their own."""
    return [(f"report-{n}", [*above, PROSE.format(n=n), *below]) for n in range(start, start + count)]


def folder_of(at: Path, count: int = 12) -> Path:
    """A folder of saved pages of three sites."""
    at.mkdir()
    for number, page in enumerate(saved(DEV, ".txt", each=count)):
        (at / f"{page.site}-{number}.txt").write_text(page.page, encoding="utf-8")
    return at


def held(store: Store) -> dict[str, Article]:
    """Every report by its file's name, as it is kept but for the copies that it belongs to."""
    return {Path(s.path or "").name: store.article(s.id) for s in store.sources()}


def test_a_label_that_recurs_is_found() -> None:
    """A label recurs in three reports and a quarter of all; fewer, or copies of one report, are not enough."""
    assert recurring(pages(6, "Harbour Street News")) == {"Harbour Street News"}
    assert recurring(pages(2, "Harbour Street News")) == frozenset()
    assert recurring([("one origin", lines) for _, lines in pages(6, "Harbour Street News")]) == frozenset()
    assert recurring(pages(3, "Harbour Street News") + pages(12, start=3)) == frozenset()
    assert recurring([]) == frozenset()


def test_one_site_among_many_is_found() -> None:
    """Lines that recur in the same reports are a site's, though that site is a small part of a folder."""
    some = pages(4, "Harbour Street News", "Tide tables", "Pier", "Court list")
    assert recurring(some + pages(40, start=4)) == {"Harbour Street News", "Tide tables", "Pier", "Court list"}


@pytest.mark.parametrize(
    "line",
    [
        "No one was hurt.",
        "The governor did not respond to a request for comment.",
        "The war between the two countries is in its third year.",
        "“We will not yield,” the minister told parliament.",
        "The ministry published the figures on its website.",
    ],
)
def test_a_sentence_of_news_stays_however_often_it_stands(line: str) -> None:
    """A standing phrase, a quotation or a sentence of background stays, also at the end of every report."""
    reports = pages(9, below=(line,))
    known = recurring(reports)
    assert not any(any(tell_recurring(lines, known)) for _, lines in reports)


@pytest.mark.parametrize(
    "line",
    [
        "We are a newspaper owned by the people who read it.",
        "The Ledger's morning newsletter goes out at six.",
        "Nellie Bly is a reporter based in Oslo, known for her pieces on fishing.",
        "Harbour Street News",
    ],
)
def test_what_speaks_of_the_site_goes(line: str) -> None:
    """A label, a sentence to the reader or of the site, and an author's biography go where they recur at the end."""
    reports = pages(9, below=(line,))
    assert tell_recurring(reports[0][1], recurring(reports)) == (False, True)


def test_a_heading_within_a_report_stays() -> None:
    """A heading that an outlet puts between the paragraphs of all its reports is no furniture."""
    known = recurring([(origin, [*lines, "Why it matters", *lines]) for origin, lines in pages(6)])
    assert tell_recurring([PROSE, "Why it matters", PROSE], known) == (False, False, False)


def test_links_that_change_go_under_a_heading_that_recurs() -> None:
    """What stands under a recurring heading goes where furniture stood before it, and stays where it may be a list."""
    known = recurring(pages(6, below=("Most read tonight",)))
    end = ["Most read tonight", "Ferry stops for winter", "Mayor names a deputy"]
    assert tell_recurring([PROSE, "Post Comment", *end], known) == (False, False, True, True, True)
    assert tell_recurring([PROSE, *end], known) == (False, True, False, False)


@given(st.lists(st.lists(st.text(max_size=40), max_size=6), max_size=8))
def test_any_lines_can_be_counted(reports: list[list[str]]) -> None:
    """No lines make it fail, and only what recurs, or stands among what does, is told."""
    known = recurring([(str(number), lines) for number, lines in enumerate(reports)])
    for lines in reports:
        marked = tell_recurring(lines, known)
        assert len(marked) == len(lines)
        assert known.intersection(lines) or not any(marked)


def test_a_collection_is_rid_of_what_recurs(tmp_path: Path, store: Store) -> None:
    """Indexed together, saved pages lose their sites' names and footers, get their titles, and lose no sentence."""
    folder = folder_of(tmp_path / "pages")
    report = build([folder], store)
    assert len(report.added) == 36
    articles = held(store)
    for number, page in enumerate(saved(DEV, ".txt", each=12)):
        article = articles[f"{page.site}-{number}.txt"]
        assert [part for part in page.body if part not in article.text] == []
        assert article.source.title
        assert article.source.title in page.page
        assert article.source.published
        whole = "".join((article.source.title, article.text, *article.removed))
        assert sorted("".join(whole.split())) == sorted("".join(page.page.split()))
    text = "\n".join(article.text for article in articles.values())
    for furniture in ("Evening Lantern", "Tide tables", "Lantern House", "in your inbox", "Corrections and"):
        assert furniture not in text
    assert store.check().agrees


def test_an_unchanged_collection_stays_unchanged(tmp_path: Path, store: Store) -> None:
    """Indexed again, nothing is updated, and the record counts no change."""
    folder = folder_of(tmp_path / "pages", 4)
    build([folder], store)
    before, change = held(store), store.change()
    again = build([folder], store)
    assert (len(again.unchanged), again.updated, again.added) == (12, (), ())
    assert (held(store), store.change()) == (before, change)


def test_the_order_of_indexing_does_not_count(tmp_path: Path) -> None:
    """The same files end the same whether they came at once or in parts, in whatever order."""
    folder = folder_of(tmp_path / "pages", 6)
    files = sorted(folder.iterdir())
    ends = []
    for seed in range(3):
        random.Random(seed).shuffle(files)  # noqa: S311
        with bag_store(tmp_path / f"home-{seed}") as store:
            for at in range(0, len(files), len(files) if seed == 0 else 7):
                build(files[at : at + (len(files) if seed == 0 else 7)], store)
            ends.append({name: (a.text, a.removed, a.source.title) for name, a in held(store).items()})
    assert ends[0] == ends[1] == ends[2]


def test_what_no_longer_recurs_comes_back(tmp_path: Path, store: Store) -> None:
    """A line that was taken out where few reports were there is put back when many without it have come."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for n in range(3):
        (folder / f"first-{n}.txt").write_text(f"Harbour Street News\n\n{PROSE.format(n=n)} {n} ships lay in port {n}.")
    build([folder], store)
    assert not any("Street" in article.text + article.source.title for article in held(store).values())
    for n in range(30, 50):
        (folder / f"later-{n}.txt").write_text(PROSE.format(n=n) + f" The {n} bus ran, and tram {n} did not.")
    assert len(build([folder], store).updated) == 3
    articles = held(store)
    assert all("Street" in articles[f"first-{n}.txt"].text + articles[f"first-{n}.txt"].source.title for n in range(3))


def test_what_a_person_stated_is_kept(tmp_path: Path, store: Store) -> None:
    """A report that is read again because something recurs keeps what was stated of it."""
    folder = folder_of(tmp_path / "pages", 2)
    build([folder], store)
    source = next(iter(store.sources()))
    with store.writing() as writing:
        writing.set(state(source, published=None, outlet="The Ledger"))
    shutil.rmtree(folder)
    build([folder_of(tmp_path / "pages", 6)], store)
    assert store.article(source.id).source.outlet == "The Ledger"


def test_a_changed_table_costs_only_its_changed_rows(tmp_path: Path, store: Store) -> None:
    """Of a table whose rows were rid of what recurs, only the row that changed is updated."""
    table = tmp_path / "a.jsonl"
    rows = [{"id": str(n), "text": f"Harbour Street News\n{PROSE.format(n=n)}"} for n in range(8)]
    table.write_text("\n".join(map(json.dumps, rows)))
    build([table], store)
    assert not any("Street" in store.article(source.id).text for source in store.sources())
    rows[3]["text"] += " The mayor left early."
    table.write_text("\n".join(map(json.dumps, rows)))
    report = build([table], store)
    assert (report.updated, len(report.unchanged)) == (("3",), 7)
    assert store.article("3").text.endswith("The mayor left early.")


def test_a_report_whose_file_is_gone_is_left_alone(tmp_path: Path, store: Store) -> None:
    """Where a line is found to recur later, a report whose file is no longer there stays as it was."""
    folder = folder_of(tmp_path / "pages", 2)
    build([folder], store)
    gone = next(iter(folder.iterdir()))
    before = held(store)[gone.name]
    gone.unlink()
    (tmp_path / "more").mkdir()
    for file in folder_of(tmp_path / "others", 6).iterdir():
        shutil.copy(file, folder / f"more-{file.name}")
    build([folder], store)
    assert held(store)[gone.name] == before


def test_an_indexing_that_was_stopped_is_tidied_by_the_next(tmp_path: Path, store: Store) -> None:
    """Ended before it looked for what recurs, an indexing is made good by the next one, though no file has changed."""
    folder = folder_of(tmp_path / "pages", 4)

    def stop(progress: object) -> None:
        if getattr(progress, "done", 0) == 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([folder], store, progress=stop)
    build([folder], store)
    assert not any("Evening Lantern" in article.text for article in held(store).values())


def test_a_second_source_of_an_id_is_rid_of_what_recurs(tmp_path: Path, store: Store) -> None:
    """Of two files that hold reports under the same ids, both are rid of what recurs, and stay so when read again."""
    rows = [{"id": str(n), "text": f"Harbour Street News\n{PROSE.format(n=n)}"} for n in range(8)]
    for name in ("first", "second"):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
        build([tmp_path], store)
    assert len(store.sources()) == 16
    assert not any("Street" in store.article(source.id).text for source in store.sources())
    rows[3]["text"] += " The mayor left early."
    (tmp_path / "second.jsonl").write_text("\n".join(map(json.dumps, rows)))
    report = build([tmp_path], store)
    assert (len(report.updated), len(report.unchanged)) == (1, 15)
