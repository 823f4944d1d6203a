"""JSON: one report a row, as one row a line or as a list."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from index.errors import ReadError
from index.formats import Draft, Failed
from index.formats.characters import MEGABYTE, decode
from index.formats.html import text_of
from index.formats.rows import MARKUP, draft_of

SUFFIXES = (".jsonl", ".ndjson", ".json")
MAX_BYTES = 200 * MEGABYTE
MOST_STRANGE = 1_000  # rows that are no reports, after which a file is given up

_LISTS = ("articles", "reports", "documents", "items", "results", "data", "rows", "response")


def read(data: bytes, name: str) -> Iterator[Draft | Failed]:
    """The reports in the rows of a file; a row that is not one is a Failed, and the others are read."""
    text = decode(data)
    if name.lower().endswith(".json"):
        try:
            return _reports(_rows(json.loads(text)), "row")
        except RecursionError:
            raise ReadError("is nested too deeply to be a list of reports.") from None
        except ValueError as error:
            if "Extra data" not in str(error):
                raise ReadError(f"is not JSON: {error}.") from None
    return _reports(map(_parsed, text.split("\n")), "line")


def _parsed(line: str) -> Any:
    if not line.strip():
        return None
    try:
        return json.loads(line)
    except RecursionError:
        return ReadError("is nested too deeply to be a report.")
    except ValueError as error:
        return ReadError(f"is not JSON: {error}.")


def _rows(value: Any) -> list[Any]:
    """The rows of a whole document: a list, a list under one of the usual names, or one row by itself."""
    for _ in range(2):
        if isinstance(value, dict):
            value = next((value[key] for key in _LISTS if isinstance(value.get(key), list | dict)), value)
    return value if isinstance(value, list) else [value]


def _reports(rows: Any, unit: str) -> Iterator[Draft | Failed]:
    strange = 0
    for number, row in enumerate(rows, start=1):
        if strange == MOST_STRANGE:
            yield Failed(f"{unit} {number} and what follows", "was not read: too much before it is no report.")
            return
        strange += row is not None and not isinstance(row, dict)
        if isinstance(row, dict):
            draft = draft_of(row)
            text = text_of(draft.text) if MARKUP.search(draft.text) else draft.text
            yield replace(draft, text=text, place=f"{unit} {number}")
        elif isinstance(row, ReadError):
            yield Failed(f"{unit} {number}", str(row))
        elif row is not None:
            yield Failed(f"{unit} {number}", "is not an object with fields such as title and text.")
