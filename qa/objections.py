"""What in a claim the sentences do not bear out: figures, names, quotations, a turned sense, speakers."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.attribution import speaker
from qa.forms import is_number, plain_form, unaccented
from qa.opposites import turned_round
from qa.quantities import Quantity, quantities
from qa.relevance import Worded
from qa.twists import added_cause, added_superlative, exchanged_roles, not_yet
from qa.wording import Term, same_name, stem, terms

_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nobody|nothing|without|unable|fails?|failed|yet\s+to|cannot"
    r"|den(?:y|ies|ied)|un(?:verified|confirmed|known))\b|n[’']t\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"]([^“”\"]{3,})[”\"]")
_CUT = re.compile(r"\[?(?:\.\s?){3}\]?|\[?…\]?")  # where a quotation leaves words out
_ORDINAL = re.compile(r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?=\s+[a-z])(?!\s+of\b)")
_BY_WHOM = re.compile(r"\b(?P<by>from|by|against)\s+(?:the\s+)?(?P<name>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*)")
_CLAUSE = re.compile(r"[,;:.]\s|\s(?:but|and|which|who)\s")
DENIED = 2  # terms after a denial that it denies
_DIGITS = re.compile(r"\d[\d.,]*\d|\d")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a claim is held against: the sentences that carry it best."""

    claim: str
    wanted: tuple[Term, ...]  # the claim's terms
    picked: tuple[Worded, ...]  # best first, at least one
    others: tuple[Worded, ...]  # all sentences in hand
    cover: float  # 0 to 1: the weighted share of the terms that the best sentence says
    cosine: float  # -1 to 1: of the meanings of claim and best sentence

    @property
    def told(self) -> str:
        """All picked sentences."""
        return " ".join(s.text for s in self.picked)


def objection(ground: Ground) -> str:
    """The first thing that the sentences do not bear out, in plain words; "" where there is nothing."""
    return next((reason for rule in RULES if (reason := rule(ground))), "")


def invented_quotation(ground: Ground) -> str:
    """A quotation that no sentence in hand holds; the name of a work in quotation marks is none."""
    held = _plain(" ".join(s.text for s in ground.others))
    pieces = [piece for quote in _QUOTED.findall(ground.claim) if not _is_title(quote) for piece in _CUT.split(quote)]
    invented = next((piece for piece in pieces if _plain(piece) not in held), "")
    return f"The words “{invented.strip()}” do not stand in the report." if invented else ""


def _is_title(quote: str) -> bool:
    """Whether words in quotation marks are the name of a work: all that carry meaning begin with a capital."""
    return all(t.word[0].isupper() or t.is_number for t in terms(quote))


def wrong_figure(ground: Ground) -> str:
    """A figure that the sentences give otherwise: another number, unit or thing counted, or less surely."""
    there = quantities(ground.told)
    for figure in quantities(ground.claim):
        same = [q for q in there if (q.low, q.high, q.unit) == (figure.low, figure.high, figure.unit)]
        if not same and re.search(
            rf"\b{re.escape(figure.text)}[\s-]years?[\s-]olds?\b|\baged?\s{re.escape(figure.text)}\b", ground.told
        ):
            continue
        if not same:
            said = _nearest_figure(figure, there)
            return f"The claim says {figure.text}; the report {f'says {said}' if said else 'gives no such figure'}."
        if other := _counting_the_same(figure, same, there):
            return f"The claim says {figure.text} {figure.counted[0]}; the report says {other.text} there."
        if not any(_as_sure(figure, q) for q in same):
            return f"The claim says {figure.text}; the report says {same[0].text}."
    return ""


def wrong_number(ground: Ground) -> str:
    """An ordinal, a day or another bare number that does not stand in the sentences."""
    ordinals = _ORDINAL.findall(ground.told.lower())
    wrong = next((w for w in _ORDINAL.findall(ground.claim.lower()) if ordinals and w not in ordinals), "")
    if wrong:
        return f"The claim says {wrong}; the report says {ordinals[0]}."
    counted = quantities(ground.claim)
    given = {_number(d) for d in _DIGITS.findall(ground.told)} | {
        _number(str(int(q.low))) for q in quantities(ground.told)
    }
    around = {plain_form(t.word) for s in ground.picked for t in (*s.terms, *s.context) if is_number(t.word)}
    for number in _DIGITS.findall(ground.claim):
        if _number(number) not in given | around and not any(number in q.text for q in counted):
            return f"The claim says {number}, which is not in the report there."
    return ""


