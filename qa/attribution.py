"""Who says what a sentence says, by the sentence's own words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FIGURE = (
    r"(?:(?:an?|about|around|some|at|least|most|more|fewer|less|than|over|up|to|nearly|between|roughly|just|close"
    r"|estimated|approximately)\s+)*(?:[$€£¥]?\d(?!\d?(?::|\s?[ap]\.?m))|(?:one|two|three|four|five|six|seven|eight|nine"
    r"|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens|hundreds|thousands|millions)\b)"
)
_A_THING = r"(?:the|its|his|her|their|this|that|these|those|[A-Z][\w-]*[’']s?)"
# Verbs of saying. Those in _TOLD_OF are participles as well: "losses reported in May" are said by nobody.
_SAID = (
    r"said|says?|told|tells?|stated|noted|confirms?|denies|deny|denied(?!\s+(?:bail|access|entry|him|her|them)\b)"
    r"|claimed(?!\s+(?:[\w,’'-]+\s+){0,4}(?:lives|life|gold|silver|bronze|medals?|titles?|crown|points?|wins?|wickets?)\b)"
    r"|add(?:s|ed)(?=:|,|\s+(?:that\b|[“\"]|(?:the|he|she|it|they|there|[A-Z])\b.*\s(?:is|are|was|were|had|has|would|will)\b))"
    r"|warns?|warned|argues?|argued|alleges?|alleged|suggests?|suggested|asserts?|asserted|acknowledges?|acknowledged"
    r"|describes|wrote|writes|indicates?|indicated|insists?|insisted|accuses?|predicts?|remarked|commented|concludes?"
    r"|concluded|explains?|explained|believes?|believed|testified|declares?|reveals?|emphasi[sz]ed?|highlights(?=\s+that\b)"
    r"|highlighted|vows?|vowed|pledges?|pledged|praised|expects?|denounces?|condemns|stresses|stress\s+that|demands"
    r"|voice[sd](?=\s+(?:\w+\s+)?(?:opposition|support|concerns?|doubts?|hopes?|fears?|anger)\b)|(?:found|finds?|shows?|showed)\s+that|(?:speaks?|spoke)\s+of|point(?:s|ed)?\s+to|asks?\s+for"
    r"|call(?:s|ed)?\s+(?:for|on)|call(?:s|ed)?\s+(?:it|this|them|him|her)(?=\s)"
    rf"|call(?:s|ed)?\s+{_A_THING}(?=\s[^.;:,“”\"?!]{{3,80}}?\s(?:an?\s|the\s(?:most|least|worst|best|[a-z]+est)\s|[“\"]))|call\s+the(?=\s\w+\s\w+[:.,])"
    rf"|puts?\s+{_A_THING}(?=\s[^;:“”\"?!]{{3,150}}?\sat\s+{_FIGURE})"
    r"|(?:claims?|notes?|states|estimates?|reports)(?=\s+(?:that|to|the|an?|it|its|he|she|\d[\d,.]*)\s)"
)
_TOLD_OF = (
    r"announced|announces|estimated|reported|confirmed|described|accused|predicted|declared|revealed|denounced"
    r"|condemned|expressed|stressed|demanded|urged|asked\s+for"
)
_NOT_A_PARTICIPLE = (
    r"(?!\s+(?:on|in|at|last|this|late|earlier|during|for|since|as|to|so|is|are|was|were)\b(?!.*\bthat\b))"
)
_SAYING = rf"(?:(?:{_SAID})(?!\w)|(?:{_TOLD_OF})\b{_NOT_A_PARTICIPLE})"
_ADVERB = r"(?:\s+(?:also|later|earlier|first|further|then|has|have|had|even|now|\w+ly))*"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"

# The subject of a clause: names in a list, or a phrase with what is put between commas to describe it.
_BEGIN = (
    r"(?:(?:[Aa]n?|[Tt]he|some|many|other|its|his|her|their)\s+[a-zA-Z\d]|[A-Z]|[a-z][A-Z]"
    r"|(?:(?<=[,;]\s)|(?<=\sbut\s)|(?<=while\s)|(?<=though\s)|(?<=,\sas\s))[a-z])"
)
_WORDS_OF_SUBJECT = r"(?:(?!\b(?:is|are|was|were|has|have|had|that|which|who|will|would)\b)[^,;:“”\"?!]){0,90}?"
_LISTED = r"(?:[^,;:“”\"?!]{1,50},\s+){1,4}(?:[^,;:“”\"?!]{1,50}?,?\s+)?and\s+[^,;:“”\"?!]{1,60}?"
_ASIDES = r"(?:(?:,\s(?!(?:and|but|or)\s)[^,;:“”\"?!]{3,110}?){1,3},)"
_SUBJECT = rf"(?P<who>{_BEGIN}(?:{_WORDS_OF_SUBJECT}{_ASIDES}?|{_LISTED}))"
_PREPOSITION = r"In|On|At|After|Before|During|Since|While|Although|Though|Despite|Amid|For|With|By|As|Over|Under"
_OPENING = (
    rf"^(?:[“\"]?(?:{_PREPOSITION}|Earlier|Last|Later|This|Yesterday|(?:\w+\s+){{1,3}}(?:later|ago|earlier)"
    r"|\w+ly|\w+ing|Asked|However|Meanwhile|Still|Furthermore|Nevertheless|Moreover)\b[^,]*,\s+"
    rf"(?:(?:{_PREPOSITION.lower()})\b[^,]*,\s+){{0,2}}"
    rf"|(?:But|And|Yet)\s+|On\s+{_DAY}\s+|Last\s+(?:week|month|year|night)\s+|Yesterday\s+|As\s+(?=\w+\s+\w+\s+said,))?"
)
_BEFORE = re.compile(
    rf"(?:{_OPENING}|;\s+|[”\"]\s+|,\s+(?:but|while|though|although|as)\s+){_SUBJECT}{_ADVERB}\s+(?P<verb>{_SAYING})"
    r"(?!\s+by\b|(?<!claims)(?<!claimed)(?<!claim)\s+to\s+(?:have|be)\b)"
)
# "The mayor visited the bridge and said …"
_AND_SAID = re.compile(
    rf"{_OPENING}(?P<who>(?:(?:[Aa]n?|[Tt]he)\s+(?:[\w’'-]+\s+){{0,4}}?[\w’'-]+|[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*){{0,4}}))"
    r"\s+(?!\w+ed\s+(?:in|on|at|by|to|from|as|with|for|of)\b)(?:[a-z]+ed|went|took|came|gave|made|met|saw|left|held)\s"
    r"[^;:“”\"?!]{3,160}?\s(?:and|but)\s+(?:(?:also|later|\w+ly)\s+)?"
    r"(?:said|told|added|warned|argued|insisted)\b(?!\s+(?:by|to\s+(?:be|have))\b)"
)
# "…, the ministry said on Friday.": at the end of a sentence, or between commas.
_AT_THE_END = re.compile(
    rf"[,”\"’']\s+(?P<who>(?:(?!\b(?:is|are|was|were|that|which|who|will|would|ever)\b)[^\W\d_]"
    r"(?:(?!\b(?:is|are|was|were|that|which|who|will|would|ever)\b)[^,;:“”\"?!.]"
    rf"|(?<=[A-Z])\.){{1,60}}?)){_ADVERB}\s+"
    r"(?:(?:said|says?|told\s[\w\s]{2,40}?|added|adds|wrote|writes|warned|warns?|claimed|claims?|believes?|argued|argues?"
    r"|alleged|alleges?|insists?|insisted|suggests?|suggested|noted|stated|asserted|remarked|explained)"
    rf"(?=[,;.]|$|\s+(?:(?:late|early|earlier|later)\s+)?(?:on|in)\s|\s+(?:{_DAY}|late|earlier|last|this|after|at|during|when)\b)"
    rf"|(?:reported|announced|estimated|confirmed|estimates?|reports?)(?=[,;.]|$|\s+on\s+{_DAY}))"
)
# "…, said the mayor of Larnby."
_AFTER = re.compile(
    r"(?:[”\"’']\s*add(?:s|ed)|[,”\"’']\s*(?:(?:has|have)\s+)?(?:said|says?|told|tells|noted|notes|stated|states|warns?|warned"
    r"|claim(?:s|ed)|argue[sd]|insist(?:s|ed)|assert(?:s|ed)|wrote|writes|explain(?:s|ed)|remarked|conclude[sd]|believe[sd]?"
    r"|acknowledge[sd]|allege[sd]|suggest(?:s|ed)|reports|reported|announced|estimate[sd]?))"
    r"\s+(?!(?:that|to|by|in|on|at|as|for|it|he|she|they)\b)(?P<who>(?:[^,;:“”\"?!.\s]|(?<=[A-Z])\.|\.(?=\w)"
    r"|\s(?!(?:on|in|at|to|during|as|late|earlier|last|this|after|when|while|that|who|which|whose)\s)){2,80})"
    r"(?=[,;:“”\"?!.]|\s|$)"
)
_UP_TO_A_VERB = r"(?:that|which|who|when|while|whose|said|published|released|issued|posted)"
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording\s+to|(?:^|(?<=,\s))[Pp]er(?=\s(?:the|an?|[A-Z])))\s+"
    rf"(?P<who>(?:(?!\b{_UP_TO_A_VERB}\b)[^,;:“”\"?!])+?)"
    rf"(?=,|;|:|\.(?:\s|$)|[“”\"?!]|$|\s{_UP_TO_A_VERB}\b|\s\d|\s(?:in|on)\s(?:a|an|the|its|his|her|their|[A-Z]))"
)
# "By the council's count, …", "as far as the council can tell", "with a source confirming …", "in the words of …"
_BY_COUNT = re.compile(
    r"(?:^|[,;]\s)[Bb]y\s+(?P<who>(?:[^\s,;:.]+\s+){1,6}?"
    r"(?:estimates?|accounts?|reckoning|count|tally|figures|calculations?))(?=,|\.)"
)
_AS_FAR_AS = re.compile(
    r"\b[Aa]s\s+far\s+as\s+(?P<who>[^,;:.“”\"?!]{3,60}?)\s+(?:can|could)\s+(?:tell|see|say|establish)\b"
)
_WITH_ONE_SAYING = re.compile(
    r"\bwith\s+(?P<who>[^,;:“”\"?!]{3,60}?)\s+(?:saying|confirming|claiming|estimating|reporting|warning|arguing|adding)\s+"
    r"(?=that\b|the\b|an?\b|its\b|their\b|his\b|her\b|it\b|they\b|[A-Z\d])"
)
_IN_THE_WORDS_OF = re.compile(r"\b[Ii]n\s+the\s+(?:words|view|opinion)\s+of\s+(?P<who>[^,;:.“”\"?!]{3,60})(?=[,.])")

_NOT_A_SPEAKER = re.compile(
    r"(?:(?:an?|the|some|many|other|both|all)(?:\s+(?:estimated|reported))?\Z"
    r"|this\s+(?:report|article|post|video)\Z|(?:his|her|their|its|our|my)\Z|[^,]*\w[’']s\Z"
    r"|(?:it|this|that|these|those(?!\s+(?:close|in|near|with))|which|there|what|when|where|as|in|on|at|by|for|with"
    r"|after|before|since|if|while|although|though|because|however|but|and|or|to|meanwhile|amid|despite|neither|no|none"
    r"|nobody|instead|then|often|he|she|they|we|i|you|not|also|later|last|one\sof|have|has|had|over|all|our|my|his\sown|her\sown|their\sown)\b)",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"(?:(?:some|recent|several|media|early|other|earlier|many|the)\s+)*reports?\Z", re.IGNORECASE)
_ASIDE = re.compile(rf"(?:,\s(?:however|meanwhile|too|though)\s*,?|\s+on\s+{_DAY})\s*$")
_RELATIVE = re.compile(r"\b(?:who|whom|whose|which|that|where)\b[^,]*")

_FINITE = frozenset(
    """is are was were has have had will would can could may might must should does did do isn't aren't wasn't weren't
    hasn't haven't won't can't couldn't doesn't didn't don't went took came made gave got began saw fell rose ran grew
    became knew kept broke drew flew chose lost won said says wants needs makes takes gives goes comes becomes seems
    remains marks shows follow follows because if when while although though""".split()
)
_MAKES_AN_ADJECTIVE = frozenset(
    """a an the some many other its his her their this that these those two three four five six several former of for
    by with from and or in at on to""".split()
)
_BEGINS_AN_OBJECT = frozenset(
    "a an the its his her their this that these those it him them and or but up out off down back over into".split()
)
_NAMING = frozenset("named called dubbed titled entitled known".split())


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something, as a stretch of the text that names them."""

    text: str
    start: int  # characters into the text
    end: int


