"""Who says what a sentence says, by the sentence's own words."""

import re
from dataclasses import dataclass

# Verbs of saying. Those in the second row are participles as well: "losses reported in May" are said by nobody.
_SAID = (
    r"said|says?|told|tells?|stated|adds?|added|noted|claimed|confirms?|denies|deny|denied|warns?|warned"
    r"|argues?|argued|alleges?|alleged|suggests?|suggested|asserts?|asserted|acknowledges?|acknowledged|describes|wrote"
    r"|writes|indicates?|indicated|insists?|insisted|accuses?|predicts?|remarked|commented|concludes?|concluded|explains?"
    r"|explained|believes?|believed|testified|declares?|reveals?|emphasi[sz]ed|highlighted|vows?|vowed|pledges?|pledged"
    r"|praised|expects?|(?:found|finds?|show|shows|showed)\s+that|puts?\s+the(?=\s[\w\s]{3,40}\sat\s)"
    r"|(?:claims?|notes?|states|estimates?|reports)(?=\s+(?:that|to|the|an?|it|its|he|she|\d[\d,.]*)\s)"
)
_TOLD_OF = r"announced|announces|estimated|reported|confirmed|described|accused|predicted|declared|revealed"
_NOT_A_PARTICIPLE = r"(?!\s+(?:on|in|at|last|this|late|earlier|during|for|since|as|to|so)\b(?!.*\bthat\b))"
_SAYING = rf"(?:(?:{_SAID})\b|(?:{_TOLD_OF})\b{_NOT_A_PARTICIPLE})"
_ADVERB = r"(?:\s+(?:also|recently|later|earlier|repeatedly|previously|first|has|have|had|even|now|\w+ly))*"
# The subject of a clause: it holds no verb, and no other clause than a description between commas.
_WORDS_OF_SUBJECT = r"(?:(?!\b(?:is|are|was|were|has|have|had|that|which|who|will|would)\b)[^,;:“”\"?!]){0,90}?"
_BEGIN = r"(?:[A-Z]|[a-z][A-Z]|an?\s|the\s|some\s|many\s|other\s)"
_SUBJECT = rf"(?P<who>{_BEGIN}{_WORDS_OF_SUBJECT}(?:,\s[^;:“”\"?!]{{3,110}}?,)?)"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_OPENING = (
    r"^(?:[“\"]?(?:In|On|At|After|Before|During|Since|While|Although|Despite|Amid|For|With|By|As|Earlier|Last|Later|This"
    r"|\w+ly|\w+ing|Asked|However|Meanwhile|Still)\b[^,]*,\s+"
    rf"|(?:But|And|Yet)\s+|On\s+{_DAY}\s+|Last\s+(?:week|month|year|night)\s+|Yesterday\s+|As\s+(?=\w+\s+\w+\s+said,))?"
)
_BEFORE = re.compile(
    rf"(?:{_OPENING}|;\s+|[”\"]\s+|,\s+(?:but|while|though|although|as)\s+){_SUBJECT}{_ADVERB}\s+{_SAYING}"
    r"(?!\s+by\b|(?<!claims)(?<!claimed)(?<!claim)\s+to\s+(?:have|be)\b)"
)
# "…, the ministry said on Friday.": at the end of a sentence, or between commas.
_AT_THE_END = re.compile(
    rf"[,”\"’']\s+(?P<who>(?:{_BEGIN}|[a-z])(?:(?!\b(?:is|are|was|were|that|which|who|will|would|ever)\b)[^,;:“”\"?!.]"
    rf"|(?<=[A-Z])\.){{1,60}}?){_ADVERB}\s+"
    r"(?:(?:said|says?|told\s[\w\s]{2,40}?|added|adds|wrote|writes|warned|warns?|claimed|claims?|believes?|argued|argues?"
    r"|alleged|alleges?|insists?|insisted|suggests?)"
    rf"(?=[,;.]|$|\s+(?:(?:late|early|earlier|later)\s+)?(?:on|in)\s|\s+(?:{_DAY}|late|earlier|last|this|after|at|during|when)\b)"
    rf"|(?:reported|announced|estimated|confirmed|estimates?|reports?)(?=[,;.]|$|\s+on\s+{_DAY}))"
)
_AFTER = re.compile(
    rf"[,”\"’']\s*{_SAYING}\s+(?!(?:that|to|by|in|on|at)\b)(?P<who>(?:[^,;:“”\"?!.\s]|(?<=[A-Z])\.|\.(?=\w)"
    r"|\s(?!(?:on|in|at|to|during|as|late|earlier|last|this|after|when|while|that|who|which|whose)\s)){2,80})"
    r"(?=[,;:“”\"?!.]|\s|$)"
)
_UP_TO_A_VERB = r"(?:that|which|who|when|while|whose|said|published|released|issued|posted)"
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording\s+to|(?:^|(?<=,\s))[Pp]er(?=\s(?:the|an?|[A-Z])))\s+"
    rf"(?P<who>(?:(?!\b{_UP_TO_A_VERB}\b)[^,;:“”\"?!])+?)"
    rf"(?=,|;|:|\.(?:\s|$)|[“”\"?!]|$|\s{_UP_TO_A_VERB}\b|\s\d|\s(?:in|on)\s(?:a|an|the|its|his|her|their|[A-Z]))"
)
_NOT_A_SPEAKER = re.compile(
    r"(?:(?:an?|the|some|many|other|both|all)(?:\s+(?:estimated|reported|report|article|post|video))?\Z"
    r"|this\s+(?:report|article|post|video)\Z"
    r"|(?:it|this|that|these|those(?!\s+(?:close|in|near|with))|which|there|what|when|where|as|in|on|at|by|for|with"
    r"|after|before|since|if|while|although|however|but|and|or|to|meanwhile|amid|despite|neither|no|none|nobody|his|her"
    r"|their|its|our|my|he|she|they|we|i|you|not|also|later|last|one\sof|have|has|had)\b)",
    re.IGNORECASE,
)

_ASIDE = re.compile(rf"(?:,\s(?:however|meanwhile|too|though)\s*,?|\s+on\s+{_DAY})\s*$")
_TELLS_MORE = re.compile(r"\b[a-z]+ed(?:\s+and\b|\Z)")  # a verb: "the mayor resigned and police", "the firm rejected"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something, as a stretch of the text that names them."""

    text: str
    start: int  # characters into the text
    end: int


def speaker(sentence: str) -> Speaker | None:
    """Who is said to have said what the sentence tells; None where it is told as the reporter's own.

    A pronoun is no speaker: whom it stands for is not in the sentence.
    """
    patterns = (_ACCORDING, _BEFORE, _AFTER, _AT_THE_END)
    found = (named for pattern in patterns for match in pattern.finditer(sentence) if (named := _named(match)))
    return min(found, key=lambda named: named.start, default=None)


def _named(match: re.Match[str]) -> Speaker | None:
    who = _ASIDE.sub("", match["who"]).strip(" ,")
    if not who or _NOT_A_SPEAKER.match(who) or _TELLS_MORE.search(who.split(",")[0]) or len(who.split()) > 16:
        return None
    start = match.start("who") + match["who"].index(who)
    return Speaker(who, start, start + len(who))


def said_by_a_pronoun(sentence: str) -> bool:
    """Whether somebody speaks who is only called he, she or they: the sentence before names them."""
    return bool(
        re.search(rf"\b(?:[Hh]e|[Ss]he|[Tt]hey)\b{_ADVERB}\s+{_SAYING}|[,”\"]\s*(?:he|she|they)\s+{_SAYING}", sentence)
    )
