"""Wordings for statuses that cannot hold at one time: what was withdrawn has not been brought back."""

import re
from dataclasses import dataclass

_INSIDE = "(?: [\\w’'-]+){0,4}?"  # "pulled all its troops out"
# Each pair: one status, and its opposite. Stems with a word boundary before them; spaces stand for any white space.
_OPPOSED = (
    (
        f"withdr[ae]w|withdrawal|pull(?:ed|s|ing)?{_INSIDE} (?:out|back)\\b|retreat|evacuat",
        f"redeploy|(?:brought|bring|brings|bringing|sent|came|come|coming){_INSIDE} back\\b"
        "|(?<!in )return(?:ed|s|ing)?\\b|reintegrat",
    ),
    ("confirm|acknowledg|admit", "den(?:y|ied|ies)\\b|dismissed|unconfirmed|unacknowledged"),
    ("arrest|detain|imprison|jailed", "releas|freed\\b|acquit|escap"),
    (
        "open(?:ed|s)?\\b|reopen|resum|restart",
        "clos(?:ed|ing|ure|es)\\b|clos(?:ed?)\\b(?! (?:to|by))|shut|suspend|halt",
    ),
    ("approv|passed\\b|adopted|accept|agreed|ratif", "reject|block(?:ed|s)|veto|refus"),
    ("won\\b(?![’'])|wins\\b|win\\b|gain", "lost\\b|loses?\\b|defeated\\b|beaten\\b|conced"),
    ("rose\\b|rise|rising|increas|grew\\b|grow|climb", "fell\\b|fall|declin|decreas|shrank|shrink|dropp|cut\\b"),
    ("alive\\b|surviv", "dead\\b|died\\b|killed\\b"),
    ("convict|found guilty", "acquit|found not guilty|cleared\\b"),
    ("appoint|hired\\b|reinstat", "fired\\b|dismiss|resign|ousted\\b|quit\\b|stepped down"),
    (
        "began\\b|beg[iu]n|start|launch|continu|go(?:es|ing)? on",
        "end(?:ed|s|ing)?\\b|stopp|finish|ceased\\b|cancel|call(?:ed|s|ing)? off",
    ),
    ("upheld|uphold", "overturn|quash|str[iu]ck down|annul"),
    ("hold(?:s|ing)?\\b|held\\b|observed\\b|respected\\b", "br(?:eak|eaks|eaking|oke|oken)\\b|violat|breach|collaps"),
    ("impos", "lift(?:ed|s|ing)\\b"),
    (
        "announc|sign(?:ed|s)\\b|agreed|clinch|seal(?:ed|s)\\b|go(?:es|ing)? ahead|went ahead",
        "call(?:ed|s|ing)? off|scrapp|cancel|abandon|fell through|shelv",
    ),
    ("support|endors|back(?:ed|s|ing)\\b", "oppos|criticis|criticiz|condemn"),
    ("temporar|provisional|for now\\b|for the time being", "permanent|indefinite|for good\\b|for ever\\b"),
    (
        "success(?:ful|fully)?\\b|succeed(?:ed|s)?(?= (?:in|at)\\b|[.,;]|$)",
        "repuls|repell|foil(?:ed|s)\\b|thwart|beaten (?:off|back)|unsuccessful|fail(?:ed|s|ing|ure)?\\b",
    ),
)


@dataclass(frozen=True, slots=True)
class Status:
    """A status that a text tells of."""

    pair: int  # which of the pairs of opposites
    side: int  # 0 or 1: which of the two
    words: str  # as the text has them

    def opposes(self, other: "Status") -> bool:
        return self.pair == other.pair and self.side != other.side


def statuses(text: str) -> tuple[Status, ...]:
    """The statuses that a text tells of, at most one of each kind, in the order of the table.

    What is not so is its opposite: "has not reopened" tells that it is shut. Where wordings overlap the longest counts.
    """
    found: dict[tuple[int, int], Status] = {}
    for pair, sides in enumerate(_PATTERNS):
        matches = [(side, match) for side, pattern in enumerate(sides) for match in pattern.finditer(text)]
        for side, match in matches:
            if any(_lies_in(match, longer) for _, longer in matches):
                continue
            start, end = _with_negation(text, match)
            told = 1 - side if (start, end) != match.span() else side
            found.setdefault((pair, told), Status(pair, told, text[start:end]))
    return tuple(found.values())


def _lies_in(match: re.Match[str], other: re.Match[str]) -> bool:
    shorter = match.end() - match.start() < other.end() - other.start()
    return shorter and other.start() <= match.start() and match.end() <= other.end()


def _with_negation(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Where the words of a status begin and end, with what denies them before or after."""
    before = _NEGATION.search(text, max(0, match.start() - 40), match.start()) or _OF_NONE.search(
        text, max(0, match.start() - 110), match.start()
    )
    after = None if before else _BY_NONE.match(text, match.end())
    return before.start() if before else match.start(), after.end() if after else match.end()


_NEGATION = re.compile(
    r"(?:\b(?:not|never|no\s+longer|(?:overturn|quash|lift|revers|revok|annul)\w*\s+(?:the|an?|his|her|its|their|that)"
    r"|yet\s+to|failed\s+to|fails?\s+to|refus\w+\s+to|unable\s+to|neither|without)"
    r"|\b\w+n[’']t)\s+(?:(?:be|been|being|have|has|yet|fully|ever|completely|officially|\w+ly)\s+){0,3}\Z",
    re.IGNORECASE,
)
# "Neither the mayor nor the council has confirmed", "no government has confirmed"
_OF_NONE = re.compile(
    r"\b(?:neither|nobody|none|no(?!\s+(?:fewer|less|more|longer|doubt|later|sooner)\b))\b"
    r"(?:(?!\b(?:but|and|who|which|that|while|because|although)\b)[^,.;:!?])*?"
    r"\s(?:has|have|had|is|are|was|were|did|does|do|will|would)\s+(?:(?:be|been|ever|yet|\w+ly)\s+){0,3}\Z",
    re.IGNORECASE,
)
# "confirmed by neither side"
_BY_NONE = re.compile(
    r"(?:\s+\w+ly)?\s+by\s+(?:neither|nobody|none|no(?!\s+(?:fewer|less|more)\b))\b(?:\s+\w+(?:\s+nor\s+\w+)?)?",
    re.IGNORECASE,
)


def opposites(one: str, other: str) -> tuple[str, str]:
    """The words for a status in one text, and for its opposite in the other, which tells of that alone; else "", ""."""
    ones, others = statuses(one), statuses(other)
    found = ((a.words, b.words) for a in ones for b in others if a.opposes(b) and not any(_same(a, c) for c in others))
    return next(found, ("", ""))


def told_alike(one: str, other: str) -> bool:
    """Whether both texts tell of one status, in whatever words: "return" and "were redeployed"."""
    return any(_same(a, b) for a in statuses(one) for b in statuses(other))


def _same(one: Status, other: Status) -> bool:
    return (one.pair, one.side) == (other.pair, other.side)


def _pattern(wording: str) -> re.Pattern[str]:
    spaced = re.sub(r"(?<!in) ", r"\\s+", wording)  # but for the one in a look-behind, which has a fixed width
    return re.compile(rf"\b(?:{spaced})\w*", re.IGNORECASE)


_PATTERNS = tuple((_pattern(one), _pattern(other)) for one, other in _OPPOSED)
