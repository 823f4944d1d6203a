"""A Chroma server that fails: the record answers all along, and from it the server is mended."""

import shutil
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import build, served
from index.building import remove
from index.errors import IndexBroken, SettingsError, StoreMismatch
from index.filing import Kept, key_of
from index.served import ServedVectors
from index.store import Store, open_store
from index.vectors import address
from tests.bag_of_words import BagOfWords, Unused, bag_store, by_arithmetic, filed, ids, many, nearest, put, settings_of
from tests.servers import Chroma, free_port

REPORTS = many(350)  # more passages than are searched exactly


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What changes is taken in by the server, however little it is."""
    monkeypatch.setattr(served, "WAITING", 0)
    monkeypatch.setattr(served, "SHARE", 0.0)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that failed is asked again at once, and has half a second to answer."""
    monkeypatch.setattr(served, "RESTING", 0.0)
    monkeypatch.setattr(served, "ANSWERING", 0.5)


def _found(store: Store, text: str = "mayor3 union2 road1") -> list[str]:
    """The passages nearest to a text, however they are found; asserts that they are the right ones."""
    found = ids(nearest(store, text, 6))
    assert found == by_arithmetic(REPORTS, text, 6)
    return found


def _by_chroma(store: Store) -> list[str]:
    """The passages that the server itself finds; [] where it is behind."""
    found = _vectors(store).search(BagOfWords().embed(["mayor3 union2 road1"])[0], 6, store.change())
    names = {key_of(one.article.source.id): one.article.source.id for one in REPORTS}
    return [
        f"{names[key]}:{ordinal}" for key, ordinal, _ in sorted(found or [], key=lambda hit: (-hit[2], names[hit[0]]))
    ]


def _vectors(store: Store) -> ServedVectors:
    vectors = store._indexes.vectors
    assert isinstance(vectors, ServedVectors)
    return vectors


def _collection(store: Store) -> Any:
    collection = _vectors(store)._found(served.WRITING)
    assert collection is not None
    return collection


def test_what_is_removed_is_gone_from_the_server(home: Path, chroma_server: Chroma) -> None:
    """At once, though what else changed waits to be taken in, and nothing is kept at home."""
    with bag_store(home, CHROMA_URL=chroma_server.database()) as store:
        put(store, *REPORTS)
        made, change = _collection(store).id, store.change()
        put(store, filed("late", "zebra"))
        with store.writing() as writing:
            writing.remove("report-4")
        assert _collection(store).id == made
        held, _ = _vectors(store).contents([])
        assert not any(id.startswith(key_of("report-4")) for id in held)
        assert len(held) == 1047
        assert _vectors(store).held(store.change()) == change
        assert ids(nearest(store, "zebra", 1)) == ["late:0"]
        assert store.check().agrees
        assert not (home / "chroma").exists()


def test_another_records_collection_is_not_used(home: Path, tmp_path: Path, chroma_server: Chroma) -> None:
    """A collection made from another record neither answers nor is written, until it is asked to be made anew."""
    url = chroma_server.database()
    with bag_store(home, CHROMA_URL=url) as store, bag_store(tmp_path / "other", CHROMA_URL=url) as other:
        put(store, *many(12))
        with pytest.raises(StoreMismatch, match="another record"):
            put(other, *many(2))
        assert len(nearest(other, "mayor1")) == 5
        assert other.repair().agrees
        assert not store.check().agrees


def test_a_collection_of_others_is_left_alone(home: Path, chroma_server: Chroma) -> None:
    """What another program keeps under the same name is neither used nor deleted, even where a repair is asked for."""
    with bag_store(home, CHROMA_URL=chroma_server.database()) as store:
        client = _vectors(store)._connected(served.WRITING)
        theirs = client.create_collection("passages", embedding_function=None)
        theirs.add(["theirs"], np.eye(1, 3, dtype=np.float32))
        with pytest.raises(StoreMismatch, match="not made by Dateline"):
            put(store, *REPORTS)
        assert _found(store)
        with pytest.raises(StoreMismatch, match="not made by Dateline"):
            store.repair()
        assert _collection(store).count() == 1


def test_a_server_that_is_down_at_the_start(
    home: Path, chroma_server: Chroma, caplog: pytest.LogCaptureFixture
) -> None:
    """Reports are written and answered from the record, with a warning; the server is brought up to date later."""
    with bag_store(home, CHROMA_URL=f"http://:hunter2@127.0.0.1:{free_port()}") as store:
        with pytest.raises(IndexBroken, match=r"http://127\.0\.0\.1:\d+ cannot be used: .*refused") as caught:
            put(store, *REPORTS)
        assert _found(store)
        assert "exact search answers" in caplog.text
        assert "hunter2" not in f"{caught.value} {caplog.text}"
        assert not store.check().agrees
    settings = settings_of(home, CHROMA_URL=chroma_server.database())
    with open_store(settings=settings, embedder=Unused()) as store:
        assert _by_chroma(store) == []
        assert store.repair().agrees
        assert _by_chroma(store) == _found(store)


