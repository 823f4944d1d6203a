"""The sample reports that ship: five files of our own writing, and what makes them worth asking about."""

import re
from datetime import date
from pathlib import Path

import frontmatter
import pytest

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
PAGES = ROOT.parent / "shared" / "seeds"
NUMBERS = ("000", "001", "002", "003", "004")
LONGEST_SHARED_RUN = 11  # words


def only_file(folder: Path, number: str) -> Path:
    """The one file in a folder whose name starts with a number."""
    (path,) = folder.glob(f"{number}*")
    return path


def sample(number: str) -> frontmatter.Post:
    """A sample report: its metadata and its body."""
    return frontmatter.load(str(only_file(SEEDS, number)))


def page(number: str) -> str:
    """A saved web page that the samples report on, with straight quotation marks; skips where there is none."""
    if not PAGES.is_dir():
        pytest.skip("the saved pages are not beside this checkout (../shared/seeds)")
    text = only_file(PAGES, number).read_text(encoding="utf-8")
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def words(text: str) -> list[str]:
    """The words of a text in lower case, split at all punctuation."""
    return re.findall(r"\w+", text.casefold())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of so many words in a text."""
    listed = words(text)
    return {tuple(listed[start : start + length]) for start in range(len(listed) - length + 1)}


def test_five_samples_ship() -> None:
    """The samples are five Markdown files, numbered from 000 to 004, and nothing else is beside them."""
    assert sorted(path.name[:4] for path in SEEDS.iterdir()) == [f"{number}-" for number in NUMBERS]
    assert {path.suffix for path in SEEDS.iterdir()} == {".md"}


@pytest.mark.parametrize("number", NUMBERS)
def test_every_sample_reads_as_a_report(number: str) -> None:
    """A sample has a title, no unknown key, and a body of plain paragraphs with straight quotation marks."""
    report = sample(number)
    assert report["title"]
    assert set(report.metadata) <= {"title", "outlet", "published"}
    assert 250 <= len(report.content.split()) <= 500
    assert not re.search(r"^[#>*-]|[“”‘’]|\S\n\S", report.content, re.MULTILINE)
    assert report.content.count('"') % 2 == 0


def test_only_what_is_known_is_stated() -> None:
    """One sample names its outlet, one its date; the others leave out what their pages do not say."""
    reports = {number: sample(number) for number in NUMBERS}
    assert {n: r["outlet"] for n, r in reports.items() if "outlet" in r.metadata} == {"000": "Newsweek"}
    assert {n: r["published"] for n, r in reports.items() if "published" in r.metadata} == {"004": date(2025, 3, 11)}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("other", NUMBERS)
def test_the_words_are_our_own(number: str, other: str) -> None:
    """No run of twelve words of any page stands in a sample, in its title or its quotations either."""
    whole = only_file(SEEDS, number).read_text(encoding="utf-8")
    shared = runs(whole, LONGEST_SHARED_RUN + 1) & runs(page(other), LONGEST_SHARED_RUN + 1)
    assert not shared


def test_the_rewrite_has_its_own_sentences() -> None:
    """The second sample tells what the first one tells, and copies no run of twelve words from it."""
    first, second = sample("000").content, sample("001").content
    assert not runs(first, LONGEST_SHARED_RUN + 1) & runs(second, LONGEST_SHARED_RUN + 1)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_quotation_is_exact(number: str) -> None:
    """What a sample puts in quotation marks stands letter for letter in the page that it reports on."""
    original = page(number)
    quotations = re.findall(r'"([^"]+)"', sample(number).content)
    assert quotations
    assert [quotation for quotation in quotations if quotation not in original] == []


@pytest.mark.parametrize("number", NUMBERS)
def test_every_figure_is_the_pages(number: str) -> None:
    """Every figure in a sample stands in the page that it reports on."""
    figures = r"\d+(?:,\d{3})*"
    assert set(re.findall(figures, sample(number).content)) <= set(re.findall(figures, page(number)))


@pytest.mark.parametrize(
    ("number", "hedged", "speaker"),
    [
        ("000", "an estimated 10,000 to 12,000", "Ukraine and South Korea"),
        ("001", "approximately 10,000 to 12,000", "Ukraine and South Korea"),
        ("002", "at least 10,000", "Western officials"),
        ("003", "over 10,000", "Western, South Korean and Ukrainian intelligence"),
        ("004", "approximately 12,000", "intelligence estimates"),
    ],
)
def test_troop_figures_keep_hedge_and_speaker(number: str, hedged: str, speaker: str) -> None:
    """Each sample gives its own number of troops, with its own hedge and those who gave it in the same sentence."""
    (sentence,) = [found for found in re.split(r"(?<=\.)\s", sample(number).content) if hedged in found]
    assert speaker in sentence


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        ("000", ("storming", "Guyevo", "33rd and 225th", "253rd", "January", "300", "2,700", "not yet verified")),
        ("001", ("300", "2,700", "not been verified by Newsweek", "original source of this report is Newsweek")),
        ("002", ("at least 30", "14 and 15 December", "Plekhovo, Vorozhba and Martynovka", "killed or wounded")),
        ("002", ("800 square kilometres", "1,400 square kilometres", "claimed earlier")),
        ("003", ("no part in combat since mid-January", "National Intelligence Service", '"withdrawn"', "claimed")),
        ("004", ("withdrew temporarily in January", "early February", "redeployed", "nearly two-thirds")),
    ],
)
def test_what_is_hard_is_kept(number: str, facts: tuple[str, ...]) -> None:
    """The details that questions turn on, and those in which the samples differ, stand in them."""
    body = sample(number).content
    assert [fact for fact in facts if fact not in body] == []
