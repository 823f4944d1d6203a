"""What the top of a page says of its report: title, byline, date; and which outlet a report says that it is by."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from index.dating import find_date
from index.furniture import is_furniture, is_prose
from index.phrases import words

LONGEST_TITLE = 250  # characters
HEAD_LINES = 12  # filled lines in which a head is looked for
PROSE_LINES = 2  # paragraphs that it may hold: a standfirst above the byline

_DATE = "\0"  # stands for a date while a line is taken apart
_PARTS = re.compile(
    r"\s*[|·•;()]\s*|\s+[-–—/]\s+|,\s*|\s{2,}|(?<=\0)\s+(?=by\s|updated|modified|last\s)", re.IGNORECASE
)
_TIME = r"(?:at\s+)?\d{1,2}[:.h]\d\d(?::\d\d(?:\.\d{1,6})?)?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?"
_ZONE = r"(?:Z|[A-Z]{2,5}|GMT[+-]\d{1,2}|UTC[+-]?\d{0,2}|local time|IST|[+-]\d\d:?\d\d)"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?)"
_DATED = re.compile(
    rf"(?:(?P<label>first published|published|posted|publication date|date published|date|issued"
    rf"|last updated|last modified|updated|modified|edited)(?:\s+(?:on|at|date))?\s*[:.]?\s*|on\s+)?"
    rf"(?:{_WEEKDAY}\s*)?"
    rf"(?:(?:{_TIME})\s*)?(?:{_ZONE}\s*)?(?:{_WEEKDAY}\s*)?{_DATE}\s*(?:T?(?:{_TIME})\s*)?(?:{_ZONE})?",
    re.IGNORECASE,
)
_BESIDE_A_DATE = re.compile(rf"(?:{_TIME})\s*(?:{_ZONE})?|{_ZONE}|{_WEEKDAY}|{_DATE}|", re.IGNORECASE)
_NAME = r"(?:[A-Z][\w.'’-]*|(?:al|el|van|von|de|der|den|da|di|bin|ibn|ter|la|le)\b-?[\w’'-]*)"
_NAMES = rf"{_NAME}(?: {_NAME}){{0,4}}"
_BYLINE = re.compile(
    rf"(?i:by|written by|story by|posted by|report by|reported by|author|reporter|byline)\s*:?\s+"
    rf"(?P<names>{_NAMES}(?:(?:,| and| &) {_NAMES}){{0,4}})"
)
_ROLE = re.compile(
    r"(?:(?:staff|senior|chief|special|foreign|political|defen[cs]e|national|world|contributing|deputy|associate|news"
    r"|the|and|editorial|security|diplomatic|business|bureau|in|at|for|of|to|[A-Z]\w+) ){0,4}"
    r"(?:writer|reporter|correspondent|editor|desk|bureau|contributor|agency|agencies|staff|columnist|analyst|team)",
    re.IGNORECASE,
)
_OUTLET_NAME = re.compile(r"[A-Z][\w.'’&-]*(?: [\w.'’&-]+){0,3}")
_NO_AUTHORS = frozenset(("admin", "administrator", "editor", "editors", "staff", "webmaster", "newsroom", "news desk"))
_CAPITAL = r"(?:[^\W\d_a-z]{2,}(?:['’.-][^\W\d_a-z]+)*|[A-Z]\.)"
_CAPITALS = re.compile(rf"{_CAPITAL}(?: {_CAPITAL}){{1,3}}")
_NO_NAMES = frozenset(
    """
    NEWS WORLD LIVE BREAKING UPDATE UPDATES UPDATED ANALYSIS OPINION EXCLUSIVE POLITICS BUSINESS SPORT SPORTS
    REGION WAR NORTH SOUTH EAST WEST UNITED STATES NATIONAL INTERNATIONAL FOREIGN SECURITY DEFENSE DEFENCE
    ECONOMY TECH TECHNOLOGY CULTURE TOP STORIES STORY REPORT SPECIAL THE AND OF IN ON AT FOR TO EDITORIAL
    FEATURE VIDEO PHOTOS PHOTO MILITARY AFFAIRS KOREA UKRAINE RUSSIA CHINA EUROPE ASIA AFRICA AMERICA MIDDLE
    EASTERN LATEST ALERT PRESS RELEASE STATEMENT TODAY READ MORE
    """.split()
)
_KEYS = {
    **dict.fromkeys(("title", "headline"), "title"),
    **dict.fromkeys(("outlet", "publisher", "publication", "newspaper", "source"), "outlet"),
    **dict.fromkeys(("author", "byline"), "author"),
    **dict.fromkeys(("url", "link"), "url"),
}
_LABELLED = re.compile(rf"(?P<key>{'|'.join(_KEYS)})\s*:\s*(?P<value>\S.*)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)", re.IGNORECASE)
_OPENING = re.compile(
    rf"(?:(?i:date|published|posted)\s*:?\s*)?{_DATE}\s*[:|–—-]?\s+(?P<rest>[^a-z\s\d(|·•–—-].{{15,}})"
)
_DATELINE = re.compile(
    rf"[^\W\d_a-z]{{2,}}[\w .'’/-]{{0,40}}(?:, [\w .'’-]{{2,30}})?,?\s+{_DATE}.{{0,30}}?(?:[-–—(]|\s)"
)
_UNFINISHED = re.compile(r"[.,;:…。।؛،][\"”’)\]]*$")
_SENTENCE = re.compile(r"[.!?。！？؟।][\"”’)\]]*(?:\s|$)")
_CHANGED = re.compile(r"last|updated|modified|edited")

_OUTLET = r"(?P<outlet>(?:The )?[A-Z][\w&’'-]*(?:\.[a-zA-Z]{2,4}\b)?(?: (?:of |and )?[A-Z][\w&’'-]*){0,3})"
_ASKED = re.compile(
    rf"(?:^|[.!?][\"”’)]* ){_OUTLET} (?:has |have )?(?:also )?(?:contacted|reached out to|approached)\b"
    r"[^.!?]{1,200}\bfor (?:further |additional |a )?comments?\b",
    re.MULTILINE,
)
_UNVERIFIED = re.compile(
    rf"(?:^|[.!?][\"”’)]* ){_OUTLET} (?:has yet to|has not(?: been able to)?|could not|was (?:not able|unable) to"
    r"|cannot|is unable to)(?: immediately)?(?: independently)? (?:verif(?:y|ied)|confirm(?:ed)?)\b",
    re.MULTILINE,
)
_NO_OUTLETS = frozenset(
    ("Police", "Officials", "Authorities", "Investigators", "Prosecutors", "Lawyers", "Reporters", "Journalists")
) | {"They", "We", "He", "She", "It", "I", "Lawmakers"}
# Whose own words name them for certain. The agencies are not here: their sentences stand unchanged in others' pages.
_KNOWN = words(
    """
    Newsweek|CNN|BBC News|BBC|The BBC|The Guardian|The New York Times|The Washington Post|The Wall Street Journal
    CNBC|NBC News|ABC News|CBS News|Fox News|Fox News Digital|Sky News|Al Jazeera|Business Insider|The Independent
    The Telegraph|The Times|Politico|POLITICO|Axios|Vox|Time|TIME|Forbes|NPR|The Moscow Times|The Kyiv Independent
    Kyiv Post|The Korea Herald|NK News|The Korea Times|Euronews|HuffPost|The Hill|USA TODAY|The Verge|TechCrunch
    The Daily Beast|Financial Times|The Economist
    """
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the top of a page says; "" or None where it does not say it."""

    title: str = ""
    title_line: int | None = None  # the line that holds the title: it leaves the body
    outlet: str | None = None
    author: str | None = None
    published: str | None = None  # as written
    url: str | None = None
    taken: Mapping[int, str] = field(default_factory=dict, hash=False)  # lines of metadata, or what of them is


