"""A question with several parts, taken into what each part asks for, whom it names and of which day."""

import re
from collections.abc import Sequence

from qa.naming import named_days, named_outlets
from qa.types import Ask

MOST = 6  # parts that are searched for by themselves
SHORTEST = 4  # words: what is shorter belongs to the part before it

_PARTS = re.compile(
    r"[,;:]\s+|\s+(?:while|whereas|and|but|after|before|compared\s+(?:to|with)|between)\s+"
    r"|^(?:between|after|before)\s+",
    re.IGNORECASE,
)
# What leans on the part before it.
_LEANS = re.compile(r"(?:(?:and|but)\s+)?(?:they|it|he|she|its|their|his|her)\b", re.IGNORECASE)
_COMMA_IN_DATE = re.compile(r"(?<=\d),\s+(?=(?:19|20)\d\d\b)")


def asks_of(question: str, outlets: frozenset[str], spelled_out: Sequence[str] = ()) -> tuple[Ask, ...]:
    """The parts of a question, each with the outlets and days named in it; () where it has only one part.

    `spelled_out`: its parts where they are known already.
    """
    published = {day.value for day in named_days(question, named_outlets(question, outlets)) if day.reports}
    parts = list(spelled_out)
    for part in () if parts else _PARTS.split(_COMMA_IN_DATE.sub(" ", question.rstrip("?"))):
        text = part.strip(" ,'\"“”‘’()")
        if parts and (_LEANS.match(text) or min(len(text.split()), len(parts[-1].split())) < SHORTEST):
            parts[-1] = f"{parts[-1]} {text}".strip()
        else:
            parts.append(text)
    if len(parts) < 2:
        return ()
    return tuple(
        Ask(
            text,
            tuple(named.value for named in named_outlets(text, outlets)),
            tuple(day.value for day in named_days(text) if day.value in published),
        )
        for text in parts[:MOST]
    )
