"""The record: what is put there comes back as it was, or is gone."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import StoreError, StoreMismatch
from index.filing import Filed, digest_of, key_of
from index.record import Record
from index.schema import STEPS, newest
from index.signatures import signature
from tests.bag_of_words import filed, many

MARKS = {"embedding": "bag", "dimension": "32", "chunking": "paragraphs"}
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=300)


@pytest.fixture(params=["sqlite", "postgresql"])
def another(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Record]]:
    """Opens one and the same record, as another process would."""
    address = request.getfixturevalue("postgres").place() if request.param == "postgresql" else ""
    opened: list[Record] = []

    def another() -> Record:
        opened.append(Record(tmp_path, address))
        return opened[-1]

    yield another
    for one in opened:
        one.close()


@pytest.fixture
def record(another: Callable[[], Record]) -> Record:
    made = another()
    made.prepare(MARKS)
    return made


def test_reading_an_absent_record_creates_nothing(tmp_path: Path) -> None:
    """A record that was never written is empty, and stays absent."""
    record = Record(tmp_path / "home")
    assert (record.change(), record.sources(), record.meta(), record.failures()) == (0, (), {}, ())
    assert not (tmp_path / "home").exists()


@settings(max_examples=30, deadline=None)
@given(text=TEXT, title=TEXT, removed=st.lists(TEXT, max_size=3), extra=st.dictionaries(TEXT, TEXT, max_size=3))
def test_every_text_comes_back(text: str, title: str, removed: list[str], extra: dict[str, str]) -> None:
    """Texts, offsets, titles and metadata come back as they were, whatever characters they hold."""
    one = filed("a", text, title=title, removed=removed, extra=extra, author=title or None)
    with TemporaryDirectory() as home:
        record = Record(Path(home))
        record.prepare(MARKS)
        record.put([one])
        article = record.article("a")
        passages = record.passages_of("a")
        vectors = record.vectors([passage.id for passage in passages])
        kept = record.passages([passage.id for passage in passages])
        assert [passage for passage, _ in kept.values()] == list(one.passages)
        record.close()
    assert article == one.article
    assert passages == one.passages
    assert all(article.text[p.start : p.end] == p.text for p in passages)
    for passage, vector in zip(one.passages, one.vectors, strict=True):
        assert np.array_equal(vectors[passage.id], vector)


def test_an_earlier_text_still_opens(record: Record) -> None:
    """A report that was replaced has its new text, and its earlier one by digest."""
    record.put([filed("a", "Ten were hurt.\n\nMore later.")])
    record.put([filed("a", "Twelve were hurt.")])
    article = record.article("a")
    assert article is not None
    assert article.text == "Twelve were hurt."
    assert [p.text for p in record.passages_of("a")] == ["Twelve were hurt."]
    assert record.text_of("a", digest_of("Ten were hurt.\n\nMore later.")) == "Ten were hurt.\n\nMore later."
    assert record.text_of("a", digest_of("Never written.")) is None


def test_sources_are_in_order_of_date(record: Record) -> None:
    """Reports come by date, then id, undated ones last, with the number of their passages."""
    undated = filed("u", "Text.", published=None, published_from=None, not_before=date(2023, 5, 6))
    record.put([undated, filed("b", "Text."), filed("a", "Text.\n\nMore."), filed("c", "", published=date(2020, 1, 1))])
    assert [(source.id, n) for source, n in record.sources()] == [("c", 0), ("a", 2), ("b", 1), ("u", 1)]


def test_changes_are_numbered(record: Record) -> None:
    """Each put, set and removal is a change; of each report the last one counts."""
    record.put([filed("a", "One."), filed("b", "Two.")])
    assert record.change() == 2
    record.put([filed("a", "Three.")])
    assert record.changed(1) == [key_of("b"), key_of("a")]
    assert record.remove("b")
    assert record.changed(3) == [key_of("b")]
    assert [kept.source.id for kept in record.kept(record.changed(0))] == ["a"]
    assert not record.remove("b")
    assert record.change() == 4


def test_a_failed_transaction_leaves_nothing(record: Record) -> None:
    """Reports that are put together are there together, or not at all."""
    twice = filed("b", "Two.")
    clash = filed("c", "Three.")
    stolen = type(clash)(clash.article, twice.passages, clash.vectors, clash.path, clash.digest)
    with pytest.raises(StoreError):
        record.put([twice, stolen])
    assert (record.sources(), record.change(), record.files()) == ((), 0, {})


def test_files_are_remembered(record: Record) -> None:
    """A file's digest, reports and failures are known until they are forgotten or it is read well."""
    record.failed({"/x": "not a report"})
    record.failed({"/x": "still not a report"})
    assert record.failures() == (("/x", "still not a report"),)
    record.put([filed("a", "One.", path="/x"), filed("b", "Two.", path="/x")])
    assert record.failures() == ()
    assert record.files() == {"/x": "digest of Two."}
    assert record.texts_by_file() == {"/x": {"a": digest_of("One."), "b": digest_of("Two.")}}
    record.remove("a")
    assert "/x" in record.files()
    record.remove("b")
    assert record.files() == {}
    record.put([filed("a", "One.", path="/x")])
    record.forget_file("/x")
    assert record.files() == {}
    assert list(record.texts_by_file()["/x"]) == ["a"]


