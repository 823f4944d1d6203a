"""What indexing promises: nothing twice, nothing lost on the way, and it says how far it is."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.arrays import Vectors
from index.building import BuildReport, build, remove
from index.errors import EmbeddingError
from index.pace import Progress
from index.store import Store, open_store
from tests.bag_of_words import BagOfWords, settings_of

TOWNS = ("Aarhus", "Bergen", "Cadiz", "Delft", "Evora", "Faro", "Ghent", "Hamar")


class Counted(BagOfWords):
    """A model that keeps what it was asked for, and can be made to fail at a word."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.fails_at = ""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The texts' vectors."""
        if self.fails_at and any(self.fails_at in text for text in texts):
            raise EmbeddingError("The embedding model was stopped.")
        self.texts += texts
        return super().embed(texts)


@pytest.fixture
def model() -> Counted:
    return Counted()


@pytest.fixture
def store(tmp_path: Path, model: Counted) -> Iterator[Store]:
    with open_store(settings=settings_of(tmp_path / "home"), embedder=model) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    return made


def told(town: str, killed: int = 3) -> str:
    """A short report, of which no two towns have two words in a row in common that matter."""
    at = TOWNS.index(town)
    return (
        f"The mayor of {town} said on Monday that {killed} trams had left the rails near the {town} harbour, "
        f"where {at * 31 + 17} people work. Repairs will take {at + 5} weeks and cost {at * 7 + 11} million."
    )


def rows(path: Path, **reports: str) -> None:
    """Writes a file of reports, one a row."""
    path.write_text("\n".join(json.dumps({"id": id, "title": id, "text": text}) for id, text in reports.items()))


def origins(store: Store) -> dict[str, str]:
    return {source.id: source.origin for source in store.sources()}


def test_an_unchanged_collection_is_not_embedded_again(store: Store, model: Counted, folder: Path) -> None:
    """A second look at the same files embeds nothing and changes nothing."""
    for town in TOWNS:
        (folder / f"{town}.txt").write_text(told(town))
    first = build([folder], store)
    assert len(first.added) == len(model.texts) == len(TOWNS)
    change = store.change()
    again = build([folder], store)
    assert (sorted(again.unchanged), again.added, again.updated) == (sorted(first.added), (), ())
    assert (len(model.texts), store.change()) == (len(TOWNS), change)


def test_of_a_changed_file_only_what_changed_is_embedded(store: Store, model: Counted, folder: Path) -> None:
    """One row of many changes: that one is replaced, a new one added, a missing one removed, the others left alone."""
    rows(folder / "all.jsonl", **{town: told(town) for town in TOWNS[:6]})
    build([folder], store)
    model.texts.clear()
    changed = {town: told(town) for town in TOWNS[1:7]} | {"Cadiz": told("Cadiz", 8)}
    rows(folder / "all.jsonl", **changed)
    report = build([folder], store)
    assert (report.updated, report.added, report.removed) == (("Cadiz",), ("Ghent",), ("Aarhus",))
    assert sorted(report.unchanged) == ["Bergen", "Delft", "Evora", "Faro"]
    assert sorted(model.texts) == sorted([told("Cadiz", 8), told("Ghent")])
    assert build([folder], store).reports == 6
    assert store.check().agrees


def test_a_file_in_which_nothing_changed_is_not_read_again(store: Store, folder: Path) -> None:
    """Other bytes that say the same are looked at once."""
    rows(folder / "all.jsonl", Aarhus=told("Aarhus"))
    build([folder], store)
    with (folder / "all.jsonl").open("a") as file:
        file.write("\n\n")
    change = store.change()
    assert build([folder], store).unchanged == ("Aarhus",)
    with store.writing() as writing:
        digest = writing.files()[str(folder / "all.jsonl")]
    assert (store.change(), len(digest)) == (change, 64)


