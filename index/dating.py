"""When a report was published, and how that is known. Never from a file's time.

A date that can be read two ways (03/04/2025) is not read at all, unless the report's address, its outlet's country, or
the other dates of the same file decide it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from typing import Literal
from urllib.parse import urlsplit

from index.phrases import words

EARLIEST, LATEST = 1600, 2099  # years; what lies outside is a slip or a placeholder
LONGEST_DATE = 100  # characters
MOST_DATES = 5_000  # that are looked at in one text
LONGEST_SENTENCE = 5_000  # characters
AROUND = 300  # characters before and after a date that tell whether it is past
PLACEHOLDER = date(1970, 1, 1)  # what programs write for no date: their clocks' zero
PUBLISHED_AS_WRITTEN = "published_as_written"  # the key of a date that could not be read

_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_EARLIER_DAYS = rf"(?:{_DAY}\s*(?:,|and|to|&|[-–—])\s*){{0,3}}"
_YEAR = r"(?:1[6-9]|20)\d\d\b"
# "March 11, 2025", "14 and 15 December 2024" (the last day counts), "11 Mar. 2025", "February 2022", "11-Mar-2025",
# "2025-03-11".
_IN_WORDS = re.compile(
    rf"\b(?:(?P<month>{_MONTHS})\s+{_EARLIER_DAYS}(?P<day>{_DAY})\s*,?\s+(?P<year>{_YEAR})"
    rf"|{_EARLIER_DAYS}(?P<day2>{_DAY})\s*(?:of\s+)?(?P<month2>{_MONTHS})\s*,?\s*(?P<year2>{_YEAR})"
    rf"|(?P<month3>{_MONTHS})\s*,?\s+(?:of\s+)?(?P<year3>{_YEAR})"
    rf"|(?P<day5>{_DAY})-(?P<month5>{_MONTHS})-(?P<year5>{_YEAR})"
    rf"|(?P<year4>{_YEAR})-(?P<month4>\d\d)-(?P<day4>\d\d)(?!\d))",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(?:[T\s,;].*)?", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4}(?:\d\d)?(?:\.\d+)?Z?)?")
_NUMERIC = re.compile(r"\D{0,20}?(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)\D*(?:\d{1,2}:\d\d.*)?", re.DOTALL)
# A day, a month's name and a year, or the reverse: only those go to dateparser, which is slow to find nothing.
_FOREIGN = re.compile(
    r"\b\d{1,2}\b\D*[^\W\d_]\D*\d{4}|\d{4}\D*[^\W\d_]\D*\d{1,2}(?!\d)|\d{4}[^\W\d_]+\s*\d{1,2}[^\W\d_]"
)
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?=[/._-]|$)")

# Words that put what follows, or the whole sentence, into the future, or leave it open.
_TO_COME = re.compile(
    r"\b(?:will|would|shall|won't|going to|to be|due|scheduled|expect\w*|plan(?:s|ned|ning)?|set (?:to|for)|slated"
    r"|deadline|upcoming|coming (?:days|weeks|months)|next|ahead of|expir\w+|no later|as early as|aim(?:s|ed|ing)? to"
    r"|agreed|vow\w*|pledg\w+|promis\w+|propos\w+|urg(?:e|es|ed|ing)|demand\w*|call\w* for|order\w* that|forecast\w*"
    r"|predict\w*|hop(?:e|es|ed|ing)|intend\w*|could|might|may|should|must|can|if|unless|effective|valid"
    r"|postpon\w+|delay\w*|resched\w+|mov\w+ to|extend\w*|tomorrow|until|till)\b"
    r"|['’]ll\b|\b(?:by|before|through|from)(?: the (?:end|start|beginning) of)?\s*$"
)
_PAST = re.compile(
    r"\b(?:\w{2,}ed|said|told|met|held|began|was|were|had|took|came|went|sent|shot|won|lost|fell|led|left|made|saw"
    r"|fought"
    r"|struck|hit|broke|wrote|gave|became|found|died|rose|spoke|flew|drew|put|since|pictured|seen|taken|shown|file)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\b(?:last )?(?:updated|modified|edited|revised)\b", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?][\s\"'”’)])(?=\S)|\n+")


Order = Literal["day first", "month first"]  # of a date in figures

# Whose countries put dates in figures one way. The Philippines, Canada and the agencies write both.
DAY_FIRST_SITES = frozenset(
    "uk ie au nz in za fr de es it pt nl be at ch ru ua pl ro gr tr il sg my ng ke gh pk".split()
)
MONTH_FIRST_SITES = frozenset("us gov mil edu".split())
DAY_FIRST_OUTLETS = words(
    """
    bbc|bbc news|guardian|independent|telegraph|daily telegraph|sky news|daily mail|mirror|evening standard|itv news
    channel 4 news|scotsman|irish times|irish independent|rte|al jazeera|euronews|france 24|deutsche welle|dw
    times of india|hindu|hindustan times|indian express|ndtv|sydney morning herald|age|australian|abc news australia
    new zealand herald|mail & guardian|straits times|moscow times|kyiv independent|kyiv post
    """
)
MONTH_FIRST_OUTLETS = words(
    """
    newsweek|cnn|new york times|washington post|wall street journal|cnbc|nbc news|cbs news|fox news|fox news digital
    politico|axios|vox|forbes|npr|usa today|los angeles times|chicago tribune|boston globe|hill|huffpost|daily beast
    new york post|miami herald|business insider|verge|techcrunch|pbs
    """
)


@dataclass(frozen=True, slots=True)
class Dating:
    """When a report was published, as a Source says it."""

    published: date | None
    published_from: Literal["metadata", "text"] | None  # None exactly where published is
    not_before: date | None  # undated reports only: the latest date that the text states as past
    extra: Mapping[str, str]  # a date that is there but cannot be read, as written


def date_report(
    text: str,
    *,
    metadata: str | None,
    head: str | None,
    url: str | None,
    today: date,
    order: Order | None = None,
) -> Dating:
    """The dating of a report with the body `text`, the dates as written in its metadata and in the head of its text.

    `today` bounds what a text can state as past; `order` is how its writer puts a numeric date, where that is known.
    """
    in_address = _address_date(url or "")
    published = parse_date(metadata or "", in_address, order) or in_address
    if published:
        return Dating(published, "metadata", None, {})
    published = parse_date(head or "", in_address, order)
    if published:
        return Dating(published, "text", None, {})
    as_written = " ".join((metadata or head or "").split())[:LONGEST_DATE]
    extra = {PUBLISHED_AS_WRITTEN: as_written} if as_written else {}
    return Dating(None, None, latest_past_date(text, today), extra)


def order_of(written: Iterable[str]) -> Order | None:
    """How the dates of one file are put, by those that can be read one way only; None where they tell nothing."""
    numeric = (_NUMERIC.fullmatch(" ".join(date[:LONGEST_DATE].split())) for date in written)
    pairs = [(_day(y, m, d), _day(y, d, m)) for d, mark, m, y in (found.groups() for found in numeric if found)]
    sure = {day_first is not None for day_first, month_first in pairs if (day_first is None) != (month_first is None)}
    return ("day first" if sure.pop() else "month first") if len(sure) == 1 else None


def outlet_order(outlet: str | None, url: str | None) -> Order | None:
    """How an outlet puts a numeric date, by its country; None where that is not known."""
    try:
        site = urlsplit(url or "").hostname or ""
    except ValueError:
        site = ""
    name = (outlet or "").casefold().removeprefix("the ")
    ending = site.rpartition(".")[2]
    if name in DAY_FIRST_OUTLETS or ending in DAY_FIRST_SITES:
        return "day first"
    return "month first" if name in MONTH_FIRST_OUTLETS or ending in MONTH_FIRST_SITES else None


def parse_date(written: str, known: date | None = None, order: Order | None = None) -> date | None:
    """The one day that `written` names, as its writer's clock had it; None where it names none, or might name two.

    Between two readings of a numeric date, `known` decides where it is one of them, else `order` where there is one.
    """
    written = " ".join(_CHANGED.split(written[: 4 * LONGEST_DATE])[0].split())[:LONGEST_DATE]
    year_first = _YEAR_FIRST.fullmatch(written) or _COMPACT.fullmatch(written)
    if year_first:
        parts = year_first.groups()
        day = _day(parts[0], parts[-2], parts[-1])
        is_sure = day != PLACEHOLDER and all(other == day for _, other in _full_dates(written[len("2025-3-1") :]))
        return day if is_sure else None
    if _EPOCH.fullmatch(written):
        seconds = int(written[:10])
        return datetime.fromtimestamp(seconds, UTC).date() if seconds else None
    numeric = _NUMERIC.fullmatch(written)
    if numeric:
        return _numeric_day(numeric, known, order)
    named = list(_full_dates(written))
    if named:
        return named[0][1] if len({day for _, day in named}) == 1 else None
    return _foreign_day(written)


def latest_past_date(text: str, today: date) -> date | None:
    """The latest day that the text states as past, a month counting as its first day; None where it states none.

    A date that is spoken of as to come is never taken: where that is unclear, it is left out.
    """
    latest: date | None = None
    for sentence, found in islice(_dates_in_sentences(text), MOST_DATES):
        day = _matched_day(found)
        if day and day <= today and (latest is None or day > latest) and _is_past(sentence, found):
            latest = day
    return latest


def find_date(text: str) -> re.Match[str] | None:
    """The first full date in a line of text, of any of the usual English spellings and numeric ones."""
    found = next((found for found, _ in _full_dates(text)), None)
    return found or re.search(r"(?<![\d./-])\d{1,2}([-/.])\d{1,2}\1\d{4}(?![\d/-])", text)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if EARLIEST <= int(year) <= LATEST else None
    except ValueError:
        return None


def _numeric_day(numeric: re.Match[str], known: date | None, order: Order | None) -> date | None:
    first, mark, second, year = numeric.groups()
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if day_first and (mark == "." or month_first in (None, day_first)):  # dots are day-first everywhere
        return day_first
    if month_first and not day_first:
        return month_first
    if known is not None and known in (day_first, month_first):
        return known
    return {"day first": day_first, "month first": month_first}[order] if order else None


def _matched_day(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    year = next(value for key, value in parts.items() if key.startswith("year") and value)
    month = next(value for key, value in parts.items() if key.startswith("month") and value)
    day = next((value for key, value in parts.items() if key.startswith("day") and value), "1")
    return _day(year, month, day) if month.isdigit() else _named_day(f"{day.rstrip('stndrhSTNDRH')} {month[:3]} {year}")


@lru_cache(maxsize=5_000)
def _named_day(written: str) -> date | None:
    from dateutil.parser import ParserError, parse  # type: ignore[import-untyped,unused-ignore]

    try:
        parsed: datetime = parse(written)
    except (ParserError, OverflowError):
        return None
    return parsed.date()


def _full_dates(text: str) -> Iterator[tuple[re.Match[str], date]]:
    for found in _IN_WORDS.finditer(text):
        day = _matched_day(found)
        if day and not found["year3"]:
            yield found, day


def _foreign_day(written: str) -> date | None:
    """The day that a date in another language than English names."""
    if len(written) > 40 or re.search(_MONTHS, written) or not _FOREIGN.search(written):
        return None
    # dateparser takes long to find nothing, so what is no date with other digits either is asked about once.
    if not _is_foreign_date(re.sub(r"\d+", lambda digits: "2000" if len(digits.group()) == 4 else "1", written)):
        return None
    found = _ask_dateparser(written)
    return _day(str(found.year), str(found.month), str(found.day)) if found else None


@lru_cache(maxsize=1_000)
def _is_foreign_date(pattern: str) -> bool:
    return _ask_dateparser(pattern) is not None


def _ask_dateparser(written: str) -> datetime | None:
    import dateparser  # type: ignore[import-untyped,unused-ignore]

    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": "DMY"}
    try:
        found: datetime | None = dateparser.parse(written, settings=settings)
    except (ValueError, OverflowError, RecursionError):
        return None
    return found


def _address_date(url: str) -> date | None:
    found = _IN_ADDRESS.search(url[:2_000])
    return _day(*found.groups()) if found else None


def _dates_in_sentences(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for line in text.split("\n"):
        start = 0
        for end in (*(found.start() for found in _SENTENCES.finditer(line)), len(line)):
            sentence, start = line[start : min(end, start + LONGEST_SENTENCE)], end
            yield from ((sentence, found) for found in _IN_WORDS.finditer(sentence))


def _is_past(sentence: str, found: re.Match[str]) -> bool:
    """Whether a sentence speaks of the date found in it as past."""
    before, after = sentence[: found.start()][-AROUND:], sentence[found.end() :][:AROUND]
    if not before.startswith("May"):
        before = before[:1].lower() + before[1:]
    if _TO_COME.search(before):
        return False
    return bool(_PAST.search(before)) or not _TO_COME.search(after)