def test_nothing_of_a_removed_report_is_on_disk(tmp_path: Path) -> None:
    """Its words, title, address and id are in no file of the record, nor are those of its earlier texts."""
    record = Record(tmp_path)
    record.prepare(MARKS)
    record.put(many(40))
    for text in ("Zanzibar said so. " * 400, "Quixote denies it. " * 400):
        record.put([filed("secret-id", text, title="Xylophone", url="https://pomegranate.example/", path="/kumquat")])
    assert any(b"Zanzibar" in file.read_bytes() for file in tmp_path.iterdir())
    record.remove("secret-id")
    record.settle()
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    words = (b"Zanzibar", b"Quixote", b"Xylophone", b"pomegranate", b"kumquat", b"secret-id")
    assert [word for word in words if word in left] == []
    assert len(record.sources()) == 40
    record.close()


def test_a_half_made_record_is_made_whole(tmp_path: Path) -> None:
    """A record whose making was interrupted counts as absent, and is then made."""
    record = Record(tmp_path)
    record.prepare(MARKS)
    with record.writing() as connection:
        connection.exec_driver_sql("DELETE FROM meta")
        connection.exec_driver_sql("DROP TABLE changes")
    again = Record(tmp_path)
    assert again.change() == 0
    again.prepare(MARKS)
    again.put([filed("a", "One.")])
    assert again.change() == 1


def test_a_newer_record_is_refused(record: Record, another: Callable[[], Record]) -> None:
    """A record with a schema that this Dateline does not know is not touched."""
    with record.writing() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '1000' WHERE name = 'schema'")
    with pytest.raises(StoreMismatch, match="newer"):
        another().sources()


