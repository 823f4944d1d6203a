"""Passages that somebody has in hand → Passages: for answering without a store."""

from collections.abc import Mapping
from datetime import date

from index import Passage, Source
from index.dating import parse_date


def as_passage(given: Passage | str | Mapping[str, object], number: int) -> Passage:
    """A text, or a mapping with `text` and what is known of its report, as a Passage that is a whole report."""
    if isinstance(given, Passage):
        return given
    fields: Mapping[str, object] = {"text": given} if isinstance(given, str) else given

    def field(name: str) -> str | None:
        value = fields.get(name)
        return str(value) if value else None

    published = _day(field("published"))
    id = field("id") or f"passage-{number}"
    source = Source(
        id=id,
        title=field("title") or "",
        outlet=field("outlet"),
        author=field("author"),
        published=published,
        published_from="metadata" if published else None,
        not_before=None,
        url=field("url"),
        path=None,
        origin=id,
    )
    text = field("text") or ""
    return Passage(f"{id}:0", source, text, 0, len(text))


def _day(written: str | None) -> date | None:
    return parse_date(written) if written else None
