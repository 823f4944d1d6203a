"""Words with [n] → sentences and the evidence that each one points to. Pure functions.

Models write markers in many ways; documents may hold words that look like markers. Only numbers that were given out are
markers: any other is dropped, and counted.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from index import sentence_spans
from qa.marks import plain_marks
from qa.replies import CUT

WIDEST_RANGE = 12  # numbers in "[1-12]"; a wider one is not a citation

_MARKER = re.compile(r"[^\S\n]*\[(?P<before>>?)(?P<numbers>\d{1,3}(?:(?:,\s*|-)\d{1,3})*)\]")
_RANGE = re.compile(r"(\d{1,3})-(\d{1,3})")
_BULLET = re.compile(r"^(?:(?:[-*•>#|]+|\d{1,2}[.)])\s+)+|^[:,;–—-]+\s+")
_SPACED = re.compile(r"\s+(?=[.,;:!?](?:\s|$))")
_ENDS = tuple('.!?”"’')
_LIST_NUMBER = re.compile(r"\d{1,2}[.)]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence of a model, and what it says it rests on."""

    text: str  # without markers, emphasis and list signs
    markers: tuple[int, ...]  # known ones, in order, each once
    unknown: int  # how many numbers it names that were never given


def marked_sentences(text: str, known: Collection[int]) -> tuple[Marked, ...]:
    """The sentences of a model's words with the markers that stand in or after each one."""
    bare, marks = _without_markers(plain_marks(text, known))
    spans = [span for span in sentence_spans(bare) if not _LIST_NUMBER.fullmatch(bare[slice(*span)].strip())]
    found = []
    for number, (start, end) in enumerate(spans):
        before = spans[number - 1][1] if number else 0
        first = next((at for at in range(start, end) if bare[at].isalnum()), start)
        until = spans[number + 1][0] if number + 1 < len(spans) else len(bare) + 1
        # A marker right at the next sentence's start stands after this one: "… left. [1] They …"
        mine = [
            n
            for at, numbers, leads in marks
            if (before <= at <= first if leads else start < at <= until)
            for n in numbers
        ]
        sentence = _SPACED.sub("", _BULLET.sub("", bare[start:end])).strip("*_| ")
        if any(c.isalnum() for c in sentence):
            given = tuple(dict.fromkeys(n for n in mine if n in known))
            found.append(Marked(sentence, given, sum(n not in known for n in mine)))
    return tuple(found)


def whole_sentences(text: str) -> str:
    """A model's words without the sentence that its limit cut off; any other words as they are."""
    if not text.rstrip().endswith(CUT):
        return text
    ends = [m.end() for m in re.finditer(r"[.!?][”\"’]?(?:\s*\[[^\]\n]*\])*(?=\s)", text)]
    return text[: ends[-1]] if ends else ""


def _without_markers(text: str) -> tuple[str, list[tuple[int, list[int], bool]]]:
    """The text without its markers; where in it each one stood, its numbers, and whether it leads its sentence."""
    bare = ""
    marks: list[tuple[int, list[int], bool]] = []
    at = 0
    for match in _MARKER.finditer(text):
        bare += text[at : match.start()]
        marks.append((len(bare), _numbers(match["numbers"]), bool(match["before"])))
        at = match.end()
        if bare[-1:] in _ENDS and text[at : at + 1].isalnum():  # "They left.[1]They came."
            bare += " "
    return bare + text[at:], marks


def _numbers(written: str) -> list[int]:
    numbers: list[int] = []
    for first, last in _RANGE.findall(written):
        if 0 <= int(last) - int(first) < WIDEST_RANGE:
            numbers.extend(range(int(first), int(last) + 1))
    return numbers + [n for n in map(int, re.findall(r"\d+", written)) if n not in numbers]
