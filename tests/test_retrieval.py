"""What evidence is found, in which order and under which numbers."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index import MiniLM, Scope, Store, build, open_store
from index.arrays import Vectors
from index.embedding import unit
from qa.questions import understand
from qa.retrieval import numbered, retrieve
from qa.types import Answer, Evidence, Turn
from tests.bench.versions import OTHERS
from tests.reports import ARTICLES, OUTLETS
from tests.values import passage

A, B, C = (passage(f"Passage {n}.", "r", number=n) for n in range(3))


def _turn(*evidence: Evidence) -> Turn:
    return Turn("?", Answer("?", "?", "answered", "", (), evidence))


def test_the_used_passages_have_the_first_numbers() -> None:
    """Numbers run from 1, those of what is cited first."""
    found = (Evidence(1, A, 0.3), Evidence(2, B, 0.2), Evidence(3, C, 0.1))
    assert [(e.marker, e.passage, e.score) for e in numbered(found, [C], ())] == [(1, C, 0.1), (2, A, 0.3), (3, B, 0.2)]


def test_a_number_holds_for_the_whole_conversation() -> None:
    """A passage seen before keeps its number; a new one never takes one that was given."""
    history = (_turn(Evidence(1, A, 0.3), Evidence(2, B, 0.2)), _turn(Evidence(2, B, 0.2)))
    found = numbered((Evidence(1, C, 0.9), Evidence(2, A, 0.1)), [C], history)
    assert [(e.marker, e.passage) for e in found] == [(3, C), (1, A)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A collection of the reports, and a copy of one, read from Markdown files."""
    folder = tmp_path_factory.mktemp("reports")
    _write_all(folder)
    with open_store(folder / "home") as opened:
        assert not build([folder], opened).failed
        yield opened


def _write_all(folder: Path) -> None:
    for article in ARTICLES:
        _write(folder, article.source.id, str(article.source.outlet), article.source.published, article.text)
    _write(folder, "copy", "Copying Times", date(2024, 5, 4), ARTICLES[0].text)


def _write(folder: Path, name: str, outlet: str, day: date | None, text: str) -> None:
    head = f"---\ntitle: {name.capitalize()}\noutlet: {outlet}\npublished: {day}\n---\n\n"
    (folder / f"{name}.md").write_text(f"{head}{text}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Did the bridge in Larnby reopen?", "Coldbrook bridge reopened"),
        ("How many dockers are on strike?", "3,000 of its 3,400 members"),
        ("Who will be the next mayor of Varna Bay?", "Lena Marsh"),
        ("Which player did Marlow United buy?", "Dario Venn"),
    ],
)
def test_the_passage_that_answers_is_found(question: str, said: str, store: Store) -> None:
    """It is among the first three, and the evidence is marked from 1, best first."""
    found = retrieve(understand(question), store, 5)
    assert [e.marker for e in found] == list(range(1, len(found) + 1))
    assert [e.score for e in found] == sorted((e.score for e in found), reverse=True)
    assert any(said in e.passage.text for e in found[:3])


def test_evidence_is_exact(store: Store) -> None:
    """Every passage is its article's text between its offsets."""
    for item in retrieve(understand("What happened in Larnby?"), store, 10):
        text = store.article(item.passage.source.id).text
        assert text[item.passage.start : item.passage.end] == item.passage.text


def test_a_copy_takes_no_second_place(store: Store) -> None:
    """Of a report and its copy one passage is kept, and the report that tells otherwise is there."""
    found = retrieve(understand("How many homes were flooded in Larnby?"), store, 10)
    texts = [e.passage.text for e in found]
    assert sum("At least 340 homes" in text for text in texts) == 1
    assert sum("Around 410 homes" in text for text in texts) == 1


class Narrow:
    """The embedded model, all of whose vectors lie close together, as those of some models do."""

    name, dimension = "narrow", 385

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The texts' vectors, float32 (len(texts), 385), their cosines between .7 and 1."""
        return unit(np.hstack([MiniLM().embed(texts), np.full((len(texts), 1), 1.7)]))


def test_another_model_changes_no_limit(store: Store, tmp_path: Path) -> None:
    """Where all cosines are high, the same passages come first, and no two are taken for one that are not."""
    _write_all(tmp_path)
    with open_store(tmp_path / "home", embedder=Narrow()) as narrow:
        build([tmp_path], narrow)
        for question in ("How many homes were flooded in Larnby?", "Did the bridge in Larnby reopen?"):
            asked = understand(question)
            ours, theirs = ([e.passage.text for e in retrieve(asked, any_store, 10)] for any_store in (store, narrow))
            assert ours[0] == theirs[0]
            assert len({*ours[:6]} & {*theirs[:6]}) >= 5
            assert sum("At least 340 homes" in text for text in theirs) <= 1
        everything = retrieve(understand("What happened in Larnby and Ashdale?"), narrow, 50)
        assert len(everything) == len(retrieve(understand("What happened in Larnby and Ashdale?"), store, 50))


