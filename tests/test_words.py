"""The word index in volumes: searched as one, and rid of what was removed at the cost of a part."""

from pathlib import Path

import pytest

from index import words
from index.filing import key_of
from index.lexical import volume_in
from index.words import WordIndex
from tests.bag_of_words import bag_store, filed, ids, many, put
from tests.test_lexical import kept, search


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Volumes of a few passages."""
    monkeypatch.setattr(words, "LEAST", 20)
    monkeypatch.setattr(words, "SHARE", 1000)


def volumes(home: Path) -> set[str]:
    """The folders of the volumes that are there."""
    return {path.name for path in (home / "words").glob("*/*") if path.is_dir()}


def traces(home: Path, *said: str) -> set[str]:
    """The words of the index's dictionaries, or stretches of bytes in its files, that are some of these."""
    searchers = [volume_in(folder).searcher() for folder in (home / "words").glob("*/*") if folder.is_dir()]
    known = {word for word in said for one in searchers for field in ("body", "key") if one.doc_freq(field, word)}
    files = [file.read_bytes() for file in (home / "words").rglob("*") if file.is_file()]
    return known | {word for word in said for file in files if word.encode() in file}


def test_volumes_find_what_one_index_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In whatever volumes reports stand, the same are found, as good as in one."""
    several, one = WordIndex(tmp_path / "several"), WordIndex(None)
    several.rebuild(kept(*many(40)), 1, 200)
    several.update([], kept(*many(10, start=40)), 2)
    monkeypatch.undo()
    one.rebuild(kept(*many(50)), 2)
    assert len(list((tmp_path / "several").glob("*/*/meta.json"))) > 5
    assert several.contents() == one.contents()
    for query in ("mayor1 bridge8 union4", "mayor3", "road2 council", "nothing of the kind"):
        ours, theirs = ({hit[:2]: hit[2] for hit in search(index, query, 500)} for index in (several, one))
        assert ours == pytest.approx(theirs, rel=0.05)
    several.close()


def test_a_removed_report_leaves_no_trace(tmp_path: Path) -> None:
    """Neither its words, those of its earlier text, nor its id stand in any file; other volumes are not touched."""
    with bag_store(tmp_path) as store:
        put(store, filed("earlier-id", "The zyzzyva slept."), *many(20))
        put(store, filed("earlier-id", "The quokka woke."), *many(20, start=20))
        said = ("zyzzyva", "quokka", "earlier-id", key_of("earlier-id"))
        assert traces(tmp_path, *said) == set(said)
        before = volumes(tmp_path)
        with store.writing() as writing:
            writing.remove("earlier-id")
        assert traces(tmp_path, *said) == set()
        assert 0 < len(before - volumes(tmp_path)) < len(before) / 2
        assert store.check().agrees
        assert store.matching("quokka zyzzyva", 5) == ()
        assert ids(store.matching("mayor1 union2", 3))


def test_a_volume_whose_reports_were_all_replaced_can_be_asked(tmp_path: Path) -> None:
    """What was taken out and not yet merged away does not count for how rare a word is, nor make a fault."""
    with bag_store(tmp_path) as store:
        put(store, *[filed(f"r{n}", "The heron stood.") for n in range(20)])
        put(store, *[filed(f"r{n}", "The heron flew.") for n in range(19)])
        assert len(store.matching("heron", 30)) == 20
        assert len(store.matching("flew", 30)) == 19


def test_a_reader_finds_volumes_that_were_made_anew(tmp_path: Path) -> None:
    """A process that has volumes open finds those that another made in their place."""
    with bag_store(tmp_path) as store, bag_store(tmp_path) as reader:
        put(store, *many(20))
        assert reader.matching("mayor1", 3)
        for n in range(4):
            with store.writing() as writing:
                writing.remove(f"report-{n * 5}")
            assert reader.matching("mayor1 bridge2", 3) == store.matching("mayor1 bridge2", 3)
        assert len(reader._indexes.words._open) <= len(volumes(tmp_path)) + 1
