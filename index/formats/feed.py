"""RSS and Atom files: one report an entry."""

import re
from collections.abc import Iterator
from typing import Any

from index.errors import ReadError
from index.formats import Draft, Failed
from index.formats.characters import MEGABYTE
from index.formats.html import text_of
from index.formats.rows import MARKUP

SUFFIXES = (".rss", ".atom", ".rdf", ".xml")
MAX_BYTES = 50 * MEGABYTE

# A feed's title that is more, or less, than an outlet's name.
_NO_OUTLET = re.compile(r".*[|>»:/]|.*\s[-–—]\s|(?:top|latest|breaking|all|home|rss|world|news)\b", re.IGNORECASE)
# Where a report's fields stand in RSS and in Atom, the first filled one counting; namespaces are left aside.
_FIELDS = {
    "text": ("encoded", "content", "description", "summary"),
    "title": ("title",),
    "outlet": ("source", "publisher"),
    "author": ("creator", "author"),
    "published": ("pubdate", "published", "date", "issued"),
    "url": ("link",),
    "id": ("guid", "id"),
}


def read(data: bytes, name: str) -> Iterator[Draft | Failed]:  # noqa: ARG001 - every reader is given the name
    """The reports in a feed, each with what the feed says of it: often no more than a summary.

    Raises ReadError where the file is no feed, or defines entities, which feeds have no need of.
    """
    from lxml import etree  # type: ignore[import-untyped,unused-ignore]

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    root = etree.fromstring(data, parser)
    if root is None or _name(root) not in ("rss", "feed", "rdf"):
        raise ReadError("is XML, but neither RSS nor Atom.")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise ReadError("defines XML entities, which a feed has no need of; it is not read.")
    channel = next((element for element in root if _name(element) == "channel"), root)
    feed = " ".join(_field(channel, ("title",)).split())
    entries = [element for element in root.iter() if _name(element) in ("item", "entry")]
    if not entries:
        raise ReadError("is a feed without entries.")
    for number, entry in enumerate(entries, start=1):
        yield _entry(entry, feed, number)


def _entry(entry: Any, feed: str, number: int) -> Draft | Failed:
    fields = {field: _field(entry, names) for field, names in _FIELDS.items()}
    try:
        text = text_of(fields["text"]) if MARKUP.search(fields["text"]) or "<" in fields["text"] else fields["text"]
    except ReadError as error:
        return Failed(f"entry {number}", str(error))
    return Draft(
        text=text,
        title=fields["title"],
        outlet=fields["outlet"] or (None if _NO_OUTLET.match(feed) else feed or None),
        author=fields["author"] or None,
        published=fields["published"] or None,
        url=fields["url"] or None,
        id=fields["id"] or None,
        extra={"feed": feed} if feed else {},
        is_page=False,
        is_row=True,
        place=f"entry {number}",
    )


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _field(element: Any, names: tuple[str, ...]) -> str:
    """The text of the first filled child of one of the names; a link's address, a person's name."""
    for name in names:
        for child in (child for child in element if _name(child) == name):
            if name == "link" and child.get("rel", "alternate") != "alternate":
                continue
            inner = next((part for part in child if _name(part) in ("name", "title")), child)
            text = "".join(inner.itertext()).strip() or child.get("href") or ""
            if text:
                return text
    return ""
