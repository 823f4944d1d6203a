"""Text → markup. Whatever comes from a report, a model or a visitor becomes markup through `plain` alone."""

import itertools
import re
from collections.abc import Iterable
from datetime import date
from html import escape
from pathlib import PurePath

from index.types import Source
from qa.types import Citation
from qa.writing import dated


def sendable(text: str) -> str:
    """`text` without the half letters that cannot be sent to a browser."""
    return text.encode("utf-8", "replace").decode()


def plain(text: str) -> str:
    """`text` as markup that shows exactly its characters."""
    return escape(sendable(text), quote=True)


def in_words(day: date) -> str:
    """A day as people write it: "4 March 2026"."""
    return f"{day.day} {day:%B %Y}"


def outlet(source: Source) -> str:
    """Who published a report; that it is not stated where nothing says so."""
    return source.outlet or "outlet not stated"


def when(source: Source) -> str:
    """When a report was published, and whether only its text says so."""
    return dated(source) + (" (date from its text)" if source.published_from == "text" else "")


def name(source: Source) -> str:
    """A report's title, else the name of its file."""
    return source.title or PurePath(source.path or "Untitled report").name


def title(source: Source) -> str:
    """A report's name as markup, linked where it stands on the web."""
    if source.url and re.match(r"https?://", source.url, re.IGNORECASE):
        link = plain(source.url)
        return f'<a href="{link}" target="_blank" rel="noopener noreferrer nofollow">{plain(name(source))}</a>'
    return plain(name(source))


def items(lines: Iterable[str], kind: str) -> str:
    """A list of lines that are markup already; nothing where there are none."""
    entries = "".join(f"<li>{line}</li>" for line in lines)
    return f'<ul class="{kind}">{entries}</ul>' if entries else ""


def marked(text: str, start: int, citations: Iterable[Citation], anchor: str, sought: Iterable[Citation] = ()) -> str:
    """`text`, which begins `start` characters into its report, as markup with the cited words marked.

    Each citation has an anchor at its first word. Those that are `sought` are marked more strongly.
    """
    strong = [(c.start - start, c.end - start) for c in sought]
    spots = {
        (c.start - start, c.end - start) for c in citations if text[max(c.start - start, 0) : c.end - start] == c.quote
    }
    cuts = sorted({0, len(text)}.union(*spots))
    parts = []
    for left, right in itertools.pairwise(cuts):
        anchors = "".join(
            f'<span class="spot" id="{anchor}-{a + start}-{b + start}" tabindex="-1"></span>'
            for a, b in sorted(spots)
            if a == left
        )
        piece = plain(text[left:right])
        here = ' class="sought"' if any(a <= left < b for a, b in strong) else ""
        parts.append(f"<mark{here}>{anchors}{piece}</mark>" if any(a <= left < b for a, b in spots) else piece)
    return "".join(parts)
