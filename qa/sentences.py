"""The sentences of evidence that can be quoted: whole, exact, with what is said just before them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import sentence_spans
from qa.instructions import is_news
from qa.types import Citation, Evidence
from qa.wording import Term, terms

SHORTEST = 16  # characters: what is shorter says nothing by itself
LONGEST = 400  # characters of a quote
BETWEEN_PASSAGES = 4  # characters of white space between two passages that follow on one another, at most

_LEANS = re.compile(r"[“\"‘'(\s]*(?:They|He|She|It|These|Those|Their|His|Her|Its)\b")
_WHOLE = re.compile(r"[.!?…][”\"’')\]]*\Z")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report, and where it stands."""

    text: str
    start: int  # characters into the article's text
    end: int  # exclusive
    evidence: Evidence  # whose passage holds it
    terms: tuple[Term, ...]  # its own; then, where it leans on the sentence before, the terms of that one
    before: tuple[Term, ...]  # of the sentence before it
    about: tuple[Term, ...]  # of the report's title and outlet

    @property
    def leans(self) -> bool:
        """Whether it begins with a pronoun, so that the sentence before it tells of whom or what it speaks."""
        return _LEANS.match(self.text) is not None

    @property
    def origin(self) -> str:
        """The group of copies that its report belongs to."""
        return self.evidence.passage.source.origin

    @property
    def context(self) -> tuple[Term, ...]:
        """The terms of what is told around it."""
        return (*self.before, *self.about)

    def cited(self) -> Citation:
        """The sentence as a citation of exact words."""
        return Citation(self.evidence.marker, self.evidence.passage.source, self.text, self.start, self.end)


def sentences_of(evidence: Sequence[Evidence]) -> tuple[Sentence, ...]:
    """The sentences of all evidence that can be quoted, each once, by report and in the order of its text.

    Headings, fragments, questions and orders to the reader are left out; of a sentence longer than LONGEST the first
    clauses that fit are taken.
    """
    found: dict[tuple[str, int], Sentence] = {}
    before: tuple[Term, ...] = ()
    last: tuple[str, int] = ("", 0)
    for item in sorted(evidence, key=lambda e: (e.passage.source.id, e.passage.start)):
        source, passage = item.passage.source, item.passage
        about = terms(f"{source.title}\n{source.outlet or ''}")
        if last[0] != source.id or passage.start - last[1] > BETWEEN_PASSAGES:
            before = ()
        for start, whole_end in sentence_spans(passage.text):
            carried = before if _LEANS.match(passage.text, start) else ()
            words = terms(passage.text[start:whole_end])
            end = _fitting(passage.text, start, whole_end)
            text = passage.text[start:end]
            if not is_news(text):
                continue  # nor does what follows it lean on it
            if _can_be_quoted(text):
                at = passage.start + start
                sentence = Sentence(text, at, at + len(text), item, (*terms(text), *carried), before, about)
                found.setdefault((source.id, at), sentence)
            before = words
        last = (source.id, passage.end)
    return tuple(found.values())


def is_whole(text: str) -> bool:
    """Whether it ends as a sentence does: a heading does not."""
    return _WHOLE.search(text) is not None


def _can_be_quoted(text: str) -> bool:
    return len(text) >= SHORTEST and len(text.split()) >= 4 and (len(text) > LONGEST - 60 or is_whole(text))


def _fitting(text: str, start: int, end: int) -> int:
    """Where a quote that begins at `start` ends: at the sentence's end, or at the last clause or word that fits."""
    if end - start <= LONGEST:
        return end
    room = text[start : start + LONGEST]
    for pattern in (r"[.!?;:](?=[”\"]?\s)[”\"]?", r",(?=\s)", r"\S(?=\s)"):
        ends = [m.end() for m in re.finditer(pattern, room)]
        if ends and ends[-1] > LONGEST // 2:
            return start + len(room[: ends[-1]].rstrip(",;: "))
    return start + LONGEST
