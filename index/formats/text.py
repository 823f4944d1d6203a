"""Plain text, as pages are saved by a browser or a crawler."""

from collections.abc import Iterator

from index.formats import Draft, Failed
from index.formats.characters import MEGABYTE, decode

SUFFIXES = (".txt", ".text")
MAX_BYTES = 50 * MEGABYTE


def read(data: bytes, name: str) -> Iterator[Draft | Failed]:  # noqa: ARG001 - every reader is given the name
    """The one report that a text file holds."""
    yield Draft(text=decode(data))
