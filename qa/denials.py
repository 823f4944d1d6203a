"""What a text denies."""

import re
from dataclasses import dataclass

from qa.wording import Term, stem, terms

_NEGATION = re.compile(
    r"\b(?:not(?!\s+only\b)|no(?!\s+(?:fewer|less|more|later|sooner|doubt|matter)\b)|never|neither|nor|none|nobody|nothing"
    r"|without|unable|fails?|failed|yet\s+to|cannot"
    r"|den(?:y|ies|ied)|un(?:verified|confirmed|known))\b|n[’']t\b",
    re.IGNORECASE,
)
# What denies by its own meaning: who stays away does not come, what is forbidden may not be done.
_IMPLIED = re.compile(
    r"\b(?:forb[iao]\w+|prohibit\w*|ban(?:s|ned|ning)?|barred|outlaw\w*|prevent\w*|block\w*|stop(?:s|ped|ping)?|ceas\w+|avoid\w*"
    r"|miss(?:ed|es|ing)|sta(?:y|ys|yed|ying)\s+away|ke(?:ep|pt)\s+away|refus\w+|reject\w*|declin\w+\s+to|lack\w*|absen\w+)\b",
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
        if _is_implied(other, one, denial) or _has_prefixed(other, denial):
            continue
        if any(_are_of_one_matter(denial, theirs_too) for theirs_too in theirs):
            continue
        if word := next((t.word for t in denial.denied if t.stem in said and t.stem not in denied_there), ""):
            return word
    return ""


def _are_of_one_matter(one: _Denial, other: _Denial) -> bool:
    return any(t.stem in other.clause for t in one.denied) or any(t.stem in one.clause for t in other.denied)


def _is_implied(text: str, other: str, denial: _Denial) -> bool:
    """Whether a text denies the same by the meaning of a word, which the other text does not have as well."""
    theirs = {stem(match[0].split()[0]) for match in _IMPLIED.finditer(other)}
    return any(
        stem(match[0].split()[0]) not in theirs and any(t.stem in _clause_around(text, match) for t in denial.denied)
        for match in _IMPLIED.finditer(text)
    )


def _has_prefixed(text: str, denial: _Denial) -> bool:
    """Whether a text denies by a prefix what another denies by a word: "untested" and "not tested"."""
    bare = {stem(t.word[2:]) for t in terms(text) if t.word.lower().startswith(("un", "in", "im", "il", "ir"))}
    return any(t.stem in bare for t in denial.denied)


def _denials(text: str) -> list[_Denial]:
    found = []
    told = terms(text)
    for match in _NEGATION.finditer(text):
        _, end = _bounds(text, match)
        after = tuple(t for t in told if match.end() <= t.start < end)
        found.append(_Denial(after[:DENIED], _clause_around(text, match)))
    return found


def _clause_around(text: str, match: re.Match[str]) -> frozenset[str]:
    """The stems of the clause that a word stands in."""
    begin, end = _bounds(text, match)
    return frozenset(t.stem for t in terms(text) if begin <= t.start < end)


def _bounds(text: str, match: re.Match[str]) -> tuple[int, int]:
    begin = max((m.end() for m in _CLAUSE.finditer(text, 0, match.start())), default=0)
    return begin, next((m.start() for m in _CLAUSE.finditer(text, match.end())), len(text))