def speaker(sentence: str) -> Speaker | None:
    """Who is said to have said what the sentence tells; None where it is told as the reporter's own.

    A pronoun is no speaker: whom it stands for is not in the sentence. Of two speakers the first is meant, but for
    bare "reports" beside somebody with a name.
    """
    return min(_speakers(sentence), key=lambda who: (bool(_VAGUE.match(who.text)), who.start), default=None)


def _speakers(sentence: str) -> Iterator[Speaker]:
    after = [(match, who) for match in _AFTER.finditer(sentence) if (who := _named(match))]
    yield from (who for _, who in after)
    turned = {match.start("who") for match, who in after if _ends_it(sentence[match.start("who") :], who.text)}
    for match in _BEFORE.finditer(sentence):
        who = _named(match)
        if who and not (match["who"].endswith(",") and _next_word(sentence, match.end("verb")) in turned):
            yield who
    for pattern in _OTHERS:
        yield from (who for match in pattern.finditer(sentence) if (who := _named(match)))


_OTHERS = (_ACCORDING, _AND_SAID, _AT_THE_END, _BY_COUNT, _AS_FAR_AS, _WITH_ONE_SAYING, _IN_THE_WORDS_OF)


def _ends_it(rest: str, who: str) -> bool:
    """Whether a sentence ends with a name and what describes it: "…, says Ana Lemm, a member of the council."""
    named = re.match(r"(?:[A-Z][\w’'.-]*|of|the|for|de|al|bin|van|von)(?:\s+(?:[A-Z][\w’'.-]*|of|the|for))*\Z", who)
    return bool(named) and rest[len(who) :][:1] in (",", ".", "") and not _is_clause(rest)


