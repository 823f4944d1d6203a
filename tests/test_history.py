"""How one figure or status was reported over time."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from index import Store, build, open_store
from qa import Assistant, Reported
from qa.history import history_of, of_one_moment
from qa.questions import understand
from qa.relevance import Words
from qa.types import Evidence
from tests.collection import dateline
from tests.reports import EVIDENCE
from tests.values import passage, report

_DAM = (
    ("c", date(2024, 5, 9), "Around 410 homes in Larnby were flooded last week, the council said."),
    ("a", date(2024, 5, 3), "At least 340 homes were flooded in Larnby, the fire service said."),
    ("z", None, "In Larnby 400 homes were flooded, according to the mayor."),
    ("b", date(2024, 5, 5), "Some 1,200 residents of Larnby spent the night in a sports hall."),
)


def _evidence(rows: Sequence[tuple[str, date | None, str]]) -> tuple[Evidence, ...]:
    found = (passage(text, report(id, published=day)) for id, day, text in rows)
    return tuple(Evidence(n, p, 0.0) for n, p in enumerate(found, start=1))


def _history(question: str, evidence: tuple[Evidence, ...], words: Words) -> tuple[Reported, ...]:
    return history_of(understand(question), evidence, words)


@pytest.mark.parametrize(
    "question",
    ["How many homes were flooded in Larnby?", "How did the number of homes flooded in Larnby change over time?"],
)
def test_a_figure_is_told_report_by_report_in_order_of_time(question: str, words: Words) -> None:
    """Dated reports stand by their dates, the undated one after them; a report without the figure has no row."""
    rows = _history(question, _evidence(_DAM), words)
    assert [(r.published, r.value, r.speaker) for r in rows] == [
        (date(2024, 5, 3), "At least 340", "the fire service"),
        (date(2024, 5, 9), "Around 410", "the council"),
        (None, "400", "the mayor"),
    ]
    assert [r.citation.marker for r in rows] == [1, 2, 3]


def test_undated_reports_stand_by_what_their_text_tells_of(words: Words) -> None:
    """Of two undated reports the one whose text tells of an earlier latest date stands first."""
    telling = "In Larnby 400 homes were flooded."
    late, early = (report(id, not_before=day) for id, day in (("a", date(2024, 6, 1)), ("b", date(2024, 5, 1))))
    evidence = (Evidence(1, passage(telling, late), 0.0), Evidence(2, passage(telling, early), 0.0))
    rows = _history("How many homes were flooded in Larnby?", evidence, words)
    assert [r.citation.source.id for r in rows] == ["b", "a"]


def test_copies_have_one_row(words: Words) -> None:
    """Of a report and its copy the original's words stand, and the copy is named."""
    texts = "At least 340 homes were flooded in Larnby.", "Some 340 homes in Larnby were flooded."
    copy, original = report("a", origin="b"), report("b")
    evidence = (Evidence(1, passage(texts[0], copy), 0.0), Evidence(2, passage(texts[1], original), 0.0))
    (row,) = _history("How many homes were flooded in Larnby?", evidence, words)
    assert (row.citation.source, row.also, row.value) == (original, (copy,), "Some 340")


@pytest.mark.parametrize("question", ["Is the Coldbrook bridge open?", "What happened to the Coldbrook bridge?"])
def test_a_status_is_told_report_by_report(question: str, words: Words) -> None:
    """The bridge was closed in the older report and reopened in the newer one."""
    rows = _history(question, EVIDENCE, words)
    assert [(r.published, r.value) for r in rows] == [
        (date(2024, 5, 3), "closed"),
        (date(2024, 5, 9), "reopened"),
    ]


def test_of_a_former_and_a_present_figure_the_present_one_is_the_reports(words: Words) -> None:
    """ "800, less than the 1,400 claimed earlier" reports 800."""
    told = _evidence(
        [("a", None, "The rebels hold 800 villages in Tarsk, less than the 1,400 villages claimed earlier.")]
    )
    (row,) = _history("How many villages do the rebels hold in Tarsk?", told, words)
    assert row.value == "800"


