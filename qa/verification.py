"""Claim → supported or not, and why.

A claim is supported where a careful reader, shown only the sentences, would agree: every figure, name, date and
quotation in it has its ground there, nothing is turned round, nobody's word is told as fact, and the meaning matches.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.attribution import speaker
from qa.opposites import turned_round
from qa.quantities import Quantity, quantities
from qa.relevance import Relevance, S, Words, embedded_words, relevances
from qa.types import Check
from qa.wording import Term, same_name, stem, terms

MOST = 3  # sentences that carry one claim
MEANT = 0.58  # relevance of the best sentence from which the meaning matches: set on WiCE's development claims
UNTOLD = 0.34  # share of a claim's plain words that the sentences may leave unsaid: a paraphrase has other words
BESIDE_BEST = 0.75  # share of the best relevance that a further supporting sentence needs

_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nobody|nothing|without|unable|fails?|failed|yet\s+to|cannot|lacks?|lacked"
    r"|den(?:y|ies|ied)|un(?:verified|confirmed|known))\b|n[’']t\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"]([^“”\"]{3,})[”\"]")
_SIMPLY_NOT = re.compile(r"\b(?:not|never)\b|n[’']t\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?=\s+[a-z])(?!\s+of\b)")
_BY_WHOM = re.compile(r"\b(?P<by>from|by|against)\s+(?:the\s+)?(?P<name>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*)")
_DIGITS = re.compile(r"\d[\d.,]*\d|\d")


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
    """Picks the sentences that support a claim and says whether they do. The embedded model judges the meaning."""
    told = [terms(s) for s in sentences]
    lines = [Line(s, mine, before) for s, mine, before in zip(sentences, told, [(), *told], strict=False)]
    found = support(claim, lines, embedded_words())
    return Check(found.supported, found.score, found.sentences, found.reason)


def support(claim: str, sentences: Sequence[S], words: Words) -> Support:
    """What sentences say of a claim: the general form of `check`, over sentences of any kind."""
    wanted = terms(claim)
    if not wanted or not sentences:
        return Support(False, 0.0, (), None, "There is nothing that it could be checked against.")
    ranked = relevances(claim, wanted, sentences, words)
    picked = [r for r in ranked[:MOST] if r.score >= BESIDE_BEST * ranked[0].score]
    places = tuple(next(i for i, s in enumerate(sentences) if s is r.sentence) for r in picked)
    reason = _objection(claim, wanted, picked) or _swapped(claim, picked[0].sentence, sentences)
    who = speaker(picked[0].sentence.text)
    named = who and any(same_name(a.word, b.word) for a in terms(who.text) for b in wanted if b.is_name or b.start == 0)
    return Support(not reason, picked[0].score, places, None if named or not who else who.text, reason)


def _objection(claim: str, wanted: Sequence[Term], picked: Sequence[Relevance[S]]) -> str:
    """Why the sentences do not carry the claim, in plain words; "" where they do."""
    told = " ".join(r.sentence.text for r in picked)
    if invented := next((q for q in _QUOTED.findall(claim) if _plain(q) not in _plain(told)), ""):
        return f"The words “{invented}” do not stand in the report."
    if wrong := _wrong_figure(claim, told):
        return wrong
    given = [t for r in picked for t in (*r.sentence.terms, *r.sentence.context)]
    strange = [t.word for t in wanted if t.is_name and not any(same_name(t.word, g.word) for g in given)]
    if strange:
        return f"The report does not speak of {' or '.join(dict.fromkeys(strange))} there."
    if untold := _untold(wanted, picked):
        return f"The report says nothing there of “{'”, “'.join(untold[:4])}”."
    subject = next((i for i, t in enumerate(wanted) if t.is_name), None)
    if picked[0].score < MEANT or (subject is not None and not picked[0].matches[subject]):
        return "The report says something else there."
    if _turned(claim, picked[0]):
        return "The report says the opposite, or does not say it so surely."
    return ""


def _untold(wanted: Sequence[Term], picked: Sequence[Relevance[S]]) -> tuple[str, ...]:
    """The plain words of a claim that no picked sentence says, where they are too many for a turn of phrase."""
    plain = [
        (t.word, max(r.matches[i] for r in picked)) for i, t in enumerate(wanted) if not (t.is_name or t.is_number)
    ]
    untold = tuple(dict.fromkeys(word for word, match in plain if not match))
    return untold if len(untold) > UNTOLD * len(plain) else ()


def _wrong_figure(claim: str, told: str) -> str:
    there = quantities(told)
    for figure in quantities(claim):
        same = [q for q in there if (q.low, q.high, q.unit) == (figure.low, figure.high, figure.unit)]
        if not same:
            said = _nearest_figure(figure, there)
            return f"The claim says {figure.text}; the report {f'says {said}' if said else 'gives no such figure'}."
        if other := _counting_the_same(figure, same, there):
            return f"The claim says {figure.text} {figure.counted[0]}; the report says {other.text} there."
        if not any(_as_sure(figure, q) for q in same):
            return f"The claim says {figure.text}; the report says {same[0].text}."
    ordinals = _ORDINAL.findall(told.lower())
    if wrong := next((w for w in _ORDINAL.findall(claim.lower()) if ordinals and w not in ordinals), ""):
        return f"The claim says {wrong}; the report says {ordinals[0]}."
    digits = {_number(d) for d in _DIGITS.findall(told)}
    ranges = {_number(str(int(q.low))) for q in there}
    for number in _DIGITS.findall(claim):
        if _number(number) not in digits | ranges and not any(number in q.text for q in quantities(claim)):
            return f"The claim says {number}, which is not in the report there."
    return ""


def _counting_the_same(figure: Quantity, same: Sequence[Quantity], there: Sequence[Quantity]) -> Quantity | None:
    """Another figure that the report gives for what is counted, where it gives this one for something else."""
    if not figure.counted or any(not q.counted or _share_a_word(figure, q) for q in same):
        return None
    return next((q for q in there if q not in same and _share_a_word(figure, q)), None)


def _share_a_word(one: Quantity, other: Quantity) -> bool:
    return bool({stem(w) for w in one.counted} & {stem(w) for w in other.counted})


def _nearest_figure(figure: Quantity, there: Sequence[Quantity]) -> str:
    counted = {w.lower() for w in figure.counted}
    alike = [q for q in there if counted & {w.lower() for w in q.counted}]
    return " or ".join(f"{q.text} {' '.join(q.counted)}".strip() for q in (alike or there)[:2])


def _as_sure(claimed: Quantity, told: Quantity) -> bool:
    """Whether a figure is told as surely as it is claimed: "300" is not carried by "about 300" or "at least 300"."""
    return claimed.hedge == told.hedge or (claimed.hedge == "about" and told.hedge == "")


def _turned(claim: str, best: Relevance[S]) -> bool:
    if bool(_SIMPLY_NOT.search(claim)) != bool(_SIMPLY_NOT.search(best.sentence.text)) and best.cover > 0.9:
        return True
    if bool(_NEGATION.search(claim)) != bool(_NEGATION.search(best.sentence.text)) and best.cosine < 0.9:
        return True
    return turned_round(claim, best.sentence.text)


def _swapped(claim: str, best: S, sentences: Sequence[S]) -> str:
    """What the claim lays in another's mouth, or takes from another, than the sentence does; "" where nothing."""
    claimed, told = speaker(claim), speaker(best.text)
    if claimed and told and not _is_one(claimed.text, told.text):
        others = (speaker(s.text) for s in sentences)
        if any(other and _is_one(claimed.text, other.text) for other in others):
            return f"The report has {told.text} say so, not {claimed.text}."
    there = {match["by"].lower(): match["name"] for match in _BY_WHOM.finditer(best.text)}
    for match in _BY_WHOM.finditer(claim):
        name = there.get(match["by"].lower(), match["name"])
        spoken_of = any(same_name(word, t.word) for word in match["name"].split() for t in best.terms)
        if spoken_of and not any(same_name(a, b) for a in match["name"].split() for b in name.split()):
            return f"The report says {match['by']} {name}, not {match['by']} {match['name']}."
    return ""


def _is_one(one: str, other: str) -> bool:
    return any(same_name(a.word, b.word) for a in terms(one) for b in terms(other))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()


def _number(digits: str) -> str:
    return digits.replace(",", "").strip(".")
