"""What sentences tell of the figure, or of the status, that a question asks for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from index import Source
from qa.figures import answering_figures
from qa.opposites import Status, statuses
from qa.quantities import Quantity
from qa.questions import Asked
from qa.relevance import Words
from qa.sentences import Sentence
from qa.wording import Term, same_name, stem

_FORMER = re.compile(r"\b(?:earlier|previous(?:ly)?|formerly|initial(?:ly)?|at\s+first|from)\b", re.IGNORECASE)
_A_PART_OF = re.compile(r"\s+of\s+(?:the|its|their|his|her|those|these)\b")
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

    def includes(self, other: "ToldFigure") -> bool:
        return self.is_vague and self.quantity.low <= other.quantity.low <= self.quantity.high


def told_figures(asked: Asked, sentences: Sequence[Sentence], words: Words) -> list[ToldFigure]:
    """The figures of sentences that answer, in their order, in the unit of the first: a share is no count."""
    told = [ToldFigure(s, q) for s in sentences for q in answering_figures(s, asked, words)]
    return [f for f in told if f.quantity.unit == told[0].quantity.unit]


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
    wanted = statuses(asked.text)
    for status in statuses(sentence.text):
        if any(status.opposes(w) for w in wanted):
            yield ToldStatus(sentence, status, asked_for=False)
        elif any((status.pair, status.side) == (w.pair, w.side) for w in wanted):
            yield ToldStatus(sentence, status, asked_for=True)


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
