"""The page's parts that need no browser: limits, access, the line, suggestions, exports, charts."""

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QuestionError, SettingsError
from index.types import Article
from qa.page.access import read_access
from qa.page.charts import chart, figure_points
from qa.page.conversation import Exchange
from qa.page.exports import as_json, as_markdown
from qa.page.limits import Limits, read_limits
from qa.page.line import Line, Pace, events
from qa.page.suggestions import Suggestions, questions_of
from qa.types import Answer, Citation, Claim, Event, Evidence, Position, Stage
from tests.reports import ARTICLES
from tests.values import passage, report


@given(
    st.text() | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(lambda x: json.dumps({"outlets": x}))
)
def test_any_form_is_read_or_refused(form: str) -> None:
    """Whatever a browser sends as filters becomes limits to known outlets, or a sentence."""
    assert set(read_limits(form, ["A"]).outlets) <= {"A"}


def test_a_day_that_is_none_is_told() -> None:
    """A day that cannot be read is named by its label."""
    with pytest.raises(QuestionError, match="Until"):
        read_limits('{"until": "soon"}', [])


def test_a_limit_is_taken_off_where_it_came_from() -> None:
    """A filter that was set is cleared; what the question said is ignored from then on."""
    limits = Limits(("A", "B"), since=date(2026, 1, 1))
    assert limits.without("outlet", "A").outlets == ("B",)
    assert limits.without("since", "2026-01-01").since is None
    assert limits.without("as_of", "2026-02-01") == Limits(("A", "B"), date(2026, 1, 1), ignore=("2026-02-01",))


@pytest.mark.parametrize(
    ("setting", "guarded", "may_change"),
    [("", False, True), ("open", False, True), ("read-only", False, False), ("a:b:c", True, True),
     ("read-only a:b", True, False)],
)  # fmt: skip
def test_access_is_read(setting: str, guarded: bool, may_change: bool) -> None:
    """DATELINE_AUTH says whether a password is asked for and whether the collection may be changed."""
    access = read_access(setting, "127.0.0.1")
    assert (access.is_guarded, access.may_change) == (guarded, may_change)
    assert not guarded or "b" not in repr(access)


def test_an_access_that_cannot_be_read_is_not_shown() -> None:
    """A mistaken setting is refused without its words, which may be a password."""
    with pytest.raises(SettingsError) as error:
        read_access("swordfish", "127.0.0.1")
    assert "swordfish" not in str(error.value)


def test_those_who_wait_are_told_their_number() -> None:
    """With one place, the second and third are told their numbers, and all are served in order."""
    line, begun, go_on = Line(1, 2), threading.Event(), threading.Event()

    def held() -> Iterator[Event]:
        begun.set()
        go_on.wait(30)
        yield Stage("first")

    async def visits() -> tuple[list[str], ...]:
        async def words(stream: Iterator[Event]) -> list[str]:
            return [e.text async for e in events(line, lambda: stream) if isinstance(e, Stage)]

        first = asyncio.create_task(words(held()))
        await asyncio.to_thread(begun.wait, 30)
        rest = [asyncio.create_task(words(iter([Stage(name)]))) for name in ("second", "third")]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        with pytest.raises(QuestionError, match="Busy: 2 questions are waiting"):
            line.join(lambda: None)
        go_on.set()
        return await first, *[await task for task in rest]

    first, second, third = asyncio.run(visits())
    assert first == ["first"]
    assert (second[0], second[-1]) == ("Busy: you are number 1 in the line", "second")
    assert (third[0], third[-1]) == ("Busy: you are number 2 in the line", "third")


def test_nobody_asks_without_end() -> None:
    """A visitor who asks too often in a minute is told; another is not held up."""
    pace = Pace(3)
    for _ in range(3):
        pace.step("one")
    with pytest.raises(QuestionError, match="3 questions a minute"):
        pace.step("one")
    pace.step("another")


def test_sentences_become_questions_in_their_own_words() -> None:
    """A counted thing is asked for with "How many", a statement is turned round, and nothing else is."""
    assert list(questions_of("At least 340 homes were flooded and two people died. He was glad.")) == [
        "How many homes were flooded?"
    ]
    assert list(questions_of("The Coldbrook bridge was closed to all traffic, officials said.")) == [
        "Was the Coldbrook bridge closed to all traffic?"
    ]
    assert list(questions_of("It was closed. Critics were outraged by this. The mayor was not told.")) == []


