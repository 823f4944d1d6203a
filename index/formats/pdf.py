"""PDF: the only file that imports pypdf."""

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.formats import Draft, Failed
from index.formats.characters import MEGABYTE

if TYPE_CHECKING:
    from pypdf import PdfReader

SUFFIXES = (".pdf",)
MAX_BYTES = 50 * MEGABYTE
MAX_PAGES = 500  # that are read of one file
MAX_SECONDS = 60.0  # that reading one file may take
MAX_STREAM = 20 * MEGABYTE  # of one page, unpacked; pypdf's own limit is 75 MB
LONGEST_HEAD = 100  # characters of a running head
RUNNING_HEAD_PAGES = 3  # on which a line at the top or bottom stands that is a running head

_NO_TEXT = "holds no text, only pictures of it: recognise its text (OCR) and save it again."
_SENTENCE_END = re.compile(r"[.!?:。][\"”’')\]]*$")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")


class _TooSlowError(Exception):
    """Reading took longer than MAX_SECONDS."""


def read(data: bytes, name: str) -> Iterator[Draft | Failed]:  # noqa: ARG001 - every reader is given the name
    """The report that a PDF holds; a Failed for pages that were left out.

    Raises ReadError where the file needs a password, is damaged, or holds pictures of text.
    """
    from pypdf import PdfReader, apply_configuration

    with apply_configuration(zlib_maximum_output_length=MAX_STREAM, lzw_maximum_output_length=MAX_STREAM):
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("is protected with a password: save it without one.")
        count = len(reader.pages)
        pages, failed = _pages(reader, min(count, MAX_PAGES))
        title = " ".join(str((reader.metadata and reader.metadata.title) or "").split())
    if not pages:
        raise ReadError(f"takes longer than {MAX_SECONDS:.0f} seconds to read." if count else "has no pages.")
    if not any(line.strip() for page in pages for line in page):
        raise ReadError(failed[0].why if failed else _NO_TEXT)
    body, removed = _without_running_heads(pages)
    text = _paragraphs(body)
    # A PDF's title is often that of another file, so it counts only where the text says it too.
    yield Draft(text=text, title=title if len(title) > 8 and title in text else "", removed=removed)
    yield from failed
    if len(pages) < count:
        yield Failed(f"pages {len(pages) + 1} to {count}", "were left out: only so much of a file is read.")


def _pages(reader: "PdfReader", count: int) -> tuple[list[list[str]], list[Failed]]:
    """The lines of the first `count` pages, none of a damaged one; fewer pages where they take too long."""
    deadline = time.monotonic() + MAX_SECONDS
    pages: list[list[str]] = []
    failed: list[Failed] = []

    def check_time(*_: object) -> None:
        if time.monotonic() > deadline:
            raise _TooSlowError

    for number in range(count):
        try:
            check_time()
            pages.append(reader.pages[number].extract_text(visitor_operand_before=check_time).split("\n"))
        except _TooSlowError:
            break
        except Exception as error:  # noqa: BLE001 - pypdf raises whatever it likes on a damaged page; the others are read
            pages.append([])
            failed.append(Failed(f"page {number + 1}", f"is damaged and cannot be read ({type(error).__name__})."))
    return pages, failed


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip()).lower()


def _edges(page: Sequence[str]) -> set[int]:
    """The places of the first two and the last two filled lines of a page, as far as they are no sentences."""
    filled = [number for number, line in enumerate(page) if line.strip()]
    return {n for n in (*filled[:2], *filled[-2:]) if len(page[n]) < LONGEST_HEAD and not _SENTENCE_END.search(page[n])}


def _without_running_heads(pages: Sequence[Sequence[str]]) -> tuple[list[str], tuple[str, ...]]:
    """The lines of all pages, and apart from them those that stand, numbers aside, at the edges of most pages."""
    edges = [_edges(page) for page in pages]
    counted = Counter(key for page, edge in zip(pages, edges, strict=True) for key in {_key(page[n]) for n in edge})
    running = {key for key, count in counted.items() if count >= RUNNING_HEAD_PAGES and count > len(pages) / 2}
    body: list[str] = []
    removed: list[str] = []
    for page, edge in zip(pages, edges, strict=True):
        for number, line in enumerate(page):
            (removed if number in edge and _key(line) in running else body).append(line.strip())
    return body, tuple(removed)


def _paragraphs(lines: Sequence[str]) -> str:
    """Lines of a set width joined to paragraphs, words that were divided at a line's end made whole."""
    width = sorted(map(len, lines))[int(0.9 * (len(lines) - 1))] if lines else 0
    parts: list[str] = []
    for before, line in zip(("", *lines), lines, strict=False):
        is_new = not before or not line or len(before) < (0.85 if _SENTENCE_END.search(before) else 0.6) * width
        if is_new:
            parts.append("\n\n" + line)
        elif _HYPHENATED.search(parts[-1]):
            parts[-1] = parts[-1][:-1] if line[0].islower() else parts[-1]
            parts.append(line)
        else:
            parts.append(" " + line)
    return "".join(parts)
