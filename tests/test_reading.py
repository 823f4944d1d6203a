"""A file becomes the reports that it holds."""

import hashlib
import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import ReadError
from index.formats import formats
from index.formats.characters import clean, decode
from index.reading import find_files, read_file
from index.types import Article

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
FIRST = "The bridge over the river reopened on Monday after two years of work, the city said in a statement."
SECOND = "The mayor said the work had cost 12 million and that a second lane would follow before the summer."
THIRD = "Engineers had found cracks in its pillars and closed it within a day, the records of the city show."
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge reopens</title>
<meta property="og:site_name" content="The Ledger">
<meta property="article:published_time" content="2025-03-11T10:00+09:00">
<link rel="canonical" href="https://ledger.example/bridge"><meta name="author" content="Nellie Bly"></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>Bridge reopens</h1>
<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article><footer>Sign up for our newsletter</footer></body></html>"""


def one(path: Path, content: bytes | str) -> Article:
    """The only report of a file with that content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (article,) = read_file(path).articles
    return article


def refusal(path: Path, content: bytes | str) -> str:
    """Why a file with that content is not read."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ReadError) as refused:
        read_file(path)
    return str(refused.value)


def pdf(pages: list[list[str]], title: str = "") -> bytes:
    """A PDF with the lines of its pages, the least that is one."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Title({title})>>",
    ]
    kids = []
    for lines in pages:
        drawn = "BT /F 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>/Contents {len(objects)}"
            f" 0 R>>"
        )
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def zipped(members: dict[str, bytes | str]) -> bytes:
    """A zip archive of the members."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# Finding files


def test_files_are_found_once_and_in_order(tmp_path: Path) -> None:
    """Folders are walked recursively, by name, each file once; what is hidden is passed over."""
    for name in ("b.txt", "a/z.md", "a/.hidden.txt", ".git/x.txt", "page.html", "page_files/ad.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(FIRST)
    found = list(find_files([tmp_path, tmp_path / "a", tmp_path / "b.txt", tmp_path]))
    assert [file.path.relative_to(tmp_path).as_posix() for file in found] == ["a/z.md", "b.txt", "page.html"]
    assert not any(file.refused for file in found)


def test_what_cannot_be_read_is_found_with_the_reason(tmp_path: Path) -> None:
    """Links, pipes, unknown formats, missing files and names that are not UTF-8 come with why they are not read."""
    (tmp_path / "there.txt").write_text(FIRST)
    (tmp_path / "link.txt").symlink_to("there.txt")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    os.mkfifo(tmp_path / "pipe.txt")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.txt")).write_text(FIRST)
    found = {file.path.name: file.refused for file in find_files([tmp_path, tmp_path / "gone.txt"])}
    assert found.pop("there.txt") == ""
    assert "symbolic link" in found.pop("link.txt")
    assert "symbolic link" in found.pop("loop")
    assert "pipe" in found.pop("pipe.txt")
    assert ".jsonl" in found.pop("picture.png")
    assert "UTF-8" in found.pop("bad\\xff.txt")
    assert "No such file" in found.pop("gone.txt")
    assert not found


def test_a_link_or_a_pipe_is_never_opened(tmp_path: Path) -> None:
    """Reading a link, a pipe, a device or a folder by its name is refused, too."""
    (tmp_path / "there.txt").write_text(FIRST)
    (tmp_path / "link.txt").symlink_to("there.txt")
    (tmp_path / "null.txt").symlink_to("/dev/null")
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("link.txt", "null.txt", "folder.txt", "pipe.txt", "gone.txt", "nul\0.txt"):
        with pytest.raises(ReadError):
            read_file(tmp_path / name)


# Plain text


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    """A reading carries the sha256 of the file's bytes."""
    (tmp_path / "a.txt").write_text(FIRST)
    assert read_file(tmp_path / "a.txt").digest == hashlib.sha256(FIRST.encode()).hexdigest()


