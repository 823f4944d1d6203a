"""What sentences tell of the figure, or of the status, that a question asks for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from index import Source
from qa.deciding import FIGURE_BESIDE_BEST
from qa.figures import answering_figures, fates, fates_together, tells_of_the_fate
from qa.opposites import Status, statuses
from qa.quantities import Quantity, quantities
from qa.questions import Asked
from qa.relevance import Words, relevances
from qa.sentences import Sentence
from qa.wording import Term, same_name, stem, terms

OF_ONE_FATE = 0.35  # share of the best relevance from which a figure of the same fate is one of the same thing
_FORMER = re.compile(r"\b(?:earlier|previous(?:ly)?|formerly|initial(?:ly)?|at\s+first|from)\b", re.IGNORECASE)
_A_PART_OF = re.compile(r"\s+of\s+(?:the|its|their|his|her|those|these)\b")
# "led by 1,200 votes", "an increase of 300": how far two figures lie apart, and neither of them
_BY_HOW_MUCH = re.compile(
    r"\b(?:led|leads?|leading|ahead|won|wins?|lost|beat|rose|risen|rises?|fell|fallen|falls?|grew|grown|climbed|dropped|shrank|increased|decreased"
    r"|declined|cut|raised|reduced|up|down)\b[^,;.]*\sby\s+$|\b(?:rise|increase|drop|decrease|fall|gain|margin|majority|lead)\s+of\s+$",
    re.IGNORECASE,
)
# "The Red Cross put it at 26.", "the port authority counted 1,900.", "3,200 of them": of what was spoken of just before
_PUT_IT_AT = re.compile(
    r"\b(?:put|puts|estimates?|estimated|gave|gives|counts?|counted|reports?|reported|spoke\s+of|speaks?\s+of|says?|said)\s+"
    r"(?:(?:it|them|the\s+(?:figure|number|total|toll|count|cost|share|sum))\s+(?:at|as)\s+|(?:the\s+)?(?=\S*\d)|there\s+were\s+"
    r"|it\s+was\s+)$|\b(?:it|the\s+(?:figure|number|total|toll|count))\s+(?:was|is|stood\s+at|rose\s+to|at)\s+$",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:expects?|expected|forecasts?|predicts?|predicted|projects|projected|aims?\s+for|targets?|could|may|might|would|will"
    r"|plans?|next\s+(?:year|month|week|season))\b"
)
_RATE = re.compile(
    r"(?:\s+\w+)?\s+(?:(?:an?|per|each|every)\s+(?P<time>year|month|week|day|hour|night)|(?P<ly>year|month|week|dai)ly)\b",
    re.I,
)
_FAR = 4  # characters between sentences that stand side by side, at most
_OF_A_WHOLE = re.compile(r"\bof\s+(?:the|its|their|his|her|some|about|all)\s*$")


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure that answers, and the sentence that gives it."""

    sentence: Sentence
    quantity: Quantity

    @property
    def source(self) -> Source:
        return self.sentence.evidence.passage.source

    @property
    def value(self) -> tuple[float, float, str]:
        low, high = (float(f"{bound:.9g}") for bound in (self.quantity.low, self.quantity.high))  # 1.4 * 1e3 is 1,400
        return low, high, self.quantity.hedge

    @property
    def is_vague(self) -> bool:
        """Whether only a size is told, as in "thousands"."""
        return not re.search(r"\d", self.quantity.text) and self.quantity.high == 10 * self.quantity.low

    @property
    def is_former(self) -> bool:
        """Whether it is told as one that held before: "from $350 million", "the 1,400 claimed earlier"."""
        text, at = self.sentence.text, self.quantity
        around = text[max(0, at.start - 30) : at.start], text[at.end : at.end + 50]
        return any(_FORMER.search(re.split(r"[,;]", part)[cut]) for part, cut in zip(around, (-1, 0), strict=True))

    @property
    def is_share(self) -> bool:
        """Whether it counts a part of what is named after it, or is what a part is taken of: "18 of the 33 seats"."""
        text, at = self.sentence.text, self.quantity
        return bool(_A_PART_OF.match(text, at.end) or _OF_A_WHOLE.search(text, 0, at.start))

    @property
    def is_a_distance(self) -> bool:
        """Whether it tells how far two figures lie apart: of a lead, a rise."""
        return bool(_BY_HOW_MUCH.search(self.sentence.text, 0, self.quantity.start))

    @property
    def is_forecast(self) -> bool:
        """Whether it is told of what is to come: an expectation is no result."""
        return _TO_COME.search(self.sentence.text) is not None

    @property
    def unit(self) -> tuple[str, str]:
        """What it is measured in, and in which time: 3 million euros a year are no fee of 14 million."""
        within = _RATE.match(self.sentence.text, self.quantity.end)
        return self.quantity.unit, (within["time"] or within["ly"]).lower().replace("dai", "day") if within else ""

    def counts_others_too(self, asked: Asked) -> bool:
        """Whether it counts the killed and the wounded together, where only one of them are asked for."""
        wanted = fates(asked.terms)
        return bool(wanted) and not fates_together(self.sentence.text, self.quantity) <= wanted

    def includes(self, other: "ToldFigure") -> bool:
        return self.is_vague and self.quantity.low <= other.quantity.low <= self.quantity.high


