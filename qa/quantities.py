"""Figures in a text: how much of what, and how surely. "At least 10,000 troops" is not "10,000 troops"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

Hedge = Literal["", "at least", "at most", "about"]

_SCALES = {
    "dozen": 12,
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
    "tn": 1e12,
    "k": 1e3,
}
_WORDS = {
    word: number
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty""".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}

_AT_LEAST = (
    r"at\s+least|over|more\s+than|upwards?\s+of|no\s+fewer\s+than|no\s+less\s+than|not\s+less\s+than|exceeding|above"
    r"|a\s+minimum\s+of"
)
_AT_MOST = (
    r"at\s+most|up\s+to|no\s+more\s+than|not\s+more\s+than|fewer\s+than|less\s+than|under|below|a\s+maximum\s+of"
    r"|as\s+(?:many|much)\s+as"
)
_ABOUT = (
    r"about|around|approximately|approx\.?|roughly|some|an\s+estimated|estimated(?:\s+at)?|close\s+to|circa|nearly"
    r"|almost"
)
_AFTERWARDS = r"\s+or\s+(?P<afterwards>so|more|fewer|less)\b|(?P<plus>\+|-plus\b)"
_TENS = "|".join(w for w in _WORDS if w.endswith("ty"))
_ONES = "|".join(w for w in _WORDS if not w.endswith("ty"))
_LARGE = "|".join(s for s in _SCALES if len(s) > 2)
_IN_WORDS = rf"(?:(?:{_TENS})(?:[-\s](?:{_ONES}))?|{_ONES})"
_NUMBER = (
    rf"(?:\d+(?:[,\u00a0\u202f]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
    rf"|\b(?:half\s+an?|an?|(?:a\s+)?quarter\s+of\s+a)(?=\s+(?:{_LARGE})\b)"
    rf"|\b{_IN_WORDS}\s+hundred\s+and\s+{_IN_WORDS}\b|\b{_IN_WORDS}(?:\s+and\s+a\s+half)?\b)"
)
_SCALE = rf"(?:\s*-?\s*(?:{_LARGE})s?\b|(?:bn|mn|tn|m|k)\b(?!\s+(?:high|deep|wide|long|tall|above|below|away)\b))?"
_SIGN = r"(?:(?:US|A|C|NZ|HK)?\$|[€£¥])\s?"
_COINS = (
    r"euros?|dollars?|yen|pounds?\s+sterling|crowns|kron(?:or|er|e|a|ur)|rupees?|r(?:o?u)bles?|francs?|pesos?|liras?|yuan"
    r"|zlotys?|florins?|guilders?|shekels?|dirhams?|riyals?|dinars?|baht|ringgit|forints?|hryvnias?|naira|shillings?|taka"
)
_UNIT = rf"\s*(?:%|percent\b|per\s+cent\b|°\s?[CF]\b)|[\s-](?:{_COINS})\b"
# In a range "and" needs "between" before it, and "to" no verb that makes it a change from one figure to another.
_QUANTITY = re.compile(
    rf"""(?P<hedge>\b(?:{_AT_LEAST}|{_AT_MOST}|{_ABOUT})\s+(?:(?:a|an|another|further|additional)\s+(?=\d))*)?
    (?P<currency>{_SIGN})?
    (?P<low>{_NUMBER})(?P<low_scale>{_SCALE})(?P<low_unit>{_UNIT})?
    (?P<range>\s*(?:-|–|—|-?\bto\b-?|and\b)\s*(?:{_SIGN})?(?P<high>{_NUMBER})(?P<high_scale>{_SCALE}))?
    (?P<unit>{_UNIT})?(?:{_AFTERWARDS})?""",
    re.VERBOSE | re.IGNORECASE,
)
_SHARE = re.compile(
    rf"""(?P<hedge>\b(?:{_AT_LEAST}|{_AT_MOST}|{_ABOUT})\s+)?
    (?:\b(?P<count>an?|one|two|three|four)[\s-](?P<part>third|quarter|fifth|tenth)s?\b(?=\s+of\b)
    |\b(?P<several>two|three|four)[\s-](?P<parts>third|quarter|fifth|tenth)s\b
    |(?<!first\s)(?<!second\s)(?<!the\s)(?<!other\s)\b(?P<half>half)\b(?=\s+(?:of|the|its|their|all)\b)
    |\b(?:one|1)\s+in\s+(?P<of>\d{{1,2}}|{_IN_WORDS})\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?P<tens>tens\s+of\s+|hundreds\s+of\s+)?(?P<scale>dozen|hundred|thousand|million)s\b"
    r"|\b(?:several|a\s+few)\s+(?P<several>dozen|hundred|thousand|million)\b",
    re.IGNORECASE,
)
_WORD_AFTER = re.compile(
    r"(?:-|[^\S\n]*)(?:\(?(?:a|an|the|of|its|their|more|further|additional|other|new|[\d,]+\d)\s+)*"
    r"([^\W\d_][\w’'-]*(?:[^\S\n]+[^\W\d_][\w’'-]*){0,3})"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as a text gives it."""

    text: str  # hedge, number and unit, as written
    low: float  # in units of what is counted; a share is in per cent
    high: float  # the same as low but for ranges; less in a score: 3-1
    hedge: Hedge
    unit: str  # "%", a currency sign, or ""
    counted: tuple[str, ...]  # up to four words that follow: "North", "Korean", "soldiers"
    start: int  # characters into the text
    end: int

    @property
    def meant(self) -> tuple[float, float, Hedge]:
        """What a reader would call one figure: "at least 10,000" and "10,000" are two."""
        return self.low, self.high, self.hedge

    @property
    def amount(self) -> tuple[float, float, str]:
        """What it comes to, in which unit, however surely it is told."""
        return self.low, self.high, self.unit

    def differs(self, other: "Quantity") -> bool:
        """Whether a reader would call them two figures."""
        return self.meant != other.meant


@lru_cache(maxsize=2000)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The figures of a text, in order; no years, dates, times, ages, ordinals, or numbers inside a name."""
    found: list[Quantity] = []
    for quantity in sorted((*_shares(text), *_vague(text), *_exact(text)), key=lambda q: (q.start, -q.end)):
        if not found or quantity.start >= found[-1].end:
            found.append(quantity)
    return tuple(found)


def in_signs(figure: Quantity) -> Quantity:
    """A figure of "3.5 billion pounds" as one in £."""
    if figure.unit or not figure.counted:
        return figure
    sign = _SIGNS.get(figure.counted[0].lower().removesuffix("s"), "")
    end = figure.end + 1 + len(figure.counted[0])
    large = figure.low >= 1e5 or sign != "£"  # a small number of pounds may be a weight
    if not sign or not large:
        return figure
    return replace(figure, unit=sign, text=f"{figure.text} {figure.counted[0]}", counted=(), end=end)


_SIGNS = {"euro": "€", "dollar": "$", "yen": "¥", "pound": "£"}


# Figures that one word tells.
_IN_A_WORD = ((10, "year", "decade"), (100, "year", "century"), (2, "week", "fortnight"), (7, "day", "week"))


def is_told_by_a_word(figure: Quantity, text: str) -> bool:
    """Whether a text tells a figure by a word: ten years as a decade, two suspects as both suspects."""
    counted = figure.counted[0].lower() if figure.counted else ""
    told = {word for many, unit, word in _IN_A_WORD if (many, unit) == (figure.low, counted.removesuffix("s"))}
    told |= {rf"both\s+(?:the\s+|of\s+)*{re.escape(counted)}"} if counted and figure.low == 2 else set()
    return any(re.search(rf"\b{word}\b", text, re.IGNORECASE) for word in told)


def _exact(text: str) -> Iterator[Quantity]:
    at = 0
    while match := _QUANTITY.search(text, at):
        end = match.start("range") if match["range"] and not _is_range(text, match) else match.end()
        at = max(end, match.start() + 1)
        if end < match.end() and not (match := _QUANTITY.match(text, match.start(), end)):
            continue
        if _counts_something(text, match):
            yield _quantity(text, match)


def _is_range(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 60) : match.start()]
    joint = match["range"].strip().split()[0].lower()
    if joint == "and":
        return re.search(r"\bbetween\s*$", before, re.IGNORECASE) is not None
    if _YEAR.fullmatch(match["low"]) and not _YEAR.fullmatch(match["high"]) and joint == "to":
        return False
    if match["low_unit"] and match["low_unit"].strip() != (match["unit"] or "").strip():
        return False  # "12 per cent to £300m"
    is_change = joint == "to" and re.search(r"\bfrom\s*$", before) and _CHANGES.search(before)
    return not is_change and (match["low"][-1].isdigit() or joint == "to")


_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_CHANGES = re.compile(
    r"\b(?:ris\w+|rose|f[ae]ll\w*|gr[eo]w\w*|growth|increas\w+|decreas\w+|dropp?\w*|cuts?|cutting|climb\w+|up|down|jump\w*"
    r"|went|rais\w+|chang\w+|revis\w+|reduc\w+|slip\w*|narrow\w*|widen\w*|expand\w*|lower\w*|doubl\w+|lift\w*)\b",
    re.IGNORECASE,
)


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    scale = match["high_scale"] or match["low_scale"]
    low = _value(match["low"], match["low_scale"] or (scale if match["high"] else ""))
    high = _value(match["high"], match["high_scale"]) if match["high"] else low
    unit = _unit(match["unit"] or match["low_unit"] or match["currency"] or "")
    counted = () if unit else _counted(text, match.end())
    start, end = match.start(), match.end()
    return Quantity(text[start:end], low, high, _hedge(match), unit, counted, start, end)


def _value(number: str, scale: str) -> float:
    value = _number(number.lower())
    return value * _SCALES.get(scale.strip(" -\t\n").lower().rstrip("s"), 1) if scale else value


def _number(number: str) -> float:
    if number[0].isdigit():
        return float(re.sub(r"[^\d.]", "", number))
    if "quarter" in number or number.startswith("half"):
        return 0.25 if "quarter" in number else 0.5
    if number in ("a", "an"):
        return 1.0
    if hundreds := re.fullmatch(r"(.+)\s+hundred\s+and\s+(.+)", number):
        return 100 * _number(hundreds[1]) + _number(hundreds[2])
    return sum(_WORDS.get(w, 0) for w in re.split(r"[-\s]+", number)) + number.endswith("half") / 2


def _unit(written: str) -> str:
    unit = written.strip(" \t\n\u00a0-").lower()
    if unit.startswith(("%", "per")):
        return "%"
    signs = (*_SIGNS.items(), ("us$", "$"))
    other = unit.replace("rou", "ru").rstrip("s").upper()
    return next((sign for word, sign in signs if unit.startswith(word)), other)


def _hedge(match: re.Match[str]) -> Hedge:
    if match["afterwards"] or match["plus"]:
        return {"so": "about", "fewer": "at most", "less": "at most"}.get(match["afterwards"], "at least")  # type: ignore[return-value]
    return _hedge_of(match["hedge"] or "")


def _hedge_of(said: str) -> Hedge:
    kinds: tuple[tuple[str, Hedge], ...] = ((_AT_LEAST, "at least"), (_AT_MOST, "at most"), (_ABOUT, "about"))
    return next((hedge for pattern, hedge in kinds if re.match(pattern, said, re.IGNORECASE)), "")


def _counted(text: str, at: int) -> tuple[str, ...]:
    after = _WORD_AFTER.match(text, at)
    kept: list[str] = []
    for word in after[1].split() if after else ():
        if word.lower() in _NOT_COUNTED or (kept and word.lower() in _BEGINS_ANOTHER):
            break
        kept.append(word)
    return tuple(kept)


_NOT_COUNTED = frozenset(
    """and or but in on at by to from for with as were was are is be had have has been do did of who that which after
    before since into under over during while when according said say would will could may might than against""".split()
)
_BEGINS_ANOTHER = frozenset("the a an this that these those its their his her our my your no".split())


def _shares(text: str) -> Iterator[Quantity]:
    """Parts of a whole: "two-thirds", "half of", "one in five"."""
    for match in _SHARE.finditer(text):
        if match["of"]:
            share = 1 / max(_number(match["of"].lower()), 1.0)
        else:
            count = (match["count"] or match["several"] or "one").lower()
            share = _WORDS.get(count, 1) / _PARTS[(match["part"] or match["parts"] or "half").lower()]
        value = round(100 * share, 2)
        hedge = _hedge_of(match["hedge"] or "")
        yield Quantity(match[0], value, value, hedge, "%", (), match.start(), match.end())


def _vague(text: str) -> Iterator[Quantity]:
    """Figures that only tell their size, as from one of it to ten: "dozens of", "tens of thousands"."""
    for match in _VAGUE.finditer(text):
        times = {"": 1.0, "t": 10.0, "h": 100.0}[(match["tens"] or "")[:1].lower()]
        low = times * _SCALES[(match["scale"] or match["several"]).lower()]
        start, end = match.start(), match.end()
        yield Quantity(match[0], low, 10 * low, "about", "", _counted(text, end), start, end)


_MONTH = r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_AFTER_A_DATE = re.compile(
    rf"(?:\s*(?:,|and|or)\s*\d{{1,2}})?\s*(?:{_MONTH}\b|st\b|nd\b|rd\b|th\b|[-/:]\d|(?:am|pm|a\.m|p\.m)\b)|s\b|-year-old",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(rf"{_MONTH}\s*(?:\d{{1,2}}\s*(?:,|and|to|or|-|–)\s*)?$", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:No\.?|Number|Article|Section|Chapter|Clause|Rule|Route|Highway|Flight|Group|Room|Page|Table|Figure|Phase|Level"
    r"|Category|Gate|Platform|Channel|Resolution|Part|Unit|Terminal|Round|Stage|Type|Day|Week|Boeing|Airbus|aged?|ages)\s*$",
    re.IGNORECASE,
)
_PEOPLE = r"\s+(?:\w+\s+)?(?:people|persons?|men|man|women|woman|child|children|civilians?|soldiers?|workers?)\b"


def _counts_something(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 24]
    bare = not any(match[g] for g in ("hedge", "currency", "unit", "low_unit", "low_scale", "high_scale", "afterwards"))
    if re.match(r"(?:st|nd|rd|th|s)\b", after, re.IGNORECASE) or (bare and _is_year(match, before, after)):
        return False
    if bare and (_LABEL.search(before) or _is_age(before, match["low"], after)):
        return False
    short = len(match["low"]) <= 2 and match["low"].isdigit()
    dated = _DAY_BEFORE.search(before) or _AFTER_A_DATE.match(after)
    if bare and ((short and dated) or re.match(r"\s*(?:am|pm)\b|-year-old", after)):
        return False
    if bare and match["low"].lower() == "one" and not match["high"] and not re.match(_PEOPLE, after):
        return False
    return not re.search(r"[\w.:/-]$", before) or bool(match["currency"] or match["hedge"])


def _is_year(match: re.Match[str], before: str, after: str) -> bool:
    """Whether four digits are a year: "2000 people" are not, nor are "1500 workers"."""
    if not _YEAR.fullmatch(match["low"]):
        return False
    if match["high"]:
        return re.fullmatch(r"(?:1[5-9]|20)\d\d|\d\d", match["high"]) is not None
    counts = _PEOPLE if re.match(r"19|20", match["low"]) else r"\s+[a-z]+s\b"
    return not re.match(counts, after) or re.search(r"\b(?:in|the|of|since|until|by)\s+$", before) is not None


def _is_age(before: str, number: str, after: str) -> bool:
    """Whether a number stands for somebody's age: "…, 45, said"."""
    return bool(len(number) <= 3 and re.search(r"[A-Z]\w+,\s$", before) and re.match(r"[,.;)]", after))
