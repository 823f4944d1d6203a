"""What copies promise: who is one origin with whom, and why."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import chunk
from index.embedding import MiniLM
from index.filing import Filed
from index.origins import Copies, same_report
from index.signatures import signature, signature_bytes, signature_of
from index.store import Store, open_store
from index.types import Article
from tests.bench.copies import read_pairs
from tests.values import report

ROOT = Path(__file__).parent.parent
PAGES = ROOT.parent / "shared" / "seeds"
SHIPPED = ROOT / "seeds"

STORY = """\
The harbour bridge at Nyborg will close for eleven weeks from 3 March, the road authority said on Tuesday, because
inspectors found cracks in 14 of its 62 bearings. Lorries above 7.5 tonnes are turned away from tonight.

"A bridge does not complain, so we have to listen to it," said the authority's chief engineer. The work costs 23 million
kroner. The detour by way of Ullerslev takes 19 minutes, and buses 910 and 920 will leave a quarter of an hour earlier.

The bridge was built in 1936. About 8,400 vehicles cross it on a working day, twice as many as in 1998."""

RETOLD = """\
Drivers in Nyborg must do without their harbour bridge for 11 weeks. From 3 March it is shut, as cracked bearings have
been discovered, 14 out of 62 in all. That was announced by the road authority on Tuesday. Heavy lorries, over 7.5
tonnes, may not use it from this evening on.

Built in 1936, the bridge carries some 8,400 vehicles each working day, double the figure of 1998. They will now have to
go round by Ullerslev, which costs them 19 minutes. Passengers of bus lines 910 and 920 should be at the stop 15 minutes
sooner. The repair is going to cost 23 million kroner, according to the authority. Its chief engineer said that a bridge
"does not complain, so we have to listen to it"."""

ELSEWHERE = """\
Anglers at the lake of Arresø have been asked to put back every pike longer than 70 centimetres until the end of April.

The club's 340 members counted 41 dead fish in January, when ice lay on the water for five weeks. A biologist from
Roskilde took samples and expects results by Friday. Permits cost 150 kroner a day and will not become dearer."""


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


@pytest.fixture
def store(tmp_path: Path, model: MiniLM) -> Iterator[Store]:
    with open_store(tmp_path, embedder=model) as opened:
        yield opened


def told(id: str, text: str, **fields: object) -> Article:
    return Article(report(id, **fields), text)


def index(store: Store, articles: Sequence[Article]) -> dict[str, str]:
    """Files reports as indexing does; everyone's origin afterwards."""
    copies = Copies(store)
    filed = []
    for article in articles:
        passages = chunk(article)
        vectors = store.embedder.embed([passage.text for passage in passages])
        source = replace(article.source, origin=copies.origin(article.source, signature(article.text)))
        passages = tuple(replace(passage, source=source) for passage in passages)
        filed.append(Filed(replace(article, source=source), passages, vectors, source.id, source.id))
    with store.writing() as writing:
        writing.put(filed)
        for id, origin in copies.regrouped().items():
            writing.set(replace(store.article(id).source, origin=origin))
    return {source.id: source.origin for source in store.sources()}


def groups(origins: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(id for id in origins if origins[id] == origin) for origin in origins.values()}


def test_an_editor_agrees_on_the_labelled_pairs() -> None:
    """Of the benchmark's dev pairs that are copies, and of those that are not, every one is told right."""
    wrong = [
        f"{pair.one.source.id} and {pair.other.source.id}: {likeness.why}"
        for pair in read_pairs("dev")
        if (likeness := same_report(pair.one, pair.other)).same != pair.same
    ]
    assert not wrong


def test_the_order_of_two_reports_does_not_matter() -> None:
    """How like two reports are does not depend on which is named first, and it says why in words."""
    one, other = told("a", STORY), told("b", RETOLD)
    assert same_report(one, other) == same_report(other, one)
    assert "figures and names stand in the other" in same_report(one, other).why


def test_other_figures_and_places_are_another_event() -> None:
    """The same form of words about another place, with other figures, is not a copy."""
    names = {"Nyborg": "Korsør", "Ullerslev": "Slagelse", "Tuesday": "Friday", "March": "October"}
    other = re.sub(r"\d+", lambda figure: str(int(figure[0]) + 7), STORY)
    for name, instead in names.items():
        other = other.replace(name, instead)
    assert not same_report(told("a", STORY), told("b", other)).same


def test_short_reports_of_one_form_are_not_one() -> None:
    """A few sentences that are told of every fire make no copies of two fires; a lightly edited one stays a copy."""
    fire = "A fire broke out at a {} in {} on Sunday. Nobody was hurt, the fire brigade said. Its cause is unknown."
    one, another = told("a", fire.format("warehouse", "Larnby")), told("b", fire.format("school", "Ostfeld"))
    assert not same_report(one, another).same
    edited = fire.format("warehouse", "Larnby").replace("Nobody was hurt", "No one was injured")
    assert same_report(one, told("c", edited)).same


def test_a_digest_is_not_the_reports_that_it_carries() -> None:
    """A long page that carries a report whole among much else does not become one with it."""
    page = "\n\n".join([ELSEWHERE, ELSEWHERE.replace("pike", "perch"), STORY, *[ELSEWHERE.upper()] * 4])
    likeness = same_report(told("a", STORY), told("b", page))
    assert not likeness.same
    assert "among much of its own" in likeness.why