def read_head(lines: Sequence[str], title: str = "") -> Head:
    """What the first lines of a page say of it; `title` where it is known already.

    A title is only what stands like one: a line of its own, no sentence, above longer text.
    """
    head = list(islice((n for n, line in enumerate(lines) if line and not is_furniture(line)), HEAD_LINES))
    said, taken, lines = _open({"title": title} if title else {}, list(lines), head[:1])
    bare: set[int] = set()  # lines that are a date and nothing else
    title_line = None
    prose = 0
    for place, number in enumerate(head):
        line = lines[number]
        beside = [lines[other] for other in head[max(0, place - 1) : place + 2] if other != number]
        found = _metadata(line, beside, is_open=not prose)
        if found is not None:
            said, taken[number] = found | said, f"{taken.get(number, '')} {line}".strip()
            bare |= (
                {number} if _dates(line, is_open=False) is None and _dates(line, is_open=True) is not None else set()
            )
        elif title_line is None and _repeats(line, said.get("title", "")):
            title_line = number
        elif not said.get("title") and not prose and _is_title(line, lines, number):
            said["title"], title_line = line, number
        else:
            said = _dateline(line) | said
            prose += is_prose(line) or not said.get("title")
        if prose >= PROSE_LINES:
            break
    if bare and not said.get("title"):  # without a title, a date may be a heading of a chronicle or of a diary
        said.pop("published", None)
        taken = {number: line for number, line in taken.items() if number not in bare}
    fields = {name: said.get(name) for name in ("outlet", "author", "published", "url")}
    return Head(said.get("title", ""), title_line, **fields, taken=taken)


def repeats_title(lines: Sequence[str], title: str) -> bool:
    """Whether a text opens with its title, as the whole page does that a row of a table was made from."""
    filled = (line for line in lines if line and not is_furniture(line))
    return any(_repeats(line, title) for line in islice(filled, HEAD_LINES))


def own_outlet(text: str) -> str | None:
    """The outlet that a report's own acts name ("X contacted the embassy for comment"); None in any doubt."""
    named = {found["outlet"] for found in _ASKED.finditer(text)} - _NO_OUTLETS
    named |= {found["outlet"] for found in _UNVERIFIED.finditer(text)} & _KNOWN
    return named.pop() if len(named) == 1 else None


