"""How well a sentence answers to words: the question that it may answer, or the claim that it may carry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from index import MiniLM
from index.arrays import Vectors
from index.embedding import Embedder, TokenVectors
from qa.wording import Term, same_name

Embed = Callable[[Sequence[str]], Vectors]
ReadTokens = Callable[[Sequence[str]], Sequence[TokenVectors]]

ALIKE = 0.62  # cosine from which two words may stand for one another: troops, soldiers .89; troops, tanks .53
IN_CONTEXT = 0.6  # what a word counts that is not in the sentence but in the one before it or in the title
REMEMBERED = 20_000  # texts whose vectors are kept: about 30 MB
TOKENS_REMEMBERED = 1000  # texts whose tokens' vectors are kept: about 60 MB
READ_CLOSELY = 32  # sentences whose words are compared: the rest share neither meaning nor words


class Worded(Protocol):
    """A sentence, wherever it stands."""

    @property
    def text(self) -> str: ...
    @property
    def terms(self) -> tuple[Term, ...]: ...
    @property
    def context(self) -> tuple[Term, ...]:
        """Of what is told around it: the sentence before, the report's title."""
        ...


S = TypeVar("S", bound=Worded)
Otherwise = Callable[[Term, Worded], float]


class Words:
    """Which words and sentences mean alike, by the embedding model; each is embedded once while it is remembered."""

    def __init__(self, embed: Embed, read_tokens: ReadTokens | None = None) -> None:
        self._embed = embed
        self._read_tokens = read_tokens
        self._known: dict[str, NDArray[Any]] = {}
        self._known_tokens: dict[str, TokenVectors] = {}

    @property
    def embedded(self) -> "Words":
        """Words by the embedded model, by which claims are checked whatever model the collection is searched by."""
        return self if self._read_tokens else embedded_words()

    def tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Each text's words as they are meant in it. Only of `embedded` words."""
        if not self._read_tokens:
            return self.embedded.tokens(texts)
        if len(self._known_tokens) > TOKENS_REMEMBERED:
            self._known_tokens = {}
        known = self._known_tokens
        new = sorted(set(texts) - known.keys())
        if new:
            known.update(zip(new, self._read_tokens(new), strict=True))
        return [known[text] for text in texts]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The texts' vectors, (len(texts), dimension). What is new is embedded all at once."""
        if len(self._known) > REMEMBERED:
            self._known = {}
        known = self._known  # of this call, whatever another thread does meanwhile
        new = sorted(set(texts) - known.keys())
        if new:
            known.update(zip(new, self._embed(new), strict=True))
        return np.stack([known[text] for text in texts])

    def learn(self, words: Sequence[str]) -> None:
        """Embeds words that will be compared: all at once, since one by one would cost far more."""
        if words:
            self.vectors([word.lower() for word in words])

    def likeness(self, a: str, b: str) -> float:
        """The cosine of two words, 0 where it is below ALIKE."""
        a, b = a.lower(), b.lower()
        known = self._known
        if not (a in known and b in known):
            known = dict(zip((a, b), self.vectors([a, b]), strict=True))
        cosine = float(known[a] @ known[b])
        return cosine if cosine >= ALIKE else 0.0

    def match(self, wanted: Term, given: Sequence[Term]) -> float:
        """0 to 1: how well one of the given terms says what the wanted one does. Names and numbers must be the same."""
        best = 0.0
        for term in given:
            if term.stem == wanted.stem or ((wanted.is_name or term.is_name) and same_name(wanted.word, term.word)):
                return 1.0
            if not (wanted.is_name or wanted.is_number or term.is_name or term.is_number):
                best = max(best, self.likeness(wanted.word, term.word))
        return best


@cache
def embedded_words() -> Words:
    """Words by the embedded model, loaded once for all that is asked without a store."""
    return words_by(MiniLM())


def words_by(embedder: Embedder) -> Words:
    """Words by the embedded model, whatever a collection is searched by: all that is fitted to sentences, is to it."""
    return Words(embedder.embed, embedder.tokens) if isinstance(embedder, MiniLM) else embedded_words()


@dataclass(frozen=True, slots=True)
class Relevance(Generic[S]):
    """How well one sentence answers to wanted terms."""

    sentence: S
    cosine: float  # -1 to 1: of the meanings
    matches: tuple[float, ...]  # 0 to 1 for each wanted term
    cover: float  # 0 to 1: the weighted share of the wanted terms that it says

    @property
    def score(self) -> float:
        """0 to 1: meaning and words in equal parts, which did better on the development questions than either."""
        return (max(self.cosine, 0.0) + self.cover) / 2

    def says(self, term: Term, wanted: Sequence[Term]) -> bool:
        """Whether it says one of the wanted terms, in whatever words."""
        return any(m > 0 for m, t in zip(self.matches, wanted, strict=True) if t.stem == term.stem)


def relevances(
    text: str, wanted: Sequence[Term], sentences: Sequence[S], words: Words, otherwise: Otherwise | None = None
) -> list[Relevance[S]]:
    """How well sentences answer to a text, the best first; at most READ_CLOSELY of them.

    `otherwise` says how well a sentence says a term in words that are not like it: 0 to 1.
    """
    if not sentences:
        return []
    vectors = words.vectors([text, *(s.text for s in sentences)])
    cosines = np.asarray(vectors[1:] @ vectors[0])
    telling = weights(wanted, [s.terms for s in sentences])
    shared = [sum(w for w, t in zip(telling, wanted, strict=True) if _stands_in(t, s)) for s in sentences]
    rough = cosines + np.asarray(shared) / (sum(telling) or 1.0)
    near = [int(i) for i in np.argsort(-rough, kind="stable")[:READ_CLOSELY]]
    words.learn([t.word for i in near for t in (*wanted, *sentences[i].terms, *sentences[i].context)])
    found = []
    for i in near:
        sentence = sentences[i]
        matches = tuple(
            max(
                words.match(t, sentence.terms),
                IN_CONTEXT * words.match(t, sentence.context),
                otherwise(t, sentence) if otherwise else 0.0,
            )
            for t in wanted
        )
        cover = sum(w * m for w, m in zip(telling, matches, strict=True)) / (sum(telling) or 1.0)
        found.append(Relevance(sentence, float(cosines[i]), matches, cover))
    return sorted(found, key=lambda r: -r.score)


def _stands_in(term: Term, sentence: Worded) -> bool:
    return any(t.stem == term.stem for t in sentence.terms)


def weights(wanted: Sequence[Term], given: Sequence[Sequence[Term]]) -> tuple[float, ...]:
    """How much each wanted term tells sentences apart: its inverse document frequency over them, at least 0.2."""
    stems = [{t.stem for t in terms} for terms in given]
    return tuple(max(0.2, log((1 + len(stems)) / (1 + sum(t.stem in s for s in stems)))) for t in wanted)
