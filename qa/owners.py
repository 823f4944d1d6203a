"""Whose something is: a claim that gives one's lines, ships or troops to another."""

import re
from collections.abc import Iterator
from itertools import pairwise

from qa.wording import Term, same_name, terms


def other_owner(claim: str, told: str) -> tuple[str, str]:
    """A thing with whose it is, in the claim, where the text only tells of it as another's; else "", "".

    Both as written: "Westland's supply lines" in a claim, of which a text says "Ostland's supply lines".
    """
    there, spoken_of = list(_owned(told)), [t.stem for t in terms(told)]
    for owner, thing in _owned(claim):
        same = [(o, t) for o, t in there if t.stem == thing.stem]
        is_always_owned = len(same) == spoken_of.count(thing.stem)
        if same and is_always_owned and not any(same_name(owner.word, o.word) for o, _ in same):
            return claim[owner.start : thing.end], told[same[0][0].start : same[0][1].end]
    return "", ""


def _owned(text: str) -> Iterator[tuple[Term, Term]]:
    """Each name with the word right behind it for what is theirs: no verb, as behind a name that begins a clause."""
    for one, other in pairwise(terms(text)):
        if not one.is_name or other.is_name or other.is_number:
            continue
        between = text[one.end : other.start].replace("’", "'")
        if between in ("'s ", "' ") or (between == " " and _AMID.search(text, 0, one.start)):
            yield one, other


_AMID = re.compile(
    r"\b(?:the|an?|of|in|on|at|by|for|with|against|to|from|over|into|near|under|its|their)\s+\Z", re.IGNORECASE
)
