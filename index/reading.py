"""A file becomes the reports that it holds: found, read by its format, cleaned, told from its furniture, dated."""

import hashlib
import os
import re
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from index.dating import Order, date_report, order_of, outlet_order
from index.errors import ReadError
from index.formats import Draft, Failed, Format, drafts, formats
from index.formats.characters import MEGABYTE, clean, clean_line
from index.furniture import tell_furniture
from index.heads import Head, own_outlet, read_head, repeats_title
from index.recurring import tell_recurring
from index.types import Article, Source

__all__ = ["Draft", "Found", "Reading", "find_files", "read_file"]

LONGEST_SLUG = 32  # characters
LONGEST_REPORT = 6_000_000  # characters; a thick book has half of them
LONGEST_ID = 128  # characters of a row's own id
ORIGINAL_SOURCE = "original_source"  # the key of where a page says that it took its report from
RECURRING = "recurring_lines"  # the key of how many of a report's removed lines, the last ones, went because they recur
# Where the system has them: do not follow a link, do not wait for a pipe, change no line breaks.
_PLAIN = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may hold reports."""

    path: Path  # absolute, as it is called in the record
    refused: str = ""  # why it is not read, reading on from its name; "" where it may be read


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held."""

    digest: str  # sha256 of its bytes, in hex
    articles: tuple[Article, ...]
    failed: tuple[tuple[str, str], ...] = ()  # rows or members that could not be read: which, and why


def find_files(paths: Sequence[Path]) -> Iterator[Found]:
    """The files under `paths`, each once, a folder's in the order of their names.

    Hidden files and folders are passed over, as is the folder of pictures that a browser saves beside a page.
    What is there but cannot be read comes with the reason.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _walk(_whole(path)):
            if str(found.path) not in seen:
                seen.add(str(found.path))
                yield found


def read_file(path: Path, recurring: Mapping[str, frozenset[str]] | None = None) -> Reading:
    """Every report that a file holds, cleaned and dated.

    `recurring` gives, by report id, the lines that recur in reports of its outlet or folder; where they stand like
    furniture they are taken out, and the head is read without them.
    Raises ReadError where nothing in it can be read: a format that is not known, a file that is too large or damaged,
    password-protected, without text, no plain file or not to be opened.
    """
    path = path.absolute()
    reader = _reader(path)
    data = _bytes(path, reader.MAX_BYTES)
    if not data:
        raise ReadError(f"{path.name} is empty.")
    try:
        found = drafts(reader, data, path.name)
    except ReadError as error:
        raise ReadError(f"{path.name} {error}") from error
    orders = _orders(found)
    taken: dict[str, str] = {}
    articles: list[Article] = []
    failed: list[tuple[str, str]] = []
    for number, draft in enumerate(found, start=1):
        if isinstance(draft, Failed):
            failed.append((draft.where, draft.why))
            continue
        where = draft.place or f"report {number}"
        try:
            article = _article(draft, path, orders.get(_desk(draft)), recurring or {})
        except ReadError as error:
            failed.append((where, str(error)))
            continue
        if article.source.id in taken:
            failed.append((where, f"has the same id as {taken[article.source.id]}: {article.source.id}."))
            continue
        taken[article.source.id] = where
        articles.append(article)
    if not failed and not articles:
        raise ReadError(f"{path.name} is empty.")
    if not articles:
        raise ReadError(f"{path.name} {failed[0][1] if len(found) == 1 else 'holds no report: ' + ' '.join(failed[0])}")
    return Reading(hashlib.sha256(data).hexdigest(), tuple(articles), tuple(failed))


def _whole(path: Path) -> Path:
    """The absolute path of what was named, without links in the folders above it; a link itself stays one."""
    try:
        return path.parent.resolve() / path.name if path.name not in ("", "..") else path.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a circle; opening it will say what is wrong
        return path.absolute()


def _walk(start: Path) -> Iterator[Found]:
    """The files at or under an absolute path."""
    waiting = [start]
    while waiting:
        path = waiting.pop()
        shown = os.fsencode(path).decode("utf-8", errors="backslashreplace")
        if shown != str(path):
            yield Found(Path(shown), "has a name that is not UTF-8: rename it.")
            continue
        try:
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode):
                waiting += reversed(_inside(path))
            else:
                yield Found(path, _refusal(path, mode))
        except (OSError, ValueError) as error:
            yield Found(path, f"cannot be opened: {getattr(error, 'strerror', None) or error}.")


def _inside(folder: Path) -> list[Path]:
    """What a folder holds, by name, without what is hidden and the folders that a browser saved beside a page."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    pages = {name.rpartition(".")[0] for name in names if name.lower().endswith((".html", ".htm"))}
    return [folder / name for name in names if not (name.endswith("_files") and name.removesuffix("_files") in pages)]


def _refusal(path: Path, mode: int) -> str:
    """Why a file is not read; "" where it may be."""
    if stat.S_ISLNK(mode):
        return "is a symbolic link: name the file or folder that it points to."
    if not stat.S_ISREG(mode):
        return "is no plain file but a device, pipe or socket."
    try:
        _reader(path)
    except ReadError as error:
        return str(error).removeprefix(f"{path.name} ")
    return ""


def _reader(path: Path) -> Format:
    reader = formats().get(path.suffix.lower())
    if reader is None:
        raise ReadError(f"{path.name} is of a format that is not read; those are {', '.join(sorted(formats()))}.")
    return reader