def strange_name(ground: Ground) -> str:
    """A name of which neither the sentences nor what is told around them speaks."""
    given = [t for s in ground.picked for t in (*s.terms, *s.context)]
    strange = [t.word for t in ground.wanted if t.is_name and not any(_one_name(t.word, g.word) for g in given)]
    return f"The report does not speak of {' or '.join(dict.fromkeys(strange))} there." if strange else ""


def turned(ground: Ground) -> str:
    """The opposite of what the best sentence says, or a denial of it."""
    claim, best = ground.claim, ground.picked[0].text
    is_turned = denies_what_is_said(claim, best) or denies_what_is_said(best, claim) or turned_round(claim, best)
    return "The report says the opposite, or does not say it so surely." if is_turned else ""


def denies_what_is_said(one: str, other: str) -> bool:
    """Whether the first text denies something that the second says without denying it."""
    said, denied_there = {t.stem for t in terms(other)}, _denied(other)
    return any(stem in said and stem not in denied_there for stem in _denied(one))


def _denied(text: str) -> set[str]:
    """The stems of what is denied in a text: the two terms after each denial."""
    found: set[str] = set()
    told = terms(text)
    for match in _NEGATION.finditer(text):
        end = next((m.start() for m in _CLAUSE.finditer(text, match.end())), len(text))
        after = [t.stem for t in told if match.end() <= t.start < end]
        found |= set(after[:DENIED])
    return found


def swapped(ground: Ground) -> str:
    """What is laid in another's mouth, or taken from another, than the best sentence does."""
    best = ground.picked[0]
    claimed, told = speaker(ground.claim), speaker(best.text)
    if claimed and told and not _is_one(claimed.text, told.text):
        spoken_of = any(_is_one(claimed.text, t.word) for t in (*best.terms, *best.context))
        others = (speaker(s.text) for s in ground.others)
        if not spoken_of or any(other and _is_one(claimed.text, other.text) for other in others):
            return f"The report has {told.text} say so, not {claimed.text}."
    there = {match["by"].lower(): match["name"] for match in _BY_WHOM.finditer(best.text)}
    for match in _BY_WHOM.finditer(ground.claim):
        name = there.get(match["by"].lower(), match["name"])
        spoken_of = any(same_name(word, t.word) for word in match["name"].split() for t in best.terms)
        if spoken_of and not any(same_name(a, b) for a in match["name"].split() for b in name.split()):
            return f"The report says {match['by']} {name}, not {match['by']} {match['name']}."
    return ""


def exchanged(ground: Ground) -> str:
    """Who did it and to whom it was done, the other way round."""
    word = exchanged_roles(ground.claim, ground.picked[0].text)
    return f"The report has it the other way round: who did it and to whom (“{word}”)." if word else ""


def unrealised(ground: Ground) -> str:
    """A plan or a possibility told as done or sure."""
    word = not_yet(ground.claim, ground.picked[0].text)
    return f"The report tells of it as planned or possible (“{word}”), not as done or sure." if word else ""


def added(ground: Ground) -> str:
    """A cause or a superlative of the claim's own."""
    if cause := added_cause(ground.claim, ground.told):
        return f"The report names no cause there (“{cause}”)."
    most = added_superlative(ground.claim, ground.told)
    return f"The report does not say “{most}”." if most else ""


RULES: tuple[Callable[[Ground], str], ...] = (
    invented_quotation,
    wrong_figure,
    wrong_number,
    strange_name,
    turned,
    swapped,
    exchanged,
    unrealised,
    added,
)


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


def _one_name(one: str, other: str) -> bool:
    return plain_form(one) == plain_form(other) or same_name(unaccented(one), unaccented(other))


def _is_one(one: str, other: str) -> bool:
    return any(same_name(a.word, b.word) for a in terms(one) for b in terms(other))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()


def _number(digits: str) -> str:
    return digits.replace(",", "").strip(".")