def test_a_copy_that_was_changed_keeps_its_place(tmp_path: Path) -> None:
    """Reports that repeat another word for word but for its figure, or that deny it, are no copies of what it says."""
    told = "The ministry confirmed the leak at the Brenna plant, and put the number of workers it evacuated at {}."
    texts = [told.format(340), told.format(410), told.format(340).replace("confirmed", "denied")]
    for n, text in enumerate(texts):
        _write(tmp_path, f"report-{n}", f"Paper {n}", date(2024, 5, 4 + n), text)
    with open_store(tmp_path / "home") as store:
        build([tmp_path], store)
        found = retrieve(understand("How many workers were evacuated from the Brenna plant?"), store, 10)
    assert {e.passage.text for e in found} >= set(texts)


def test_each_version_of_a_figure_has_a_place(tmp_path: Path) -> None:
    """However many reports repeat one figure or status, those that give another are not crowded out."""
    for n, (before, after) in enumerate(OTHERS):
        _write(tmp_path, f"many-{n}", f"Paper {n}", None, f"{before} The Velm ferry accident killed 23 people. {after}")
        shut = f"{after} The Sorn lighthouse was shut down by the harbour board. {before}"
        _write(tmp_path, f"shut-{n}", f"Paper {n}", None, shut)
    other = "Rescuers and divers searched all night. At least 14 people died in the accident of the ferry from Velm."
    _write(tmp_path, "other", "The Other", None, other)
    lit = "After repairs to its lamp, which took a winter, the lighthouse of Sorn has been restarted."
    _write(tmp_path, "lit", "The Other", None, lit)
    with open_store(tmp_path / "home") as store:
        build([tmp_path], store)
        for question, text in (
            ("How many people died in the Velm ferry accident?", other),
            ("Was the Sorn lighthouse shut down?", lit),
        ):
            assert text in [e.passage.text for e in retrieve(understand(question), store, 6)]


def test_a_question_is_answered_within_its_scope(store: Store) -> None:
    """Outlets and days limit what is found; k limits how much."""
    question = understand("What did the Ashdale Courier say about the strike?", outlets=OUTLETS)
    assert {e.passage.source.outlet for e in retrieve(question, store, 10)} == {"Ashdale Courier"}
    early = understand("Is the bridge open?", scope=Scope(as_of=date(2024, 5, 5)))
    days = [e.passage.source.published for e in retrieve(early, store, 10)]
    assert days
    assert all(day and day <= date(2024, 5, 5) for day in days)
    assert len(retrieve(understand("What happened?"), store, 2)) == 2


def test_an_empty_collection_has_no_evidence(tmp_path: Path) -> None:
    """Nothing is found where nothing is."""
    with open_store(tmp_path) as empty:
        assert retrieve(understand("What happened?"), empty, 5) == ()


def test_the_best_of_each_list_are_kept(store: Store) -> None:
    """However few passages are wanted, the nearest in meaning and the best by words are among them."""
    question = "Did the bridge in Larnby reopen?"
    (vector,) = store.embedder.embed([question])
    sure = {hit.passage.source.origin for hit in (*store.nearest(vector, 2), *store.matching(question, 2))}
    assert sure <= {e.passage.source.origin for e in retrieve(understand(question), store, 4)}


def test_each_outlet_that_is_compared_has_a_place(store: Store) -> None:
    """A question that compares outlets has evidence of each, and is limited to none."""
    outlets = sorted({s.outlet for s in store.sources() if s.outlet})
    one, other = "Ashdale Courier", "The Harbour Post"
    question = understand(
        f"Does the {one} article say that the dockers went on strike, while the {other} report says otherwise?",
        outlets=outlets,
    )
    assert len(question.asks) == 2
    found = {e.passage.source.outlet for e in retrieve(question, store, 6)}
    assert {one, other} <= found


def test_the_newest_and_the_earliest_on_the_matter_have_a_place(store: Store) -> None:
    """However few passages are wanted beyond the sure ones, both ends of time are among them."""
    question = understand("Is the bridge in Larnby open?")
    few = {e.passage.source.id for e in retrieve(question, store, 6)}
    matter = [e for e in retrieve(question, store, 50) if "bridge" in e.passage.text]
    days = sorted((day, e.passage.source.id) for e in matter[:6] if (day := e.passage.source.published))
    assert {days[0][1], days[-1][1]} <= few
