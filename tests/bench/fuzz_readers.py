"""Fuzzes the readers for a while and prints what it found: every exception that is no ReadError, and every slow input.

usage: python -m tests.bench.fuzz_readers [SECONDS]

Each input is random bytes, or a valid file of a format with pieces of it cut out, doubled, moved or overwritten.
A parser's own exceptions end as a ReadError; which ones did is counted, so that a fault of ours among them is seen.
Inputs that break the rule are kept, and where is printed.
"""

import json
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from index.errors import ReadError
from index.formats import formats
from index.reading import read_file
from tests.test_reading import FIRST, PAGE, SECOND, THIRD, pdf, zipped

SLOW = 5.0  # seconds of processor time
DICTIONARY = [
    *(
        b"\x00",
        b"\xff",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xe2\x80\xae",
        b"\xcc\x81" * 99,
        b"\n",
        b" " * 99,
        b"\r",
    ),
    *(
        b"---\n",
        b"&a",
        b"*a",
        b"{",
        b"[",
        b'"',
        b"\\ud800",
        b"<",
        b"</",
        b"<!--",
        b"<![CDATA[",
        b"<!ENTITY a 'a'>",
        b"&a;",
        b"<p>",
    ),
    *(
        b"1e999",
        b"9" * 999,
        b"0001-01-01",
        b"99999999999999",
        b"03/04/2025",
        b"11 Mar 2025",
        b"Published: ",
        b"By Nellie Bly\n",
        b"--x\n",
    ),
    *(
        b"obj",
        b"endobj",
        b"stream",
        b"/Kids[2 0 R]",
        b"/Parent",
        b"/FlateDecode",
        b"<<",
        b">>",
        b"PK\x03\x04",
        b"charset=x",
        b"=?",
    ),
]


def samples() -> dict[str, bytes]:
    """A valid file of each format, by its suffix."""
    from docx import Document

    document = Document()
    document.add_paragraph("Bridge reopens", style="Title")
    document.add_paragraph(FIRST)
    document.add_table(2, 2).rows[0].cells[1].text = SECOND
    word = BytesIO()
    document.save(word)
    text = (
        f"Bridge reopens at last\n\nPublished: 11 Mar. 2025, 15:48\nBy Nellie Bly\n\n{FIRST}\n\n{SECOND}\n\nAdd yours"
    )
    row = {
        "id": 1,
        "title": "Bridge",
        "outlet": "The Ledger",
        "published": "2025-03-11",
        "text": text,
        "more": [1, {"a": None}],
    }
    mail = "Subject: Bridge\nFrom: Desk <desk@a.example>\nMIME-Version: 1.0\n"
    mail += 'Content-Type: multipart/related; boundary="x"\n\n--x\n'
    mail += f"Content-Type: text/html; charset=utf-8\n\n{PAGE}\n--x\nContent-Type: text/plain\n\n{text}\n--x--\n"
    item = f"<title>Bridge</title><guid>1</guid><pubDate>11 Mar 2025</pubDate><description>{FIRST}</description>"
    feed = f"<?xml version='1.0'?><rss><channel><title>The Ledger</title><item>{item}</item></channel></rss>"
    parts = {"a.txt": text, "b.html": PAGE, "c.jsonl": json.dumps(row), "d/e.xml": feed}
    content: dict[tuple[str, ...], bytes | str] = {
        (".txt", ".text"): text,
        (
            ".md",
            ".markdown",
        ): f"---\ntitle: Bridge\ndate: 2025-03-11\ntags: [a, b]\n---\n# Bridge\n\n{FIRST} [a](https://b.example)",
        (".html", ".htm", ".xhtml"): PAGE,
        (".json",): json.dumps({"articles": [row, row]}),
        (".jsonl", ".ndjson"): f"{json.dumps(row)}\n{json.dumps(row)}\n",
        (".pdf",): pdf([[FIRST, SECOND], [THIRD], ["Bridge"]], title="Bridge reopens"),
        (".docx",): word.getvalue(),
        (".eml", ".mhtml", ".mht"): mail,
        (".rss", ".atom", ".rdf", ".xml"): feed,
        (".zip",): zipped({**parts, "f.pdf": pdf([[FIRST]])}),
    }
    known = {suffix: data for suffixes, data in content.items() for suffix in suffixes}
    assert set(known) == set(formats()), "a format has no sample here"
    return {suffix: data.encode() if isinstance(data, str) else data for suffix, data in known.items()}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few pieces cut out, doubled, moved, overwritten or filled in."""
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at, to = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
        to = chance.choice((to, min(at + 8, len(data))))
        piece = data[at:to]
        other = chance.randrange(len(data) + 1)
        change = chance.randrange(7)
        if change == 0:
            data = data[:at] + data[to:]
        elif change == 1:
            data = data[:to] + piece * chance.choice((1, 2, 50)) + data[to:]
        elif change == 2:
            data = data[:other] + piece + data[other:]
        elif change == 3:
            data = data[:at] + bytes(chance.randrange(256) for _ in range(min(len(piece), 64))) + data[to:]
        elif change == 4:
            data = data[:at] + chance.choice(DICTIONARY) * chance.choice((1, 1, 3, 500)) + data[at:]
        elif change == 5:
            data = data[:at]
        else:
            data = data[:at] + bytes(byte ^ (1 << chance.randrange(8)) for byte in piece[:4]) + data[at + 4 :]
        data = data[:200_000]
    return data


def mutated_inside(data: bytes, chance: random.Random) -> bytes:
    """A zip archive, which a Word document is too, with one of its members mutated."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(members))
    content = members[name]
    members[name] = mutated(content if isinstance(content, bytes) else content.encode(), chance)
    return zipped(members)


