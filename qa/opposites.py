"""Wordings for statuses that cannot hold at one time: what was withdrawn has not been brought back."""

import re
from dataclasses import dataclass

# Each pair: one status, and its opposite. Stems with a word boundary before them; spaces stand for any white space.
_OPPOSED = (
    (
        "withdr[ae]w|withdrawal|pull(?:ed|ing)? (?:out|back)|retreat|evacuat",
        "redeploy|(?:brought|bring|bringing|sent|came|coming) back|(?<!in )return(?:ed|s|ing)?\\b|reintegrat",
    ),
    ("confirm|acknowledg|admit", "den(?:y|ied|ies)\\b|dismissed|(?:not|neither|never|yet to) (?:\\w+ ){0,6}confirm"),
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
    ("hold(?:s|ing)?\\b|held\\b|observed\\b|respected\\b", "broke\\b|broken\\b|violat|breach|collaps"),
    ("impos", "lift(?:ed|s|ing)\\b"),
    ("support|endors|back(?:ed|s|ing)\\b", "oppos|criticis|criticiz|condemn"),
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

    What is not so is its opposite: "has not reopened" tells that it is shut.
    """
    found: dict[tuple[int, int], Status] = {}
    for pair, sides in enumerate(_PATTERNS):
        for side, pattern in enumerate(sides):
            for match in pattern.finditer(text):
                negation = _NEGATION.search(text, max(0, match.start() - 40), match.start())
                told = 1 - side if negation else side
                words = text[negation.start() if negation else match.start() : match.end()]
                found.setdefault((pair, told), Status(pair, told, words))
    return tuple(found.values())


_NEGATION = re.compile(
    r"(?:\b(?:not|never|no\s+longer|(?:overturn|quash|lift|revers|revok|annul)\w*\s+(?:the|an?|his|her|its|their|that)|yet\s+to|failed\s+to|fails?\s+to|refus\w+\s+to|unable\s+to|neither|without)"
    r"|\b\w+n[’']t)\s+(?:(?:be|been|being|have|has|yet|fully|ever|completely|officially|\w+ly)\s+){0,3}\Z",
    re.IGNORECASE,
)


def turned_round(one: str, other: str) -> bool:
    """Whether one text tells of a status and the other only of its opposite."""
    ones, others = statuses(one), statuses(other)
    return any(a.opposes(b) and not any(_same(a, c) for c in others) for a in ones for b in others)


def _same(one: Status, other: Status) -> bool:
    return (one.pair, one.side) == (other.pair, other.side)


def _pattern(wording: str) -> re.Pattern[str]:
    spaced = re.sub(r"(?<!in) ", r"\\s+", wording)  # but for the one in a look-behind, which has a fixed width
    return re.compile(rf"\b(?:{spaced})\w*", re.IGNORECASE)


_PATTERNS = tuple((_pattern(one), _pattern(other)) for one, other in _OPPOSED)
