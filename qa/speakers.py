"""Who says what a report's sentence tells, also where the sentence only calls them he or she."""

import re

from index import sentence_spans
from qa.attribution import said_by_a_pronoun, speaker
from qa.sentences import Sentence

LONG = 40  # characters from which a speaker that holds a figure is a clause
BACK = 2  # sentences before one with a pronoun in which its speaker is looked for

# "The Red Cross put it at 26."
_PUT_IT_AT = re.compile(
    r"(?P<who>(?!(?:It|He|She|They|This|That)\b)(?:[\w’'-]+\s+){0,5}?[\w’'-]+)\s+(?:puts?|counts?|counted|estimates?|estimated)\s+"
    r"(?:(?:it|them|that|the\s+(?:\w+\s+){1,3}?)\s*at|(?:about\s+|some\s+|around\s+)?\d)"
)
_HE_OR_SHE = re.compile(r"(?:^[“\"]?(?:But\s+|And\s+)?(?:He|She)\b|[,”\"]\s*(?:he|she)\b)")
_A_PERSON = re.compile(r"(?!(?:The|An?|Some|Several|Many)\b)(?:[\w’'-]+\s+){0,6}?[A-Z][\w.’'-]+(?:,\s.*)?\Z")
_SEVERAL = re.compile(r"\band\b|\b(?:ministry|council|agency|office|government|army|police|union|commission)\b", re.I)


def speaker_of(sentence: Sentence) -> str | None:
    """Who says it, by the report's own words: of "He said …" the one who spoke in the sentence before, where plain."""
    who = speaker(sentence.text)
    if who:
        return _without_clause(who.text)
    if put := _PUT_IT_AT.match(sentence.text):
        return put["who"]
    if not (said_by_a_pronoun(sentence.text) and _HE_OR_SHE.search(sentence.text)):
        return None
    passage = sentence.evidence.passage
    at = sentence.start - passage.start
    for start, end in [span for span in sentence_spans(passage.text) if span[1] <= at][: -BACK - 1 : -1]:
        text = passage.text[start:end]
        before = speaker(text)
        if before:
            one = _A_PERSON.match(before.text) and not _SEVERAL.search(before.text)
            return _without_clause(before.text) if one else None
        if not said_by_a_pronoun(text):
            return None
    return None


def _without_clause(who: str) -> str | None:
    """A speaker without what is said before the name: nobody is called "the strike costs 6 million, Ana Lemm"."""
    if not re.search(r"\d", who) or len(who) < LONG:
        return who
    last = who.rsplit(", ", 1)[-1]
    return last if _A_PERSON.match(last) and not re.search(r"\d", last) else None