def _origin(cause: BaseException) -> str:
    """What a parser raised, and in which file: one of ours would be a fault."""
    raised_in = Path(traceback.extract_tb(cause.__traceback__)[-1].filename)
    return f", by {type(cause).__name__} in {raised_in.parent.name}/{raised_in.name}"


class Fuzz:
    """Counts what reading one input after another comes to."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fuzz-readers-"))
        self.outcomes: Counter[str] = Counter()
        self.faults: dict[str, str] = {}
        self.slowest = (0.0, "")

    def read(self, suffix: str, data: bytes) -> None:
        """Reads one input and notes what came of it."""
        path = self.folder / f"input{suffix}"
        path.write_bytes(data)
        start = time.process_time()
        try:
            for article in read_file(path).articles:
                json.dumps((article.text, article.removed, article.source.title, dict(article.source.extra))).encode()
                (article.text + article.source.id + article.source.title).encode()  # no surrogate is left
                assert article.text.strip()
            self.outcomes[f"{suffix} read"] += 1
        except ReadError as error:
            cause = error.__cause__.__cause__ if error.__cause__ else None
            self.outcomes[f"{suffix} refused{_origin(cause) if cause else ''}"] += 1
        except Exception as error:  # noqa: BLE001 - to find whatever there is, is the point
            self._keep(f"{suffix} {type(error).__name__}", path, traceback.format_exc(limit=-3))
        seconds = time.process_time() - start
        self.slowest = max(self.slowest, (seconds, suffix))
        if seconds > SLOW:
            self._keep(f"{suffix} slow", path, f"{seconds:.1f} s")

    def _keep(self, fault: str, path: Path, what: str) -> None:
        if fault not in self.faults:
            kept = path.rename(self.folder / f"fault-{len(self.faults)}{path.suffix}")
            self.faults[fault] = f"{what.strip()}\nkept as {kept}"


def main(seconds: float) -> int:
    """Fuzzes for so many seconds; 1 where something was found."""
    fuzz, valid, chance = Fuzz(), samples(), random.Random()  # noqa: S311 - no secret is made of it
    end = time.monotonic() + seconds

    @settings(
        max_examples=50, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(
        st.sampled_from(sorted(valid)),
        st.binary(max_size=2_000) | st.text(max_size=2_000).map(lambda t: t.encode("utf-16")),
    )
    def any_bytes(suffix: str, data: bytes) -> None:
        fuzz.read(suffix, data)

    while time.monotonic() < end:
        any_bytes()
        for suffix in valid:
            for _ in range(10):
                is_inside = valid[suffix].startswith(b"PK") and chance.random() < 0.7
                fuzz.read(suffix, (mutated_inside if is_inside else mutated)(valid[suffix], chance))
            if time.monotonic() > end:
                break
    for outcome, count in sorted(fuzz.outcomes.items()):
        print(f"{count:8}  {outcome}")
    longest, suffix = fuzz.slowest
    print(f"{sum(fuzz.outcomes.values()):8}  inputs in {seconds:.0f} s; the slowest took {longest:.2f} s ({suffix})")
    for fault, what in fuzz.faults.items():
        print(f"\nFAULT {fault}\n{what}")
    return 1 if fuzz.faults else 0


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0))
