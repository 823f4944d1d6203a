"""The store: three places that say one thing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.embedding import MiniLM
from index.errors import StoreError, StoreMismatch, StoreUnwritable, UnknownReport
from index.store import Store, digest_of, open_store
from index.types import Query, Scope
from tests.bag_of_words import BagOfWords, Unused, bag_store, by_arithmetic, filed, ids, many, nearest, put, settings_of
from tests.servers import Backend


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path, backend: Backend) -> Iterator[Store]:
    with bag_store(home, **backend) as made:
        yield made


def test_opening_creates_nothing(store: Store, home: Path) -> None:
    """An empty collection can be read in every way, and is not there afterwards."""
    assert (store.change(), store.sources(), store.passages("a")) == (0, (), ())
    assert (nearest(store, "x"), store.matching("x", 3)) == ((), ())
    assert store.check().agrees
    with pytest.raises(UnknownReport):
        store.article("a")
    assert not home.exists()


def test_what_is_put_is_found(store: Store) -> None:
    """A report is found by meaning and by words, with its passages and vectors as they were put."""
    reports = many(20)
    put(store, *reports)
    assert ids(nearest(store, "mayor3 bridge10"))[:5] == by_arithmetic(reports, "mayor3 bridge10", 5)
    assert ids(store.matching("bridge10", 5))[0].startswith("report-10:")
    assert store.passages("report-3") == reports[3].passages
    assert np.array_equal(store.vectors(["report-3:1", "report-2:0"]), [reports[3].vectors[1], reports[2].vectors[0]])
    assert store.article("report-3") == reports[3].article
    health = store.check()
    assert (health.agrees, health.reports, health.passages, health.vectors, health.words) == (True, 20, 60, 60, 60)


def test_an_id_may_be_shortened(store: Store) -> None:
    """A report is known by the beginning of its id where only one begins so; else near ids are named."""
    put(store, filed("storm-2024", "A."), filed("storm-2025", "B."), filed("flood", "C."))
    assert store.article("fl").source.id == "flood"
    with pytest.raises(UnknownReport, match="storm-2024, storm-2025"):
        store.article("storm")
    with pytest.raises(UnknownReport, match="flood"):
        store.article("floods")


def test_a_replaced_report_is_replaced_everywhere(store: Store) -> None:
    """After a report is put again, only its new words are found, and its earlier text still opens."""
    put(store, *many(5), filed("a", "zebra crossing\n\nzebra stripes"))
    put(store, filed("a", "giraffe"))
    assert "a" not in {hit.passage.source.id for hit in store.matching("zebra", 5)}
    assert ids(store.matching("giraffe", 5)) == ["a:0"]
    assert ids(nearest(store, "giraffe", 1)) == ["a:0"]
    assert store.text_of("a", digest_of("zebra crossing\n\nzebra stripes")) == "zebra crossing\n\nzebra stripes"
    assert store.check().agrees


def test_a_removed_report_leaves_no_trace(store: Store, home: Path, backend: Backend) -> None:
    """Nothing of a removed report or its earlier texts stands in any file: record, Chroma or word index."""
    put(store, *many(10))
    secret = filed("secret-id", "Zanzibarian pomegranates", title="Xylophone", outlet="Kumquat Daily", path="/quince")
    put(store, secret)
    put(store, filed("secret-id", "Quixotic tangerines", title="Xylophone", outlet="Kumquat Daily", path="/quince"))
    words = (b"anzibar", b"omegranat", b"uixot", b"angerin", b"ylophon", b"umquat", b"secret-id", b"quince")
    vector = secret.vectors[0].tobytes()
    assert backend or any(words[0] in file.read_bytes() for file in home.rglob("*") if file.is_file())
    with store.writing() as writing:
        writing.remove("secret-id")
    left = [
        (word, file)
        for file in home.rglob("*")
        if file.is_file()
        for word in (*words, vector)
        if word in file.read_bytes()
    ]
    assert left == []
    assert store.matching("pomegranates tangerines", 5) == ()
    assert store.check().agrees
    with store.writing() as writing, pytest.raises(UnknownReport):
        writing.remove("secret-id")


def test_new_metadata_needs_no_embedding(home: Path, backend: Backend) -> None:
    """What is set of a report shows in its passages and in what scopes admit, and nothing is embedded."""
    with bag_store(home, **backend) as store:
        put(store, *many(6))
    with open_store(settings=settings_of(home, **backend), embedder=Unused()) as store:
        source = store.article("report-2").source
        with store.writing() as writing:
            writing.set(replace(source, published=date(2020, 5, 5), published_from="user", outlet="Hill Echo"))
            with pytest.raises(UnknownReport):
                writing.set(replace(source, id="nobody"))
        assert store.article("report-2").source.published_from == "user"
        assert {hit.passage.source.id for hit in nearest(store, "mayor2", 9, outlets=("Hill Echo",))} == {"report-2"}
        assert {hit.passage.source.id for hit in store.matching("echo", 9)} == {"report-2"}
        assert {hit.passage.source.id for hit in store.matching("bridge2", 9, Scope(until=date(2021, 1, 1)))} == {
            "report-2"
        }
        assert store.check().agrees


@pytest.mark.parametrize("count", [30, 400])
def test_a_scope_is_kept_to(home: Path, count: int, backend: Backend) -> None:
    """With a scope, the best passages within it are found, and no others; many by Chroma, few exactly."""
    reports = many(count)
    inside = [one for one in reports if one.article.source.outlet == "Valley News"]
    with bag_store(home, **backend) as store:
        put(store, *reports)
        assert ids(nearest(store, "mayor3 union2 road1", 8, outlets=("Valley News",))) == by_arithmetic(
            inside, "mayor3 union2 road1", 8
        )
        hits = store.matching("mayor3 road1", 50, Scope(outlets=("Valley News",), since=date(2024, 2, 10)))
        assert hits
        assert all(hit.passage.source.outlet == "Valley News" for hit in hits)
        assert all((hit.passage.source.published or date.min) >= date(2024, 2, 10) for hit in hits)
        assert nearest(store, "mayor3", 5, outlets=("Nobody",)) == ()


def test_queries_together_find_what_each_finds(store: Store) -> None:
    """A search's lists are those of `nearest` and `matching`; what stands in several is there once, with its vector."""
    put(store, *many(30))
    scopes = (Scope(), Scope(outlets=("Valley News",)), Scope(outlets=("Nobody",)))
    texts = ("mayor3 bridge10", "union2 road1", "mayor3")
    vectors = store.embedder.embed(texts)
    found = store.search([Query(v, t, 8, s) for v, t, s in zip(vectors, texts, scopes, strict=True)])
    assert found.near == tuple(store.nearest(v, 8, s) for v, s in zip(vectors, scopes, strict=True))
    assert found.matching == tuple(store.matching(t, 8, s) for t, s in zip(texts, scopes, strict=True))
    every = {hit.passage for hits in (*found.near, *found.matching) for hit in hits}
    assert sorted(passage.id for passage in found.passages) == sorted(passage.id for passage in every)
    assert np.array_equal(found.vectors, store.vectors([passage.id for passage in found.passages]))
    assert store.search([]).passages == store.search([Query(vectors[0], "", 0)]).passages == ()


