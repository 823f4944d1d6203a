"""What the chat page shows, as markup; without a browser."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from index.types import Article
from qa.page.answers import exchanges
from qa.page.cards import sources_panel, whole_report
from qa.page.collection import holdings
from qa.page.conversation import Exchange
from qa.page.filters import filters
from qa.page.markup import marked, plain
from qa.types import Answer, Citation, Claim, Disagreement, Evidence, Position
from qa.writing import prose_text
from tests.values import passage, report

TEXT = "Snow fell. Nobody was hurt. Roads are shut."
COURIER = report("a", outlet="Hill Courier", title="Snow", published=date(2026, 1, 5), published_from="metadata")
UNNAMED = report("b", title="Cold days", not_before=date(2021, 2, 3))
EVIDENCE = tuple(Evidence(n, passage(TEXT, source), 1 / n) for n, source in enumerate((COURIER, UNNAMED), 1))


def read(markup: str) -> str:
    """What a reader sees, one line for each element."""
    return re.sub(r"\s*\n\s*", "\n", unescape(re.sub(r"<[^>]*>", "\n", markup))).strip()


def quotation(quote: str, marker: int = 1, speaker: str | None = None) -> Claim:
    source = COURIER if marker == 1 else UNNAMED
    citation = Citation(marker, source, quote, TEXT.index(quote), TEXT.index(quote) + len(quote))
    return Claim(quote, (citation,), "attributed" if speaker else "supported", "", speaker, 1)


def answered(*claims: Claim, differing: tuple[Disagreement, ...] = ()) -> tuple[Exchange, ...]:
    return (Exchange("What?", answer=Answer("What?", "What?", "answered", "", claims, EVIDENCE, differing)),)


def declined() -> tuple[Exchange, ...]:
    text = "The reports do not say. 2 reports searched. None of them speaks of “hail”. Nearest: “Cold days” (undated)."
    answer = Answer(
        "Hail?",
        "Hail?",
        "not_in_sources",
        text,
        (),
        EVIDENCE,
        gaps=("No report speaks of “hail”.",),
        nearest=(UNNAMED,),
    )
    return (Exchange("Hail?", answer=answer),)


def test_a_report_is_introduced_once_in_a_row() -> None:
    """Quotations in a row from one report name it once; who it cites is said anew where that changes."""
    shown = read(
        exchanges(
            answered(
                quotation("Snow fell."),
                quotation("Roads are shut."),
                quotation("Nobody was hurt.", speaker="The mayor"),
                quotation("Snow fell.", 2, "The mayor"),
            ),
            0,
        )
    )
    said = [line for line in shown.split("\n") if line.endswith(":")]
    assert said == [
        "Hill Courier, 5 January 2026:",
        "The same report, citing the mayor:",
        "“Cold days”, undated, citing the mayor:",
    ]


def test_a_models_sentence_is_judged_once() -> None:
    """A sentence without support is flagged once, and the numbers of the others open their exact words."""
    wrong = Claim("It hailed.", (), "unsupported", "no report speaks of hail", None, 0)
    claims = (quotation("Snow fell.", speaker="the mayor"), wrong, quotation("Roads are shut."))
    answer = Answer("What?", "What?", "partial", prose_text(claims), claims, EVIDENCE, mode="model", model="a model")
    markup = exchanges((Exchange("What?", answer=answer),), 0)
    assert (
        "Snow fell.\n(as reported by the mayor)\n1\nIt hailed.\n"
        "Not supported by the reports: no report speaks of hail\nRoads are shut.\n1\n"
    ) in read(markup)
    assert re.findall('href="#([^"]*)"', markup) == ["words-1-0-10", "words-1-28-43"]


def test_a_number_is_never_left_alone_in_a_line() -> None:
    """Between words and the number that follows them no line can break: in quotations, prose and tables."""
    quoted = quotation("Snow fell.")
    wrong = Claim("Ice came.", (), "unsupported", "", None, 0)
    differing = Disagreement("snow", "differs", (Position("fell", None, None, quoted.citations[0]),) * 2)
    prose = replace(
        answered(quoted, wrong, differing=(differing,))[0],
        answer=Answer(
            "What?", "What?", "answered", "Snow fell [1]. Ice came [2].", (quoted, wrong), EVIDENCE, mode="model"
        ),
    )
    for shown in (exchanges(answered(quoted, differing=(differing,)), 0), exchanges((prose,), 0)):
        assert '&nbsp;<a class="cite"' in shown
        assert ' <a class="cite"' not in re.sub(r'data-\w+="[^"]*"', "", shown)


def test_a_position_of_the_report_itself_says_whose_it_is() -> None:
    """A value that nobody is named for is the report's own, by outlet or title; nothing is left empty."""
    sides = tuple(Position("shut", None, None, quotation("Roads are shut.", n).citations[0]) for n in (1, 2))
    shown = read(exchanges(answered(differing=(Disagreement("roads", "differs", sides),)), 0))
    assert "shut\nthe report itself (Hill Courier)\n5 January 2026\nRoads are shut.\n1" in shown
    assert "shut\nthe report itself (“Cold days”)\nundated\nRoads are shut.\n2" in shown


