"""The words of an answer: who reported it and when, in a line that reads like a reporter's note."""

from datetime import date

import pytest

from index import Source
from qa.types import Citation, Claim
from qa.writing import dated, declined_text, introduction, introductions, named, quotes_text
from tests.values import report

LEDGER = report("a", title="Snow in the hills", outlet="Ledger", published=date(2024, 3, 4))
COURIER = report("b", title="Snow", outlet="Hill Courier", origin="a")
WIRE = report("c", title="More snow", outlet="Coast Wire")


def claim(text: str, source: Source = LEDGER, speaker: str | None = None) -> Claim:
    """A quotation as a claim."""
    cited = Citation(1, source, text, 0, len(text))
    return Claim(text, (cited,), "attributed" if speaker else "supported", "", speaker, 1)


@pytest.mark.parametrize(
    ("speaker", "said"),
    [
        (None, "Ledger, 4 March 2024:"),
        ("The mayor", "Ledger, 4 March 2024, citing the mayor:"),
        ("The Hill Council", "Ledger, 4 March 2024, citing the Hill Council:"),
        ("Residents", "Ledger, 4 March 2024, citing residents:"),
        ("Western officials", "Ledger, 4 March 2024, citing Western officials:"),
        ("Ana Lemm, who has led the snow office of the hills for years", "Ledger, 4 March 2024, citing Ana Lemm:"),
        (
            "Hill, Coast, and Valley officials in a joint statement",
            "Ledger, 4 March 2024, citing Hill, Coast, and Valley officials in a joint statement:",
        ),
        ("Ledger", "Ledger, 4 March 2024:"),
    ],
)
def test_a_quotation_is_introduced_by_outlet_day_and_speaker(speaker: str | None, said: str) -> None:
    """The speaker stands as within a sentence, without what the quotation itself tells of a name."""
    assert introduction(LEDGER, speaker=speaker) == said


def test_an_undated_report_without_an_outlet_goes_by_its_title() -> None:
    """A long title is cut between words, and an undated report is called so."""
    source = report("d", title="word " * 40)
    assert named(source).startswith("“word word")
    assert len(named(source)) < 80
    assert introduction(source).endswith("…”, undated:")
    assert dated(source) == "undated"


def test_copies_are_named_once_and_independent_reports_are_counted() -> None:
    """Of many copies the first are named; a report quoted again at once is not named again, nor are its copies."""
    copies = [report(str(n), outlet=f"Paper {n}", origin="a") for n in range(5)]
    first, second, third = introductions(
        [claim("Snow fell."), claim("Roads are shut.", speaker="The mayor"), claim("Ice.", WIRE)], [copies, copies, []]
    )
    assert first == "Ledger, 4 March 2024 (also carried by Paper 0, Paper 1, Paper 2 and 2 more):"
    assert second == "The same report, citing the mayor:"
    assert third == "Coast Wire, undated:"
    assert "2 independent reports: likewise Coast Wire" in introduction(LEDGER, [COURIER, WIRE])


def test_every_quotation_has_its_introduction_and_number() -> None:
    """The words of an answer are introductions and exact quotes with their numbers, and nothing else."""
    assert quotes_text([claim("Snow fell.")], [()]) == "Ledger, 4 March 2024:\n> Snow fell. [1]"


def test_declining_says_what_the_nearest_reports_are_about() -> None:
    """What was searched, what no report speaks of, and which report came nearest with what of the question."""
    said = declined_text(3, [(LEDGER, ("snow", "hills"))], ("hail",))
    assert said == (
        "The reports do not say. 3 reports searched. None of them speaks of “hail”. "
        "Nearest: Ledger (4 March 2024), “Snow in the hills”, which speaks of “snow” and “hills”."
    )
    assert declined_text(0, (), ()).startswith("No report was searched")
