"""How surely a sentence tells what it tells: as hearsay, on a condition, or only as a question."""

import re
from collections.abc import Sequence, Set

from qa.attribution import speaker
from qa.wording import Term, stems, terms

# By themselves they make what follows hearsay or a guess.
_HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|apparently|purportedly|supposedly|seemingly|possibly|probably|perhaps|presumably|maybe"
    r"|unverified|unconfirmed|alleged|suspected|purported|rumou?red|(?:very\s+|most\s+)?likely"
    r"|(?:is|are|was|were|be|been)\s+(?:widely\s+)?(?:believed|thought|said|reported|understood|suspected|feared|presumed"
    r"|alleged|rumou?red|claimed)\s+to|(?:appear|seem)(?:s|ed)?\s+to|it\s+(?:appears|seems)(?:\s+that)?)\b",
    re.IGNORECASE,
)
# Words by which a claim tells that it is not sure either, or that somebody else says it.
_ANY_HEDGE = re.compile(
    rf"{_HEDGE.pattern}|\b(?:may|might|could|would|can|suspect\w*|reports?|reported|rumou?rs?|believed?|believes|thought|said"
    r"|says?|feared|fears?|claim\w*|alleg\w+|accus\w+|according|estimated|unclear|suggest\w*|charged?|blam\w+|possib\w+)\b",
    re.IGNORECASE,
)
REACH = 4  # terms after a hedge that it makes unsure
_CONDITION = re.compile(
    r"(?<!\bas\s)(?<!\beven\s)(?<!\bask\s)(?<!\basked\s)(?<!\bsee\s)(?<!\bwonder\s)(?<!\bwondered\s)(?<!\bknow\s)(?<!\bwhat\s)"
    r"\b(?:if|unless|provided\s+(?:that|the)|on\s+(?:the\s+)?condition\s+that|as\s+long\s+as|in\s+(?:case|the\s+event)\s+(?:of|that|the))\b"
    r"(?!\s+(?:not|any|anything|so|ever|at\s+all|only|you)\b)",
    re.IGNORECASE,
)
_ANY_CONDITION = re.compile(
    rf"{_CONDITION.pattern}|\b(?:would|could|may|might|depend\w*|whether|without|condition\w*|until|threat\w*|in\s+case"
    r"|once|when|only|should|if)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\?[\s)\]’'”\"]*\Z")
_QUOTED = re.compile(r"“[^“”]*”?|\"[^\"]*\"?")


def dropped_hedge(claim: str, told: Sequence[str]) -> str:
    """The word by which the first sentence tells as hearsay or as likely what the claim tells as sure; else "".

    It must be told so by every sentence that tells it at all.
    """
    if _ANY_HEDGE.search(claim) or speaker(claim):
        return ""
    claimed = stems(claim)
    for hedge in _HEDGE.finditer(told[0]):
        unsure = _after(told[0], hedge.end())
        words = {t.stem for t in unsure}
        if len(words & claimed) * 2 > len(words) and not any(_tells(other, words & claimed) for other in told[1:]):
            return hedge[0]
    return ""


def _after(text: str, at: int) -> list[Term]:
    found = [t for t in terms(text) if t.start >= at]
    return [t for t in found[:REACH] if not re.search(r"[,;:.]\s", text[at : t.start])]


def _tells(text: str, words: Set[str]) -> bool:
    """Whether a text says all of these words, and nothing that makes them unsure."""
    return words <= stems(text) and not _ANY_HEDGE.search(text) and not _ASKS.search(text)


def dropped_condition(claim: str, told: str) -> str:
    """The condition on which a sentence tells what the claim tells without one; else ""."""
    if _ANY_CONDITION.search(claim):
        return ""
    condition = _CONDITION.search(_QUOTED.sub(lambda quote: " " * len(quote[0]), told))
    if not condition:
        return ""
    end = re.search(r"[,;](?=\s)|[.?!]?\s*$", told[condition.start() :])
    until = condition.start() + (end.start() if end else 0)
    claimed = stems(claim)
    inside = {t.stem for t in terms(told) if condition.start() <= t.start < until}
    outside = {t.stem for t in terms(told) if not condition.start() <= t.start < until} - inside
    is_consequence = len(outside & claimed) >= 2 and len(inside & claimed) < len(inside)
    return told[condition.start() : until] if is_consequence and _is_open(told, condition.start(), until) else ""


def _is_open(told: str, start: int, end: int) -> bool:
    """Whether what stands outside the condition is yet to come: what is past does not hang on anything."""
    return bool(re.search(r"\b(?:will|would|shall|could|can|may|might|must|be|to)\b", told[:start] + told[end:]))


def only_asked(claim: str, told: Sequence[str]) -> bool:
    """Whether what a claim tells stands only in a question: the first sentence is one, and no other tells as much."""
    if _ASKS.search(claim) or not _is_question(told[0]):
        return False
    claimed = stems(claim)
    asked = claimed & stems(told[0])
    answered = {t.stem for other in told[1:] if not _is_question(other) for t in terms(other)}
    return len(asked) >= 2 and len(asked & answered) * 2 < len(asked)


def _is_question(text: str) -> bool:
    return _ASKS.search(text) is not None
