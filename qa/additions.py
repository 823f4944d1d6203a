"""What a claim adds to what the sentences tell: somebody who did it, another cause, another age."""

import re
from collections.abc import Collection

from qa.forms import names_a_time, plain_form
from qa.predicates import LIGHT
from qa.wording import Term, stem, stems, terms

_BY = re.compile(
    r"\b[a-z]+(?:ed|en|wn|ught|ilt|old|ung|ade|aid|eld|ot|ost|it|eft|ent|one)\s+(?:\w+\s+){0,2}?by\s+"
    r"(?!\w+ing\b|(?:about|around|nearly|almost|over|up|at|more|less|the\s+(?:end|time|year|late|early|mid))\b)"
    r"(?:(?:the|an?|its|their|his|her|two|three|four|five|six|some|several)\s+)?(?P<who>[\w’'-]+(?:\s+[\w’'-]+)?)"
)
_CAUSE = re.compile(
    r"\b(?:because(?:\s+of)?|due\s+to|owing\s+to|caused\s+by|as\s+a\s+result\s+of|thanks\s+to|blamed\s+on)\s+(?P<cause>[^,;.:]+)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?:(?<=[a-z]),\s|\baged\s|\bage\s(?:of\s)?|\()(?P<bare>\d{1,3})(?=[,.)]|\s*$)|\b(?P<old>\d{1,3}|[a-z]+(?:-[a-z]+)?)[\s-]years?[\s-]old"
)


def added_agent(claim: str, unsaid: Collection[Term]) -> str:
    """Who did it by the claim's words, where they are among the words that no sentence says; else ""."""
    for match in _BY.finditer(claim):
        own = [t for t in terms(claim) if match.start("who") <= t.start < match.end("who")]
        if own and own[0] in unsaid and not (own[0].is_name or own[0].is_number or names_a_time(own[0].word)):
            return own[0].word
    return ""


def added_deed(claim: str, unsaid: Collection[Term]) -> str:
    """What a claim says was done to somebody or something, where no sentence says the verb for it; else ""."""
    starts = {match.start("deed") for match in _DONE_TO.finditer(claim)}
    return next((t.word for t in unsaid if t.start in starts and t.word.islower() and t.stem not in LIGHT), "")


_DONE_TO = re.compile(
    r"\b(?:is|are|was|were|been|being|be)\s+(?:(?:also|not|being|\w+ly)\s+){0,2}"
    r"(?P<deed>[a-z]{3,}(?:ed|wn|ught|ilt|ung|ken|ven|ten)|paid|held|sent|sold|shot|hit|cut|told|made|laid|led|fed|fled)\b"
)


def added_role(claim: str, unsaid: Collection[Term]) -> str:
    """What a claim says that somebody is, where no sentence says the word for it; else ""."""
    match = _IS.search(claim)
    own = [t for t in terms(claim) if match and match.start("role") <= t.start < match.end("role")]
    return match["role"] if match and own and own[-1] in unsaid and not own[-1].is_name else ""


# "Ana Lemm is the union's secretary"
_IS = re.compile(
    r"^(?:[A-Z][\w’'-]*\s+){1,4}(?:is|was)\s+(?:(?:the|an?|now|also)\s+)*(?:[\w’'-]+[’']s?\s+)?"
    r"(?P<role>[a-z][\w-]*(?:\s+[a-z][\w-]*){0,2}?)(?=[.,;]|\s+(?:of|in|at|for|and|who)\b|$)"
)


def other_cause(claim: str, told: str) -> tuple[str, str]:
    """A claim's cause that the text tells of, but not as the cause, and the one that it gives; else "", ""."""
    mine, theirs = _CAUSE.search(claim), _CAUSE.search(told)
    if not mine or not theirs:
        return "", ""
    given = stems(theirs["cause"])
    elsewhere = stems(told[: theirs.start()] + " " + told[theirs.end() :])
    wanted = stems(mine["cause"])
    if wanted & given or len(wanted & elsewhere) * 2 <= len(wanted):
        return "", ""
    return mine["cause"], theirs["cause"]


def cause_by(claim: str, told: str) -> tuple[str, str]:
    """A claim's cause that the text tells of as none, where it tells by what it came about; else "", ""."""
    mine = _CAUSE.search(claim)
    if not mine or _CAUSE.search(told):
        return "", ""
    done = {t.stem for t in terms(claim[: mine.start()])}
    wanted = stems(mine["cause"])
    for theirs in _BY_WHAT.finditer(told):
        if stem(theirs["verb"]) not in done or wanted & stems(theirs["what"]):
            continue
        rest = told[: theirs.start()] + " " + told[theirs.end() :]
        spoken_of = [t for t in terms(rest) if t.stem in wanted]
        if wanted <= stems(rest) and not any(_AMID.search(rest[: t.start]) for t in spoken_of):
            return mine["cause"], theirs["what"]
    return "", ""


_BY_WHAT = re.compile(
    r"\b(?:is|are|was|were|been|be)\s+(?:\w+ly\s+)?(?P<verb>\w+(?:ed|en|wn|ut|un))\s+(?:(?:for|on|in|at|until|since)\s+"
    r"(?:[\w’'-]+\s+){1,4})?by\s+(?P<what>[^,;.:]+)"
)
# What may tell a cause beside the one that is told by "by".
_AMID = re.compile(
    r"\b(?:after|amid|following|as|because|because\s+of|due\s+to|since|when|with|in|through|despite|owing\s+to)\s+"
    r"(?:the\s+|an?\s+)?(?:\w+\s+)?\Z",
    re.IGNORECASE,
)


def other_age(claim: str, told: str) -> tuple[str, str]:
    """An age of the claim where the text gives ages, and not this one; both as numbers; else "", ""."""
    mine, theirs = _ages(claim), _ages(told)
    strange = next((age for age in mine if theirs and age not in theirs), "")
    return (strange, theirs[0]) if strange else ("", "")


def _ages(text: str) -> list[str]:
    found = (plain_form(match["bare"] or match["old"]) for match in _AGE.finditer(text))
    return [age for age in found if age.isdigit()]
