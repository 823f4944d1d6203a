"""Furniture that is told by its recurring: lines that stand in many different reports of one outlet or folder.

What recurs is not yet furniture: sentences of background, quotations and standing phrases of news recur too. So a
sentence goes only where it speaks of the site or to the reader, or stands above all else on nearly all pages, and a
label only at a page's edges, with no sentence of news between it and the edge. Where a line is doubtful it stays.
"""

import re
from collections.abc import Iterator, Sequence
from math import ceil

from index.furniture import LONGEST_BIOGRAPHY, is_furniture
from index.phrases import BIOGRAPHICAL, BIOGRAPHY, ROLE

LEAST = 3  # reports in which a line stands that recurs,
SHARE = 0.25  # and this share of all those of its outlet or folder,
NEARLY_ALL = 0.6  # the share for a sentence that could be news but for its standing above it all,
TOGETHER = 3  # or as one of so many lines that recur in the same reports: a site's among others in one folder
OVERLAP = 0.6  # of the reports of two lines, from which they are the same reports
MOST_LINES = 600  # that are compared with each other
LONGEST_LABEL = 150  # characters

_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*$")
# What only news says: somebody's words, who said so, what an outlet asked.
_NEWS = re.compile(
    r"[\"“”„«»]|\b(?:said|says|told|according to|added|announced|reported|warned|denied|confirmed|claimed|asked"
    r"|contacted|approached|reached out|for comment)\b",
    re.IGNORECASE,
)
_TO_THE_READER = re.compile(r"\b(?:[Ww]e|[Oo]ur|us|[Yy]ou|[Yy]ours?|[Yy]ou're|[Ww]e're)\b")
_OF_THE_SITE = re.compile(
    r"\bnewsletters?\b|\bsubscri(?:be|bers? only|ption)\b|\bcookies\b|\binbox\b|\bsign(?:ing)? up\b|\bsign in\b"
    r"|\blog in\b|\ball rights reserved\b|©|\bprivacy (?:policy|notice)\b|\bterms (?:of use|of service|and cond)"
    r"|\badvertis(?:e|ement|ing)\b"
    r"|\bsponsored\b|\bread more\b|\bmore (?:from|stories|news)\b|\bfollow us\b|\b(?:our|the|free) app\b"
    r"|\b(?:support|supports|supporting) (?:our|independent|local) journalism\b|\b(?:independent|local) newsroom\b"
    r"|\bleave a (?:comment|reply)\b|\b(?:post|join|view|all) (?:a |the )?comments\b|\bcomments? (?:below|policy)\b"
    r"|\bpress (?:council|standards)\b|\bcompany number\b|\bregistered (?:office|in)\b|\bunsubscribe\b",
    re.IGNORECASE,
)


def recurring(reports: Sequence[tuple[str, Sequence[str]]]) -> frozenset[str]:
    """The lines that recur among reports of one outlet or folder and can be furniture.

    A report is given as its group of copies and its lines: copies count once, or the lines of a report that was often
    copied would recur.
    """
    origins = {origin: 1 << number for number, origin in enumerate(dict(reports))}
    having: dict[str, int] = {}  # line → a bit for each group in which it stands
    for origin, lines in reports:
        for line in lines:
            if line and len(line) <= LONGEST_BIOGRAPHY:
                having[line] = having.get(line, 0) | origins[origin]
    frequent = {line: groups for line, groups in having.items() if groups.bit_count() >= LEAST and _can_go(line)}
    together = frozenset(_together(frequent))
    least, most = ceil(SHARE * len(origins)), ceil(NEARLY_ALL * len(origins))
    return frozenset(
        line
        for line, groups in frequent.items()
        if line in together or groups.bit_count() >= (least if _is_plainly_furniture(line) else most)
    )


def tell_recurring(lines: Sequence[str], known: frozenset[str]) -> tuple[bool, ...]:
    """Which of a page's lines are furniture, where `known` recur."""
    marked = [line in known and bool(_OF_THE_SITE.search(line)) for line in lines]
    if not known.intersection(lines):
        return tuple(marked)
    for number in _edge(lines, range(len(lines)), known):
        marked[number] |= lines[number] in known
    end = list(_edge(lines, range(len(lines) - 1, -1, -1), known))[::-1]
    for number in end:
        marked[number] |= lines[number] in known and _is_plainly_furniture(lines[number])
    _mark_links(lines, end, marked)
    return tuple(marked)


def _edge(lines: Sequence[str], order: Sequence[int], known: frozenset[str]) -> Iterator[int]:
    """The numbers of lines from one edge of a page up to the first sentence that may be news."""
    for number in order:
        line = lines[number]
        if line not in known and _is_sentence(line) and not line.endswith("?") and not is_furniture(line):
            return
        yield number


def _mark_links(lines: Sequence[str], end: Sequence[int], marked: list[bool]) -> None:
    """Marks the lines at a page's end that follow both what is furniture in any case and a heading that recurs."""
    is_past_news = has_heading = False
    for number in end:
        line = lines[number]
        if marked[number]:
            has_heading |= is_past_news and not _is_sentence(line)
        elif line and has_heading:
            marked[number] = not is_furniture(line) and not _is_sentence(line)
        is_past_news |= is_furniture(line) or bool(_OF_THE_SITE.search(line))


def _is_sentence(line: str) -> bool:
    return len(line) > LONGEST_LABEL or (" " in line and bool(_SENTENCE.search(line)))


def _can_go(line: str) -> bool:
    """Whether a line that recurs may be no news. What is furniture anyway is told with what stands beside it."""
    return not is_furniture(line) and not _NEWS.search(line)


def _is_plainly_furniture(line: str) -> bool:
    """Whether a line that recurs is a label, or a sentence to the reader, of the site or about an author."""
    if not _is_sentence(line) or _OF_THE_SITE.search(line) or _TO_THE_READER.search(line):
        return True
    return bool(BIOGRAPHY.match(line) and ROLE.search(line) and BIOGRAPHICAL.search(line))


def _together(frequent: dict[str, int]) -> Iterator[str]:
    """The lines that recur in the same reports as others do: what a site puts on its pages."""
    common = sorted(frequent.items(), key=lambda it: (-it[1].bit_count(), it[0]))[:MOST_LINES]
    for line, groups in common:
        same = sum((groups & other).bit_count() >= OVERLAP * (groups | other).bit_count() for _, other in common)
        if same >= TOGETHER:
            yield line
