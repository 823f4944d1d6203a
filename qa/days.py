"""The days that a text names outright."""

import re

_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
# Days that a text names outright: "14 December 2024", "December 14", "in December", "in 2019".
_A_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>\d{{4}}))?"
    rf"|(?P<month2>{_MONTH})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<year2>\d{{4}}))?"
    rf"|(?P<month3>{_MONTH})(?:,?\s+(?P<year3>\d{{4}}))?|(?<=\bin\s)(?P<year4>(?:1[5-9]|20)\d\d))\b",
    re.IGNORECASE,
)


def named_days(text: str) -> dict[str, tuple[str, ...]]:
    """The days that a text names outright, as written → month and day ("" where none is named), or year."""
    found: dict[str, tuple[str, ...]] = {}
    for match in _A_DATE.finditer(text):
        month = (match["month"] or match["month2"] or match["month3"] or "").lower()
        day = match["day"] or match["day2"] or ""
        if month != "may" or day or match["year3"]:  # else the verb as likely as the month
            found[match[0]] = (month, day) if month else (match["year4"],)
    return found
