"""How a claim twists its sentences: roles exchanged, a plan told as done, a cause or a superlative added."""

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.forms import names_a_time
from qa.wording import Term, is_title, same_name, stem, terms

_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+\s+)?\Z", re.IGNORECASE)
_BY = re.compile(r"\s+(?:\w+\s+){0,3}?by\b", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:\A|[.!?,;]\s+)(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)\s+(?:\w+\s+)?\Z")
_BREAK = re.compile(r"[,;:()“”\"–—]")  # what sets one clause off from another
_POSSIBLE = re.compile(
    r"\b(?:could|may|might|whether\s+to|whether|(?:not\s+|n[’']t\s+)ruled?\s+out\s+that|possibility\s+(?:that|of)|suspect(?:s|ed)?\s+that"
    r"|consider(?:s|ed|ing)?)\b"
)
_PLANNED = re.compile(
    r"\b(?:will|shall|would|should|(?:plan(?:s|ned|ning)?|intend(?:s|ed)?|agree(?:s|d)?|want(?:s|ed)?|aim(?:s|ed)?"
    r"|hope(?:s|d)?|expect(?:s|ed)?|threaten(?:s|ed)?|promise[sd]?|vow(?:s|ed)?|pledge[sd]?|propose[sd]?|offer(?:s|ed)?"
    r"|is|are|was|were|set|due|about|prepar(?:es?|ed|ing)|want|seek(?:s|ing)?|try(?:ing)?|tries|tried|going)\s+to)\b"
)
_AND = re.compile(r"[^,;:.]+?\sand\s+(?:then\s+)?")
_TO = re.compile(r"\bto\b")
_CAUSE = re.compile(
    r"\b(?:because|due\s+to|owing\s+to|caused\s+by|as\s+a\s+result|resulting\s+from|in\s+response\s+to)\b",
    re.IGNORECASE,
)
_ANY_CAUSE = re.compile(
    r"\b(?:because|due|owing|thanks|caus\w*|result\w*|led|leads?|leading|reasons?|blam\w+|after|following|over|as|since|so"
    r"|amid|spark\w*|prompt\w*|trigger\w*|why|therefore|response|contribut\w*|attribut\w*|for\s+(?:lack|want|fear)|with"
    r"|when|from|by|force[sd]?|drove|driven|mean[st]?|make|made)\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(?:the|a|[\w’']+[’']s|its|his|her|their)\s+(?:\w+\s+)?(?P<most>most|least|worst|best"
    r"|(?!(?:\w*(?:inter|for|harv|prot|cont|requ|gu|inv|conqu|man|tw|arr|b|t|w|r|ch|qu|n|p|l|v|f|y|h|cr)est|west)\b)\w{2,}(?:i|[a-z])est)\b"
)
_ANY_SUPERLATIVE = re.compile(
    r"\b(?:most|least|worst|best|\w{3,}est|record|unprecedented|never|only|first|top|no\s+other|unlike|ever|number\s+one|leading)\b",
    re.IGNORECASE,
)


def exchanged_roles(claim: str, told: str) -> str:
    """The word for what one did to the other in the claim, where the other did it in the sentence; else ""."""
    plain = {t.stem for text in (claim, told) for t in terms(text) if t.word.islower()}
    for word in terms(claim):
        if word.is_name or word.is_number or word.stem in _MUTUAL:
            continue
        for same in (t for t in terms(told) if t.stem == word.stem):
            before, after = (names - plain for names in _names_beside(claim, word))
            was_before, was_after = (names - plain for names in _names_beside(told, same))
            crossed = before & was_after and after & was_before
            kept = before & was_before or after & was_after
            by_a_pronoun = not was_before and before & was_after and _PRONOUN.search(told[: same.start])
            one_voice = _is_passive(claim, word) == _is_passive(told, same)
            if (crossed or by_a_pronoun) and not kept and one_voice:
                return word.word
            if not one_voice and not crossed and before & was_before and after & was_after:
                return word.word
            if one_voice and word.word.endswith("ed") and _are_turned(claim, word, told, same):
                return word.word
    return ""


