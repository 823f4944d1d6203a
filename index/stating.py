"""What a person states of a report, which they know better than its text; it stays when the file is read again."""

from dataclasses import replace
from datetime import date

from index.types import Source

SET_BY_USER = "set_by_user"  # the key of which fields a person has stated, in Source.extra


def keeping_what_was_set(read: Source, known: Source) -> Source:
    """A report as read again, with what a person has stated of it kept."""
    stated = known.extra.get(SET_BY_USER, "").split()
    if not stated:
        return read
    kept = replace(read, extra={**read.extra, SET_BY_USER: " ".join(stated)})
    if "outlet" in stated:
        kept = replace(kept, outlet=known.outlet)
    if "published" in stated:
        kept = replace(kept, published=known.published, published_from="user", not_before=None)
    return kept


def state(source: Source, *, published: date | None, outlet: str | None) -> Source:
    """A report with what a person knows better than its text; it stays so when the file is read again."""
    stated = set(source.extra.get(SET_BY_USER, "").split())
    if published:
        source = replace(source, published=published, published_from="user", not_before=None)
        stated.add("published")
    if outlet:
        source = replace(source, outlet=outlet)
        stated.add("outlet")
    return replace(source, extra={**source.extra, SET_BY_USER: " ".join(sorted(stated))})