def test_an_id_is_stable_and_readable(tmp_path: Path) -> None:
    """A file's id holds its name and stays; another path makes another id."""
    first = one(tmp_path / "Bridge Réopens.txt", FIRST).source
    again = one(tmp_path / "Bridge Réopens.txt", SECOND).source
    other = one(tmp_path / "Bridge_reopens.txt", FIRST).source
    assert first.id == again.id == first.origin
    assert first.id.startswith("bridge-reopens-")
    assert len(first.id) == len("bridge-reopens-") + 6
    assert other.id != first.id


def test_a_saved_page_is_told_from_its_furniture(tmp_path: Path) -> None:
    """Title, byline and date of saved text become fields; comment forms, share buttons and biographies leave it."""
    biography = "Ida Tarbell is an award-winning journalist known for her pieces on fishing. Her work is read in Oslo."
    lines = [
        "Loading Now",
        "Bridge reopens after two years",
        "Published: 11 Mar. 2025, 15:48",
        "NELLIE BLY",
        FIRST,
        SECOND,
    ]
    lines += [
        "Original Source: www.ledger.example",
        biography,
        "You May Also Like",
        "Ferry stops for winter",
        "Add yours",
    ]
    article = one(tmp_path / "a.txt", "\n\n".join(lines))
    source = article.source
    assert source.title == "Bridge reopens after two years"
    assert (source.author, source.outlet) == ("NELLIE BLY", None)
    assert (source.published, source.published_from, source.not_before) == (date(2025, 3, 11), "text", None)
    assert source.extra == {"original_source": "www.ledger.example"}
    assert article.text == f"{FIRST}\n\n{SECOND}"
    assert article.removed == ("Loading Now", *lines[2:4], *lines[6:])


def test_an_undated_page_is_bounded_by_its_captions_too(tmp_path: Path) -> None:
    """A caption is no news, but the date that it states bounds the report."""
    article = one(tmp_path / "a.txt", f"Bridge reopens at last\n\n{FIRST}\n\nFile photo: The bridge on July 7, 2021.")
    assert article.source.not_before == date(2021, 7, 7)
    assert article.source.published is None
    assert "photo" not in article.text


def test_a_lone_title_is_text(tmp_path: Path) -> None:
    """A page is never left without the one line that it has."""
    article = one(tmp_path / "a.txt", "Bridge reopens at last")
    assert (article.source.title, article.text) == ("", "Bridge reopens at last")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le président a déclaré que l’armée était à la frontière.", "utf-8-sig"),
        ("Le président a déclaré que l’armée était à la frontière.", "utf-16"),
        ("Le président a déclaré que l’armée était à la frontière.", "cp1252"),
        ("He said “no” — and left the café.", "cp1252"),
        ("Президент заявил во вторник, что войска уже находятся на границе с соседней страной.", "cp1251"),
        ("Президент заявил во вторник, что войска уже находятся на границе с соседней страной.", "koi8-r"),
        ("Prezydent oświadczył we wtorek, że wojska są już na granicy, gdzie żołnierze ćwiczą.", "cp1250"),
        ("大統領は火曜日、軍隊がすでに国境にいると述べた。兵士が参加している。", "shift_jis"),
        ("대통령은 화요일 군대가 이미 국경에 있다고 말했다. 병사들이 참가했다.", "euc_kr"),
        ("总统星期二说，军队已经在边境。士兵参加了战斗，损失惨重。", "gb18030"),
    ],
)
def test_encodings_are_told(text: str, encoding: str) -> None:
    """Text is read in the encoding that it was saved in."""
    assert decode(text.encode(encoding)) == text


