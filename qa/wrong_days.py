"""Days, months, weekdays and years of a claim where the sentences only give others."""

import re
from collections.abc import Collection, Sequence

from qa.forms import plain_form, with_spoken_dates
from qa.wording import Term, terms

_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH = (
    r"(?P<month>(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)"
    r"(?:uary|ruary|ch|il|ust|tember|ember|ober)?)\.?"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_DATES = (
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?=\W|$)"),
    re.compile(rf"\b{_MONTH}\s+{_DAY}\b(?!\s*%)"),
)
_IN_FIGURES = re.compile(r"\b([0-3]?\d)[/.]([0-3]?\d)(?:[/.](?:\d{4}|\d\d))?\b")


def wrong_day(claim: str, told: str, around: Sequence[Term]) -> str:
    """A day, month, weekday or year where the text and what is told `around` it only give others, in plain words."""
    there = _days(told) | {(int(a), int(b)) for a, b in _swapped(_IN_FIGURES.findall(told))}
    for day, month in sorted(_days(claim)):
        if there and (day, month) not in there:
            other = min(there, key=lambda d: (d[0] != day) + (d[1] != month))
            if other[1] <= len(_MONTHS):
                return f"The claim says {_spoken(day, month)}; the report says {_spoken(*other)}."
    near = {plain_form(t.word) for t in around}
    for kind in (_MONTHS, _WEEKDAYS):
        mine, theirs = _those(claim, kind), _those(told, kind)
        strange = next((w for w in mine if w not in theirs and w not in near), "")
        if strange and theirs and not there & _days(claim):
            return f"The claim says {strange.capitalize()}; the report says {theirs[0].capitalize()}."
    years, given = _years(claim), _years(told)
    strange = next((y for y in years if y not in given and y not in near), "")
    return f"The claim says {strange}; the report says {given[0]}." if strange and given else ""


def _days(text: str) -> set[tuple[int, int]]:
    """The days of the year that a text names: (day, month)."""
    return {
        (int(m["day"]), next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(m["month"][:3].lower())))
        for pattern in _DATES
        for m in pattern.finditer(_each_by_itself(with_spoken_dates(text)))
    }


def _each_by_itself(text: str) -> str:
    """A text in which each of several days has its month: "14 and 15 December" as "14 December and 15 December"."""
    text = _DAYS_OF_ONE.sub(lambda m: f"{m['one']} {m['month']} and {m['other']} {m['month']}", text)
    return _OF_ONE_DAYS.sub(lambda m: f"{m['month']} {m['one']} and {m['month']} {m['other']}", text)


_TWO = r"(?P<one>[0-3]?\d)(?:st|nd|rd|th)?(?:\s+(?:and|or|to)\s+|\s*[-–]\s*)(?P<other>[0-3]?\d)(?:st|nd|rd|th)?"
_DAYS_OF_ONE = re.compile(rf"\b{_TWO}\s+(?:of\s+)?{_MONTH}(?=\W|$)")
_OF_ONE_DAYS = re.compile(rf"\b{_MONTH}\s+{_TWO}(?=\s*(?:[.,;:)]|$)|\s+(?:in|at|near|and|when)\b)")


def _swapped(pairs: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for a, b in pairs for pair in ((a, b), (b, a))]


def _spoken(day: int, month: int) -> str:
    return f"{day} {_MONTHS[month - 1].capitalize()}"


def _those(text: str, kind: Sequence[str]) -> list[str]:
    """The months or weekdays of a text; "may" and "march" only with a capital."""
    return [form for t in terms(text) if t.word[0].isupper() and (form := plain_form(t.word)) in kind]


def _years(text: str) -> list[str]:
    return re.findall(r"(?<![\d.,$€£])(?:1[5-9]|20)\d\d(?![\d,]|\.\d)", text)
