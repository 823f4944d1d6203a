"""Texts that tell like things in turn: "4% in January and 7% in February". What belongs to which is kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal

from qa.forms import is_number, plain_form
from qa.wording import Term, terms

_JOINT = re.compile(
    r",?\s+(?:and|but|while|whereas|though|although|compared\s+(?:with|to))\s+|;\s+|[.!?][”\"’')]*\s+(?=[A-Z“\"])"
    r"|\s+(?:up\s+|down\s+)?from\s+(?=[$€£]?\d)"
)
BESIDE = 3  # units to either side within which a plain word belongs to a name, number or time
_COMMA = re.compile(rf"{_JOINT.pattern}|,\s+")
_TIMES = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday""".split()
)
_SIDES = frozenset("north south east west northern southern eastern western first second third upper lower".split())
# "in the Velm and Larnby regions" tells one thing of both.
_LIST = re.compile(
    r"\b(?:in|of|from|to|near|between|at)\s+(?:the\s+)?[A-Z][\w’'-]+(?P<and>\s+and\s+)[A-Z][\w’'-]+\s+[a-z]+s\b"
)
_OF_A_PLACE = re.compile(
    r"\b(?:in|at|from|to|on|by|near|for|of|against|with|over|off|into|through)\s+(?:the\s+)?\Z", re.IGNORECASE
)
Kind = Literal["time", "number", "name", "place", "side", ""]
KINDS: tuple[Kind, ...] = ("time", "number", "name", "place", "side")


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of a text, or the words of one name."""

    text: str
    forms: frozenset[str]
    kind: Kind  # "" of a plain word; "place" of a name after a preposition


def crossed(claim: str, told: str) -> tuple[str, str]:
    """Two words of the claim that the text tells of different things; ("", "") where there are none.

    In "rose 4% in January and fell 7% in February" 4% and 7% answer to one another, as do January and February, and
    the words beside them. A claim that takes one from each, and neither's counterpart, crosses them.
    """
    parts = _parts(told, _JOINT)
    for said in (*_parts(claim, _COMMA), _units(claim)):
        forms = frozenset(form for unit in said for form in unit.forms)
        for one, other in combinations(parts, 2):
            if found := _crossing(forms, list(_pairs(one, other))):
                return found
    return "", ""


def _crossing(said: frozenset[str], pairs: Sequence[tuple[Unit, Unit]]) -> tuple[str, str] | None:
    """A unit of the first part and one of the second, each said without its counterpart, and no pair said whole."""
    which = [(bool(a.forms & said), bool(b.forms & said)) for a, b in pairs]
    if (True, True) in which:
        return None
    firsts = [a.text for (a, _), (first, _) in zip(pairs, which, strict=True) if first]
    seconds = [b.text for (_, b), (_, second) in zip(pairs, which, strict=True) if second]
    return (firsts[0], seconds[0]) if firsts and seconds else None


def _pairs(one: Sequence[Unit], other: Sequence[Unit]) -> Iterator[tuple[Unit, Unit]]:
    """The units of two parts that answer to one another: of one kind, or plain words beside such."""
    found: dict[tuple[Unit, Unit], None] = {}
    for kind in KINDS:
        mine = [n for n, unit in enumerate(one) if unit.kind == kind]
        theirs = [n for n, unit in enumerate(other) if unit.kind == kind]
        if not mine or not theirs:
            continue
        for a, b in {(mine[0], theirs[0]), (mine[-1], theirs[-1])}:
            found[one[a], other[b]] = None
            for step in (-1, 1):
                mine_beside, their_beside = _plain_beside(one, a, step), _plain_beside(other, b, step)
                if mine_beside and their_beside:
                    found[mine_beside, their_beside] = None
    in_both = {form for unit in one for form in unit.forms} & {form for unit in other for form in unit.forms}
    yield from (pair for pair in found if not (pair[0].forms | pair[1].forms) & in_both)


def _plain_beside(units: Sequence[Unit], place: int, step: int) -> Unit | None:
    """The nearest plain word before or after a unit."""
    beside = units[place + 1 : place + 1 + BESIDE] if step > 0 else units[max(0, place - BESIDE) : place][::-1]
    return next((unit for unit in beside if not unit.kind), None)


def _parts(text: str, joint: re.Pattern[str]) -> list[tuple[Unit, ...]]:
    listed = [m.span("and") for m in _LIST.finditer(text)]
    joints = [m for m in joint.finditer(text) if not any(start < m.end() and m.start() < end for start, end in listed)]
    cuts = [0, *(m.end() for m in joints), len(text)]
    pieces = [_units(text[start:end]) for start, end in pairwise(cuts)]
    return [piece for piece in pieces if piece]


def _units(text: str) -> tuple[Unit, ...]:
    found: list[Unit] = []
    last: Term | None = None
    for term in terms(text):
        kind = _kind(term, text)
        unit = Unit(term.word, frozenset({plain_form(term.word)}), kind)
        if kind == "name" and last and found[-1].kind in ("name", "place") and not text[last.end : term.start].strip():
            found[-1] = Unit(f"{found[-1].text} {term.word}", found[-1].forms | unit.forms, found[-1].kind)
        else:
            found.append(unit)
        last = term
    return tuple(found)


def _kind(term: Term, text: str) -> Kind:
    form = plain_form(term.word)
    if form in _TIMES or re.fullmatch(r"(?:1[5-9]|20)\d\d", form):
        return "time"
    if is_number(term.word):
        return "number"
    if term.word.lower() in _SIDES:
        return "side"
    if not (term.is_name or (term.start == 0 and term.word[0].isupper())):
        return ""
    return "place" if _OF_A_PLACE.search(text[: term.start]) else "name"