def _repeats(line: str, title: str) -> bool:
    """Whether a line is the title, which may go on with the site's name."""
    line, title = (re.sub(r"\W+", "", words).casefold() for words in (line, title))
    return bool(line) and (line == title or (len(line) > 20 and title.startswith(line)))


def _open(
    said: dict[str, str], lines: list[str], first: Sequence[int]
) -> tuple[dict[str, str], dict[int, str], list[str]]:
    """What is said, what is taken, and the lines, once the date is cut off that a page's first line may open with."""
    for number in first:
        line = lines[number]
        found = find_date(line[:60])
        opened = found and _OPENING.fullmatch(line[: found.start()] + _DATE + line[found.end() :])
        if found and opened:
            lines[number] = opened["rest"]
            return {"published": found.group(), **said}, {number: line[: -len(opened["rest"])].strip()}, lines
    return said, {}, lines


def _metadata(line: str, beside: Sequence[str], *, is_open: bool) -> dict[str, str] | None:
    """What a line of metadata says; None where the line is none. `is_open`: no text has come yet."""
    if len(line) > LONGEST_TITLE:
        return None
    if is_open and line.isupper() and set(line.split()) <= _NO_NAMES:  # a section's name, such as WORLD NEWS
        return {}
    labelled = _LABELLED.fullmatch(line) if is_open else None
    if labelled:
        key, value = _KEYS[labelled["key"].lower()], labelled["value"]
        return {"url" if key == "outlet" and _ADDRESS.fullmatch(value) else key: value}
    dated = _dates(line, is_open=is_open)
    if dated is not None:
        return dated
    byline = _byline(line)
    if byline is None and is_open and _CAPITALS.fullmatch(line) and not _NO_NAMES & set(line.split()):
        byline = line if any(_dates(other, is_open=True) is not None for other in beside) else None
    return None if byline is None else {"author": byline} if byline else {}


def _dates(line: str, *, is_open: bool) -> dict[str, str] | None:
    """What a line says that holds nothing but dates, times, names and the like; None where it holds more."""
    dates: list[str] = []
    marked = line
    while (found := find_date(marked)) and len(dates) < 3:
        dates.append(found.group())
        marked = marked[: found.start()] + _DATE + marked[found.end() :]
    if not dates:
        return None
    said: dict[str, str] = {}
    strange = 0
    is_labelled = False
    for part in _PARTS.split(marked):
        dated = _DATED.fullmatch(part)
        if dated:
            label = (dated["label"] or "").lower()
            is_labelled |= bool(label)
            day = dates.pop(0)
            said |= {} if _CHANGED.match(label) or "published" in said else {"published": day}
        elif (byline := _byline(part)) is not None:
            said |= {"author": byline} if byline else {}
        elif not (_BESIDE_A_DATE.fullmatch(part) or _ROLE.fullmatch(part) or is_furniture(part)):
            strange += 1 if part[:1].isupper() and part.count(" ") < 4 and _DATE not in part else 2
    return said if strange < 2 and not dates and (is_labelled or is_open) else None


def _byline(line: str) -> str | None:
    """Whom a byline names, "" where it names nobody in particular; None where the line is no byline."""
    found = _BYLINE.match(line)
    rest = [part for part in _PARTS.split(line[found.end() :]) if part and not _ROLE.fullmatch(part)] if found else []
    if not found or len(rest) > 1 or not all(_OUTLET_NAME.fullmatch(part) for part in rest):
        return None
    names = found["names"]
    if not re.search(r" and | & ", names):
        names = names.split(", ")[0]  # what follows a comma may as well be an outlet or a town
    if names.lower() in _NO_AUTHORS:
        return ""
    is_name = " " in names or names.isupper() or names in ("Reuters", "Bloomberg", "Yonhap", "Xinhua")
    return names if is_name and not find_date(f"{names} 2000") else None


def _dateline(line: str) -> dict[str, str]:
    """The full date of a dateline that a report's first sentence opens with ("SEOUL, March 11, 2025 (Reuters) -")."""
    found = find_date(line[:100])
    is_dateline = found and _DATELINE.match(line[: found.start()] + _DATE + line[found.end() :])
    return {"published": found.group()} if found and is_dateline else {}


def _is_title(line: str, lines: Sequence[str], number: int) -> bool:
    """Whether a line stands like a title: no sentence, on its own or above a line that is plainly no part of it."""
    is_abbreviated = re.search(r"\b[A-Z]\.(?:[A-Z]\.)+$", line)
    if (
        len(line) > LONGEST_TITLE
        or " " not in line
        or line[0].islower()
        or (_UNFINISHED.search(line) and not is_abbreviated)
    ):
        return False
    following = lines[number + 1] if number + 1 < len(lines) else ""
    if following and not is_furniture(following) and _metadata(following, (), is_open=True) is None:
        is_apart = len(following) > max(100, len(line)) and not following[0].islower()
        if not is_apart and not _CAPITALS.fullmatch(following):
            return False
    return any(_SENTENCE.search(later) for later in lines[number + 1 :] if not is_furniture(later))
