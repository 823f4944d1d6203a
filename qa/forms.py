"""The forms in which one word is written: November and Nov., 4 and 4th, five and 5, Bruzón and Bruzon."""

import re
import unicodedata
from functools import lru_cache

from qa.wording import stem

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH_OF = {short: month for month in _MONTHS for short in (month[:3], month)} | {"sept": "september"}
_CARDINALS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty""".split()
_ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth".split()  # "second" is a time as well
_DIGITS_OF = {word: str(n) for n, word in enumerate(_CARDINALS)} | {word: str(n) for n, word in enumerate(_ORDINALS, 3)}
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_UNITED_STATES = frozenset({"u.s", "us", "usa", "u.s.a"})
_JOINT = re.compile(r"[-.’']")
_ISO_DATE = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])-(\d\d)")

PART = 0.8  # what one part of a compound counts: "British" for "British-born"


@lru_cache(maxsize=65536)
def plain_form(word: str) -> str:
    """One form for all in which a word is written: without accents, numbers and months alike, else its stem."""
    lower = unaccented(word).lower().strip(".")
    if ordinal := re.fullmatch(r"(\d[\d,]*)(?:st|nd|rd|th)", lower):
        lower = ordinal[1]
    if lower[:1].isdigit():
        return lower.replace(",", "").rstrip("s")
    if lower in _UNITED_STATES:
        return "united states"
    return _DIGITS_OF.get(lower) or _MONTH_OF.get(lower) or stem(_JOINT.sub("", lower) or lower)


@lru_cache(maxsize=65536)
def parts_of_word(word: str) -> frozenset[str]:
    """The forms of a compound's parts; of any other word its own."""
    parts = [p for p in _JOINT.split(unaccented(word).lower()) if len(p) > 2]
    return frozenset(stem(p) for p in parts) if len(parts) > 1 else frozenset({plain_form(word)})


def same_form(one: str, other: str) -> float:
    """1 where two words are one, PART where they share a part of a compound, 0 otherwise."""
    if plain_form(one) == plain_form(other):
        return 1.0
    return PART if parts_of_word(one) & parts_of_word(other) else 0.0


def is_number(word: str) -> bool:
    """Whether a word is a number, in digits or spelled out."""
    return plain_form(word)[:1].isdigit()


def names_a_time(word: str) -> bool:
    """Whether a word is a month or a weekday: written like a name, and nobody's."""
    return plain_form(word) in _WEEKDAYS or plain_form(word) in _MONTHS


def unaccented(text: str) -> str:
    """The text without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def with_spoken_dates(text: str) -> str:
    """The text with "2018-06-30" as "30 June 2018"."""
    return _ISO_DATE.sub(lambda m: f"{int(m[3])} {_MONTHS[int(m[2]) - 1].capitalize()} {m[1]}", text)