def test_text_cut_within_a_character_is_read(tmp_path: Path) -> None:
    """UTF-8 that ends in the middle of a character loses that character only."""
    assert one(tmp_path / "a.txt", f"{FIRST} Café".encode()[:-1]).text == f"{FIRST} Caf\ufffd"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b""),
        ("a.txt", b" \n\t\n"),
        ("a.txt", b"\xef\xbb\xbf"),
        ("a.txt", "Share this article\n\nAdvertisement"),
        ("a.txt", bytes(range(256)) * 20),
        ("a.txt", b"\x00\x01\x02\x03" * 50),
        ("a.txt", pdf([[FIRST]])),
        ("a.txt", zipped({"a.txt": FIRST})),
        ("a.md", "---\ntitle: Bridge\n---\n"),
        ("a.html", ""),
        ("a.html", "<html><body><nav></nav></body></html>"),
        ("a.json", "{"),
        ("a.json", "[" * 100_000),
        ("a.json", "[]"),
        ("a.json", '{"a": ' * 100_000),
        ("a.jsonl", "[" * 100_000),
        ("a.jsonl", "9" * 10_000),
        ("a.pdf", FIRST),
        ("a.pdf", pdf([[FIRST]])[:200]),
        ("a.pdf", pdf([[]])),
        ("a.docx", FIRST),
        ("a.docx", zipped({"a.txt": FIRST})),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600)),
        ("a.eml", "Subject: Bridge\n\n"),
        ("a.mhtml", "Subject: Bridge\n\nno page"),
        ("a.xml", "<note>Bridge</note>"),
        ("a.rss", "<rss><channel><title>Ledger</title></channel></rss>"),
        ("a.zip", b"PK\x03\x04" + bytes(100)),
        ("a.zip", zipped({})),
        ("a.csv", FIRST),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, content: bytes | str) -> None:
    """Empty, binary, damaged and unknown files are refused by name, in a sentence."""
    message = refusal(tmp_path / name, content)
    assert message.startswith(name)
    assert message.endswith(".")


def test_a_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file over its format's limit is not read."""
    monkeypatch.setattr(formats()[".txt"], "MAX_BYTES", 10)
    assert "larger than" in refusal(tmp_path / "a.txt", FIRST)


def test_a_line_without_end_is_read(tmp_path: Path) -> None:
    """Megabytes without a line break are text like any other, and a million blanks are one."""
    article = one(tmp_path / "a.txt", "bridge " * 700_000 + " " * 1_000_000 + "<|endoftext|>")
    assert article.text.endswith("bridge <|endoftext|>")
    assert len(article.text) < 5_000_000


@settings(deadline=None)
@given(st.text())
def test_clean_text_is_clean(text: str) -> None:
    """Cleaned text is NFC without what cannot be seen or stored, and cleaning it again changes nothing."""
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not {unicodedata.category(character) for character in cleaned.replace("\n", "")} & {"Cc", "Cs"}
    assert not set(cleaned) & set("\u200b\u200d\u202e\u2066\ufeff\u00ad\u200e\u2028")
    assert "   " not in cleaned
    assert "\n\n\n" not in cleaned
    assert clean(cleaned) == cleaned


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8"), min_size=1))
def test_no_text_is_lost(tmp_path: Path, text: str) -> None:
    """Every word of a text is in its report: in the body, in the title, or among what was removed."""
    try:
        article = one(tmp_path / "a.txt", text)
    except ReadError:
        return
    kept = "".join((article.source.title, article.text, *article.removed))
    assert sorted("".join(kept.split())) == sorted("".join(clean(text).split()))


# Markdown, HTML, JSON


def test_front_matter_is_metadata(tmp_path: Path) -> None:
    """Front matter gives the fields as written, what is unknown goes to extra, and Markdown's marks leave the text."""
    front = (
        "title: Bridge\noutlet: The Ledger\ndate: 2025-03-11\nid: bridge-1\nurl: https://ledger.example\ndesk: north\n"
    )
    article = one(tmp_path / "a.md", f"---\n{front}---\n# Bridge\n\n**{FIRST}** See [the plan](https://a.example).\n")
    source = article.source
    assert (source.id, source.title, source.outlet, source.url) == (
        "bridge-1",
        "Bridge",
        "The Ledger",
        "https://ledger.example",
    )
    assert (source.published, source.published_from) == (date(2025, 3, 11), "metadata")
    assert source.extra == {"desk": "north"}
    assert article.text == f"{FIRST} See the plan."


