"""Whom and which days a question names: the collection's outlets, days of publication, and who is said to speak."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

NEARLY = 0.84  # share of letters in common from which a name is another's misspelling
LONG, SHORT = 6, 3  # letters of a name that may be misspelt, and of one made of first letters
NEAR = 40  # characters around a date in which words of publishing make it a day of publication

_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join(_MONTHS)
_OR_SHORT = "|".join(rf"{month}|{month[:3]}t?\b\.?" for month in _MONTHS)  # beside a day: "Dec. 14", "5 Sept 2024"
_OPEN, _CLOSE = r"(?i:the\s+|an?\s+)?['‘“\"]?", r"['’”\"]?(?:[’']s?)?"
# An outlet's name may be a common word, Time or Sky: written without its capital, it needs more than "in" before it.
_REPORTS = (
    rf"(?i:(?:according\s+to|reported\s+by)\s+(?:[^,;?]{{1,40}}\s+(?:and|or)\s+)?{_OPEN}(?:{{outlet}})\b|^(?:{{outlet}}):"
    rf"|\b(?:{{outlet}}){_CLOSE}\s+(?:say|says|said|reports|reported|writes|wrote)\b)"
    rf"|\b(?i:in|by|from|does|did|do|has|had|is|and|or|both)\s+{_OPEN}(?:{{outlet}})\b(?!\s+[A-Z])"
    rf"|,\s+{_OPEN}(?:{{outlet}}){_CLOSE}(?=,?\s+(?:and|or)\b)"
    rf"|\b(?:{{outlet}}){_CLOSE}\s+(?:report|claim|article|account|coverage|story)\b"
)
# No common word looks like this: two words, a capital inside one, or capitals throughout.
_UNMISTAKABLE = re.compile(r"\S+\s+\S|\w*[a-z][A-Z]|[A-Z]{3}")
_NO_VERBS = "|".join(month for month in _MONTHS if month not in ("March", "May"))  # in a question in small letters
_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)|\b(?P<month>{_OR_SHORT})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}}))?"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{_OR_SHORT})(?!\w)(?:,?\s+(?P<year2>\d{{4}}))?"
    rf"|\b(?P<first>\d{{1,2}})[./](?P<second>\d{{1,2}})[./](?P<year4>\d{{4}})\b"
    rf"|\b(?:(?P<week>first|last)\s+week\s+(?:of|in)\s+)?(?P<month3>(?-i:{_MONTH})|{_NO_VERBS})\b(?:\s+(?P<year3>\d{{4}}))?",
    re.IGNORECASE,
)
_REPORTER = re.compile(
    r"\b(?i:(?:what|how|why|when)\s+(?:did|does|do|has|had)\s+(?:the\s+)?)(?P<said>[\w.’'-]+(?:\s+[\w.’'-]+){0,3}?)"
    r"(?=\s+(?i:say|report|write|claim|tell)\b)|\b(?i:according\s+to|reported\s+by)\s+(?i:the\s+)?"
    r"(?P<by>[\w.’'-]+(?:\s+[A-Z][\w.’'-]*){0,3})"
)
_PUBLISHED = re.compile(
    r"\b(?:publish\w*|report(?:s|ed|ing)?|article|story|coverage|account|dated|wrote|written)\b", re.I
)
_SPEAKER = re.compile(
    r"\b(?i:(?:according\s+to|(?:what|how|why|when)\s+(?:did|does|do|has|had))\s+(?:the\s+)?)"
    r"(?P<who>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)(?P<then>\s+\w+)?"
)
_SPEAKER_IN_SMALL_LETTERS = re.compile(
    r"\b(?:according\s+to|(?:what|how|why|when)\s+(?:did|does|do|has|had))\s+(?P<who>[a-z][\w’'-]+)(?P<then>\s+\w+)?"
)
_NOBODY = frozenset("the they he she it we you people reports this that a an others anyone".split())
_SAYS = re.compile(r"\s+(?:say|said|claim|confirm|announce|describe|tell|told|state|add|explain|warn|call|deny)", re.I)


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a question names, and in which words."""

    value: str  # an outlet as the collection spells it, a pattern of ISO dates, a speaker, an order
    said: str
    reports: bool = True  # whether the words say that it reports, or that it is a day of publication


@lru_cache(maxsize=256)
def named_outlets(question: str, outlets: frozenset[str]) -> tuple[Named, ...]:
    """The collection's outlets that a question names, the longest names first.

    The name of an outlet with sections, "FOX News" of "FOX News - Health", stands for each that is not named itself.
    """
    spelled = sorted(((s, o) for o in outlets for s in _spellings(o)), key=lambda so: (-len(so[0]), so))
    taken: set[tuple[int, int]] = set()
    found: dict[str, Named] = {}
    for spelling, outlet in spelled:
        for named, span in _mentions(question, spelling, outlet):
            if any(start < span[1] and span[0] < end and (start, end) != span for start, end in taken):
                continue
            taken.add(span)
            if outlet not in found or (named.reports and not found[outlet].reports):
                found[outlet] = named
    return tuple(found.values()) or _nearly_named(question, outlets)


