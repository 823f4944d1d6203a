"""Figures and numbers of a claim that the sentences do not give, or give otherwise."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qa.forms import is_number, plain_form
from qa.quantities import Quantity, in_signs, is_told_by_a_word, quantities
from qa.wording import Term, stem, terms

_ORDINAL = re.compile(r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?=\s+[a-z])(?!\s+of\b)")
_DIGITS = re.compile(r"\d[\d.,]*\d|\d")
# Of each row one unit: what is measured in one is not what is measured in another.
_UNITS = tuple(
    frozenset(row.split())
    for row in (
        "metre meter m",
        "kilometre kilometer km",
        "centimetre centimeter cm",
        "mile",
        "foot feet ft",
        "inch",
        "acre",
        "hectare",
        "ton tonne metric",
        "kilogram kilo kg",
        "gram",
        "barrel",
        "litre liter",
        "gallon",
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "month",
        "year",
        "decade",
        "watt",
        "kilowatt",
        "megawatt mw",
        "gigawatt gw",
        "crown",
        "rouble ruble",
        "rupee",
        "degree",
    )
)
_LENGTHS = _UNITS[:6]
_PEOPLE = frozenset(stem(w) for w in "people persons dead deaths lives victims casualties others".split())
ROUNDED = 0.05  # share of a figure by which "about" may be off
ROOM = 1.25  # times a figure that "more than" it may mean


def wrong_figure(claim: str, told: str) -> str:
    """A figure that the text gives otherwise: another number, unit or thing counted, or less surely; in plain words."""
    if turned := _turned_score(claim, told):
        return turned
    claim, told = (_VOTES.sub(r"\g<one>-\g<other>", text) for text in (claim, told))
    there = [in_signs(q) for q in _estimates(told)]
    for figure in map(in_signs, _estimates(claim)):
        same = [q for q in there if q.amount == figure.amount]
        if not same and _is_borne_out(figure, there, told):
            continue
        if not same:
            said = _nearest_figure(figure, there)
            return f"The claim says {_words(figure)}; the report {f'says {said}' if said else 'gives no such figure'}."
        if other := _counting_the_same(figure, same, there, told):
            return f"The claim says {_words(figure)}; the report says {_words(other)} there."
        if all(_other_unit(figure, q) for q in same):
            return f"The claim says {_words(figure)}; the report says {_words(same[0])}."
        if not any(_as_sure(figure, q) for q in same) and not any(carries(q, figure) for q in there):
            return f"The claim says {_words(figure)}; the report says {_words(same[0])}."
    return ""


def _estimates(text: str) -> list[Quantity]:
    """The figures of a text; what somebody estimates is told as about so much, wherever the word for it stands."""
    return [
        replace(q, hedge="about") if not q.hedge and _ESTIMATED.search(text, 0, q.start) else q
        for q in quantities(text)
    ]


_ESTIMATED = re.compile(
    r"\bestimat\w+\s+(?:that\s+|it\s+at\s+|the\s+[^,.;\d]{1,40}\s+at\s+)?(?:[a-z]+\s+){0,2}\Z", re.IGNORECASE
)


def _turned_score(claim: str, told: str) -> str:
    """A vote or a score whose two figures the text gives the other way round of the same outcome, in plain words."""
    for mine in _SCORE.finditer(claim):
        for theirs in _SCORE.finditer(told):
            ours, others = ([plain_form(m["one"]), plain_form(m["other"])] for m in (mine, theirs))
            alike = _outcome(claim, mine) == _outcome(told, theirs)
            if alike and ours != others and ours == others[::-1]:
                return f"The claim says {mine[0]}; the report says {theirs[0]}."
    return ""


_ONE = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
_OF_WHAT = r"\s+(?:votes?|goals?|points?|sets?|games?)"
# What went "from 310 to 342" is no score.
_SCORE = re.compile(
    rf"(?<!\bfrom\s)\b(?P<one>{_ONE})(?:{_OF_WHAT}\s+to\s+|\s?[-–]\s?|\s+to\s+)(?P<other>{_ONE})\b(?![\d.,]*\d)",
    re.IGNORECASE,
)
_VOTES = re.compile(rf"(?<!\bfrom\s)\b(?P<one>\d+){_OF_WHAT}\s+to\s+(?P<other>\d+)\b(?![\d.,]*\d)", re.IGNORECASE)


def _outcome(text: str, score: re.Match[str]) -> str:
    """The last word before a score that is no name: what came of it, as in "the bill passed by"."""
    before = [t for t in terms(text[: score.start()]) if not t.is_name and not is_number(t.word)]
    return before[-1].stem if before else ""


def _words(figure: Quantity) -> str:
    """A figure and what it counts, up to the noun, as it reads inside a sentence."""
    last = len(figure.counted) - 1
    noun = next((n for n, w in enumerate(figure.counted) if w[0].islower() and not _DESCRIBES.search(w)), last)
    words = " ".join((figure.text, *figure.counted[: noun + 1]))
    between = "between " if figure.low != figure.high and re.search(r"\d\s+and\s+\d", figure.text) else ""
    return between + (words if words[:2].isupper() else words[:1].lower() + words[1:])


_DESCRIBES = re.compile(
    r"^(?:square|cubic|metric|percentage|more|new|old|young|large|small)$|(?:al|ive|ous|ic|ern|ese|ian|ish)$"
)


def _is_borne_out(figure: Quantity, there: Sequence[Quantity], told: str) -> bool:
    """Whether a figure that the text does not give as such follows from what it gives."""
    if any(carries(q, figure) for q in there) or _is_a_sum(figure, there, told) or _is_an_age(figure, told):
        return True
    scores = [q for q in there if figure.low > figure.high or q.low > q.high]
    if any((q.low, q.high) == (figure.high, figure.low) for q in scores):  # told of the other side
        return True
    return is_told_by_a_word(figure, told) or _is_counted_out(figure, told)


def _is_counted_out(figure: Quantity, told: str) -> bool:
    """Whether a small number of things is told of one after another: two blasts as "the first blast" and "a second"."""
    if figure.unit or figure.low not in range(2, 2 + len(_COUNTED_OUT)) or not figure.counted:
        return False
    noun = stem(figure.counted[0])
    after_first = re.findall(r"\bfirst\s+([\w’'-]+)", told, re.IGNORECASE)
    every = _COUNTED_OUT[: int(figure.low) - 1]
    return any(stem(w) == noun for w in after_first) and all(re.search(rf"\b{w}\b", told) for w in every)


_COUNTED_OUT = ("second", "third", "fourth", "fifth")


def _is_an_age(figure: Quantity, told: str) -> bool:
    number = re.escape(figure.text)
    return bool(re.search(rf"\b{number}[\s-]years?[\s-]olds?\b|\baged?\s{number}\b", told))


def carries(told: Quantity, claimed: Quantity) -> bool:
    """Whether a figure bears out a rounder one of the same thing: 340 homes are more than 300, and about 350."""
    if told.unit != claimed.unit or told.low != told.high or claimed.low != claimed.high or told.hedge:
        return False
    if not claimed.unit and not _share_a_word(told, claimed):
        return False
    if claimed.hedge == "about":
        return bool(abs(told.low - claimed.low) <= ROUNDED * claimed.low and _zeros(claimed) > _zeros(told))
    if claimed.hedge == "at least":
        return claimed.low < told.low <= ROOM * claimed.low
    return claimed.hedge == "at most" and claimed.low / ROOM <= told.low < claimed.low


def _zeros(figure: Quantity) -> int:
    digits = f"{figure.low:.4f}".replace(".", "")
    return len(digits) - len(digits.rstrip("0"))


def _is_a_sum(figure: Quantity, there: Sequence[Quantity], told: str) -> bool:
    """Whether people are counted whom the text counts in two or three groups: "four workers and two firemen".

    Other things are only added up where the text adds them: "90 trucks", then "another 110".
    """
    for one, more in pairwise(there):
        same = one.unit == more.unit == figure.unit and one.hedge == more.hedge == figure.hedge
        if same and (one.low + more.low, one.high + more.high) == (figure.low, figure.high) and _is_added(more, told):
            return True
    if figure.unit or not _PEOPLE & {stem(w) for w in figure.counted}:
        return False
    counted = [q for q in there if not q.unit and q.low == q.high and q.hedge == figure.hedge]
    groups = [counted[n : n + many] for many in (2, 3) for n in range(len(counted) - many + 1)]
    return any(sum(q.low for q in group) == figure.low for group in groups)


def _is_added(figure: Quantity, told: str) -> bool:
    """Whether a text gives a figure beside the one before: "another 110", "five more"."""
    return bool(_ADDS_BEFORE.search(told[: figure.start]) or _ADDS_AFTER.match(told, figure.end))


_ADDS_BEFORE = re.compile(r"\b(?:another|further|additional|extra)\s+\Z", re.IGNORECASE)
_ADDS_AFTER = re.compile(r"\s+(?:more|others|further|additional)\b(?!\s+than\b)", re.IGNORECASE)


def _counting_the_same(
    figure: Quantity, same: Sequence[Quantity], there: Sequence[Quantity], told: str
) -> Quantity | None:
    """Another figure that a sentence gives for what is counted, where it gives this one for something else."""
    if not figure.counted or any(not q.counted or _share_a_word(figure, q) for q in same):
        return None
    beside = [q for q in there if q not in same and any(_in_one_sentence(q, other, told) for other in same)]
    return next((q for q in beside if _share_a_word(figure, q)), None)


def _in_one_sentence(one: Quantity, other: Quantity, told: str) -> bool:
    first, second = sorted((one, other), key=lambda q: q.start)
    return not re.search(r"[.!?][”\"]?\s", told[first.end : second.start])


def _share_a_word(one: Quantity, other: Quantity) -> bool:
    return bool({stem(w) for w in one.counted} & {stem(w) for w in other.counted})


def _other_unit(one: Quantity, other: Quantity) -> bool:
    mine, theirs = _measure(one), _measure(other)
    return bool(mine and theirs and mine != theirs)


def _measure(figure: Quantity) -> frozenset[str] | None:
    word = next((w.lower() for w in figure.counted if w.lower() not in ("square", "cubic")), "")
    forms = (word, word.removesuffix("s"), word.removesuffix("es"))
    return next((row for row in _UNITS if not row.isdisjoint(forms)), None)


def _nearest_figure(figure: Quantity, there: Sequence[Quantity]) -> str:
    counted = {stem(w) for w in figure.counted}
    alike = [q for q in there if counted & {stem(w) for w in q.counted}]
    return " or ".join(_words(q) for q in (alike or there)[:2])


def _as_sure(claimed: Quantity, told: Quantity) -> bool:
    """Whether a figure is told as surely as it is claimed: "300" is not carried by "about 300" or "at least 300"."""
    if claimed.hedge == told.hedge or (claimed.hedge == "about" and told.hedge == ""):
        return True
    # "around three villages" tells where, "over two days" how long, "over 200 metres" how far
    if claimed.hedge or not re.match(r"(?:around|over|under)\s", told.text, re.IGNORECASE):
        return False
    return told.low < 13 or _measure(told) in _LENGTHS


def wrong_number(claim: str, told: str, around: Sequence[Term]) -> str:
    """An ordinal or another bare number that stands neither in the text nor `around` it, in plain words."""
    ordinals = _ORDINAL.findall(told.lower())
    wrong = next((w for w in _ORDINAL.findall(claim.lower()) if ordinals and w not in ordinals), "")
    if wrong:
        return f"The claim says {wrong}; the report says {ordinals[0]}."
    counted = quantities(claim)
    given = {_number(d) for d in _DIGITS.findall(told)} | {_number(str(int(q.low))) for q in quantities(told)}
    near = {plain_form(t.word) for t in around if is_number(t.word)}
    for number in _DIGITS.findall(claim):
        if _number(number) not in given | near and not any(number in q.text for q in counted):
            return f"The claim says {number}, which is not in the report there."
    return ""


def _number(digits: str) -> str:
    return digits.replace(",", "").strip(".")
