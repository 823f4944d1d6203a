"""Words that stand in a claim for what the sentences tell otherwise: convicted for arrested, against for for.

These are no statuses that exclude one another over time, as those of `qa.opposites` are: who was hurt may have died.
"""

import re
from itertools import chain

# Each row leads from less to more; spaces part the steps. What only comes to an earlier one bears out no later one.
_STEPS = (
    (r"injur\w+|wound\w+|hurt", r"kill\w*|die[sd]?|dying|dead|deadly|death\w*|fatal\w*|slain|perish\w*|lives"),
    (r"damag\w+", r"destroy\w*|razed|wiped\s+out|gutted"),
    (
        r"suspect\w*|suspicion|question\w*|investigat\w+",
        r"arrest\w*|detain\w*|custody",
        r"charge[sd]?|charging|indict\w*|accus\w+",
        r"tried|on\s+trial|prosecut\w+",
        r"convict\w*|found\s+guilty|sentenced|jailed|imprison\w*|pleaded\s+guilty",
    ),
    (r"planned|scheduled|expected|due|proposed|considering", r"was\s+held|were\s+held|took\s+place|went\s+ahead"),
    (r"nominated|candidate|run(?:s|ning)?\s+for|stand(?:s|ing)?\s+for|bid\s+for", r"elected|won|wins|appointed"),
    (
        r"discuss\w*|talks|negotiat\w+|debat\w+",
        r"agree[ds]?|agreement|deal|accord|pact|approv\w+|adopt\w*|sign(?:s|ed)|settled|reach\w*|conclu\w+|grant\w*",
    ),
    (
        r"tr(?:y|ies|ied|ying)\s+to|attempt\w*|sought\s+to|seek(?:s|ing)?\s+to|hop(?:e[ds]?|ing)\s+to|failed\s+to|aim(?:s|ed|ing)?\s+to",
        r"succeed\w*|managed\s+to|was\s+able\s+to|were\s+able\s+to",
    ),
    (r"missing|unaccounted|trapped", r"kill\w*|die[sd]?|dead|drowned|perish\w*"),
    (r"shortlisted|nominated|in\s+the\s+running", r"won|wins|awarded|elected"),
    (r"threat\w+|warned|vow\w*", r"attack\w*|struck|bombed|shelled|invaded|seized"),
)
# Each row: two words of which the one does not stand for the other.
_CONTRARY = (
    (r"vot(?:e[ds]?|ing)\s+for|in\s+favou?r\s+of", r"vot(?:e[ds]?|ing)\s+(?:it\s+down|against|down)"),
    (r"above", r"below"),
    (r"war", r"peace"),
    (r"men|man", r"women|woman"),
    (r"boys?", r"girls?"),
    (r"sons?", r"daughters?"),
    (r"husband", r"wife"),
    (r"brothers?", r"sisters?"),
    (r"father", r"mother"),
    (r"morning|dawn", r"evening|night|overnight|dusk"),
    (r"majority", r"minority"),
    (r"legal(?:ly)?|lawful(?:ly)?", r"illegal(?:ly)?|unlawful(?:ly)?"),
    (r"possible", r"impossible"),
    (r"likely", r"unlikely"),
    (r"guilty", r"innocent|not\s+guilty"),
    (r"enter(?:s|ed|ing)?|arriv\w+", r"left|leav(?:e|es|ing)|depart\w*"),
    (r"profits?", r"loss(?:es)?"),
    (r"strengthen\w*", r"weaken\w*"),
    (r"allow(?:s|ed)?|permit(?:s|ted)?", r"ban(?:s|ned)?|forb\w+|prohibit\w*"),
    (r"succe(?:ed|eded|eds|ss\w*)", r"fail(?:s|ed|ure\w*)?"),
    (r"maximum", r"minimum"),
    (r"ran\s+aground", r"sank|sunk"),
    (r"monthly", r"yearly|annual(?:ly)?|weekly|daily"),
    (r"this\s+year", r"last\s+year|next\s+year|than\s+(?:the\s+)?last"),
    (r"last\s+year|than\s+(?:the\s+)?last", r"next\s+year|this\s+year"),
    (r"last\s+month|than\s+(?:the\s+)?last", r"next\s+month|this\s+month"),
    (r"last\s+week|than\s+(?:the\s+)?last", r"next\s+week|this\s+week"),
    (r"yesterday", r"tomorrow|today"),
)


def exchanged_words(claim: str, told: str) -> tuple[str, str]:
    """What a claim says and what the text says in its place, as written; ("", "") where nothing is exchanged."""
    return _step_too_far(claim, told) or _contrary(claim, told) or ("", "")


def _step_too_far(claim: str, told: str) -> tuple[str, str] | None:
    for steps in _PATTERNS_OF_STEPS:
        mine = [(n, match[0]) for n, step in enumerate(steps) if (match := step.search(claim))]
        theirs = [(n, match[0]) for n, step in enumerate(steps) if (match := step.search(told))]
        if mine and theirs and max(mine)[0] > max(theirs)[0] and not _says_less(mine, theirs):
            return max(mine)[1], max(theirs)[1]
    return None


def _says_less(mine: list[tuple[int, str]], theirs: list[tuple[int, str]]) -> bool:
    """Whether the claim has the lower step as well, of which it may be told what follows."""
    return bool({n for n, _ in mine} & {n for n, _ in theirs})


def _contrary(claim: str, told: str) -> tuple[str, str] | None:
    for one, other in chain(_PATTERNS_OF_CONTRARIES, ((b, a) for a, b in _PATTERNS_OF_CONTRARIES)):
        mine, theirs = one.search(claim), other.search(told)
        if not mine or not theirs or one.search(told) or other.search(claim):
            continue
        if bool(_DENIES.search(claim, 0, mine.start())) == bool(_DENIES.search(told, 0, theirs.start())):
            return mine[0], theirs[0]
    return None


# What stands so before a word turns it round: nobody is allowed to do what is forbidden.
_DENIES = re.compile(
    r"\b(?:not|no|nobody|none|never|neither|nor|cannot)\b[^,;.:]{0,30}\Z|n[’']t\b[^,;.:]{0,30}\Z", re.IGNORECASE
)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_PATTERNS_OF_STEPS = tuple(tuple(_whole(step) for step in steps) for steps in _STEPS)
_PATTERNS_OF_CONTRARIES = tuple((_whole(one), _whole(other)) for one, other in _CONTRARY)
