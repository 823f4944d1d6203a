"""What a visitor limits the reports to: by the filters beside the question, and by what they took off of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from index.errors import QuestionError

_DAYS = {"since": "Since", "until": "Until", "as_of": "As of"}
_LONGEST_FORM = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Limits:
    """Which reports a question may be answered from, as its asker said."""

    outlets: tuple[str, ...] = ()  # as the collection spells them; () means every outlet
    since: date | None = None  # inclusive
    until: date | None = None  # inclusive
    as_of: date | None = None  # nothing published later
    ignore: tuple[str, ...] = ()  # values of limits that the question says and that are not to be kept to

    def without(self, kind: str, value: str) -> "Limits":
        """The limits with one taken off: a filter that was set, else what was read from the question."""
        if kind == "outlet" and value in self.outlets:
            return replace(self, outlets=tuple(o for o in self.outlets if o != value))
        if value == _told(self.since) and kind == "since":
            return replace(self, since=None)
        if value == _told(self.until) and kind == "until":
            return replace(self, until=None)
        if value == _told(self.as_of) and kind == "as_of":
            return replace(self, as_of=None)
        return self if value in self.ignore else replace(self, ignore=(*self.ignore, value))

    def keywords(self) -> dict[str, Any]:
        """The same as an assistant takes them; what is not set is left out."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in named.items() if value}


NONE = Limits()


def read_limits(form: str, outlets: Iterable[str]) -> Limits:
    """The filters of a page as it sends them. `outlets`: those of the collection; others are passed over.

    Raises QuestionError where a day is none, or the period ends before it begins.
    """
    try:
        told = json.loads(form[:_LONGEST_FORM]) if form else {}
    except ValueError:
        told = {}
    told = told if isinstance(told, dict) else {}
    chosen = told.get("outlets")
    known = set(outlets)
    named = [o for o in chosen if isinstance(o, str)] if isinstance(chosen, list) else []
    since, until, as_of = (_day(told.get(kind), label) for kind, label in _DAYS.items())
    limits = Limits(tuple(o for o in dict.fromkeys(named) if o in known), since, until, as_of)
    if limits.since and limits.until and limits.since > limits.until:
        raise QuestionError("The filters end before they begin: “Since” must not be later than “Until”.")
    return limits


def _told(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(told: object, label: str) -> date | None:
    if not isinstance(told, str) or not told.strip():
        return None
    try:
        return date.fromisoformat(told.strip())
    except ValueError:
        raise QuestionError(f"“{label}” holds no date. Write it as 2025-02-05, or leave it empty.") from None
