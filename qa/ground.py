"""What a claim is held against by the rules."""

from collections.abc import Callable
from dataclasses import dataclass

from qa.closeness import Numbers
from qa.relevance import Worded
from qa.wording import Term

UNMEANT = 0.5  # cosine below which no word of a sentence means what the term does
UNLIKE = 0.5  # the same of words by themselves: banned, closed .54; criticised, critical .48
SHORT = 10  # terms: a longer claim may join what several sentences tell of several things


@dataclass(frozen=True, slots=True)
class Ground:
    """What a claim is held against: the sentences that carry it best."""

    claim: str
    wanted: tuple[Term, ...]  # the claim's terms
    picked: tuple[Worded, ...]  # best first, at least one
    others: tuple[Worded, ...]  # all sentences in hand
    cover: float  # 0 to 1: the weighted share of the terms that the best sentence says
    cosine: float  # -1 to 1: of the meanings of claim and best sentence
    said: Numbers  # (picked, terms) 0 to 1: how well each picked sentence's own words say the term
    meant: Numbers  # (terms,) -1 to 1: how near any of their words comes to the term, each as meant in its sentence
    likest: Callable[[Term], float]  # -1 to 1: how near the likest of their words comes to a term, each by itself

    @property
    def told(self) -> str:
        """All picked sentences."""
        return " ".join(s.text for s in self.picked)

    @property
    def unsaid(self) -> tuple[Term, ...]:
        """The claim's terms that the picked sentences do not say in any words, nor what is told around them."""
        around = {t.stem for t in self.around}
        told = self.said.max(axis=0)
        return tuple(
            t
            for t, said, near in zip(self.wanted, told, self.meant, strict=True)
            if not said and near < UNMEANT and t.stem not in around
        )

    @property
    def untold(self) -> tuple[Term, ...]:
        """Of the `unsaid` those to which no word of the picked sentences comes near by itself either."""
        return tuple(t for t in self.unsaid if self.likest(t) < UNLIKE)

    @property
    def around(self) -> tuple[Term, ...]:
        """The terms of all picked sentences and of what is told around them."""
        return tuple(t for s in self.picked for t in (*s.terms, *s.context))
