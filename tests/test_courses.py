"""What went on is told from its beginning to its end."""

from datetime import date, timedelta

import pytest

from qa.questions import understand
from qa.quotations import MOST
from qa.quoting import Quoted, quote
from qa.relevance import Words
from qa.types import Evidence
from tests.values import passage, report

FIRST = date(2024, 3, 1)
TOLD = (
    "The dockers of Velm began a strike on Friday. They want more pay.",
    "The strike of the Velm dockers reached a second harbour. Ships were sent to Ostfeld.",
    "A judge ordered an end to the strike of the Velm dockers. The union has appealed.",
    "Talks on the strike in Velm broke down. A mediator left the town.",
    "The strike in Velm cost the harbour 40 million crowns, its director said. Two cranes were sold.",
    "The union of the Velm dockers lowered its demands. The strike goes on.",
    "The strike of the Velm dockers is over. They return to work with a rise of 4 per cent.",
)


def _quoted(question: str, words: Words, *told: tuple[str, int | None]) -> Quoted:
    evidence = [
        Evidence(
            n,
            passage(text, report(f"r{n}", published=None if day is None else FIRST + timedelta(days=day))),
            0.0,
        )
        for n, (text, day) in enumerate(told, start=1)
    ]
    return quote(understand(question), evidence, words)


def _days(quoted: Quoted) -> list[int | None]:
    published = [q.sentence.evidence.passage.source.published for q in quoted.quotations]
    return [None if day is None else (day - FIRST).days for day in published]


@pytest.mark.parametrize("question", ["How did the strike in Velm unfold?", "What happened in the strike in Velm?"])
def test_a_course_is_told_from_its_first_day_to_its_last(question: str, words: Words) -> None:
    """Of more reports than can be quoted the first, the last and some between are."""
    days = _days(_quoted(question, words, *((text, n) for n, text in enumerate(TOLD))))
    assert (len(days), days[0], days[-1]) == (MOST, 0, len(TOLD) - 1)


def test_one_day_does_not_crowd_out_the_others(words: Words) -> None:
    """Five reports of one day leave room for what came before and after."""
    days = [0, 3, 3, 3, 3, 3, 9]
    told = _days(_quoted("How did the strike in Velm unfold?", words, *zip(TOLD, days, strict=True)))
    assert {0, 3, 9} <= set(told)


def test_the_course_of_a_figure_is_told_by_its_figures(words: Words) -> None:
    """What a cost came to is quoted from each report that says so, wherever it stands, and nothing else."""
    told = _quoted(
        "How did the cost of the Larnby tunnel develop?",
        words,
        ("The council of Larnby wants to build a tunnel under the Ash. It is to cost 240 million crowns.", 0),
        ("Larnby looks forward to its tunnel. Schools will be closed for a week.", 20),
        ("The Larnby tunnel will cost 310 million crowns, an audit shows. Steel has become dearer.", 40),
    )
    assert _days(told) == [0, 40]
    assert ["240 million" in told.sentences[0].text, "310 million" in told.sentences[1].text] == [True, True]


def test_the_news_of_a_report_stands_for_it(words: Words) -> None:
    """What a report tells first is quoted, not a later sentence that repeats more of the question's names."""
    told = _quoted(
        "How did the takeover of Norvald Lines unfold?",
        words,
        (
            "Quillon Freight offered 1.2 billion crowns for the ferry company Norvald Lines. Its shares rose."
            " Norvald Lines carries 5.4 million passengers a year.",
            0,
        ),
        ("Norvald Lines has accepted a raised offer from Quillon Freight. Shares in Norvald Lines closed higher.", 9),
    )
    assert [part in s.text for part, s in zip(("offered", "accepted"), told.sentences, strict=True)] == [True, True]
