"""The time that a question limits the reports to: "as of 5 February", "reported since March 2025"."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from index.dating import parse_date
from qa.types import Constraint

_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join(rf"{month}|{month[:3]}t?\b\.?" for month in _MONTHS)
_PART = r"early|beginning\s+of|start\s+of|mid|middle\s+of|late|end\s+of"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?\b"
_WHEN = (
    rf"(?:\d{{4}}-\d\d-\d\d|(?:the\s+)?(?:{_DAY}\s+(?:of\s+)?|(?:{_PART})[\s-]+)?(?:{_MONTH})(?!\w)"
    rf"(?:\s+{_DAY})?(?:,?\s+\d{{4}}\b)?)"
)
_TAKEN_APART = re.compile(
    rf"(?:the\s+)?(?:(?P<part>{_PART})[\s-]+)?(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})"
    rf"(?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b)?(?:,?\s+(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
_AS_OF = re.compile(rf"\bas\s+of\s+(?P<when>{_WHEN})", re.IGNORECASE)
_AS_OF_ANY_DATE = re.compile(
    r"\bas\s+of\s+(?P<when>[^?;,]{0,30}?\d{1,2}(?:st|nd|rd|th)?,\s*\d{4}|[^,?;]{1,40}?\d{4})\b", re.IGNORECASE
)
_BOUND = re.compile(rf"\b(?P<word>since|after|before|until|till|up\s+to)\s+(?P<when>{_WHEN})", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"\b(?:between|from)\s+(?P<from>{_DAY}|{_WHEN})\s+(?:and|to|until)\s+(?P<to>{_WHEN})", re.IGNORECASE
)
# Only of what is reported is it plain that the time is the reports', and not that of what happened.
_OF_REPORTS = re.compile(
    r"\b(?:(?:was|were|been|is)\s+(?:first\s+)?(?:reported|published|written|said)|reports\s+(?:say|said|from)"
    r"|(?:did|does|do|has|have)\s+(?:\S+\s+){1,5}?(?:say|said|reported|report|written|write|published))\b",
    re.IGNORECASE,
)

Period = tuple[date, date]  # its first and its last day


def stated_as_of(question: str, newest: date | None = None) -> Constraint | None:
    """The day that a question is asked as of; a month counts to its end. `newest` as for `period_of`."""
    match = _AS_OF.search(question)
    if match and (period := period_of(match["when"], newest)):
        return Constraint("as_of", period[1].isoformat(), match[0])
    match = _AS_OF_ANY_DATE.search(question)
    day = parse_date(match["when"]) if match else None
    return Constraint("as_of", day.isoformat(), match[0]) if match and day else None


def stated_bounds(question: str, newest: date | None = None) -> tuple[Constraint, ...]:
    """From when and until when a question wants what was reported; () where it speaks of no reporting."""
    if not _OF_REPORTS.search(question):
        return ()
    if match := _BETWEEN.search(question):
        to = period_of(match["to"], newest)
        since = period_of(_completed(match["from"], match["to"]), to[1] if to else newest)
        if since and to and since[0] <= to[1]:
            return _bound("since", since[0], match[0]), _bound("until", to[1], match[0])
        return ()
    match = _BOUND.search(question)
    period = period_of(match["when"], newest) if match else None
    if not match or not period:
        return ()
    word, a_day = match["word"].lower(), timedelta(days=1)
    if word == "since":
        return (_bound("since", period[0], match[0]),)
    if word == "after":
        return (_bound("since", period[1] + a_day, match[0]),)
    return (_bound("until", period[0] - a_day if word == "before" else period[1], match[0]),)


def _bound(kind: Literal["since", "until"], day: date, said: str) -> Constraint:
    return Constraint(kind, day.isoformat(), said)


def _completed(written: str, to: str) -> str:
    """A day with the month of the later one: of "between 1 and 10 March" "1 March"."""
    later = _TAKEN_APART.fullmatch(to)
    return f"{written} {later['month']}" if later and written[0].isdigit() and len(written) <= 4 else written


def period_of(written: str, newest: date | None = None) -> Period | None:
    """A day, a month or a part of one; None where it is no date.

    Where no year is written it is the last one in which the day is not after `newest`, that of the newest report.
    """
    match = _TAKEN_APART.fullmatch(written)
    if not match:
        day = parse_date(written)
        return (day, day) if day else None
    month = next(n for n, name in enumerate(_MONTHS, start=1) if name[:3] == match["month"][:3].capitalize())
    number = int(match["before"] or match["after"] or 0)
    if match["year"] or newest is None:
        return _period(int(match["year"]), month, number, match["part"] or "") if match["year"] else None
    period = _period(newest.year, month, number, match["part"] or "")
    if period and period[0] > newest:
        return _period(newest.year - 1, month, number, match["part"] or "")
    return period


def _period(year: int, month: int, day: int, part: str) -> Period | None:
    if not 1 <= year <= 9998:
        return None
    end = monthrange(year, month)[1]
    first, last = (day, day) if day else (1, end)
    if not day and part:
        begins = {"e": (1, 10), "b": (1, 10), "s": (1, 10), "m": (11, 20), "l": (21, end)}
        first, last = (21, end) if part.lower().startswith("end") else begins[part[0].lower()]
    return (date(year, month, first), date(year, month, last)) if 1 <= last <= end else None
