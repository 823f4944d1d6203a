"""How many of a kind, and which of two is the more: "most of the hostages", "more women than men"."""

import re
from dataclasses import dataclass

from qa.quantities import quantities
from qa.wording import stem, stems

# How much of a whole each word tells; what tells less does not carry what tells more.
_STRENGTH = {
    word: strength
    for strength, words in (
        (1, "few|a few|a handful of|several|some|part of|parts of|many|a number of|a minority of|a third of"),
        (1, "a quarter of|one of"),
        (2, "half|about half|nearly half|almost half"),
        (3, "most|a majority of|the majority of|nearly all|almost all|more than half|over half|virtually all"),
        (4, "all|every|each|both|the whole|the entire|everyone|everybody"),
    )
    for word in words.split("|")
}
_HOW = "|".join(word.replace(" ", r"\s+") for word in sorted(_STRENGTH, key=len, reverse=True))
_SOME_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d[\d,]*)"
_QUANTIFIER = re.compile(
    rf"\b(?P<how>{_HOW}|{_SOME_NUMBER}\s+of\s+(?:the|its|their|his|her)\s+{_SOME_NUMBER})\b"
    r"(?:\s+(?:of|the|its|their|his|her|these|those|that|this))*\s+(?P<whole>[\w’'-]+(?:\s+[\w’'-]+){0,2})",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"(?:\A|[.;:,]\s)\s*(?P<how>the)\s+(?P<whole>[\w’'-]+(?:\s+[\w’'-]+)?)", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|n[’']t|at|above|after|in|once\s+and\s+for|almost|nearly|virtually)\s+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Extent:
    said: str  # "Most of the hostages"
    strength: int  # 1 to 4
    whole: tuple[str, ...]  # stems of the words that follow: "hostag", "free"


def overstated(claim: str, told: str) -> tuple[str, str]:
    """What the claim tells of more of a whole than the sentence does: both as written; ("", "") where it does not."""
    there = _extents(told)
    for mine in _extents(claim):
        same = [e for e in there if e.whole[0] in mine.whole[:2] or mine.whole[0] in e.whole[:2]]
        if same and all(e.strength < mine.strength for e in same):
            return mine.said, same[0].said
    for match in _DEFINITE.finditer(claim):
        whole = stem(match["whole"].split()[-1]), stem(match["whole"].split()[0])
        plural = match["whole"].split()[0].endswith("s")
        partial = [e for e in there if e.strength < 4 and e.whole[0] == whole[1]]
        if plural and partial and not any(e.whole[0] == whole[1] for e in _extents(claim)):
            return f"{match['how']} {match['whole'].split()[0]}", partial[0].said
    return "", ""


def taken_whole(claim: str, told: str) -> tuple[str, str]:
    """A figure of the claim that the text gives for the whole of which it tells a part: both as written; else "", "".

    "60,000 residents have fled" is not borne out by "a third of the 60,000 residents have fled".
    """
    for whole in _WHOLE.finditer(told):
        figure = whole["whole"]
        mine = re.search(rf"(?<![\w,.])(?:all\s+(?:the\s+)?)?{re.escape(figure)}(?![\w,.]\w)", claim, re.IGNORECASE)
        if not mine or re.search(r"\bof\s+(?:[\w’']+\s+){0,2}\Z", claim[: mine.start()]):
            continue
        if told.count(figure) == 1 and not re.search(rf"\b{re.escape(whole['part'])}\b", claim, re.IGNORECASE):
            return mine[0], whole[0]
    return "", ""


def taken_for_all(claim: str, told: str) -> tuple[str, str]:
    """All of a thing in a claim, where the text tells only of several or some: both as written; else "", "".

    "All of the coast is flooded" is not borne out by "several villages on the coast are flooded".
    """
    every = next((match for match in _ALL_OF.finditer(claim) if not _NOT.search(claim[: match.start()])), None)
    there = _extents(told)
    if every is None or not there or any(e.strength > 2 for e in there) or _ALL_OF.search(told) or _FULLY.search(told):
        return "", ""
    return every[0], there[0].said


_ALL_OF = re.compile(
    r"\b(?:all\s+(?:of\s+)?(?:the|its|their)|(?:the|its|their)\s+(?:whole|entire))\b(?!\s+\d)", re.IGNORECASE
)
_FULLY = re.compile(r"\b(?:full|fully|complet\w+|entire\w*|whole|total\w*|every\w*|altogether)\b", re.IGNORECASE)


_WHOLE = re.compile(
    rf"\b(?P<part>half|third|quarter|fifth|most|some|many|few|several|{_SOME_NUMBER}|\d+\s?%|\d+\s+per\s*cent)"
    rf"\s+of\s+(?:the\s+|its\s+|their\s+|his\s+|her\s+|[\w’']+[’']s\s+|the\s+\w+[’']s\s+)?(?P<whole>{_SOME_NUMBER})",
    re.IGNORECASE,
)


def _extents(text: str) -> list[_Extent]:
    found = []
    for match in _QUANTIFIER.finditer(text):
        how = re.sub(r"\s+", " ", match["how"].lower())
        strength = _STRENGTH.get(how, 1)
        if strength > 2 and (before := _NOT.search(text[: match.start()])):
            strength = 3 if before[0].lower().startswith(("almost", "nearly", "virtually")) else 1
        whole = tuple(stem(w) for w in match["whole"].split())
        words = match["whole"].split()
        found.append(_Extent(text[match.start() : match.start("whole")] + words[0], strength, whole))
    return found


# Words that compare: of each row the first list says more of something and the second less.
_COMPARING = (
    ("more", "fewer less"),
    ("larger bigger greater", "smaller"),
    ("higher taller", "lower shorter"),
    ("longer", "shorter"),
    ("older", "younger newer"),
    ("faster quicker sooner earlier", "slower later"),
    ("better", "worse"),
    ("stronger", "weaker"),
    ("richer wealthier", "poorer"),
    ("warmer hotter", "colder cooler"),
    ("heavier", "lighter"),
    ("safer", "riskier deadlier"),
    ("cheaper", "dearer costlier"),
    ("deeper", "shallower"),
    ("closer nearer", "farther further"),
)
_COMPARATIVE = "|".join(word for sides in _COMPARING for side in sides for word in side.split())
_THAN = re.compile(
    rf"\b(?P<how>{_COMPARATIVE})\b(?P<of>(?:\s+[\w’'-]+){{0,3}}?)\s+than\s+(?P<other>[^,;.:]+)", re.IGNORECASE
)
_EXCEEDS = re.compile(
    r"\b(?:exceed(?:s|ed)?|outnumber(?:s|ed)?|outweigh(?:s|ed)?|outpaced?|surpass(?:es|ed)?|overtook|outsold)\s+"
    r"(?P<other>[^,;.:]+)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:.]\s|\s(?:and|but|while|because)\s")


@dataclass(frozen=True, slots=True)
class _Comparison:
    kind: int  # the row of _COMPARING
    more: bool
    one: frozenset[str]  # stems of what is compared: it is more, or less ...
    other: frozenset[str]  # ... than this


def turned_comparison(claim: str, told: str) -> bool:
    """Whether the claim tells of two compared things the other way round than a sentence does."""
    there = _comparisons(told)
    return any(
        any(mine.kind == theirs.kind and _is_turned(mine, theirs) for theirs in there)
        or _is_turned_in_figures(mine, told)
        for mine in _comparisons(claim)
    )


def _is_turned_in_figures(mine: _Comparison, told: str) -> bool:
    """Whether a text gives one figure of each of the compared, by which they stand the other way round.

    "The west received 140 mm, the east only 60": not that the east received more.
    """
    if mine.kind > 2:  # of what is older or faster the figure may be the smaller
        return False
    parts = [(stems(part), quantities(part)) for part in _SIDE.split(told)]
    other = [(said, figures) for said, figures in parts if said & (mine.other - mine.one)]
    one = [
        (said, figures) for said, figures in parts if said & (mine.one - mine.other) and (said, figures) not in other
    ]
    if len(one) != 1 or len(other) != 1 or len(one[0][1]) != 1 or len(other[0][1]) != 1:
        return False
    first, second = one[0][1][0], other[0][1][0]
    of_one_kind = first.unit == second.unit and (not first.counted or first.counted[:1] == second.counted[:1])
    return of_one_kind and (first.low < second.low if mine.more else first.low > second.low)


_SIDE = re.compile(r"[,;]\s+|[.!?]\s+|\s(?:and|but|while|whereas|against|compared\s+(?:with|to))\s")


def _is_turned(mine: _Comparison, theirs: _Comparison) -> bool:
    if mine.other == theirs.other:  # "more often than last year" and "less often than last year"
        return mine.more != theirs.more and len(mine.one & theirs.one) * 2 > len(theirs.one)
    straight = _agree(mine.one, mine.other, theirs.one, theirs.other)
    across = _agree(mine.one, mine.other, theirs.other, theirs.one)
    return straight != across and (mine.more == theirs.more) == across


def _agree(one: frozenset[str], other: frozenset[str], first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether the first text's sides share words of their own with those of the second text, in this order."""
    return bool((one & first) - (other | second) and (other & second) - (one | first))


def _comparisons(text: str) -> list[_Comparison]:
    found = []
    for match in _THAN.finditer(text):
        for kind, sides in enumerate(_COMPARING):
            side = next((n for n, words in enumerate(sides) if match["how"].lower() in words.split()), None)
            if side is None:
                continue
            begins = [m.end() for m in _CLAUSE.finditer(text, 0, match.start())]
            before = text[begins[-1] if begins else 0 : match.start()] + match["of"]
            other = _CLAUSE.split(match["other"])[0]
            found.append(_Comparison(kind, side == 0, stems(before), stems(other)))
    for match in _EXCEEDS.finditer(text):
        other = re.split(r"\s(?:for|in|by|since)\s", match["other"])[0]
        found.append(_Comparison(0, True, stems(text[: match.start()]), stems(other)))
    return found