def _nearly_named(question: str, outlets: frozenset[str]) -> tuple[Named, ...]:
    """The outlet whose name a question misspells, or gives by its first letters, where something is said to report."""
    for match in _REPORTER.finditer(question):
        who = match["said"] or match["by"]
        for outlet in sorted(outlets):
            if any(_is_nearly(who, spelling) for spelling in _spellings(outlet)):
                return (Named(outlet, match[0].strip()),)
    return ()


def _is_nearly(written: str, name: str) -> bool:
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    if written.isupper() and len(written) >= SHORT and initials.removeprefix("T" * name.startswith("The ")) == written:
        return True
    a, b = written.lower(), name.lower()
    return min(len(a), len(b)) >= LONG and a[0] == b[0] and SequenceMatcher(None, a, b).ratio() >= NEARLY


def _mentions(question: str, spelling: str, outlet: str) -> list[tuple[Named, tuple[int, int]]]:
    """Where a question names an outlet: as one that reports, or in a spelling that can mean nothing else."""
    if spelling.lower() not in " ".join(question.split()).lower():
        return []
    name = re.escape(spelling).replace(r"\ ", r"\s+")
    reporting = [m.span() for m in re.finditer(_REPORTS.replace("{outlet}", name), question)]
    found = []
    for match in re.finditer(rf"(?<!\w){name}(?!\w)", question, re.IGNORECASE):
        reports = next((span for span in reporting if span[0] <= match.start() and match.end() <= span[1]), None)
        if reports:
            found.append((Named(outlet, question[slice(*reports)]), match.span()))
        elif match[0] == spelling and _UNMISTAKABLE.match(spelling):
            found.append((Named(outlet, match[0], reports=False), match.span()))
    return found


def _spellings(outlet: str) -> tuple[str, ...]:
    """An outlet's name, also without its section, without "The" before it and "News" after it."""
    whole = outlet.strip()
    name = re.split(r"\s+[|–-]\s+", whole)[0]
    short = re.sub(r"^the\s+|\s+(?:news|online)$|\.(?:com|org|net)$", "", name, flags=re.IGNORECASE)
    return tuple(dict.fromkeys(spelling for spelling in (whole, name, short) if spelling))


def named_days(question: str, outlets: Sequence[Named] = ()) -> tuple[Named, ...]:
    """The days and months that a question names, as patterns of ISO dates ("2023-10-04", "????-12-*").

    `reports` says whether the words speak of publication: near a day, or anywhere beside a day with its year; an outlet
    that is named does so too.
    """
    found = []
    speaks_of_it = bool(outlets) or _PUBLISHED.search(question) is not None
    for match in _DATE.finditer(question):
        pattern = _pattern(match)
        around = question[max(0, match.start() - NEAR) : match.end() + NEAR]
        published = speaks_of_it and "?" not in pattern and "*" not in pattern
        if pattern:
            found.append(Named(pattern, match[0], published or _PUBLISHED.search(around) is not None))
    return tuple(dict.fromkeys(found))


def _pattern(match: re.Match[str]) -> str:
    if match["iso"]:
        return match["iso"]
    if match["first"]:
        return _numeric(int(match["first"]), int(match["second"]), match["year4"])
    month = match["month"] or match["month2"] or match["month3"]
    day, year = match["day"] or match["day2"], match["year"] or match["year2"] or match["year3"] or "????"
    number = next(n for n, name in enumerate(_MONTHS, start=1) if name[:3] == month[:3].capitalize())
    if day:
        return f"{year}-{number:02}-{int(day):02}" if 1 <= int(day) <= 31 else ""
    days = {"first": "0[1-7]", "last": "[23]*"}.get((match["week"] or "").lower(), "*")
    return f"{year}-{number:02}-{days}"


def _numeric(first: int, second: int, year: str) -> str:
    """The pattern of a day in numbers; "" where its month may be either of them."""
    day, month = (first, second) if second <= 12 else (second, first)
    is_plain = max(first, second) > 12 or first == second
    return f"{year}-{month:02}-{day:02}" if is_plain and 1 <= month <= 12 and 1 <= day <= 31 else ""


def named_speaker(question: str, outlets: Sequence[Named] = ()) -> Named | None:
    """Who is asked about as having said something: of "What did Mara Quill say?" Mara Quill. Never an outlet."""
    pattern = _SPEAKER if question != question.lower() else _SPEAKER_IN_SMALL_LETTERS
    for match in pattern.finditer(question):
        if any(match["who"] in outlet.said for outlet in outlets):
            continue
        if match["who"].lower() in _NOBODY:
            continue
        if match[0].lower().startswith("according") or _SAYS.match(match["then"] or ""):
            who = match["who"]
            return Named(who if who != who.lower() else who.capitalize(), match[0].strip())
    return None
