"""Web pages: the only file that imports trafilatura and lxml's HTML side."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from index.errors import ReadError
from index.formats import Draft, Failed
from index.formats.characters import MEGABYTE, decode

SUFFIXES = (".html", ".htm", ".xhtml")
MAX_BYTES = 10 * MEGABYTE
MAX_ELEMENTS = 20_000  # of a page; a page of news has a tenth of it, and the time that reading takes grows faster

_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?", re.IGNORECASE)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset=["']?([\w-]{2,30})""", re.IGNORECASE)
_PROLOGUE = re.compile(r"\A\s*<\?xml[^>]*\?>")
_REPORT = re.compile(r"Article|Posting|Report|Review")  # the types of linked data that are a page's report
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')
# Where pages say when they were published, the surest first; never when they were changed.
_DATES = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//script[contains(@type, 'ld+json')]/text()",
    "//*[@itemprop='datePublished']/@content | //*[@itemprop='datePublished']/@datetime",
    "//meta[contains(' pubdate publish-date publish_date published published_time date dc.date dc.date.issued "
    "dcterms.created dcterms.date dcterms.issued parsely-pub-date sailthru.date article.published "
    "article_date_original publication_date cxenseparse:recs:publishtime datepublished ptime ', "
    "concat(' ', translate(@name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), ' '))]/@content",
    "//time[@pubdate or contains(@class, 'publish') or contains(@class, 'entry-date')]/@datetime",
)


def read(data: bytes, name: str) -> Iterator[Draft | Failed]:  # noqa: ARG001 - every reader is given the name
    """The one report that a page holds, without what stands around it.

    Raises ReadError where no report can be made out.
    """
    yield draft_of_page(decode_page(data))


def draft_of_page(page: str) -> Draft:
    """The report that a page holds, with what its metadata says of it."""
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    tree = load_html(_PROLOGUE.sub("", page))
    if tree is None:
        raise ReadError("is not a web page that can be read.")
    if sum(1 for _ in islice(tree.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        raise ReadError("is far larger than a page of news: save the report alone, as in a browser's reading view.")
    published, site = _published(tree), tree.xpath("//meta[@property='og:site_name']/@content")
    document: Any = bare_extraction(
        tree,
        favor_precision=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if document is None or not document.text:
        raise ReadError("holds no report that can be told from what stands around it.")
    outlet = document.sitename or ""
    is_named = outlet and (outlet in site or not _ADDRESS.fullmatch(outlet))
    return Draft(
        text=document.text,
        title=document.title or "",
        outlet=outlet if is_named else None,
        author=document.author,
        published=published,
        url=document.url,
    )


def text_of(snippet: str) -> str:
    """The words of a piece of HTML, its paragraphs on lines of their own. Raises ReadError where it is none."""
    from lxml import etree, html  # type: ignore[import-untyped,unused-ignore]

    try:
        tree = html.fromstring(_PROLOGUE.sub("", snippet))
    except (etree.LxmlError, ValueError) as error:
        raise ReadError("holds markup that cannot be read.") from error
    for element in list(tree.iter("script", "style", "noscript", "template", etree.Comment)):
        element.drop_tree() if element.getparent() is not None else element.clear()
    for element in tree.iter("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "figure", "section"):
        element.tail = f"\n\n{element.tail or ''}"
    return str(tree.text_content())


def decode_page(data: bytes) -> str:
    """The page's characters: UTF-8 where it is that, else what the page declares, else the best guess."""
    declared = _DECLARED.search(data[:5_000])
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            if declared:
                return data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeError):
            pass
    return decode(data)


def _published(tree: Any) -> str | None:
    """The page's own date of publication, as its metadata writes it."""
    for path in _DATES:
        for found in tree.xpath(path):
            if "ld+json" not in path:
                return str(found)
            stated = _stated(found)
            if stated:
                return stated
    return None


def _stated(script: str) -> str | None:
    """The date of publication that linked data states of the page's report, not of what else it tells of."""
    try:
        data = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        stated = set(_JSON_DATE.findall(script))
        return stated.pop() if len(stated) == 1 else None
    things = [thing for listed in _listed(data) for thing in (listed, *_listed(listed.get("@graph")))]
    things.sort(key=lambda thing: not _REPORT.search(str(thing.get("@type"))))
    return next((str(thing["datePublished"]) for thing in things if thing.get("datePublished")), None)


def _listed(value: Any) -> list[dict[str, Any]]:
    return [thing for thing in (value if isinstance(value, list) else [value]) if isinstance(thing, dict)]