def test_front_matter_that_is_no_yaml_is_read_by_lines(tmp_path: Path) -> None:
    """A colon in a title, which YAML does not allow, does not cost the metadata."""
    source = one(tmp_path / "a.md", f"---\ntitle: Bridge: open again\noutlet: The Ledger\n---\n{FIRST}").source
    assert (source.title, source.outlet) == ("Bridge: open again", "The Ledger")


def test_front_matter_that_explodes_is_harmless(tmp_path: Path) -> None:
    """References that multiply are cut short."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    article = one(tmp_path / "a.md", "---\n" + "\n".join(lines) + f"\n---\n{FIRST}")
    assert article.text == FIRST
    assert sum(map(len, article.source.extra.values())) < 100_000


def test_a_page_is_read_without_its_surroundings(tmp_path: Path) -> None:
    """A web page gives its report and what its metadata says of it."""
    article = one(tmp_path / "a.html", PAGE)
    source = article.source
    assert article.text == "\n".join((FIRST, SECOND, THIRD))
    assert (source.title, source.outlet, source.author) == ("Bridge reopens", "The Ledger", "Nellie Bly")
    assert (source.published, source.published_from) == (date(2025, 3, 11), "metadata")
    assert source.url == "https://ledger.example/bridge"


def test_a_page_without_a_date_is_undated(tmp_path: Path) -> None:
    """No date is made up from a page's text, pictures or update."""
    page = PAGE.replace("article:published_time", "article:modified_time").replace(
        "</article>", '<img src="/2023/05/06/bridge.jpg"></article><p>Copyright 2019</p>'
    )
    assert one(tmp_path / "a.html", page).source.published is None


def test_a_page_s_declared_encoding_is_used(tmp_path: Path) -> None:
    """A page that is not UTF-8 is read as it declares."""
    page = PAGE.replace("utf-8", "iso-8859-2").replace("The mayor", "Burmistrz Łódź")
    assert "Burmistrz Łódź" in one(tmp_path / "a.html", page.encode("iso-8859-2")).text


def test_rows_are_reports(tmp_path: Path) -> None:
    """Each row is a report with its own id and date; unknown fields are kept; rows that are none are told by line."""
    rows = [
        {
            "id": 7,
            "title": "Bridge",
            "outlet": "The Ledger",
            "published": "2025-03-11T10:00:00Z",
            "text": FIRST,
            "rank": 3,
        },
        {
            "url": "https://a.example/2025/03/12/x",
            "title": "Ferry",
            "source": {"name": "The Post"},
            "content": f"<p>{SECOND}</p>",
        },
        {"id": 7, "text": THIRD},
        {"title": "Empty"},
        [1],
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + '\n{"cut')
    reading = read_file(path)
    first, second = reading.articles
    assert (first.source.id, first.source.published, first.source.extra) == ("7", date(2025, 3, 11), {"rank": "3"})
    assert (second.source.outlet, second.source.published, second.text) == ("The Post", date(2025, 3, 12), SECOND)
    assert [where for where, _ in reading.failed] == ["line 3", "line 4", "line 5", "line 6"]


