"""What stands on a page without being news."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.furniture import is_furniture, tell_furniture
from index.heads import own_outlet, read_head

PROSE = "The council met on Monday to discuss the new bridge, and it adjourned without a vote late in the evening."


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Loading Now",
        "Post Comment",
        "+ There are no comments",
        "2 min read",
        "Reading time: 4 minutes",
        "Your email address will not be published. Required fields are marked *",
        "Save my name, email, and website in this browser for the next time I comment.",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "» Read more",
        "Read more: Harbour to close for repairs",
        "RELATED | Harbour to close for repairs",
        "Sign up for our daily newsletter",
        "Get the day's top stories delivered to your inbox",
        "By clicking Sign Up, you agree to our Terms and Privacy Policy",
        "We use cookies to improve your experience",
        "Follow us on Facebook and Instagram",
        "Click to share on Facebook (Opens in new window)",
        "Tags: harbour, bridge, council",
        "#harbour #bridge",
        "Copyright © 2025 The Ledger. All rights reserved.",
        "© 2025 The Ledger",
        "Home > World > Europe",
        "12 Comments",
        "1.2K shares",
        "File photo: The bridge in winter.",
        "FILE - The bridge in winter, Jan. 3, 2024.",
        "Photo by Ida Tarbell",
        "IDA TARBELL/AFP/Getty Images",
        "(AP Photo/Ida Tarbell)",
        "The bridge in winter. (Photo: Ida Tarbell)",
        "Original Source: www.ledger.example",
        "(Reporting by Ida Tarbell; Editing by Nellie Bly)",
        "Do you have a story that we should be covering? Let us know.",
    ],
)
def test_furniture_is_told(line: str) -> None:
    """A line that is no news by its own words is told wherever it stands."""
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        PROSE,
        "Why It Matters",
        "What To Know",
        "What People Are Saying",
        "“We use cookies to track visitors,” the minister said.",
        "Image by image, the film tells of the flood.",
        "Source: the ministry's own figures for March",
        "Reading is a town in England.",
        "Two people commented on the plan.",
        "Home prices rose by 3 percent.",
        "Share prices fell in Seoul.",
        "Follow-up talks were held on Tuesday.",
        "The company sent the letter in your name.",
        "Copyright law was changed in 2024, the court noted in its decision on the libraries.",
        "Signatures were gathered in three towns.",
        "Reuters reported the figures first.",
        "Tuesday (Reuters)",
    ],
)
def test_news_stays(line: str) -> None:
    """A sentence, a heading, or anything doubtful stays."""
    assert not is_furniture(line)


def test_share_buttons_go_only_together() -> None:
    """A word that may be a button is one only beside other furniture."""
    buttons = tell_furniture(["Share this article", "Facebook", "", "Telegram", PROSE, "Telegram", PROSE])
    assert [bool(kind) for kind in buttons.kinds] == [True, True, False, True, False, False, False]


def test_a_biography_is_told_at_the_end_only() -> None:
    """An author's biography goes where it ends a page, and names the author."""
    biography = "Nellie Bly is an award-winning reporter based in Oslo, known for her pieces on fishing."
    at_end = tell_furniture([PROSE, "", biography, "Post Comment"])
    assert at_end.kinds == ("", "", "biography", "furniture")
    assert at_end.author == "Nellie Bly"
    assert not any(tell_furniture([PROSE, biography, PROSE]).kinds)


def test_a_person_in_the_news_has_no_biography() -> None:
    """A journalist of whom the report tells is not its author."""
    news = "Police arrested Nellie Bly on Monday outside the court in Oslo, her lawyer told the newspaper."
    about = "Nellie Bly is an award-winning reporter based in Oslo, known for her pieces on fishing."
    assert not any(tell_furniture([news, about]).kinds)


def test_related_links_go_at_the_end_only() -> None:
    """Links under "Related articles" go where no prose follows; above prose only the heading does."""
    links = ["Related Articles", "Harbour to close for repairs", "Mayor names a deputy"]
    assert tell_furniture([PROSE, *links]).kinds == ("", "furniture", "furniture", "furniture")
    assert tell_furniture([PROSE, *links, PROSE]).kinds == ("", "furniture", "", "", "")


def test_a_caption_s_beginning_is_a_caption() -> None:
    """The cut text of a missing image, which a caption of the page gives in full, goes with it."""
    caption = "File photo: The old bridge's northern side on July 7, 2021."
    assert tell_furniture(["The old bridge", PROSE, caption]).kinds == ("caption", "", "caption")
    assert tell_furniture([PROSE, "The old bridge", PROSE, caption]).kinds == ("", "", "", "caption")


def test_the_original_source_is_kept() -> None:
    """Where a page took its report from is read, not only taken out."""
    assert tell_furniture([PROSE, "Original Source: www.ledger.example"]).original_source == "www.ledger.example"


