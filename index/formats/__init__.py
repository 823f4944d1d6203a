"""One file a format: what it reads is named by its `SUFFIXES`, and `read` turns bytes into drafts of reports.

A new format is one new file in this folder. Whatever is heavy is imported inside `read`, so that finding the formats
costs next to nothing.
"""

import importlib
import logging
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol, cast

from index.errors import ReadError


@dataclass(frozen=True, slots=True)
class Draft:
    """What was found in a file, as written: before cleaning and dating."""

    text: str
    title: str = ""
    outlet: str | None = None
    author: str | None = None
    published: str | None = None  # any spelling of a date
    url: str | None = None
    id: str | None = None  # the report's own id
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)  # whatever else is said about it
    is_page: bool = True  # the text may open with the page's own title, byline and date
    is_row: bool = False  # one of many in a table: its address or words tell it from the others, not its file
    removed: tuple[str, ...] = ()  # what the format itself took out, such as a PDF's running heads
    place: str = ""  # which part of the file it is: "line 7", "folder/page.html"; "" where it is the whole


@dataclass(frozen=True, slots=True)
class Failed:
    """A row or member that could not be read."""

    where: str  # "row 7", "folder/page.html"
    why: str  # reads on from `where`: "is not JSON"


class Format(Protocol):
    """A module of this folder that reads files."""

    SUFFIXES: tuple[str, ...]  # in lower case, with the dot
    MAX_BYTES: int  # the largest file that is read

    def read(self, data: bytes, name: str) -> Iterator[Draft | Failed]:
        """The reports in the bytes of the file called `name`.

        Raises ReadError, whose message reads on from the file's name ("holds no text"), where nothing can be read;
        what else a parser raises on damaged bytes is mapped to it by `index.reading`.
        """
        ...


@cache
def formats() -> Mapping[str, Format]:
    """Every format by the suffixes that it reads."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    readers = [cast(Format, module) for module in modules if hasattr(module, "SUFFIXES")]
    return {suffix: reader for reader in readers for suffix in reader.SUFFIXES}


def drafts(reader: Format, data: bytes, name: str) -> list[Draft | Failed]:
    """What a format finds in bytes. Parsers raise whatever they like on damaged ones: all of it ends here.

    Raises ReadError, whose message reads on from the file's name.
    """
    for noisy in ("trafilatura", "htmldate", "pypdf", "charset_normalizer"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)  # what they would say is in the error
    try:
        return list(reader.read(data, name))
    except ReadError:
        raise
    except Exception as error:
        raise ReadError(f"is damaged and cannot be read ({type(error).__name__}).") from error