def test_a_row_made_from_a_whole_page_has_its_head_read(tmp_path: Path) -> None:
    """Where a row's text opens with its title, title, byline and date leave the text; where it does not, all stays."""
    head = ["By Nellie Bly", "March 11, 2025"]
    rows = [
        {"id": "page", "title": "Bridge reopens at last", "text": "\n".join(["Bridge reopens at last", *head, FIRST])},
        {"id": "text", "title": "Bridge reopens at last", "text": "\n".join([*head, FIRST])},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    page, text = read_file(path).articles
    assert (page.text, page.source.author, page.source.published) == (FIRST, "Nellie Bly", date(2025, 3, 11))
    assert text.text.startswith("By Nellie Bly")


@pytest.mark.parametrize("subject", ["Bridge reopens", "Fwd: Bridge reopens", "RE: FW: Bridge reopens"])
def test_a_forwarded_mail_has_its_report_s_title(tmp_path: Path, subject: str) -> None:
    """What a mail program puts before a subject is no part of the title, which leaves the text."""
    article = one(tmp_path / "a.eml", f"Subject: {subject}\n\nBridge reopens\n\n{FIRST}\n\n{SECOND}")
    assert (article.source.title, article.text) == ("Bridge reopens", f"{FIRST}\n\n{SECOND}")


def test_a_table_of_something_else_is_given_up(tmp_path: Path) -> None:
    """A file with very many rows that are no reports is given up, and it is said from where."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"title": "Bridge", "text": FIRST}, *range(5_000), {"text": SECOND}]))
    reading = read_file(path)
    assert len(reading.articles) == 1
    assert reading.failed[-1][0] == "row 1002 and what follows"


def test_a_list_of_rows_is_read(tmp_path: Path) -> None:
    """A .json file holds a list, an object with a list, one row, or rows by line."""
    row = {"id": "a", "title": "Bridge", "text": FIRST}
    for content in ([row], {"articles": [row]}, {"response": {"results": [row]}}, row):
        assert one(tmp_path / "a.json", json.dumps(content)).source.id == "a"
    path = tmp_path / "b.json"
    path.write_text(json.dumps(row) + "\n" + json.dumps({**row, "id": "b"}))
    assert [article.source.id for article in read_file(path).articles] == ["a", "b"]


def test_rows_without_an_id_keep_theirs(tmp_path: Path) -> None:
    """A row without an id gets one from its words, so that rows put before it do not change it."""
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": "Bridge", "text": FIRST}))
    before = read_file(path).articles[0].source.id
    path.write_text(json.dumps({"title": "Ferry", "text": SECOND}) + "\n" + path.read_text())
    assert read_file(path).articles[1].source.id == before


def test_lone_surrogates_are_replaced(tmp_path: Path) -> None:
    """Half a character, which JSON can write, becomes the sign for one that is missing."""
    assert (
        one(tmp_path / "a.jsonl", '{"title": "Bridge \\ud800", "text": "Open \\udfff now."}').text == "Open \ufffd now."
    )


# PDF, Word, mail, feeds, archives


def test_a_pdf_is_read_in_paragraphs(tmp_path: Path) -> None:
    """A PDF's lines become paragraphs, divided words whole, and running heads are taken out."""
    body = [
        "The bridge over the river reopened on Mon-",
        "day after two years of work, the city said",
        "in a statement.",
    ]
    more = [
        ["A second lane would follow, he said.", f"It was the {n} time.", "Then it rained."] for n in ("1st", "2nd")
    ]
    more = [[f"{words} {'again ' * n}" for words in lines] for n, lines in enumerate(more, start=1)]
    pages = [[f"THE LEDGER, page {n}", *lines] for n, lines in enumerate((body, *more), start=1)]
    article = one(tmp_path / "a.pdf", pdf(pages))
    assert "reopened on Monday after two years of work, the city said in a statement." in article.text
    assert "LEDGER" not in article.text
    assert article.removed[:3] == ("THE LEDGER, page 1", "THE LEDGER, page 2", "THE LEDGER, page 3")
    assert article.source.published is None


def test_a_long_pdf_is_read_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a PDF with very many pages the first are read, and it is said which were not."""
    monkeypatch.setattr("index.formats.pdf.MAX_PAGES", 2)
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([[FIRST], [SECOND], [THIRD]]))
    reading = read_file(path)
    assert reading.failed[0][0] == "pages 3 to 3"
    assert THIRD not in reading.articles[0].text


def test_a_slow_pdf_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF that takes too long is refused."""
    monkeypatch.setattr("index.formats.pdf.MAX_SECONDS", -1.0)
    assert "takes longer" in refusal(tmp_path / "a.pdf", pdf([[FIRST]]))


def test_a_protected_pdf_is_refused(tmp_path: Path) -> None:
    """A PDF that needs a password is refused, saying so."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([[FIRST]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    assert "password" in refusal(tmp_path / "a.pdf", out.getvalue())


def test_a_document_is_read(tmp_path: Path) -> None:
    """A Word document gives its title, paragraphs and tables in order."""
    from docx import Document

    document = Document()
    document.add_paragraph("Bridge reopens", style="Title")
    document.add_paragraph(FIRST)
    document.add_table(1, 2).rows[0].cells[1].text = "12 million"
    document.add_paragraph(SECOND)
    out = BytesIO()
    document.save(out)
    article = one(tmp_path / "a.docx", out.getvalue())
    assert article.source.title == "Bridge reopens"
    assert article.text.index(FIRST) < article.text.index("12 million") < article.text.index(SECOND)


def test_a_mail_is_read(tmp_path: Path) -> None:
    """A mail gives its text, subject, sender and date; attached files are told of."""
    mail = (
        "From: Nellie Bly <desk@ledger.example>\nSubject: =?utf-8?q?Bridge_r=C3=A9opens?=\n"
        "Date: Tue, 11 Mar 2025 15:48:00 +0900\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n'
        "--x\nContent-Type: text/html; charset=utf-8\n\n"
        f"<p>{FIRST}</p><p>{SECOND}</p>\n--x\nContent-Type: application/pdf\n"
        'Content-Disposition: attachment; filename="plan.pdf"\n\nx\n--x--\n'
    )
    path = tmp_path / "a.eml"
    path.write_text(mail)
    reading = read_file(path)
    source = reading.articles[0].source
    assert reading.articles[0].text == f"{FIRST}\n\n{SECOND}"
    assert (source.title, source.author, source.published) == ("Bridge réopens", "Nellie Bly", date(2025, 3, 11))
    assert reading.failed[0][0] == "attachment plan.pdf"


def test_a_saved_web_archive_is_read(tmp_path: Path) -> None:
    """A page saved as .mhtml gives its report; the date of saving is not its date."""
    page = PAGE.replace("article:published_time", "x").replace(
        '<link rel="canonical" href="https://ledger.example/bridge">', ""
    )
    head = "Date: Tue, 18 Mar 2025 15:48:00 +0900\nSnapshot-Content-Location: https://ledger.example/b\n"
    head += "MIME-Version: 1.0\n"
    kind = 'Content-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html; charset=utf-8\n\n'
    source = one(tmp_path / "a.mhtml", f"{head}{kind}{page}\n--x--\n").source
    assert (source.title, source.url, source.published) == ("Bridge reopens", "https://ledger.example/b", None)


def test_feeds_are_read(tmp_path: Path) -> None:
    """Each entry of an RSS or Atom file is a report of the feed's outlet."""
    rss = (
        "<rss><channel><title>The Ledger</title><item><title>Bridge</title>"
        "<link>https://a.example/1</link><guid>one</guid>"
        f"<pubDate>Tue, 11 Mar 2025 15:48:00 +0900</pubDate>"
        f"<description>&lt;p&gt;{FIRST}&lt;/p&gt;</description></item></channel></rss>"
    )
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Ledger</title><entry><id>one</id><title>Bridge</title>'
        '<link href="https://a.example/1"/><published>2025-03-11T10:00:00Z</published>'
        "<updated>2025-03-12T10:00:00Z</updated>"
        f"<author><name>Nellie Bly</name></author><content>{FIRST}</content></entry></feed>"
    )
    for name, content in (("a.rss", rss), ("a.xml", atom)):
        article = one(tmp_path / name, content)
        source = article.source
        assert (source.id, source.title, source.outlet, article.text) == ("one", "Bridge", "The Ledger", FIRST)
        assert (source.url, source.published) == ("https://a.example/1", date(2025, 3, 11))