def _next_word(sentence: str, at: int) -> int:
    return at + len(sentence[at:]) - len(sentence[at:].lstrip())


def _named(match: re.Match[str]) -> Speaker | None:
    who = _ASIDE.sub("", match["who"]).strip(" ,")
    if not who or _NOT_A_SPEAKER.match(who) or len(who.split()) > 24 or len(who.split(",")[0].split()) > 16:
        return None
    if _is_clause(who):
        return None
    start = match.start("who") + match["who"].index(who)
    return Speaker(who, start, start + len(who))


def _is_clause(phrase: str) -> bool:
    """Whether a phrase has a verb of its own, outside what is told of somebody after "who" or "which"."""
    words = [word.strip(',.()“”"') for word in _RELATIVE.sub("", phrase).split()]
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if word.replace("’", "'") in _FINITE:
            return True
        if word.endswith("ed") and word.islower() and word.isalpha() and before and word not in _NAMING:
            if before.lower() in _MAKES_AN_ADJECTIVE or before.endswith("ly"):
                continue
            if not after or after in _BEGINS_AN_OBJECT or after[0].isupper() or after[0].isdigit():
                return True
    return False


def said_by_a_pronoun(sentence: str) -> bool:
    """Whether somebody speaks who is only called he, she or they: the sentence before names them."""
    return bool(
        re.search(
            rf"\b(?:[Hh]e|[Ss]he|[Tt]hey)\b{_ADVERB}\s+{_SAYING}"
            rf"|[,”\"]\s*(?:he|she|they)\s+(?:{_SAYING}|(?:adds?|added|continued|went\s+on)\b)",
            sentence,
        )
    )


# By these a sentence tells that somebody says what it tells, however it is put.
TELLS_OF_SAYING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|according|t(?:ell|ells|old)|report(?:s|ed|ing)?|announce[sd]?|announcement|claim(?:s|ed)?|accus\w+"
    r"|confirm\w*|den(?:y|ies|ied)|warn\w*|estimat\w+|call(?:s|ed)?|describ\w+|welcom\w+|critici[sz]\w+|condemn\w*|argu\w+"
    r"|believ\w+|fear\w*|expect\w*|sees?|saw|want\w*|hop(?:e|es|ed)|statement|view|opinion|think\w*|thought|find\w*|found"
    r"|count\w*|puts?|statistics|figures|interview\w*|comment\w*|respon\w+|repl\w+|explain\w*|admit\w*|suggest\w*|insist\w*"
    r"|vow\w*|promis\w+|pledg\w+|urg\w+|demand\w*|ask\w*|express\w*|reveal\w*|note[sd]?|wrote|writes|prais\w+)\b",
    re.IGNORECASE,
)
