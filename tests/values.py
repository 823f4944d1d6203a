"""Short ways to write down values in tests."""

from dataclasses import replace
from typing import Any

from index.filing import passage_id
from index.types import Passage, Source

_SOURCE = Source("", "", None, None, None, None, None, None, None, "", {})


def report(id: str, **fields: Any) -> Source:
    """A report of which only what is named is known."""
    return replace(_SOURCE, **{"id": id, "origin": id, **fields})


def passage(text: str, source: Source | str = "r", *, start: int = 0, number: int = 0) -> Passage:
    """A passage of `source` that begins at `start`."""
    source = report(source) if isinstance(source, str) else source
    return Passage(passage_id(source.id, number), source, text, start, start + len(text))