def test_entity_bombs_are_refused(tmp_path: Path) -> None:
    """A feed that defines entities is not read."""
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    bomb += "<rss><channel><item><title>&b;</title></item></channel></rss>"
    assert "entities" in refusal(tmp_path / "a.rss", bomb)
    assert "entities" in refusal(tmp_path / "b.rss", bomb.encode("utf-16"))


def test_an_archive_is_read(tmp_path: Path) -> None:
    """An archive's members are reports of their own, and each that is not read is named with the reason."""
    path = tmp_path / "a.zip"
    members: dict[str, bytes | str] = {
        "one/a.txt": FIRST,
        "a.txt": SECOND,
        "rows.jsonl": json.dumps({"id": "r", "text": THIRD}),
        ".hidden.txt": FIRST,
    }
    bad: dict[str, bytes | str] = {
        "../out.txt": FIRST,
        "in.zip": zipped({"a.txt": FIRST}),
        "x.png": b"x",
        "empty.txt": b"",
        "bomb.txt": b" " * 5_000_000,
    }
    path.write_bytes(zipped(members | bad))
    reading = read_file(path)
    assert [article.text for article in reading.articles] == [FIRST, SECOND, THIRD]
    assert [article.source.extra["member"] for article in reading.articles] == ["one/a.txt", "a.txt", "rows.jsonl"]
    assert {article.source.path for article in reading.articles} == {str(path)}
    assert len({article.source.id for article in reading.articles}) == 3
    assert {where for where, _ in reading.failed} == set(bad)