# What two do to one another: whoever is named first.
_MUTUAL = frozenset(
    stem(w)
    for w in "met fought clashed collided married divorced agreed talked merged drew tied resembled discussed".split()
)


def _are_turned(claim: str, word: Term, told: str, same: Term) -> bool:
    """Whether what stands beside a verb in the claim, names too, is on its other sides in the sentence."""
    before, after = _beside(claim, word)
    was_before, was_after = _beside(told, same)
    return before != was_before and before in was_after and was_before in after


def _beside(text: str, word: Term) -> tuple[str, list[str]]:
    """The stem of the nearest word before a word, "" where it begins the clause, and those of its object."""
    said = [t for t in terms(text) if not t.is_number]
    before = [t.stem for t in said if t.end <= word.start and not _BREAK.search(text, t.end, word.start)]
    after = [t for t in said if t.start >= word.end and not _BREAK.search(text, word.end, t.start)]
    return before[-1] if before else "", [t.stem for t in after if not _PREPOSITION.search(text, word.end, t.start)]


_PREPOSITION = re.compile(
    r"\b(?:of|in|on|at|by|to|for|from|with|over|after|before|about|against|into|that|who|which|and|as)\b"
)


def other_doer(claim: str, told: str) -> tuple[str, str]:
    """Who did it by the claim, and who by the sentence, which speaks of the first too; else "", ""."""
    for word in terms(claim):
        mine = _doers(claim, word) if _DONE.search(word.word) else []
        for same in (t for t in terms(told) if mine and t.stem == word.stem and t.word.islower()):
            theirs = _doers(told, same)
            spoken_of = any(same_name(m.word, t.word) for m in mine for t in _named(told))
            alike = any(same_name(m.word, t.word) for m in mine for t in theirs)
            of_one_deed = _is_passive(told, same) or _to_the_same(claim, word, told, same)
            if theirs and spoken_of and not alike and of_one_deed:
                return _nearest_name(claim, mine[::-1]), _nearest_name(told, theirs)
    return "", ""


def _nearest_name(text: str, named: Sequence[Term]) -> str:
    """The name that the first of some words begins or ends, those nearest first."""
    run = [named[0]]
    for before, word in pairwise(named):
        if min(abs(word.start - before.end), abs(before.start - word.end)) > 1:
            break
        run.append(word)
    return text[min(t.start for t in run) : max(t.end for t in run)]


_DONE = re.compile(r"^[a-z]+(?:ed|en|wn|ught|ilt|old|ung|ade|eld|hot|ost|eft)$")


def _doers(text: str, verb: Term) -> list[Term]:
    """The names of whoever did what a verb tells: before it, or after "by" where it is told in the passive."""
    named = [t for t in _named(text) if not names_a_time(t.word) and not is_title(t)]
    by = _BY.match(text, verb.end) if _PASSIVE.search(text[: verb.start]) else None
    if by:
        return [t for t in named if t.start >= by.end() and not _BREAK.search(text, by.end(), t.start)]
    if _PASSIVE.search(text[: verb.start]):
        return []
    begin = max((m.end() for m in _NEW_SUBJECT.finditer(text, 0, verb.start)), default=0)
    before = [t for t in named if begin <= t.start and t.end <= verb.start]
    return before if before and not terms(text[before[-1].end : verb.start]) else []


_NEW_SUBJECT = re.compile(r"\b(?:after|before|when|while|that|because|if|since|although|though|but)\s+|[;:]\s+")


def _to_the_same(claim: str, word: Term, told: str, same: Term) -> bool:
    """Whether two verbs in the active have the same two words right after them."""
    if _PASSIVE.search(claim[: word.start]) or _PASSIVE.search(told[: same.start]):
        return False
    mine = [t.stem for t in terms(claim) if t.start > word.end][:2]
    return len(mine) == 2 and mine == [t.stem for t in terms(told) if t.start > same.end][:2]