def test_a_passage_in_use_is_there_once(store: Store) -> None:
    """A passage that somebody holds is handed out again when it is found again; once it is replaced, the new one is."""
    put(store, *many(5), filed("a", "zebra crossing"))
    (held,) = store.matching("zebra", 1)
    (again,) = store.matching("crossing", 1)
    assert again.passage is held.passage
    put(store, filed("a", "zebra stripes"))
    (new,) = store.matching("zebra", 1)
    assert (held.passage.text, new.passage.text) == ("zebra crossing", "zebra stripes")


def test_another_model_is_refused(store: Store, home: Path, backend: Backend) -> None:
    """A collection that was made with one embedding model is not read or written with another."""
    put(store, *many(1))
    with pytest.raises(StoreMismatch, match=r"bag-of-words-32.*MiniLM"):
        open_store(settings=settings_of(home, **backend))
    assert open_store(home, settings=settings_of(home.parent, **backend), embedder=BagOfWords()).change() == 1


def test_what_is_not_in_order_is_not_written(store: Store) -> None:
    """A report whose vectors or offsets are wrong is refused, and those put with it too."""
    good, bad = filed("a", "Good."), filed("b", "Bad.\n\nVery.")
    with store.writing() as writing:
        with pytest.raises(StoreMismatch):
            writing.put([good, replace(bad, vectors=bad.vectors[:1])])
        with pytest.raises(StoreError, match="numbers"):
            writing.put([good, replace(bad, vectors=bad.vectors * np.float32("nan"))])
        with pytest.raises(StoreError, match="at that place"):
            writing.put([good, replace(bad, passages=(bad.passages[0], replace(bad.passages[1], start=0)))])
        with pytest.raises(StoreError, match=r"'b:0'.*is to be called 'b:1'"):
            writing.put([good, replace(bad, passages=(bad.passages[0], replace(bad.passages[1], id="b:0")))])
    assert store.sources() == ()
    with pytest.raises(StoreMismatch):
        store.nearest(np.ones(3, dtype=np.float32), 1)


def test_a_home_that_cannot_be_is_said(tmp_path: Path) -> None:
    """Where the home cannot be made, the error names it and says what to do."""
    (tmp_path / "file").write_text("")
    with (
        bag_store(tmp_path / "file" / "home") as store,
        pytest.raises(StoreUnwritable, match="DATELINE_HOME"),
        store.writing(),
    ):
        pass


def test_the_real_model_fits(home: Path, backend: Backend) -> None:
    """The embedded model's vectors go in and are found."""
    model = MiniLM()
    texts = ["The bridge over the harbour was closed.", "Wheat prices rose for a third month."]
    reports = [replace(filed(f"r{n}", text), vectors=model.embed([text])) for n, text in enumerate(texts)]
    with open_store(settings=settings_of(home, **backend)) as store:
        put(store, *reports)
        (hit,) = store.nearest(model.embed(["grain became dearer"])[0], 1)
        assert hit.passage.source.id == "r1"
        assert store.check().agrees