@given(st.text(max_size=300))
def test_any_text_gives_questions_or_none(text: str) -> None:
    """Whatever a report says, what is made of it is short and ends with a question mark."""
    assert all(len(question) <= 90 and question.endswith("?") for question in questions_of(text))


def test_only_what_is_answered_is_offered() -> None:
    """A question is offered if the collection answers it; what was asked is not offered again."""
    asked: list[str] = []

    def answered(question: str) -> Answer:
        asked.append(question)
        status = "answered" if "bridge" in question else "not_in_sources"
        source = ARTICLES[0].source
        claim = Claim("x", (Citation(1, source, "x", 0, 1),), "supported", "", None, 1)
        return Answer(question, question, status, "", (claim,), (Evidence(1, passage("x", source), 1.0),))  # type: ignore[arg-type]

    def article(id: str) -> Article:
        return next(a for a in ARTICLES if a.source.id == id)

    suggestions = Suggestions(answered, article, lambda: [a.source for a in ARTICLES])
    (first,) = suggestions.to_begin_with()
    assert first == "Was the Coldbrook bridge closed to all traffic?"
    before = len(asked)
    assert suggestions.to_begin_with() == (first,)
    assert len(asked) == before


def test_markdown_shows_what_was_written() -> None:
    """Marks of Markdown and HTML in a report are escaped, and each quotation has its footnote."""
    source = report("a", title="A | b", outlet="*Star*", url="https://example.org/<x>", path="/home/somebody/a.md")
    quote = "<b>[x](http://example.org)</b> `![y]`"
    claim = Claim(quote, (Citation(3, source, quote, 0, len(quote)),), "supported", "", None, 1)
    answer = Answer("Q?", "Q?", "answered", quote, (claim,), (Evidence(3, passage(quote, source), 1.0),))
    text = as_markdown((Exchange("Q?", answer=answer),))
    assert r"> \<b\>\[x\](http://example.org)\</b\> \`\!\[y\]\` [^3]" in text
    assert text.rstrip().splitlines()[-1].startswith(r"[^3]: \*Star\*, undated, “A \| b”")
    assert "/home" not in as_json((Exchange("Q?", answer=answer),))


def position(value: str, day: date | None, marker: int) -> Position:
    return Position(value, None, day, Citation(marker, report(f"r{marker}", title="T", published=day), value, 0, 1))


def test_a_chart_needs_figures_of_several_days() -> None:
    """Statuses, figures in two units, and figures of one day are a table alone."""
    one, other = date(2026, 1, 1), date(2026, 2, 1)
    assert not figure_points([position("withdrawn", one, 1), position("back", other, 2)])
    assert not figure_points([position("12%", one, 1), position("$4m", other, 2)])
    assert not figure_points([position("12", one, 1), position("14", one, 2), position("15", None, 3)])
    points = figure_points([position("10,000 to 12,000", one, 1), position("15,000", other, 2), position("9", None, 3)])
    assert [(p.low, p.high) for p in points] == [(10_000, 12_000), (15_000, 15_000), (9, 9)]


def test_bars_are_explained_where_there_are_some() -> None:
    """The line below a chart speaks of bars only where a figure is a range."""
    one, other = position("12", date(2026, 1, 1), 1), position("14", date(2026, 2, 1), 2)
    assert "bar" not in chart("boats", figure_points([one, other]), "c")
    ranging = position("10 to 16", date(2026, 3, 1), 3)
    assert "a bar is a range" in chart("boats", figure_points([one, other, ranging]), "c")


@given(st.lists(st.tuples(st.integers(0, 10**12), st.none() | st.dates()), min_size=1, max_size=20))
def test_every_point_lies_on_the_paper(found: list[tuple[int, date | None]]) -> None:
    """Whatever figures and days there are, the drawing holds them all."""
    days = [(1, date(2026, 1, 1)), (2, date(2026, 1, 2)), *found]
    points = figure_points([position(f"{value:,}", day, n) for n, (value, day) in enumerate(days, 1)])
    drawn = chart("boats", points, "c")
    for name, most in (("cx", 420), ("cy", 230)):
        values = [float(part.split('"')[1]) for part in drawn.split(f" {name}=")[1:]]
        assert len(values) == len(points)
        assert all(0 <= value <= most for value in values)
