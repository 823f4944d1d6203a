"""Words with [n] → sentences and the evidence that each one points to. Pure functions.

Models write markers in many ways; documents may hold words that look like markers. Only numbers that were given out are
markers: any other is dropped, and counted.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from index import sentence_spans
from qa.replies import CUT

WIDEST_RANGE = 12  # numbers in "[1-12]"; a wider one is not a citation

_BRACKETS = str.maketrans({"【": "[", "】": "]", "［": "[", "］": "]", "〔": "[", "〕": "]", "⁅": "[", "⁆": "]"})
_NUMBERS = r"\d{1,3}(?:\s*(?:,|;|&|and|-|–|—|to)\s*\d{1,3})*"
_MARKER = re.compile(
    rf"[^\S\n]*\[+\s*(?:\^|(?:sources?|passages?|reports?|refs?\.?|nos?\.?|§)\s*:?\s*)?(?P<numbers>{_NUMBERS})"
    r"(?:\s*†[^\]\n]{0,40})?\s*\]+(?:\([^)\s]*\))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|—|to)\s*(\d{1,3})")
_BULLET = re.compile(r"^(?:[-*•>#]+|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence of a model, and what it says it rests on."""

    text: str  # without markers and list signs
    markers: tuple[int, ...]  # known ones, in order, each once
    unknown: int  # how many numbers it names that were never given


def marked_sentences(text: str, known: Collection[int]) -> tuple[Marked, ...]:
    """The sentences of a model's words with the markers that stand in or after each one."""
    bare, marks = _without_markers(_plain_brackets(text))
    spans = sentence_spans(bare)
    found = []
    for number, (start, end) in enumerate(spans):
        until = spans[number + 1][0] if number + 1 < len(spans) else len(bare) + 1
        # A marker right at the next sentence's start stands after this one: "… left. [1] They …"
        mine = [n for at, numbers in marks if start < at <= until for n in numbers]
        sentence = _BULLET.sub("", bare[start:end]).strip("*_ ")
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


def _plain_brackets(text: str) -> str:
    """The text with other scripts' brackets and digits as plain ones."""
    return "".join(
        unicodedata.normalize("NFKC", c) if unicodedata.category(c) == "Nd" else c for c in text.translate(_BRACKETS)
    )


def _without_markers(text: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The text without its markers, and where in it each one stood."""
    bare = ""
    marks: list[tuple[int, list[int]]] = []
    at = 0
    for match in _MARKER.finditer(text):
        bare += text[at : match.start()]
        marks.append((len(bare), _numbers(match["numbers"])))
        at = match.end()
    return bare + text[at:], marks


def _numbers(written: str) -> list[int]:
    numbers: list[int] = []
    for first, last in _RANGE.findall(written):
        if 0 <= int(last) - int(first) < WIDEST_RANGE:
            numbers.extend(range(int(first), int(last) + 1))
    return numbers + [n for n in map(int, re.findall(r"\d+", written)) if n not in numbers]