def test_an_indexing_without_its_server(home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What was read and removed while the server is down is in, is reported, and what is behind is said."""
    (tmp_path / "reports").mkdir()
    for name in ("first", "second"):
        (tmp_path / "reports" / f"{name}.txt").write_text(f"The {name} lock keeper of Delft has retired.")
    with bag_store(home, CHROMA_URL=f"http://127.0.0.1:{free_port()}") as store:
        report = build([tmp_path / "reports"], store)
        assert len(report.added) == 2
        assert "cannot be used" in caplog.text
        assert "What was written is in" in caplog.text
        remove(report.added[:1], store)
        assert [source.id for source in store.sources()] == list(report.added[1:])


@pytest.mark.usefixtures("at_once", "impatient")
def test_a_server_that_dies_between_two_questions(home: Path, chroma_server: Chroma) -> None:
    """Questions are answered while it is away, by it again when it is back, and a writer is told."""
    with bag_store(home, CHROMA_URL=chroma_server.database()) as store:
        put(store, *REPORTS)
        assert _by_chroma(store) == _found(store)
        chroma_server.kill()
        assert _found(store)
        with pytest.raises(IndexBroken):
            put(store, filed("late", "The server is gone."))
        chroma_server.start()
        assert ids(nearest(store, "the server is gone", 1)) == ["late:0"]
        with store.writing() as writing:
            writing.remove("late")
        assert _by_chroma(store) == _found(store)
        assert store.check().agrees


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("anew", [False, True], ids=["updated", "made anew"])
def test_a_server_that_dies_while_it_is_written(home: Path, chroma_server: Chroma, anew: bool) -> None:
    """What is half there is not asked, and the next writing makes it whole."""
    with bag_store(home, CHROMA_URL=chroma_server.database()) as store:
        put(store, *REPORTS[:20])
        store._record.put(REPORTS)
        keys = store._record.keys()

        def broken_off() -> Iterator[Kept]:
            yield from store._record.kept(keys[:340])  # the server has a thousand passages of these
            chroma_server.kill()
            yield from store._record.kept(keys[340:])

        vectors = _vectors(store)
        write = partial(vectors.rebuild, _passages=1050) if anew else partial(vectors.update, keys)
        with pytest.raises(IndexBroken):
            write(broken_off(), change=store.change())
        chroma_server.start()
        assert _collection(store).count() == 1000
        assert _by_chroma(store) == []
        assert _found(store)
        put(store, REPORTS[0])
        # Not what it finds: a graph of which nearly all was replaced may miss a few passages, until it is made anew.
        expected = {address(key, ordinal) for key in keys for ordinal in range(3)}
        assert _vectors(store).contents([])[0] == expected
        assert _vectors(store).held(store.change()) == store.change()


@pytest.mark.usefixtures("at_once", "impatient")
def test_a_server_that_says_nothing(home: Path, chroma_server: Chroma, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that takes connections and never answers is waited for once, and then left alone for a while."""
    with bag_store(home, CHROMA_URL=chroma_server.database()) as store:
        put(store, *REPORTS)
        assert _by_chroma(store) == _found(store)
        chroma_server.signal(signal.SIGSTOP)
        try:
            assert _found(store)
            with pytest.raises(IndexBroken):
                _by_chroma(store)
            monkeypatch.setattr(served, "RESTING", 60.0)
            monkeypatch.setattr(served, "connect", None)
            assert _found(store)
        finally:
            chroma_server.signal(signal.SIGCONT)


@pytest.mark.usefixtures("at_once", "impatient")
@pytest.mark.parametrize("behind", [False, True], ids=["empty", "behind"])
def test_a_server_that_has_forgotten(home: Path, tmp_path: Path, chroma_server: Chroma, behind: bool) -> None:
    """One that comes back empty, or as it was before, is not asked, and is made whole without embedding anything."""
    url, folder = chroma_server.database(), chroma_server.folder
    with bag_store(home, CHROMA_URL=url) as store:
        put(store, *REPORTS[:-1])
        chroma_server.kill()
        shutil.copytree(folder, tmp_path / "before")
        chroma_server.start()
        put(store, REPORTS[-1])
        assert _by_chroma(store) == _found(store)
        chroma_server.kill()
        shutil.rmtree(folder)
        if behind:
            shutil.copytree(tmp_path / "before", folder)
        chroma_server.start()
        assert _found(store)
    settings = settings_of(home, CHROMA_URL=url if behind else chroma_server.url)
    with open_store(settings=settings, embedder=Unused()) as store:
        assert _found(store)
        assert not store.check().agrees
        assert store.repair().agrees
        assert _by_chroma(store) == _found(store)


@pytest.mark.usefixtures("at_once", "impatient")
def test_a_collection_of_another_dimension(home: Path, chroma_server: Chroma) -> None:
    """Vectors of another embedding's dimension are noticed, and the collection is made anew."""
    with bag_store(home, CHROMA_URL=chroma_server.database()) as store:
        put(store, *REPORTS)
        metadata = _collection(store).metadata
        client = _vectors(store)._connected(served.WRITING)
        client.delete_collection("passages")
        other = client.create_collection("passages", metadata=metadata, embedding_function=None)
        other.add(["a"], np.eye(1, 3, dtype=np.float32))
        assert _found(store)
        assert not store.check().agrees
        put(store, REPORTS[0])
        assert store.check().agrees
        assert _by_chroma(store) == _found(store)


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", "http://", "http://host:port", "http://host/tenant"])
def test_a_wrong_address_is_said_at_once(home: Path, url: str) -> None:
    """CHROMA_URL that is no address is a wrong setting, told when the collection is opened."""
    with pytest.raises(SettingsError, match="CHROMA_URL"):
        bag_store(home, CHROMA_URL=url)
