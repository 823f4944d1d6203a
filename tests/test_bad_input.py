"""A folder of files made to do harm: each is refused or cleaned with a line that says so, and the rest is in."""

import json
import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from index import build
from index.errors import ReadError
from index.reading import read_file
from tests.bag_of_words import bag_store
from tests.test_reading import FIRST, PAGE, SECOND, pdf, refusal, zipped

MILLION = 1_000_000


def protected_pdf() -> bytes:
    """A PDF that needs a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([[FIRST]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def nested_mail(depth: int) -> str:
    """A mail in a mail in a mail."""
    part = "Content-Type: multipart/mixed; boundary=a\n\n"
    return f"Subject: x\n{part}" + f"--a\n{part}" * depth + FIRST


def linked(name: str, to: str) -> bytes:
    """An archive with a symbolic link."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo(name)
        link.external_attr = 0o120777 << 16
        archive.writestr(link, to)
        archive.writestr("good.txt", FIRST)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "why"),
    [
        ("line.txt", lambda: "bridge " * (50 * MILLION // 7 - 1), "too much for one report"),
        ("word.txt", lambda: "x" * 49 * MILLION, "too much for one report"),
        ("lines.txt", lambda: "a b\n" * 10 * MILLION, "too much for one report"),
        ("marks.txt", lambda: "e" + "\u0301" * 10 * MILLION, "too much for one report"),
        ("large.txt", lambda: b"x" * (50 * MILLION + 1), "larger than 50 MB"),
        ("line.jsonl", lambda: json.dumps({"id": "a", "text": "x" * 10 * MILLION}), "too much for one report"),
        ("nul.txt", lambda: b"\x00" * MILLION, "control characters"),
        ("hidden.txt", lambda: "\u202e\u200b\u2066\ufeff\u00ad" * 1_000, "holds no text"),
        ("deep.json", lambda: "[" * 5 * MILLION, "nested too deeply"),
        ("deep.jsonl", lambda: '{"a":' * MILLION, "nested too deeply"),
        ("deep.html", lambda: "<div>" * MILLION + FIRST, "not a web page"),
        ("deep.eml", lambda: nested_mail(20_000), "nested too deeply"),
        ("deep.rss", lambda: "<rss><channel><item>" + "<a>" * 300_000, "holds no text"),
        (
            "bomb.rss",
            lambda: (
                '<!DOCTYPE rss [<!ENTITY a "aaaa">'
                + "".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(9))
                + "]><rss><channel><item><title>&a8;</title></item></channel></rss>"
            ),
            "entities",
        ),
        (
            "outside.rss",
            lambda: (
                '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel><item>&a;</item></channel></rss>'
            ),
            "entities",
        ),
        ("locked.pdf", protected_pdf, "password"),
        ("scanned.pdf", lambda: pdf([[], [], []]), "only pictures"),
        ("cut.pdf", lambda: pdf([[FIRST], [SECOND]])[:300], "damaged"),
        ("bomb.zip", lambda: zipped({"a.txt": b" " * 20 * MILLION}), "packed far more tightly"),
        ("nested.zip", lambda: zipped({"a.zip": zipped({"b.txt": FIRST})}), "archive within the archive"),
        ("climbs.zip", lambda: zipped({"../../a.txt": FIRST}), "leads out of the archive"),
        ("rooted.zip", lambda: zipped({"/etc/a.txt": FIRST}), "leads out of the archive"),
        ("drive.zip", lambda: zipped({"C:\\a.txt": FIRST}), "leads out of the archive"),
        ("many.zip", lambda: zipped({f"{n}.txt": "" for n in range(10_001)}), "more than 10000 files"),
        ("bomb.docx", lambda: zipped({"word/document.xml": b" " * 30 * MILLION}), "packed far more tightly"),
    ],
)
def test_what_would_do_harm_is_refused(tmp_path: Path, name: str, make: Callable[[], str | bytes], why: str) -> None:
    """Each is refused by name with the reason; none takes memory or time beyond its own bytes'."""
    message = refusal(tmp_path / name, make())
    assert message.startswith(name)
    assert why in message