def test_an_archive_has_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of too many files is refused, and of too many bytes only the first are unpacked."""
    content = zipped({f"{n}.txt": f"{FIRST} {n}" for n in range(5)})
    monkeypatch.setattr("index.formats.zipped.MAX_UNPACKED", 3 * len(FIRST))
    (tmp_path / "a.zip").write_bytes(content)
    reading = read_file(tmp_path / "a.zip")
    assert (len(reading.articles), len(reading.failed)) == (2, 3)
    monkeypatch.setattr("index.formats.zipped.MAX_MEMBERS", 4)
    assert "more than 4 files" in refusal(tmp_path / "a.zip", content)


# The whole


def test_importing_the_reader_is_quick() -> None:
    """No parser is imported before a file needs it."""
    heavy = "trafilatura lxml dateparser dateutil yaml frontmatter pypdf docx charset_normalizer"
    script = f"import sys, index.reading; print([name for name in {heavy.split()} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the saved pages of ../shared/seeds are not here")
def test_real_pages_are_read_as_an_editor_would() -> None:
    """Of the five saved pages each gets its title, outlet, author, date and bound, and none keeps its furniture."""
    articles = [read_file(found.path).articles[0] for found in find_files([SEEDS])]
    sources = [article.source for article in articles]
    assert [source.outlet for source in sources] == ["Newsweek", None, None, None, None]
    assert [bool(source.title) for source in sources] == [True, True, False, True, True]
    assert [source.published for source in sources] == [None] * 4 + [date(2025, 3, 11)]
    assert [source.not_before for source in sources] == [
        date(2021, 7, 7),
        None,
        date(2022, 2, 1),
        date(2022, 2, 1),
        None,
    ]
    assert [bool(source.author) for source in sources] == [False, True, False, False, True]
    assert [set(source.extra) for source in sources] == [set(), {"original_source"}, set(), set(), set()]
    for article in articles:
        furniture = "|".join(
            ("Leave a Reply", "Loading Now", "min read", "Post Comment", "File photo", "Getty", "Published:")
        )
        assert not [words for words in (*furniture.split("|"), "Also Like", "Add yours") if words in article.text]
        assert not article.source.title or article.source.title not in article.text
