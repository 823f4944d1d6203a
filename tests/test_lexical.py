"""The word index: what a reader would type finds what a report says."""

import os
import shutil
from pathlib import Path
from time import monotonic, sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexBroken
from index.filing import Kept, key_of
from index.words import WordIndex
from tests.bag_of_words import filed, many


def kept(*reports: object) -> list[Kept]:
    """What an index is given of reports."""
    found = []
    for one in reports:
        assert hasattr(one, "article")
        source = one.article.source
        found.append(Kept(key_of(source.id), source, one.passages, one.vectors))  # type: ignore[attr-defined]
    return found


def index_of(*texts: str) -> WordIndex:
    """An index in memory, of reports named 0, 1, 2…"""
    words = WordIndex(None)
    words.rebuild(kept(*(filed(str(n), text, published=None, published_from=None) for n, text in enumerate(texts))), 1)
    return words


def search(words: WordIndex, query: str, n: int) -> list[tuple[str, str, float]]:
    """What a query finds: passage, report and score."""
    reader = words.reader()
    assert reader is not None
    return reader.search(query, n)


def found(words: WordIndex, query: str) -> list[str]:
    """The reports that a query finds, best first."""
    return [source for _, source, _ in search(words, query, 10)]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("1,400", "Some 1,400 soldiers"),
        ("1400", "Some 1,400 soldiers"),
        ("1,400", "Some 1 400 soldiers"),
        ("1,400", "Some 1\u00a0400 soldiers"),
        ("1 400", "Some 1\u202f400 soldiers"),
        ("U.S.", "said the U.S. envoy"),
        ("US", "said the U.S. envoy"),
        ("USA", "troops of the US."),
        ("EU", "the E.U. said"),
        ("Zelenskyy", "President Zelenskyy's office"),
        ("Zelenskyy's", "Zelenskyy spoke"),
        ("Zelenskyy’s", "Zelenskyy spoke"),
        ("O'Brien", "Ms O’Brien"),
        ("Goncalves", "Luís Gonçalves"),
        ("3.5", "up 3.5 percent"),
        ("villages", "a village burnt"),
        ("F-16", "an F-16 fell"),
        ("北京", "他在北京说"),
        ("МОСКВА", "Москва"),
        ("G20", "at the G20"),
    ],
)
def test_names_and_numbers_are_found(query: str, text: str) -> None:
    """A name or number is found however it is written."""
    assert found(index_of("nothing of the kind", text), query) == ["1"]


def test_a_number_is_not_its_parts() -> None:
    """1,400 is neither 1 nor 400, and 3.5 is not 5."""
    words = index_of("Some 1,400 soldiers, up 3.5 percent")
    assert [found(words, query) for query in ("1", "400", "5")] == [[], [], []]


def test_us_is_a_country_only_in_capitals() -> None:
    """ "U.S." does not find "they told us"."""
    assert found(index_of("they told us", "they told the US"), "U.S.") == ["1"]


def test_stop_words_do_not_find() -> None:
    """Words like "what" and "the" are left out of a query, unless there is nothing else in it."""
    words = index_of("what is the matter", "the bridge")
    assert found(words, "What is the bridge?") == ["1"]
    assert found(words, "what is") == ["0"]


def test_titles_outlets_and_days_count() -> None:
    """A passage is found by its report's title, outlet and day of publication."""
    words = WordIndex(None)
    words.rebuild(kept(*many(40)), 1)
    assert found(words, "Bridge 35")[0] == "report-35"
    assert {int(id.removeprefix("report-")) % 2 for id in found(words, "Harbour Post")} == {0}
    assert "report-28" in found(words, "the 1st: 1 February 2024")


@given(st.text(max_size=200))
def test_no_query_is_a_fault(query: str) -> None:
    """Whatever is asked, with quotes, colons or brackets, is searched for or finds nothing."""
    scores = [score for _, _, score in search(WORDS, query, 10)]
    assert all(score > 0 for score in scores)
    assert scores == sorted(scores, reverse=True)


WORDS = index_of('He said: "no (not yet)" AND title:x +y -z ~2 ^3 *')


def test_replaced_reports_are_replaced(tmp_path: Path) -> None:
    """After a report was replaced or removed, its earlier words find nothing."""
    words = WordIndex(tmp_path)
    words.rebuild(kept(filed("a", "alpha"), filed("b", "beta")), 2)
    words.update([key_of("a"), key_of("b")], kept(filed("a", "gamma")), 4)
    words.rest()
    assert [[hit[1] for hit in search(words, query, 5)] for query in ("alpha", "beta", "gamma")] == [
        [],
        [],
        ["a"],
    ]
    reader = words.reader()
    assert reader is not None
    assert reader.change == 4
    assert words.contents() == {"a:0"}
    words.close()


def threads() -> int:
    """How many threads this process has, also those that Python does not know of."""
    return len(list(Path("/proc/self/task").iterdir()))


def test_writing_leaves_no_thread(tmp_path: Path) -> None:
    """When writing has ended, so have its threads."""
    words = WordIndex(tmp_path)
    words.rebuild(kept(*many(3)), 3)
    search(words, "bridge1", 3)
    sleep(0.3)  # for the threads of whatever ran before
    before = threads()
    for n in range(4, 8):
        words.update([key_of("x")], kept(filed("x", f"text {n}")), n)
    assert threads() > before
    words.rest()
    deadline = monotonic() + 10
    while threads() > before and monotonic() < deadline:
        sleep(0.05)
    assert threads() <= before
    words.close()


def test_a_damaged_file_is_noticed_or_harmless(tmp_path: Path) -> None:
    """With any one file cut or missing, the index says that it cannot answer, or answers as before."""
    words = WordIndex(tmp_path / "good")
    words.rebuild(kept(*many(30)), 30)
    words.update([key_of("report-1")], kept(*many(1, start=1)), 31)
    words.close()
    good = search(words, "mayor1 bridge8 union4", 10)
    assert good
    broken = 0
    for file in [file for file in (tmp_path / "good").rglob("*") if file.is_file()]:
        for cut in (True, False):
            copy = tmp_path / "copy"
            shutil.copytree(tmp_path / "good", copy)
            bad = copy / file.relative_to(tmp_path / "good")
            if cut:
                os.truncate(bad, bad.stat().st_size // 2)
            else:
                bad.unlink()
            damaged = WordIndex(copy)
            try:
                answer = search(damaged, "mayor1 bridge8 union4", 10) if damaged.reader() else None
            except IndexBroken:
                answer = None
            assert answer in (good, None)
            broken += answer is None
            damaged.close()
            shutil.rmtree(copy)
    assert broken > 10