def test_declining_says_each_thing_once() -> None:
    """What is missing and what came nearest stand in the answer's text, and are not listed again."""
    shown = read(exchanges(declined(), 0))
    assert shown.startswith("Hail?\nThe reports do not say.\n2 reports searched.")
    assert shown.count("hail") == shown.count("Cold days") == shown.count("do not say") == 1


def test_the_nearest_reports_can_be_read() -> None:
    """A question that is not answered has cards of the reports that came nearest, apart from what else was read."""
    near, rest = sources_panel(declined(), (COURIER, UNNAMED)).split("<details>")
    assert read(near).startswith("The nearest reports\n2\noutlet not stated")
    assert "source-1" not in near
    assert read(rest).startswith("1 other passage read but not cited")


def test_a_lower_bound_is_no_date() -> None:
    """Cards and lists call an undated report undated; only the whole report says what it cannot be older than."""
    conversation = answered(quotation("Snow fell.", 2))
    assert "2021" not in sources_panel(conversation, (UNNAMED,)) + exchanges(conversation, 0) + holdings(
        (UNNAMED,), (), "", True
    )
    assert "undated, not before 3 February 2021" in read(whole_report(Article(UNNAMED, TEXT), conversation))


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6), st.integers(0, 50))
def test_marking_keeps_every_character(text: str, spans: list[tuple[int, int]], start: int) -> None:
    """However quotes overlap, the marked passage shows exactly its text, and marks are closed."""
    citations = [Citation(1, report("a"), text[a:b], a + start, b + start) for a, b in spans if a < b <= len(text)]
    markup = marked(text, start, citations, "words-1")
    assert unescape(re.sub(r"<[^>]*>", "", markup)) == unescape(plain(text))
    assert markup.count("<mark>") == markup.count("</mark>")
    assert bool(citations) == ("<mark>" in markup)


@given(st.text(min_size=1))
def test_no_word_becomes_markup(text: str) -> None:
    """Whatever stands in a report or a model's answer, the page has the same elements as for harmless words."""

    def elements(words: str) -> list[str]:
        source = report("a", outlet=words, title=words, url=f"https://{words}")
        citation = Citation(1, source, words, 0, len(words))
        claim = Claim(words, (citation,), "unsupported", words, words, 2)
        sides = (Position(words, words, None, citation),)
        answer = Answer(
            words, words, "partial", words, (claim,), (Evidence(1, passage(words, source), 1.0),),
            (Disagreement(words, "differs", sides),), gaps=(words,), notes=(words,),
        )  # fmt: skip
        shown = (Exchange(words, answer=answer), Exchange(words, stage=words, words=words))
        shelf = holdings((source,), ((words, words),), "", may_change=True) + filters((source,))
        return re.findall(r"<[^>]*", exchanges(shown, 0) + sources_panel(shown, (source,)) + shelf)

    named = re.compile(r'\b(id|href|aria-label|value|data-[a-z]+)="[^"]*"')
    assert [named.sub("", e) for e in elements(text)] == [named.sub("", e) for e in elements("calm")]