@pytest.mark.parametrize(
    "question",
    ["How many ships were sunk off Lisbon?", "Is the Vantreel tunnel open?", "What did Mara Quill say?"],
)
def test_where_reports_are_silent_there_is_no_row(question: str, words: Words) -> None:
    """No figure of another thing, and no status of another bridge, makes a history."""
    assert _history(question, EVIDENCE, words) == ()


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("How has the number of strikers changed?", "What was the number of strikers?"),
        ("History of the death toll in Larnby", "What was the death toll in Larnby?"),
        ("How did the status of the Coldbrook bridge change?", "What happened to the Coldbrook bridge?"),
        ("How many homes were flooded over time?", "How many homes were flooded?"),
        ("Was the bridge closed?", "Was the bridge closed?"),
    ],
)
def test_a_question_for_a_course_asks_of_each_moment(asked: str, meant: str) -> None:
    """What went on is what was so at each time."""
    assert of_one_moment(asked) == meant


def test_a_history_over_a_store_is_exact(seeded: Store) -> None:
    """Each row's quote is its report's text between its offsets, and no report has two rows."""
    rows = Assistant(seeded).history("How many North Korean troops were sent to Russia?")
    assert len(rows) == len({r.citation.source.origin for r in rows}) == 4
    for row in rows:
        cited = row.citation
        assert seeded.article(cited.source.id).text[cited.start : cited.end] == cited.quote
        assert row.value in cited.quote
    assert [r.published is None for r in rows] == [False, True, True, True]


def test_a_history_keeps_to_a_date(seeded: Store) -> None:
    """What was published after the day that is asked for has no row."""
    rows = Assistant(seeded).history("How many North Korean troops were sent?", as_of=date(2025, 1, 1))
    assert not any(r.published for r in rows)


def test_the_command_line_tells_a_history(tmp_path: Path) -> None:
    """`dateline history` sets undated reports apart and says so; `--json` is an array; silence is said in words."""
    for id, day, text in _DAM:
        head = f"---\ntitle: Flood {id}\noutlet: Post {id}\n" + (f"date: {day}\n" if day else "") + "---\n\n"
        (tmp_path / f"{id}.md").write_text(f"{head}{text}\n", encoding="utf-8")
    home = tmp_path / "home"
    with open_store(home) as store:
        build([*tmp_path.glob("*.md")], store)
    question = "How many homes were flooded in Larnby?"
    said = dateline("history", question, home=home).stdout
    assert said.index("3 May 2024") < said.index("9 May 2024") < said.index("Undated") < said.index("the mayor")
    rows = json.loads(dateline("history", "--json", question, home=home).stdout)
    assert [r["published"] for r in rows] == ["2024-05-03", "2024-05-09", None]
    assert set(rows[0]) == {"published", "not_before", "outlet", "title", "value", "speaker", "citation", "also"}
    silent = dateline("history", "How many trams run in Lisbon?", home=home)
    assert (silent.returncode, "The reports are silent" in silent.stdout) == (0, True)


def test_a_toll_is_told_in_whatever_words(words: Words) -> None:
    """ "Killed", "died" and "the toll rose to" are one history; who is missing is none of it."""
    texts = (
        (
            "2024-09-13",
            "At least six people were killed in the Velm flood, the fire brigade said. Another 40 are missing.",
        ),
        ("2024-09-14", "The death toll of the Velm flood rose to 19, the ministry said."),
        ("2024-09-17", "Thirty-one people died in the Velm flood, the ministry said."),
    )
    told = tuple(
        Evidence(n, passage(text, report(str(n), published=date.fromisoformat(day))), 0.0)
        for n, (day, text) in enumerate(texts, start=1)
    )
    for question in ("How did the death toll of the Velm flood develop?", "How many people died in the Velm flood?"):
        rows = history_of(understand(of_one_moment(question)), told, words)
        assert [row.value for row in rows] == ["At least six", "19", "Thirty-one"], question
