"""Claim → supported or not, and why.

A claim is supported where a careful reader, shown only the sentences, would agree: every figure, name, date and
quotation in it has its ground there, nothing is turned round, nobody's word is told as fact, and the meaning matches.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.attribution import TELLS_OF_SAYING, said_by_a_pronoun, speaker
from qa.closeness import LONGEST, Closeness, closeness
from qa.fitted import DECIDER, PICKER
from qa.ground import Ground
from qa.objections import objection
from qa.picking import support_features
from qa.relevance import S, Words, embedded_words
from qa.types import Check
from qa.wording import Term, same_name, terms

SURE = 0.5  # score from which a claim is supported
OBJECTED = 0.4  # the most that a claim scores of which one thing is not so


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence in hand, of no report."""

    text: str
    terms: tuple[Term, ...]
    context: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """What sentences say of a claim."""

    supported: bool
    score: float  # 0 to 1
    sentences: tuple[int, ...]  # 0-based, best first
    speaker: str | None  # who says it by the best sentence's own words, where the claim does not name them
    reason: str  # in plain words; "" where supported


def check(claim: str, sentences: Sequence[str]) -> Check:
    """Picks the sentences that support a claim and says whether they do. The embedded model judges the meaning.

    What they only have somebody say, without the claim's saying so too, they do not support as the fact it is told as.
    """
    found = support(claim[:LONGEST], lines_of(sentences), embedded_words())
    if found.supported and found.speaker:
        reason = f"The claim tells it as a fact; the report has {found.speaker} say so."
        return Check(False, min(found.score, OBJECTED), found.sentences, reason)
    return Check(found.supported, found.score, found.sentences, found.reason)


def lines_of(sentences: Sequence[str]) -> tuple[Line, ...]:
    """Sentences in hand, each told beside the one before it. Of each LONGEST characters are read."""
    read = [s[:LONGEST] for s in sentences]
    told = [terms(s) for s in read]
    return tuple(Line(s, mine, before) for s, mine, before in zip(read, told, [(), *told], strict=False))


def support(claim: str, sentences: Sequence[S], words: Words) -> Support:
    """What sentences say of a claim: the general form of `check`, over sentences of any kind."""
    wanted = terms(claim)
    if not wanted or not sentences:
        return Support(False, 0.0, (), None, "There is nothing that it could be checked against.")
    close = closeness(claim, wanted, sentences, words.embedded)
    picked = PICKER.pick(close)
    score = float(DECIDER.of(support_features(close, picked))[0])
    ground = grounds(claim, sentences, close, picked, words)
    reason = objection(ground)
    score = min(score, OBJECTED) if reason else score
    if score < SURE and not reason:
        reason = _unsaid(wanted, close, picked)
    return Support(score >= SURE, score, tuple(close.places[row] for row in picked), told_as_fact(ground), reason)


def grounds(claim: str, sentences: Sequence[S], close: Closeness, picked: Sequence[int], words: Words) -> Ground:
    """What a claim is held against: the picked rows of `close`, as sentences."""
    those = tuple(sentences[close.places[row]] for row in picked)

    def likest(term: Term) -> float:
        told = [t.word.lower() for s in those for t in s.terms] or [""]
        return float((words.embedded.vectors(told) @ words.embedded.vectors([term.word.lower()])[0]).max())

    return Ground(
        claim=claim,
        wanted=terms(claim),
        picked=those,
        others=tuple(sentences),
        cover=float(close.worded[picked[0]] @ close.weights),
        cosine=float(close.cosines[picked[0]]),
        said=close.worded[list(picked)],
        meant=close.meant[list(picked)].max(axis=0),
        likest=likest,
    )


def _unsaid(wanted: Sequence[Term], close: Closeness, picked: Sequence[int]) -> str:
    """What of a claim the sentences leave unsaid, in plain words."""
    said = close.worded[list(picked)].max(axis=0)
    unsaid = tuple(dict.fromkeys(t.word for t, s in zip(wanted, said, strict=True) if not s))
    if not unsaid or len(unsaid) > len(wanted) / 2:
        return "The report says something else there."
    return f"The report says nothing there of “{'”, “'.join(unsaid[:4])}”."


def told_as_fact(ground: Ground) -> str | None:
    """Who says it by the best sentence's own words, where the claim does not name them."""
    who = speaker(ground.picked[0].text)
    if not who or speaker(ground.claim) or said_by_a_pronoun(ground.claim):
        return None
    telling = terms(who.text)
    named = any(same_name(a.word, b.word) for a in telling for b in ground.wanted if b.is_name or b.start == 0)
    if not any(t.is_name for t in telling):  # by what they are: "the pilot"
        named |= any(t.stem == telling[-1].stem for t in ground.wanted if telling)
    return None if named and TELLS_OF_SAYING.search(ground.claim) else who.text