def test_a_credit_is_evidence() -> None:
    """A report that names the other's outlet as its source is more like it, and the reason says so."""
    first = told("a", STORY, outlet="Fyens Avis", url="https://www.fyens.example/bridge")
    plain = same_report(first, told("b", RETOLD))
    for extra, words in (({"original_source": "www.fyens.example"}, ""), ({}, "\n\nFirst published by Fyens Avis.")):
        credited = same_report(first, told("b", RETOLD + words, extra=extra))
        assert credited.score > plain.score
        assert "which it credits" in credited.why
    other_paper = told("b", RETOLD, extra={"original_source": "Jyllands Avis"})
    assert same_report(first, other_paper).score == plain.score


@pytest.mark.parametrize("order", list(permutations("abcd"))[::5])
def test_three_copies_are_one_group_in_any_order(store: Store, order: Sequence[str]) -> None:
    """A report, its cut copy and its rewrite are one origin, the stranger another, whatever comes first."""
    texts = {"a": STORY, "b": RETOLD, "c": STORY.rpartition("\n\n")[0], "d": ELSEWHERE}
    origins = index(store, [told(id, texts[id]) for id in order])
    assert groups(origins) == {frozenset("abc"), frozenset("d")}
    assert set(origins.values()) <= set(origins)


def test_a_later_report_can_join_two_groups(store: Store) -> None:
    """Halves of a report that have nothing in common become one origin when the whole arrives."""
    first, second = STORY.split("\n\n", 1)
    assert len(groups(index(store, [told("a", first), told("b", second)]))) == 2
    origins = index(store, [told("c", STORY)])
    assert groups(origins) == {frozenset("abc")}


def test_copies_of_what_was_there_before_are_found(store: Store) -> None:
    """A later process finds the copy among what the store holds, also where it holds much else."""
    others = [told(f"n{n}", f"Notice {n}: lot {n * 37} was sold for {n * 911} pounds at Hall {n}.") for n in range(40)]
    index(store, [told("a", STORY), *others])
    assert index(store, [told("b", RETOLD)])["b"] == "a"


def test_a_changed_report_leaves_its_group(store: Store) -> None:
    """A report that now says something else stands alone, and those it left keep a name that is one of theirs."""
    index(store, [told("a", STORY), told("b", STORY), told("c", RETOLD)])
    origins = index(store, [told("a", ELSEWHERE)])
    assert groups(origins) == {frozenset("a"), frozenset("bc")}
    assert origins["a"] == "a"
    assert origins["b"] in ("b", "c")


def test_an_original_that_is_read_again_stays_the_original(store: Store) -> None:
    """Whichever copy is read again, the group keeps its name, and no report of it is written for that."""
    index(store, [told("b", STORY), told("a", STORY), told("c", STORY)])
    for again in "abc":
        assert set(index(store, [told(again, RETOLD)]).values()) == {"b"}
        copies = Copies(store)
        copies.origin(told(again, STORY).source, signature(STORY))
        assert copies.regrouped() == {}


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_the_earliest_copy_is_the_original(store: Store, order: Sequence[str]) -> None:
    """Of dated copies the earliest gives the group its name, whichever came first."""
    days = {"a": date(2025, 3, 9), "b": date(2025, 3, 7), "c": date(2025, 3, 8)}
    origins: Mapping[str, str] = {}
    for id in order:
        origins = index(store, [told(id, STORY, published=days[id], published_from="metadata")])
    assert set(origins.values()) == {"b"}
    copies = Copies(store)
    copies.forget("b")
    assert set(copies.regrouped().values()) == {"c"}


def test_a_forgotten_report_leaves_its_name_to_nobody(store: Store) -> None:
    """When the report by whose id a group went is removed, the group is given another."""
    index(store, [told("a", STORY), told("b", STORY), told("c", STORY)])
    copies = Copies(store)
    copies.forget("a")
    assert copies.regrouped() == {"b": "b", "c": "b"}
    assert copies.regrouped() == {}


def test_a_removed_id_can_come_back(store: Store) -> None:
    """A new report under an id by which a group still goes is not put into that group."""
    index(store, [told("a", STORY), told("b", STORY)])
    with store.writing() as writing:
        writing.remove("a")
    assert groups(index(store, [told("a", ELSEWHERE)])) == {frozenset("a"), frozenset("b")}


@given(st.text(max_size=300))
def test_any_text_is_itself(text: str) -> None:
    """Whatever a text is made of, it is a copy of itself if it has words, and never of a text without any."""

    one, other, empty = told("a", text), told("b", f"  {text}\n"), told("c", " \n")
    assert same_report(one, other).same == bool(re.search(r"[^\W_]", text))
    assert not same_report(one, empty).same


@given(st.text(max_size=300))
def test_a_signature_comes_back(text: str) -> None:
    """A signature that was kept is the one that was made, whatever the text."""
    its = signature(text)
    back = signature_of(signature_bytes(its))
    assert back.credit == its.credit
    for name in ("runs", "figures", "names", "sentences", "lengths"):
        assert np.array_equal(getattr(back, name), getattr(its, name))


def _shipped(folder: Path) -> list[Article]:
    from index.reading import read_file

    return [article for file in sorted(folder.iterdir()) for article in read_file(file).articles]


@pytest.mark.parametrize("folder", [PAGES, SHIPPED], ids=["shared", "shipped"])
@pytest.mark.parametrize("turn", [list, lambda them: them[::-1]], ids=["forwards", "backwards"])
def test_the_seeds_are_four_origins(store: Store, folder: Path, turn: Callable[[list[Article]], list[Article]]) -> None:
    """Of the five sample reports, the second rewrites the first; no other two are one report."""
    if not folder.is_dir():
        pytest.skip(f"{folder.name} is not here")
    articles = _shipped(folder)
    first, second, *others = (article.source.id for article in articles)
    assert groups(index(store, turn(articles))) == {frozenset((first, second)), *(frozenset([id]) for id in others)}