def test_an_older_record_is_brought_up_to_date(
    record: Record, another: Callable[[], Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record of an earlier schema says so to readers, and the next writer takes the steps that it lacks."""
    record.put([filed("a", "One.")])
    step = "CREATE TABLE more (name TEXT)"
    monkeypatch.setattr("index.schema.STEPS", (*STEPS, lambda connection: connection.exec_driver_sql(step)))
    newer = another()
    assert newer.meta()["embedding"] == "bag"
    with pytest.raises(StoreMismatch, match="older"):
        newer.sources()
    newer.prepare(MARKS)
    assert newer.meta()["schema"] == str(newest())
    assert [source.id for source, _ in newer.sources()] == ["a"]


FIRST_SCHEMA = """
CREATE TABLE meta (name VARCHAR NOT NULL, value VARCHAR NOT NULL, PRIMARY KEY (name));
CREATE TABLE articles (id VARCHAR NOT NULL, "key" VARCHAR NOT NULL, title TEXT NOT NULL, outlet TEXT, author TEXT,
    published DATE, published_from VARCHAR, not_before DATE, url TEXT, path TEXT, origin VARCHAR NOT NULL,
    extra JSON NOT NULL, removed JSON NOT NULL, digest VARCHAR NOT NULL, file TEXT NOT NULL, passages INTEGER NOT NULL,
    PRIMARY KEY (id), UNIQUE ("key"));
CREATE INDEX ix_articles_file ON articles (file);
CREATE TABLE texts (source VARCHAR NOT NULL, digest VARCHAR NOT NULL, text TEXT NOT NULL, PRIMARY KEY (source, digest),
    FOREIGN KEY(source) REFERENCES articles (id) ON DELETE CASCADE);
CREATE TABLE passages (id VARCHAR NOT NULL, source VARCHAR NOT NULL, ordinal INTEGER NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (id), UNIQUE (source, ordinal),
    FOREIGN KEY(source) REFERENCES articles (id) ON DELETE CASCADE);
CREATE TABLE files (path TEXT NOT NULL, digest VARCHAR NOT NULL, PRIMARY KEY (path));
CREATE TABLE failures (path TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (path));
CREATE TABLE changes ("key" VARCHAR NOT NULL, number INTEGER NOT NULL, PRIMARY KEY ("key"));
CREATE INDEX ix_changes_number ON changes (number);
"""


def _first_record(home: Path, reports: Sequence[Filed]) -> None:
    """A record as the first schema kept it, written without our code."""
    with closing(sqlite3.connect(home / "record.sqlite3")) as base, base:
        base.executescript(FIRST_SCHEMA)
        about = {**MARKS, "record": "one-of-a-kind", "change": str(len(reports)), "purged": "0", "schema": "1"}
        base.executemany("INSERT INTO meta VALUES (?, ?)", about.items())
        base.execute("INSERT INTO failures VALUES ('/broken.pdf', 'is truncated')")
        for number, one in enumerate(reports, start=1):
            it, text = one.article.source, one.article.text
            row: list[object] = [
                it.id,
                key_of(it.id),
                it.title,
                it.outlet,
                it.author,
                it.published and it.published.isoformat(),
            ]
            row += [it.published_from, None, it.url, it.path, it.origin, json.dumps(dict(it.extra))]
            row += [json.dumps(one.article.removed), digest_of(text), one.path, str(len(one.passages))]
            base.execute(f"INSERT INTO articles VALUES ({', '.join('?' * 16)})", row)  # noqa: S608
            base.execute("INSERT INTO texts VALUES (?, ?, ?)", (it.id, digest_of(text), text))
            base.execute("INSERT INTO texts VALUES (?, ?, ?)", (it.id, digest_of("Earlier."), "Earlier."))
            base.execute("INSERT INTO files VALUES (?, ?)", (one.path, one.digest))
            base.execute("INSERT INTO changes VALUES (?, ?)", (key_of(it.id), number))
            for at, (passage, vector) in enumerate(zip(one.passages, one.vectors, strict=True)):
                its = (passage.id, it.id, at, passage.start, passage.end, vector.astype("<f4").tobytes())
                base.execute("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)", its)


def test_a_record_of_the_first_schema_keeps_everything(tmp_path: Path) -> None:
    """Reports with what a person stated of them, texts, earlier texts, passages, vectors, files, failures and changes
    are there after the schema was brought up to date, and copies of the old reports are known."""
    stated = {"set_by_user": "outlet published", "original_source": "Harbour Post"}
    reports = [*many(450), filed("stated", "“Ünïcode”\n\nMore.", extra=stated, removed=["Ad"], outlet="Øst")]
    _first_record(tmp_path, reports)
    record = Record(tmp_path)
    with pytest.raises(StoreMismatch, match="older"):
        record.sources()
    record.prepare({**MARKS, "embedding": "another"})
    for one in reports:
        id = one.article.source.id
        assert record.article(id) == one.article
        assert record.text_of(id, digest_of("Earlier.")) == "Earlier."
        assert record.passages_of(id) == one.passages
        kept = record.vectors([passage.id for passage in one.passages])
        assert all(np.array_equal(kept[p.id], v) for p, v in zip(one.passages, one.vectors, strict=True))
    assert record.files() == {one.path: one.digest for one in reports}
    assert record.failures() == (("/broken.pdf", "is truncated"),)
    assert record.changed(449) == [key_of("report-449"), key_of("stated")]
    about = {**MARKS, "record": "one-of-a-kind", "change": "451", "purged": "0", "schema": str(newest())}
    assert record.meta() == about
    assert sorted(record.marks()[0]) == sorted(one.article.source.id for one in reports)
    kept_signature = record.signatures(["report-3"])["report-3"]
    assert np.array_equal(kept_signature.runs, signature(reports[3].article.text).runs)
    record.close()


def test_a_file_that_is_no_database_is_an_error_of_ours(tmp_path: Path) -> None:
    """What cannot be read as a record is named."""
    (tmp_path / "record.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match=r"record\.sqlite3"):
        Record(tmp_path).change()


def test_lone_surrogates_are_refused(record: Record) -> None:
    """A text that has no encoding is refused in words, and nothing of it is written."""
    with pytest.raises(StoreError, match="characters"):
        record.put([filed("a", "half \ud800 of a pair")])
    assert record.sources() == ()


def test_importing_the_store_leaves_chroma_alone() -> None:
    """`import index.store` imports neither chromadb nor tantivy nor the embedding model's runtime."""
    heavy = "{'chromadb', 'tantivy', 'onnxruntime', 'llama_index', 'gradio'}"
    run = [sys.executable, "-c", f"import index.store, sys; print({heavy} & set(sys.modules))"]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout.strip() == "set()"