def told_figures(asked: Asked, sentences: Sequence[Sentence], words: Words) -> list[ToldFigure]:
    """The figures of sentences that answer, in their order, in the unit of the first: a share is no count."""
    found = [ToldFigure(s, q) for s in sentences for q in answering_figures(s, asked, words)]
    told = [f for f in found if not f.is_a_distance and is_owners(f, asked) and not f.counts_others_too(asked)]
    return [f for f in told if f.unit == told[0].unit]


def near_figures(asked: Asked, sentences: Sequence[Sentence], words: Words) -> list[Sentence]:
    """The sentences whose figures answer about as nearly as the best one's, the nearest first.

    A toll is told in many words, so what tells of the same fate and the same names may lie farther off.
    """
    counting = list(dict.fromkeys(f.sentence for f in told_figures(asked, sentences, words)))
    found = relevances(asked.text, asked.terms, counting, words)
    best = found[0].score if found else 0.0
    return [
        r.sentence
        for r in found
        if r.score >= FIGURE_BESIDE_BEST * best
        or (r.score >= OF_ONE_FATE * best and tells_of_the_fate(asked, r.sentence, words))
    ]


def put_otherwise(told: Sequence[ToldFigure], sentences: Sequence[Sentence]) -> list[ToldFigure]:
    """The figures that are put beside those told, right after them: "The Red Cross put it at 26." """
    found = []
    for figure in told:
        after = next((s for s in sentences if _follows(figure.sentence, s)), None)
        for quantity in quantities(after.text)[:1] if after else ():
            plain = not quantity.counted or quantity.unit or quantity.counted[0].lower() == "them"
            if (
                after
                and plain
                and quantity.unit == figure.quantity.unit
                and _PUT_IT_AT.search(after.text, 0, quantity.start)
            ):
                found.append(ToldFigure(after, quantity))
    return found


def _follows(one: Sentence, other: Sentence) -> bool:
    return one.evidence.passage.source == other.evidence.passage.source and 0 <= other.start - one.end <= _FAR


def is_owners(figure: ToldFigure, asked: Asked) -> bool:
    """Whether a figure is told of whom the question asks what they got: none of somebody else's votes."""
    match = _OWNER.search(asked.text)
    owner = [t for t in asked.terms if match and t.is_name and match.start("who") <= t.start < match.end("who")]
    if not owner:
        return True
    text, at = figure.sentence.text, figure.quantity
    clause = re.split(r"[,;]\s|\s(?:and|but|while|against|to)\s", text[: at.start])[-1]
    named = [t for t in terms(f"of {clause}") if t.is_name]
    if named:
        return any(same_name(t.word, o.word) for t in named for o in owner)
    before = [t for t in terms(f"of {text[: at.start]}") if t.is_name]
    if re.match(r"[“\"]?(?:He|She|They|It)\b", text) or re.search(
        r"\b(?:rivals?|opponents?|predecessors?|successors?)\b", text
    ):
        return False
    return not before or any(same_name(t.word, o.word) for t in before for o in owner)


_OWNER = re.compile(
    r"\b(?:did|does|do|has|have|had|will)\s+(?P<who>(?:[A-Z][\w’'-]*\s+)+)"
    r"(?:\w+\s+)?(?:get|gets|got|win|won|receive|received|poll|polled|score|scored|gain|gained|take|taken|have|had)\b"
)


@dataclass(frozen=True, slots=True)
class ToldStatus:
    """A status that is asked for, or its opposite, and the sentence that tells it."""

    sentence: Sentence
    status: Status
    asked_for: bool  # rather than its opposite

    @property
    def source(self) -> Source:
        return self.sentence.evidence.passage.source

    @property
    def published(self) -> date | None:
        return self.source.published


def told_statuses(asked: Asked, sentence: Sentence) -> Iterator[ToldStatus]:
    """What a sentence tells of the statuses that are asked for, and of their opposites."""
    wanted = statuses(IS_OVER.sub("ended", asked.text))
    for status in statuses(sentence.text):
        if any(status.opposes(w) for w in wanted):
            yield ToldStatus(sentence, status, asked_for=False)
        elif any((status.pair, status.side) == (w.pair, w.side) for w in wanted):
            yield ToldStatus(sentence, status, asked_for=True)


IS_OVER = re.compile(r"\bover(?=\s*\?)", re.IGNORECASE)


def of_one_thing(sentences: Sequence[Sentence], asked: Asked, words: Words) -> bool:
    """Whether all speak of half of what is asked about, and none of another of its kind."""
    of_status = {stem(word) for status in statuses(asked.text) for word in status.words.split()}
    wanted = [t for t in asked.terms if t.stem not in of_status]
    spoken = [t for t in wanted if all(words.match(t, (*s.terms, *s.context)) for s in sentences)]
    if len(spoken) * 2 < len(wanted):
        return False
    return not any(of_another(wanted, s) for s in sentences)


def of_another(wanted: Sequence[Term], sentence: Sentence) -> bool:
    """Whether a sentence tells of another of a kind than the one that is named: of another bridge."""
    return any(_of_another(a, b, sentence) for a, b in pairwise(wanted))


def _of_another(name: Term, kind: Term, sentence: Sentence) -> bool:
    """Whether a sentence tells of the Ash bridge where the Coldbrook bridge is asked about."""
    if not name.is_name or kind.is_name or kind.start > name.end + 1:
        return False
    before = [a for a, b in pairwise(sentence.terms) if b.stem == kind.stem and b.start <= a.end + 1]
    named = [t for t in before if t.is_name]
    return bool(named) and not any(same_name(t.word, name.word) for t in sentence.terms)
