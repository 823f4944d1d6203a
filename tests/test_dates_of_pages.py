"""When a page, a row or a web page says that it was published, in the many ways in which they say it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.reading import read_file
from index.types import Source

TITLE = "Bridge reopens after two years"
BODY = (
    "The council met on Monday to discuss the new bridge over the river, and it adjourned without a vote late in the"
    " evening. Nobody objected.",
    "A second meeting is planned for the spring, the clerk told reporters after the session had ended. It is open.",
)
DAY = date(2025, 3, 11)


def source_of(path: Path, content: str) -> Source:
    """What is known of the only report of a file."""
    path.write_text(content, encoding="utf-8")
    (article,) = read_file(path).articles
    return article.source


@pytest.mark.parametrize(
    "head",
    [
        "March 11, 2025",
        "11 March 2025",
        "11 MARCH 2025",
        "11th March, 2025",
        "the 11th of March 2025",
        "11.03.2025",
        "11.03.2025, 15:48 Uhr",
        "2025-03-11 15:48:00",
        "2025-03-11T15:48:00Z",
        "2025-03-11T15:48:00.000Z",
        "MAR. 11, 2025",
        "Mar 11, 2025, 3:48 PM EST",
        "Tue 11 Mar 2025 15.48 GMT",
        "Tuesday 11th March 2025, 3:48pm",
        "Tuesday, March 11, 2025 - 3:48 PM",
        "11 Mar 2025 15:48 IST | Nellie Bly",
        "Published: March 11, 2025",
        "Published: 11 Mar. 2025, 15:48",
        "Posted on March 11, 2025 by Nellie Bly",
        "By Nellie Bly | March 11, 2025",
        "By NELLIE BLY, Staff Writer\nMarch 11, 2025 at 3:48 p.m.",
        "By Nellie Bly\nUpdated 12 March 2025\nPublished 11 March 2025",
        "Nellie Bly, 11 March 2025",
        "12 min read · Mar 11, 2025",
        "Mar 11, 2025 · 4 min read",
        "Updated: 12 Mar. 2025, 09:00\nPublished: 11 Mar. 2025, 15:48",
        "First published on Tue 11 Mar 2025 10.00 CET\nLast modified on Wed 12 Mar 2025",
        "Published March 11, 2025 10:15am EDT | Updated March 12, 2025 9:00am EDT",
        f"OSLO, March 11, 2025 (Reuters) - {BODY[0]}",
    ],
)
def test_a_head_dates_its_report(tmp_path: Path, head: str) -> None:
    """The date under a title is the report's, beside bylines, times, zones and updates, and the title is read."""
    source = source_of(tmp_path / "a.txt", "\n\n".join((f"{TITLE}\n{head}", *BODY)))
    assert (source.title, source.published, source.published_from) == (TITLE, DAY, "text")