def test_what_was_put_in_stays_when_it_is_stopped(
    store: Store, model: Counted, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped in the middle of a file, what was written is there; the next run embeds the rest alone."""
    monkeypatch.setattr("index.building.TOGETHER", 2)
    rows(folder / "all.jsonl", **{town: told(town) for town in TOWNS})
    model.fails_at = "Faro"
    with pytest.raises(EmbeddingError):
        build([folder], store)
    there = {source.id for source in store.sources()}
    assert there == set(TOWNS[:4])
    model.fails_at = ""
    model.texts.clear()
    report = build([folder], store)
    assert (set(report.unchanged), set(report.added)) == (there, set(TOWNS[4:]))
    assert len(model.texts) == 4
    assert store.check().agrees
    assert len(build([folder], store).unchanged) == len(TOWNS)


@pytest.mark.parametrize("form", ["txt", "jsonl"])
def test_one_report_under_two_paths_is_two_sources(store: Store, folder: Path, form: str) -> None:
    """The same report in two files, also where each calls it by one id, is one origin with two sources."""
    for name in ("first", "second"):
        if form == "txt":
            (folder / f"{name}.txt").write_text(told("Delft"))
        else:
            rows(folder / f"{name}.jsonl", Delft=told("Delft"))
    report = build([folder], store)
    assert (len(report.added), report.failed) == (2, ())
    assert len(set(origins(store).values())) == 1
    assert {Path(source.path or "").name for source in store.sources()} == {f"first.{form}", f"second.{form}"}
    assert len(build([folder], store).unchanged) == 2
    rows(folder / "second.jsonl", Delft=told("Delft", 9)) if form == "jsonl" else None
    assert len(build([folder], store).updated) == (form == "jsonl")
    (folder / f"first.{form}").unlink()
    assert len(build([folder], store, prune=True).removed) == 1
    assert len(store.sources()) == 1


def test_a_moved_file_keeps_its_report(store: Store, folder: Path) -> None:
    """A report whose file was moved is the same report, at its new place."""
    rows(folder / "old.jsonl", Delft=told("Delft"))
    build([folder], store)
    (folder / "old.jsonl").rename(folder / "new.jsonl")
    report = build([folder], store)
    assert (report.updated, report.gone) == (("Delft",), ())
    assert [source.path for source in store.sources()] == [str(folder / "new.jsonl")]


def test_earlier_reports_join_a_group_that_a_later_one_shows(store: Store, folder: Path) -> None:
    """Two parts of a report stand alone until the whole arrives in a later run; without it they stay together."""
    first, second = told("Aarhus") + " " + told("Bergen"), told("Cadiz") + " " + told("Delft")
    rows(folder / "parts.jsonl", first=first, second=second)
    build([folder], store)
    assert len(set(origins(store).values())) == 2
    rows(folder / "whole.jsonl", whole=f"{first} {second}")
    build([folder], store)
    assert len(set(origins(store).values())) == 1
    remove(["whole"], store)
    assert set(origins(store)) == {"first", "second"}
    assert set(origins(store).values()) <= {"first", "second"}
    assert len(set(origins(store).values())) == 1
    assert store.check().agrees


def test_progress_is_told(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files done never fall and end at all of them; passages, their rate and the time left are told on the way."""
    monkeypatch.setattr("index.building.TOGETHER", 2)
    for town in TOWNS:
        (folder / f"{town}.txt").write_text(told(town))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    told_of: list[Progress] = []
    report: BuildReport = build([folder], store, progress=told_of.append)
    assert len(report.failed) == 1
    done = [progress.done for progress in told_of]
    assert done == sorted(done)
    last = told_of[-1]
    assert (last.done, last.files, last.passages) == (9, 9, 8)
    assert last.rate > 0
    assert last.seconds_left == 0
    assert any(progress.seconds_left for progress in told_of[:-1])
    quiet: list[Progress] = []
    build([folder], store, progress=quiet.append)
    assert (quiet[-1].done, quiet[-1].passages) == (9, 0)