def _bytes(path: Path, most: int) -> bytes:
    """The bytes of a plain file that is not larger than `most`; never those behind a link, or a pipe's."""
    try:
        handle = os.open(path, os.O_RDONLY | _PLAIN)
    except OSError as error:
        reason = "is a symbolic link" if path.is_symlink() else f"cannot be opened: {error.strerror}"
        raise ReadError(f"{path.name} {reason}.") from None
    except ValueError:
        raise ReadError("The name of a file holds a character that no name may hold.") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ReadError(f"{path.name} is no plain file but a folder, device, pipe or socket.")
    with os.fdopen(handle, "rb") as file:
        try:
            data = file.read(most + 1)
        except OSError as error:
            raise ReadError(f"{path.name} cannot be read: {error.strerror}.") from error
    if len(data) > most:
        raise ReadError(f"{path.name} is larger than {most // MEGABYTE} MB, the most for {path.suffix}: split it.")
    return data


def _article(draft: Draft, path: Path, order: Order | None, recurring: Mapping[str, frozenset[str]]) -> Article:
    """A draft as it is kept. Raises ReadError where no text is left."""
    page = _page(draft)
    identity = _identity(draft, path, page.text)
    if identity in recurring:
        with suppress(ReadError):  # nothing would be left
            page = _page(draft, recurring[identity])
    head = page.head
    outlet = draft.outlet or head.outlet or ("" if page.taken_from else own_outlet(page.text)) or ""
    url = draft.url or head.url
    dating = date_report(
        "\n".join((page.text, *page.removed)),
        metadata=draft.published,
        head=head.published,
        url=url,
        today=date.today(),
        order=order or outlet_order(outlet, url),
    )
    extra = {clean_line(key): clean_line(value) for key, value in draft.extra.items()}
    extra.update(dating.extra)
    if page.taken_from:
        extra[ORIGINAL_SOURCE] = clean_line(page.taken_from)
    if page.recurring:
        extra[RECURRING] = str(page.recurring)
    source = Source(
        id=identity,
        title=head.title,
        outlet=clean_line(outlet) or None,
        author=page.author,
        published=dating.published,
        published_from=dating.published_from,
        not_before=dating.not_before,
        url=clean_line(url or "") or None,
        path=str(path),
        origin=identity,
        extra=extra,
    )
    return Article(source, page.text, page.removed)


@dataclass(frozen=True, slots=True)
class _Page:
    """A report told from what stands around it."""

    head: Head
    text: str
    author: str | None
    taken_from: str | None  # the address or outlet that it says it was taken from
    removed: tuple[str, ...]
    recurring: int  # how many of the removed lines, the last ones, went because they recur


def _page(draft: Draft, known: frozenset[str] = frozenset()) -> _Page:
    """A draft's text without its head and furniture, of which some is known. Raises ReadError where none is left."""
    if len(draft.text) > LONGEST_REPORT:
        raise ReadError(
            f"holds over {LONGEST_REPORT // MEGABYTE} million characters, too much for one report: split it."
        )
    whole = clean(draft.text).split("\n")
    recur = tell_recurring(whole, known)
    lines = ["" if does else line for line, does in zip(whole, recur, strict=True)]
    recurs = sorted((line for line, does in zip(whole, recur, strict=True) if does), key=known.__contains__)
    title = clean_line(draft.title)
    head = read_head(lines, title) if draft.is_page or repeats_title(lines, title) else Head(title)
    body = list(lines)
    for number, taken in head.taken.items():
        body[number] = lines[number].removeprefix(taken).strip()
    if head.title_line is not None:
        body[head.title_line] = ""
    author = clean_line(draft.author or head.author or "") or None
    told = tell_furniture(body, head.title, author)
    text = clean("\n".join(line for line, kind in zip(body, told.kinds, strict=True) if not kind))
    removed = list(map(clean_line, draft.removed))
    for number, (line, kind) in enumerate(zip(body, told.kinds, strict=True)):
        removed += [part for part in (head.taken.get(number, ""), line if kind else "") if part]
    if not text and head.title_line is not None and not draft.title:
        text, head = head.title, replace(head, title="")  # a line with nothing under it is no title
    if not text:
        raise ReadError("holds nothing but what stands around a report." if any(lines) else "holds no text.")
    count = sum(line in known for line in recurs)
    return _Page(head, text, author or told.author, told.original_source, (*removed, *recurs), count)


def _orders(found: Sequence[Draft | Failed]) -> dict[tuple[str | None, str | None], Order | None]:
    """How the rows of each desk put their dates: those of one table that can be read one way only tell it."""
    written: dict[tuple[str | None, str | None], list[str]] = defaultdict(list)
    for draft in found:
        if isinstance(draft, Draft) and draft.is_row:
            written[_desk(draft)].append(draft.published or "")
    return {desk: order_of(dates) for desk, dates in written.items()}


def _desk(draft: Draft) -> tuple[str | None, str | None]:
    return draft.outlet, draft.extra.get("member")


def _identity(draft: Draft, path: Path, text: str) -> str:
    """A report's id: its own where it has one, else the name of its file and six digits that stay with it."""
    own = clean_line(draft.id or "")
    if own and len(own) <= LONGEST_ID:
        return own
    if draft.is_row:
        known_by = own or draft.url or f"{path}\n{draft.title}\n{text}"
    else:
        known_by = f"{path}\n{draft.place}" if draft.place else str(path)
    stem = PurePosixPath(draft.place).stem if draft.place and not draft.is_row else path.stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "report"
    return f"{slug}-{hashlib.sha256(known_by.encode('utf-8', 'replace')).hexdigest()[:6]}"