@pytest.mark.parametrize(
    "head",
    [
        "Published on 11/03/2025",
        "Last updated: March 12, 2025",
        "March 2025",
        "Yesterday",
        "2 hours ago",
        "Published 3 days ago",
        f"OSLO, March 11 (Reuters) - {BODY[0]}",
        "© 2019 The Ledger",
        "Copyright 11 March 2019",
        "Photo taken on 4 May 2019. (AP Photo/Somebody)",
        "File photo: The bridge on July 7, 2021.",
        "The bridge opened on 4 May 2019 and closed in 2023, the city said.",
        "Event date: 4 May 2026",
        "Save the date: 4 May 2026",
        "Expires 4 May 2026",
    ],
)
def test_a_head_that_dates_nothing_leaves_a_report_undated(tmp_path: Path, head: str) -> None:
    """A date that can be read two ways, an update, a picture's, an event's or an owner's date is not the report's."""
    source = source_of(tmp_path / "a.txt", "\n\n".join((f"{TITLE}\n{head}", *BODY)))
    assert (source.published, source.published_from) == (None, None)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ({"published": "2025-03-11"}, DAY),
        ({"published": 1741708080}, DAY),
        ({"published": 1741708080000}, DAY),
        ({"date": "20250311"}, DAY),
        ({"date": "2025/03/11"}, DAY),
        ({"date": "2025.03.11"}, DAY),
        ({"date": "March 11, 2025"}, DAY),
        ({"date": "11-Mar-2025"}, DAY),
        ({"date": ["2025-03-11"]}, DAY),
        ({"date": {"$date": "2025-03-11T00:00:00Z"}}, DAY),
        ({"published_at": "2025-03-11T23:59:59-08:00"}, DAY),
        ({"publishedAt": "Tue, 11 Mar 2025 15:48:00 GMT"}, DAY),
        ({"datePublished": "2025-03-11T00:00:00.000+0000"}, DAY),
        ({"date": "11-03-2025", "outlet": "The Guardian"}, DAY),
        ({"date": "03/11/2025", "outlet": "CNN"}, DAY),
        ({"url": "https://x.example/2025/03/11/bridge"}, DAY),
        ({"url": "https://x.example/2025/03/bridge"}, None),
        ({"date": "11/03/2025"}, None),
        ({"date": "11/03/25"}, None),
        ({"date": "2025"}, None),
        ({"date": "0000-00-00"}, None),
        ({"date": "1970-01-01T00:00:00Z"}, None),
        ({"date": "9999-12-31"}, None),
        ({"date": "null"}, None),
        ({"date": ""}, None),
        ({"crawled": "2025-03-11"}, None),
        ({"updated": "2025-03-11"}, None),
        ({"modified": "2025-03-11"}, None),
    ],
)
def test_a_row_dates_its_report(tmp_path: Path, said: dict[str, Any], day: date | None) -> None:
    """A row's own date is read as exports write it; placeholders and days of crawling or change are not it."""
    source = source_of(tmp_path / "a.jsonl", json.dumps({"id": "1", "title": TITLE, "text": BODY[0], **said}))
    assert (source.published, source.published_from) == (day, "metadata" if day else None)


def test_a_table_s_sure_dates_decide_its_others(tmp_path: Path) -> None:
    """In one table, one outlet's rows put their dates alike; another outlet's are left unsure."""
    rows = [("Ledger", "13/04/2025"), ("Ledger", "03/04/2025"), ("Post", "03/04/2025"), ("CNN", "03/04/2025")]
    lines = (
        json.dumps({"id": str(n), "text": BODY[0], "outlet": outlet, "date": written})
        for n, (outlet, written) in enumerate(rows)
    )
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    days = [article.source.published for article in read_file(tmp_path / "a.jsonl").articles]
    assert days == [date(2025, 4, 13), date(2025, 4, 3), None, date(2025, 3, 4)]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ('<meta property="article:published_time" content="2025-03-11T10:00+09:00">', DAY),
        ('<meta name="date" content="2025-03-11">', DAY),
        ('<meta name="DC.date.issued" content="2025-03-11">', DAY),
        ('<meta itemprop="datePublished" content="2025-03-11">', DAY),
        ('<meta name="pubdate" content="20250311">', DAY),
        ('<meta property="article:modified_time" content="2025-03-11">', None),
        ('<meta property="og:updated_time" content="2025-03-11">', None),
        ('<meta name="last-modified" content="2025-03-11">', None),
        ('<script type="application/ld+json">{"datePublished":"2025-03-11"}</script>', DAY),
        ('<script type="application/ld+json">{"dateModified":"2025-03-11"}</script>', None),
        (
            '<script type="application/ld+json">[{"@type":"NewsArticle","isPartOf":{"datePublished":"1999-01-01"}}]'
            "</script>",
            None,
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},'
            '{"@type":"NewsArticle","datePublished":"2025-03-11","video":{"datePublished":"2019-01-01"}}]}</script>',
            DAY,
        ),
        ('<script type="application/ld+json">{"datePublished":"2025-03-11",</script>', DAY),
        (
            '<script type="application/ld+json">{"datePublished":"2025-03-11","b":{"datePublished":"2019-01-01"}'
            "</script>",
            None,
        ),
    ],
)
def test_a_web_page_dates_its_report(tmp_path: Path, said: str, day: date | None) -> None:
    """A page's metadata dates it, its linked data only by what it says of the report itself."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (*BODY, f"{BODY[1]} {BODY[0]}"))
    page = (
        f"<html><head><title>{TITLE}</title>{said}</head><body><article><h1>{TITLE}</h1>{text}</article></body></html>"
    )
    assert source_of(tmp_path / "a.html", page).published == day