def test_a_head_is_read() -> None:
    """Title, byline and date are read from the top of a page, and only what they are leaves the text."""
    lines = [
        "Bridge reopens after two years",
        "",
        "By Nellie Bly, Staff Writer",
        "March 11, 2025 | 2 min read",
        "",
        PROSE,
    ]
    head = read_head(lines)
    assert (head.title, head.author, head.published) == (
        "Bridge reopens after two years",
        "Nellie Bly",
        "March 11, 2025",
    )
    assert head.title_line == 0
    assert set(head.taken) == {2, 3}


def test_a_name_in_capitals_is_a_byline_beside_a_date_only() -> None:
    """A name in capitals is taken for the author's only beside the date, and a section's name never is."""
    assert (
        read_head(["Bridge reopens at last", "Published: 11 Mar. 2025, 15:48", "NELLIE BLY", PROSE]).author
        == "NELLIE BLY"
    )
    assert read_head(["Bridge reopens at last", "", "NELLIE BLY", "", PROSE]).author is None
    assert read_head(["Bridge reopens at last", "Published: 11 Mar. 2025", "WORLD NEWS", PROSE]).author is None


def test_a_date_before_the_title_is_cut_off() -> None:
    """A title that its date runs into is read without it."""
    head = read_head(["date 2025-03-11 Bridge reopens after two years, says mayor", PROSE, PROSE])
    assert (head.title, head.published) == ("Bridge reopens after two years, says mayor", "2025-03-11")


@pytest.mark.parametrize(
    "lines",
    [
        [PROSE, PROSE],
        [PROSE],
        ["The council met on Monday to discuss", "the new bridge over the river, and it", "adjourned. Then it rained."],
        ["bridge reopens", "", PROSE],
        ["Bridge", "", PROSE],
        ["Bridge reopens", "Ferry stops", "Harbour closes"],
    ],
)
def test_a_title_is_never_invented(lines: list[str]) -> None:
    """A sentence, a part of one, a lone word or a list is no title."""
    assert read_head(lines).title == ""


def test_an_update_is_no_publication() -> None:
    """The day of an update leaves the text, but is not the day of publication."""
    head = read_head(["Bridge reopens at last", "Updated: 12 March 2025", "", PROSE])
    assert head.published is None
    assert set(head.taken) == {1}


def test_a_crowded_head_is_read() -> None:
    """Outlets beside names, two dates on a line, and a section's name above the title hide nothing."""
    dates = "Updated: March 12, 2025 9:14 am EDT / Published: March 11, 2025 3:00 pm EDT"
    bylines = "By Nellie Bly and Ida Tarbell | The Ledger"
    head = read_head(["WORLD NEWS", "Bridge reopens at last", bylines, dates, PROSE])
    assert (head.title, head.author) == ("Bridge reopens at last", "Nellie Bly and Ida Tarbell")
    assert head.published == "March 11, 2025"
    assert set(head.taken) == {0, 2, 3}


def test_a_bare_date_needs_a_title() -> None:
    """A date on a line of its own is that of publication beside a title; without one it may be a diary's."""
    assert read_head(["March 11, 2025", "", "Bridge reopens at last", "", PROSE]).published == "March 11, 2025"
    diary = read_head(["26 Feb. 1862", PROSE, "27 Feb. 1862", PROSE])
    assert (diary.published, dict(diary.taken)) == (None, {})


def test_a_dateline_gives_the_date_and_stays() -> None:
    """The date of a dateline is the report's, and the dateline stays in the text."""
    head = read_head(["Bridge reopens at last", "", f"OSLO, March 11, 2025 (Reuters) - {PROSE}"])
    assert head.published == "March 11, 2025"
    assert not head.taken


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Newsweek reached out to the harbour's operator for comment.", "Newsweek"),
        ("It rained. The Harbour Ledger has reached out to the mayor for comment.", "The Harbour Ledger"),
        ("CNN has not been able to verify the claim.", "CNN"),
        ("The Pentagon has yet to verify the claim.", None),
        ("Reuters could not independently verify the report.", None),
        ("The claim was not verified by CNN.", None),
        ("It rained, a report in The Guardian said.", None),
        ("Police contacted the family for comment.", None),
        ("CNN contacted him for comment. Newsweek contacted him for comment.", None),
        ("He told Reuters that it rained.", None),
    ],
)
def test_an_outlet_is_named_by_its_own_acts(text: str, outlet: str | None) -> None:
    """A report's outlet is read from what the outlet itself did, and left open in any doubt."""
    assert own_outlet(text) == outlet


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=400), max_size=12))
def test_any_lines_can_be_told(lines: list[str]) -> None:
    """No lines make furniture or heads fail, and every line gets its answer."""
    assert len(tell_furniture(lines).kinds) == len(lines)
    assert all(lines[number].startswith(taken) for number, taken in read_head(lines).taken.items())
