"""What evidence is found, in which order and under which numbers."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index import Scope, Store, build, open_store
from qa.questions import understand
from qa.retrieval import numbered, retrieve
from qa.types import Answer, Evidence, Turn
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
    for article in ARTICLES:
        _write(folder, article.source.id, str(article.source.outlet), article.source.published, article.text)
    first = ARTICLES[0]
    _write(folder, "copy", "Copying Times", date(2024, 5, 4), first.text)
    with open_store(folder / "home") as opened:
        assert not build([folder], opened).failed
        yield opened


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
    one, other = "Ashdale Courier", next(o for o in outlets if o != "Ashdale Courier")
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
