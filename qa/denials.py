"""What a text denies."""

import re
from dataclasses import dataclass

from qa.wording import Term, stem, terms

_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nobody|nothing|without|unable|fails?|failed|yet\s+to|cannot"
    r"|den(?:y|ies|ied)|un(?:verified|confirmed|known))\b|n[’']t\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:.]\s|\s(?:but|and|which|who)\s")
DENIED = 2  # terms after a denial that it denies


@dataclass(frozen=True, slots=True)
class _Denial:
    denied: tuple[Term, ...]  # at most DENIED
    clause: frozenset[str]  # the stems of the whole clause that it stands in


def denied(one: str, other: str) -> str:
    """The word that the first text denies and the second says without denying it; "" where there is none.

    Two denials of one matter are no contradiction, whichever of its words each stands before.
    """
    said = {t.stem: t.word for t in terms(other)}
    theirs = _denials(other)
    denied_there = {t.stem for denial in theirs for t in denial.denied}
    for denial in _denials(one):
        if _has_prefixed(other, denial) or any(_are_of_one_matter(denial, theirs_too) for theirs_too in theirs):
            continue
        if word := next((t.word for t in denial.denied if t.stem in said and t.stem not in denied_there), ""):
            return word
    return ""


def _are_of_one_matter(one: _Denial, other: _Denial) -> bool:
    return any(t.stem in other.clause for t in one.denied) or any(t.stem in one.clause for t in other.denied)


def _has_prefixed(text: str, denial: _Denial) -> bool:
    """Whether a text denies by a prefix what another denies by a word: "untested" and "not tested"."""
    bare = {stem(t.word[2:]) for t in terms(text) if t.word.lower().startswith(("un", "in", "im", "il", "ir"))}
    return any(t.stem in bare for t in denial.denied)


def _denials(text: str) -> list[_Denial]:
    found = []
    told = terms(text)
    for match in _NEGATION.finditer(text):
        begin = max((m.end() for m in _CLAUSE.finditer(text, 0, match.start())), default=0)
        end = next((m.start() for m in _CLAUSE.finditer(text, match.end())), len(text))
        after = tuple(t for t in told if match.end() <= t.start < end)
        clause = frozenset(t.stem for t in told if begin <= t.start < end)
        found.append(_Denial(after[:DENIED], clause))
    return found
