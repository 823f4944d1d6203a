"""What the keys of front matter, JSON rows and exports are called, and how their values become fields of a draft."""

import re
from collections.abc import Mapping
from typing import Any

from index.formats import Draft

MOST_EXTRA = 100  # further fields that are kept of one report
LONGEST_EXTRA = 2_000  # characters that are kept of one

# The names that exports, crawlers and front matter use, the first present and filled one counting.
_NAMES = {
    "text": ("text", "body", "content", "maintext", "article_text"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "publisher", "publication", "source", "sitename", "site_name"),
    "author": ("author", "authors", "byline", "creator"),
    "published": ("published", "date", "publishedat", "published_at", "date_published", "datepublished", "pubdate"),
    "url": ("url", "link", "permalink"),
    "id": ("id", "guid", "uuid"),
}
MARKUP = re.compile(r"</(?:p|div|li|h\d|article)\s*>|<br\s*/?>", re.IGNORECASE)  # that only HTML holds
_SOFT_NAME = re.compile(r"[^/@\n]{2,80}")  # "source" may as well be an address or a note


def draft_of(row: Mapping[str, Any], text: str | None = None) -> Draft:
    """A draft of what a mapping says; `text` is the body where the mapping does not hold it."""
    written = {str(key).strip().lower(): key for key in reversed(list(row))}
    found: dict[str, str] = {}
    used = set()
    for field, names in _NAMES.items():
        if field == "text" and text is not None:
            continue
        for name in (name for name in names if name in written):
            value = as_text(row[written[name]])
            if value and (name != "source" or _SOFT_NAME.fullmatch(value)):
                found[field] = value
                used.add(written[name])
                break
            if not value:
                used.add(written[name])
    rest = {str(key): as_text(value)[:LONGEST_EXTRA] for key, value in list(row.items())[:1_000] if key not in used}
    extra = dict([(key[:LONGEST_EXTRA], value) for key, value in rest.items() if value][:MOST_EXTRA])
    return Draft(
        text=found.get("text", "") if text is None else text,
        title=found.get("title", ""),
        outlet=found.get("outlet"),
        author=found.get("author"),
        published=found.get("published"),
        url=found.get("url"),
        id=found.get("id"),
        extra=extra,
        is_page=text is not None,
        is_row=text is None,
    )


def as_text(value: Any, depth: int = 3) -> str:
    """A value in words: what it is called where it is an object with a name, a list's items set apart by commas."""
    if value is None or depth == 0:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        named = value.get("name") or value.get("title")
        if named is not None:
            return as_text(named, depth - 1)
        items = ((str(key), as_text(item, depth - 1)) for key, item in list(value.items())[:MOST_EXTRA])
        return ", ".join(f"{key}: {item}" for key, item in items if item)
    if isinstance(value, list):
        return ", ".join(filter(None, (as_text(item, depth - 1) for item in value[:MOST_EXTRA])))
    return str(value).strip()