def _named(text: str) -> list[Term]:
    """The words of names, and a first one that may be."""
    return [t for t in terms(text) if t.is_name or (t.start == 0 and t.word[0].isupper())]


def _names_beside(text: str, word: Term) -> tuple[set[str], set[str]]:
    """The stems of the names before a word, and of those after it, in the same clause."""
    named = [t for t in _named(text) if not names_a_time(t.word)]
    before = {t.stem for t in named if t.end <= word.start and not _BREAK.search(text, t.end, word.start)}
    after = {t.stem for t in named if t.start >= word.end and not _BREAK.search(text, word.end, t.start)}
    return before, after - before


def _is_passive(text: str, word: Term) -> bool:
    return bool(_PASSIVE.search(text[: word.start]) and _BY.match(text, word.end))


def not_yet(claim: str, told: str) -> str:
    """What the claim tells as done or sure, where the sentence only has it planned or possible; else ""."""
    claimed = {t.stem: t.word for t in terms(claim)}
    sure = claimed.keys() - _governed(claim, _POSSIBLE)
    done = sure - _governed(claim, _PLANNED) - _governed(claim, _TO) - _still_to_come(claim)
    possible, planned = _governed(told, _POSSIBLE), _governed(told, _PLANNED)
    planned |= {stem for stem, word in _planned_as_well(told) if claimed.get(stem, word) != word}
    twisted = (sure & possible) | (done & planned)
    return next((word for stem, word in claimed.items() if stem in twisted and _only_so(told, stem)), "")


def _still_to_come(text: str) -> set[str]:
    """The stems of verbs in the present: schools that "stay shut until Monday" are as good as those that will."""
    told = [t for t in terms(text) if t.word.islower() and t.stem in (t.word.lower(), t.word.lower().removesuffix("s"))]
    return {t.stem for t in told if not _HAS.search(text[: t.start]) and _UNTIL.search(text, t.end)}


_HAS = re.compile(r"\b(?:has|have|had|was|were|been|is|are|be|being)\s+(?:\w+ly\s+)?\Z", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|next|tomorrow|by|from|soon)\b|\bon\s+(?:\w+day)\b", re.IGNORECASE)


def _planned_as_well(text: str) -> list[tuple[str, str]]:
    """Stem and form of what is joined to a plan: "move" of "intends to close the plant and move the work"."""
    ends = [_AND.match(text, match.end()) for match in _PLANNED.finditer(text) if match[0].endswith("to")]
    return [(t.stem, t.word) for joined in ends if joined for t in terms(text) if t.start == joined.end()]


def _governed(text: str, marker: re.Pattern[str]) -> set[str]:
    """The stems of the words that directly follow a marker: what is planned, or possible."""
    found: set[str] = set()
    told = [t for t in terms(text) if not t.is_name]
    for match in marker.finditer(text):
        reach = 3 if match[0].endswith(("that", "whether")) else 1
        after = [t for t in told if t.start >= match.end()][:reach]
        found |= {t.stem for t in after if not re.search(r"[,;:.]\s", text[match.end() : t.start])}
    return found


def _only_so(text: str, stem: str) -> bool:
    """Whether a word stands in a text once: said again, it may be told as done."""
    return sum(t.stem == stem for t in terms(text)) == 1


def added_cause(claim: str, told: str) -> str:
    """The words by which a claim tells a cause, where the sentences tell of none; else ""."""
    cause = _CAUSE.search(claim)
    return cause[0] if cause and not _ANY_CAUSE.search(told) else ""


def added_superlative(claim: str, told: str) -> str:
    """The superlative of a claim whose sentences have none; else ""."""
    most = _SUPERLATIVE.search(claim)
    return most["most"] if most and not _ANY_SUPERLATIVE.search(told) else ""
