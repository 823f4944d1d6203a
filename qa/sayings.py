"""What somebody is asked to have said: who that is, and which sentences are theirs."""

import re
from collections.abc import Sequence

from qa.attribution import TELLS_OF_SAYING, said_by_a_pronoun
from qa.questions import Asked
from qa.relevance import Relevance, Words
from qa.sentences import Sentence
from qa.speakers import speaker_of
from qa.wording import Term, terms

MOSTLY_NAMED = 0.6  # share of the words for a speaker that a sentence's speaker needs
HALF_AS_NEAR = 0.5  # share of the best relevance that a sentence of theirs needs

_QUOTED = re.compile(r"“[^“”]*”?|\"[^\"]*\"?")
_ASKED_TO_SAY = re.compile(
    r"\b(?:what|how|why|when|where)\s+(?:did|does|do|has|have|had)\s+(?P<who>(?:(?!\band\b)[^,?;“”\"]){2,80}?)\s+(?:also\s+)?"
    r"(?:say|said|tell|told|answer|answered|reply|replied|comment)\b",
    re.IGNORECASE,
)


def asked_to_have_said(asked: Asked, outlets: Sequence[str]) -> tuple[Term, ...]:
    """The words for whom a question asks what they said; () of other questions, and where it is an outlet."""
    match = _ASKED_TO_SAY.search(asked.text)
    if not match or any(match["who"].lower() in outlet.lower() for outlet in outlets):
        return ()
    return tuple(t for t in asked.terms if match.start("who") <= t.start < match.end("who"))


def said_by_them(
    asked: Asked,
    who: Sequence[Term],
    able: Sequence[Relevance[Sentence]],
    ranked: Sequence[Relevance[Sentence]],
    words: Words,
) -> list[Relevance[Sentence]]:
    """Of the sentences that may answer those on the matter that `who` said; else others such among `ranked`.

    Else those that are told by them, "…, according to a report in the Echo", or tell how they judge, "with officials
    condemning it". [] where a name says who it is and there are none of these either; as they are where no name does.
    """
    if said := [r for r in able if _is_theirs(who, r.sentence, words) and _on_the_matter(asked, who, r)]:
        return said
    bar = HALF_AS_NEAR * ranked[0].score
    near = [r for r in ranked if r.score >= bar and _on_the_matter(asked, who, r)]
    theirs = [r for r in near if _is_theirs(who, r.sentence, words)]
    naming = [r for r in able if _is_told_by(who, r.sentence.text, words) or _judge(who, r.sentence, words)]
    return theirs or naming or ([] if any(t.is_name for t in who) else list(able))


def _is_theirs(who: Sequence[Term], sentence: Sentence, words: Words) -> bool:
    says = speaker_of(sentence)
    told = terms(f"of {says}") if says else sentence.before if said_by_a_pronoun(sentence.text) else ()
    if says and _QUOTED.search(sentence.text):  # "…," said its secretary, Ada Lind.
        told = (*told, *terms("of " + _QUOTED.sub(" ", sentence.text)))
    said = [words.match(t, told) > 0 for t in who] if told else []
    named = [m for t, m in zip(who, said, strict=False) if t.is_name]
    return bool(said) and sum(said) >= MOSTLY_NAMED * len(said) and (not named or any(named))


def _is_told_by(who: Sequence[Term], text: str, words: Words) -> bool:
    """Whether a sentence ends with who tells it, by all the words for them."""
    _, by, source = text.partition("according to")
    told = terms(f"of {source}") if by else ()
    return bool(told) and all(words.match(t, told) for t in who)


def _judge(who: Sequence[Term], sentence: Sentence, words: Words) -> bool:
    """Whether a sentence tells that they say, condemn or welcome something: right behind the words for them."""
    theirs = [t for t in terms(sentence.text) if any(words.match(w, [t]) for w in who)]
    all_named = all(words.match(w, theirs) for w in who)
    return all_named and any(TELLS_OF_SAYING.match(sentence.text, t.end + 1) for t in theirs)


def _on_the_matter(asked: Asked, who: Sequence[Term], found: Relevance[Sentence]) -> bool:
    """Whether a sentence speaks of something that is asked about, beside who says it."""
    about = [m for t, m in zip(asked.terms, found.matches, strict=True) if t not in who]
    return not about or any(m > 0 for m in about)