def test_a_pdf_of_a_thousand_pages_is_read_in_part(tmp_path: Path) -> None:
    """Of a thousand pages the first five hundred are read, and it is said that the others are not."""
    (tmp_path / "a.pdf").write_bytes(pdf([[f"Page {n} tells of ship {n}."] for n in range(1_000)]))
    reading = read_file(tmp_path / "a.pdf")
    assert reading.failed == (("pages 501 to 1000", "were left out: only so much of a file is read."),)
    assert "ship 499." in reading.articles[0].text


def test_a_pdf_cut_anywhere_is_read_or_refused(tmp_path: Path) -> None:
    """A PDF that ends early gives what can be read of it, or is refused."""
    whole = pdf([[FIRST], [SECOND]])
    for end in range(0, len(whole), 97):
        (tmp_path / "a.pdf").write_bytes(whole[:end])
        with suppress(ReadError):
            assert read_file(tmp_path / "a.pdf").articles[0].text


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    """A symbolic link in an archive is named and passed over; what is beside it is read."""
    (tmp_path / "a.zip").write_bytes(linked("passwd.txt", "/etc/passwd"))
    reading = read_file(tmp_path / "a.zip")
    assert reading.failed == (("passwd.txt", "is a symbolic link; it is not read."),)
    assert [article.text for article in reading.articles] == [FIRST]


def test_what_cannot_be_seen_leaves_the_text(tmp_path: Path) -> None:
    """NUL, zero-width and bidirectional characters and half characters are gone from text, title and fields."""
    dirty = "The \u202ebridge\u202c re\u200bopened\x00 on \u2066Monday\u2069, \ufeffthe mayor said."
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"id": "a\u202e", "title": dirty, "text": dirty + "\ud800 It rained."})
    )
    article = read_file(tmp_path / "a.jsonl").articles[0]
    assert article.source.title == "The bridge reopened on Monday, the mayor said."
    assert article.text == "The bridge reopened on Monday, the mayor said.\ufffd It rained."
    assert article.source.id == "a"


def test_a_folder_of_harm_costs_nothing_but_lines(tmp_path: Path) -> None:
    """Among links, pipes, bombs, damaged files and names that are not UTF-8, the good reports are in."""
    folder = tmp_path / "pages"
    folder.mkdir()
    good: dict[str, str | bytes] = {"good.txt": FIRST, "page.html": PAGE, "good.zip": zipped({"in.txt": SECOND})}
    bad: dict[str, str | bytes] = {
        "empty.txt": "",
        "deep.json": "[" * 100_000,
        "bomb.zip": zipped({"a.txt": b" " * 5 * MILLION}),
        "locked.pdf": protected_pdf(),
        "picture.png": b"\x89PNG",
    }
    for name, content in {**good, **bad}.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    (folder / "link.txt").symlink_to("/etc/passwd")
    (folder / "circle").symlink_to(".")
    (folder / "device.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    Path(os.fsdecode(os.fsencode(folder) + b"/name\xff.txt")).write_text(FIRST)
    with bag_store(tmp_path / "home") as store:
        report = build([folder], store)
        assert len(report.added) == 3
        told = {Path(path).name for path, _ in report.failed}
        assert told == {*bad, "link.txt", "circle", "device.txt", "pipe.txt", "name\\xff.txt"}
        assert {Path(path).name for path, _ in store.check().failures} == told
        again = build([folder], store)
        assert (len(again.unchanged), len(again.failed)) == (3, len(told))
        (folder / "empty.txt").unlink()
        (folder / "deep.json").write_text(json.dumps({"id": "deep", "text": SECOND}))
        build([folder], store)
        assert {Path(path).name for path, _ in store.check().failures} == told - {"empty.txt", "deep.json"}


def test_a_large_folder_takes_a_line_a_file(tmp_path: Path) -> None:
    """Thousands of files that hold nothing are each named, and the one report among them is in."""
    folder = tmp_path / "pages"
    for n in range(2_000):
        (folder / f"{n % 20}").mkdir(parents=True, exist_ok=True)
        (folder / f"{n % 20}" / f"{n}.txt").touch()
    (folder / "good.txt").write_text(FIRST)
    with bag_store(tmp_path / "home") as store:
        report = build([folder], store)
        assert (len(report.added), len(report.failed)) == (1, 2_000)
