"""Each report that answers otherwise is heard."""

import pytest

from qa.questions import understand
from qa.quotations import MOST
from qa.quoting import quote
from qa.relevance import Words
from qa.types import Evidence
from tests.values import passage


def _quoted(question: str, texts: tuple[str, ...], words: Words) -> list[str]:
    evidence = tuple(Evidence(n, passage(text, chr(96 + n)), 0.0) for n, text in enumerate(texts, start=1))
    return [q.sentence.evidence.passage.source.id for q in quote(understand(question), evidence, words).quotations]


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        (
            "When was the Karst tunnel opened?",
            (
                "The Karst tunnel was opened in May 1966. The Karst tunnel was opened by the king.",
                "According to its keepers the tunnel at Karst, long planned, has been open to trains since 1971.",
            ),
        ),
        (
            "Who founded the Larnby museum?",
            (
                "The Larnby museum was founded by Halima Dorrick.",
                "The museum in Larnby, which many call the finest of the valley, was founded by Otto Grahn.",
            ),
        ),
    ],
)
def test_a_report_with_another_answer_is_quoted_too(question: str, texts: tuple[str, ...], words: Words) -> None:
    """A second report that names another time or another name is not left out for being less near."""
    assert set(_quoted(question, texts, words)) == {"a", "b"}


def test_no_report_crowds_out_another(words: Words) -> None:
    """Of a report with many near sentences the later ones stand behind the first of each other report."""
    many = " ".join(f"The Larnby museum was founded by Halima Dorrick in {year}." for year in range(1960, 1968))
    other = "The Larnby museum was founded by Otto Grahn, its keepers say."
    found = _quoted("Who founded the Larnby museum?", (many, other), words)
    assert len(found) <= MOST
    assert set(found) == {"a", "b"}


def test_a_figure_is_heard_beside_figures_of_its_kind_alone(words: Words) -> None:
    """Beside a turnout in per cent another share is quoted, and no number of signatures or votes."""
    texts = (
        "Turnout in the Skelby referendum was 47 per cent, the election office said.",
        "The turnout of the referendum in Skelby was 49 per cent, a student paper says.",
        "He has collected 9,000 signatures for a referendum in Skelby.",
        "The council of Skelby voted by 21 to 18 for a referendum.",
    )
    assert set(_quoted("What was the turnout in the Skelby referendum?", texts, words)) == {"a", "b"}


def test_a_report_that_names_its_matter_elsewhere_is_heard(words: Words) -> None:
    """Another figure counts though the sentence that gives it does not name the town again."""
    texts = (
        "The population of Velmouth is 2,097, the census found.",
        "Velmouth is a town on the Ash with two bridges and a harbour. "
        + "It has a market, a mill, a school and a chapel of brick. " * 3
        + "At the last census the population was 1,884 people.",
    )
    assert set(_quoted("What is the population of Velmouth?", texts, words)) == {"a", "b"}


def test_who_names_another_says_something_else(words: Words) -> None:
    """Two independent reports that tell the same in the same words of two people are both quoted."""
    told = (
        "The old stone museum in Larnby with its famous tools of the valley was founded by {} in the mill by the river."
    )
    texts = tuple(told.format(who) for who in ("Anna Grahn", "Otto Grahn"))
    assert set(_quoted("Who founded the Larnby museum?", texts, words)) == {"a", "b"}
