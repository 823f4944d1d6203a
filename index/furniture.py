"""What stands on a page of news without being news: comment forms, share buttons, captions, authors' biographies.

A line goes only on strong evidence, and what goes is kept beside the article. Where a line is doubtful it stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from index.phrases import (
    BIOGRAPHICAL,
    BIOGRAPHY,
    CAPTION,
    CREDIT,
    CREDITED,
    FURNITURE,
    LINES,
    LONGEST,
    NEAR,
    RELATED,
    ROLE,
    SOURCE,
)

LONGEST_BIOGRAPHY = 1_500  # characters
MOST_LINES = 20_000  # that are looked at; of a longer text, the first and the last: no page of news has so many
MOST_AUTHORS = 5  # of one report, whose biographies are looked for
MOST_CAPTIONS = 100  # that are compared with the other lines

_EDGES = re.compile(r"^[\s»›>+•|*·▶►→✉☰✕×–—-]+|[\s»›>+•|·▶►→«‹↓▼:–—-]+$")
_SENTENCE_END = re.compile(r"[.!?…:;,][\"”’')\]]*$")


@dataclass(frozen=True, slots=True)
class Stripped:
    """A page's lines, told apart."""

    kinds: tuple[str, ...]  # a line's kind ("caption", "biography", …); "" for what is news or doubtful
    author: str | None  # whose biography stands at the end
    original_source: str | None  # the address or outlet that the page says it took its report from


def tell_furniture(lines: Sequence[str], title: str = "", author: str | None = None) -> Stripped:
    """Which of a page's lines are no news.

    `author` is who wrote the report as far as that is known: a biography at its end is more surely one if it is theirs.
    """
    inside = range(MOST_LINES // 2, len(lines) - MOST_LINES // 2)
    kinds = ["" if number in inside else _kind(line) for number, line in enumerate(lines)]
    _spread(lines, kinds)
    _tell_alternative_texts(lines, kinds, title)
    _tell_related(lines, kinds)
    named = _tell_biographies(lines, kinds, author)
    _tell_related(lines, kinds)
    _spread(lines, kinds)
    sources = (SOURCE.fullmatch(_bare(line)) for line, kind in zip(lines, kinds, strict=True) if kind == "source")
    source = next((next(filter(None, found.groups())) for found in sources if found), None)
    return Stripped(tuple(kinds), named, source)


def is_prose(line: str) -> bool:
    """Whether a line reads as a sentence or more, not as a heading, a link or a label."""
    return len(line) > 150 or (len(line) > 40 and bool(_SENTENCE_END.search(line)) and line.count(" ") > 5)


def is_furniture(line: str) -> bool:
    """Whether a line is furniture by its own words, wherever it stands."""
    return bool(_kind(line))


def _bare(line: str) -> str:
    return _EDGES.sub("", line.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"'))


@lru_cache(maxsize=5_000)  # pages of one outlet have lines in common, and some are read twice
def _kind(line: str) -> str:
    """What kind of furniture a line is by its own words alone; "" where it is none."""
    if not line or len(line) > 2 * LONGEST:
        return ""
    if CAPTION.fullmatch(line) or CREDITED.fullmatch(line) or (len(line) < 120 and CREDIT.fullmatch(line)):
        return "caption"
    bare = _bare(line)
    if len(line) > LONGEST:
        return ""
    if SOURCE.fullmatch(bare):
        return "source"
    if bare.lower() in LINES or FURNITURE.fullmatch(bare):
        return "furniture"
    return ""


def _spread(lines: Sequence[str], kinds: list[str]) -> None:
    """Marks lines that are furniture only beside furniture, from each marked line outwards."""
    filled = [number for number, line in enumerate(lines) if line]
    for order in (filled, filled[::-1]):
        for before, number in pairwise(order):
            if kinds[before] == "furniture" and not kinds[number] and _bare(lines[number]).lower() in NEAR:
                kinds[number] = "furniture"


def _tell_alternative_texts(lines: Sequence[str], kinds: list[str], title: str) -> None:
    """Marks short lines above the text that a caption of the page begins with, too: the texts of missing images."""
    captions = [line for line, kind in zip(lines, kinds, strict=True) if kind == "caption"][:MOST_CAPTIONS]
    said = tuple(re.sub(r"^[\w /-]{0,20}:\s*", "", caption) for caption in captions)
    if not said:
        return
    for number, line in enumerate(lines):
        if not kinds[number] and is_prose(line):
            return
        is_short = 8 <= len(line) <= 100 and line != title and not _SENTENCE_END.search(line)
        if is_short and not kinds[number] and any(caption.startswith(line) for caption in said):
            kinds[number] = "caption"


def _tell_biographies(lines: Sequence[str], kinds: list[str], author: str | None) -> str | None:
    """Marks the authors' biographies at the end of a page; whose the first is."""
    named = None
    news = [number for number, line in enumerate(lines) if line and not kinds[number]]
    for _ in range(min(MOST_AUTHORS, len(news) - 1)):
        line = lines[news[-1]]
        found = BIOGRAPHY.match(line) if len(line) <= LONGEST_BIOGRAPHY else None
        if not found or not _is_biography(found, line, [lines[number] for number in news[:-1]], author):
            break
        kinds[news.pop()] = "biography"
        named = found["name"]
    return named


def _is_biography(found: re.Match[str], line: str, others: Sequence[str], author: str | None) -> bool:
    name = found["name"]
    marks = len({mark.lower() for mark in BIOGRAPHICAL.findall(line)}) + bool(ROLE.search(line))
    if author is not None and name.lower() in author.lower():
        return marks >= 1
    surname = re.compile(rf"\b{re.escape(name.split()[-1])}\b")
    return marks >= 3 and bool(ROLE.search(line)) and not any(surname.search(other) for other in others)


def _tell_related(lines: Sequence[str], kinds: list[str]) -> None:
    """Marks the links under a heading such as "Related articles" at the end of a page, where no prose follows them."""
    end = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        if not lines[number]:
            continue
        if kinds[number] == "furniture" and RELATED.fullmatch(_bare(lines[number]).lower()):
            for link in range(number + 1, end):
                kinds[link] = kinds[link] or ("furniture" if lines[link] else "")
            end = number
        elif not kinds[number] and is_prose(lines[number]):
            return
