"""What a report is known again by: its words in runs, its figures and its names."""

import re
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

RUN = 5  # words of a run: two writers seldom choose the same five in a row
STEM = 5  # letters of a name that count, so that Belgium and Belgian are one

Marks = NDArray[np.uint32]  # hashes, (n,)

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_INSIDE = re.compile(r"(?:(?<=[\w,;] )|(?<=[(\[/-]))[^\W\d_]{3,}")  # a word that begins no sentence
_SPELLED = {
    **{"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"},
    **{"ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15"},
    **{"sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20"},
}


@dataclass(frozen=True, slots=True)
class Signature:
    """A report without its text: about 6 bytes a word."""

    runs: Marks  # of each RUN words, in the order of the text
    figures: Marks  # numbers in digits or spelled up to twenty, ascending
    names: Marks  # capitalised words within sentences, ascending


def signature(text: str) -> Signature:
    """A text's signature. Neither quotation marks, case nor line breaks change its runs."""
    written = _WORD.findall(text)
    words = [word.lower().replace("’", "'") for word in written]
    return Signature(_runs(words), _marks(_figures(words)), _marks(_names(text, set(written))))


def shared(some: Marks, others: Marks) -> int:
    """How many of `some` are among `others`; both ascending."""
    if not len(others):
        return 0
    return int((others.take(others.searchsorted(some), mode="clip") == some).sum())


def _runs(words: list[str]) -> Marks:
    """A hash of each RUN consecutive words; of all words where there are fewer."""
    width = min(RUN, len(words))
    if not width:
        return np.empty(0, dtype=np.uint32)
    hashes = np.fromiter(map(_hash, words), dtype=np.uint32, count=len(words))
    runs = np.zeros(len(words) - width + 1, dtype=np.uint32)
    for at in range(width):
        runs = runs * np.uint32(0x9E3779B1) + hashes[at : at + len(runs)]
    return runs ^ (runs >> np.uint32(15))


def _figures(words: list[str]) -> set[str]:
    spelled = {_SPELLED[word] for word in words if word in _SPELLED}
    return spelled | {word.replace(",", "") for word in words if word[0].isdigit()}


def _names(text: str, written: set[str]) -> set[str]:
    """The beginnings of capitalised words that neither begin a sentence nor are written small elsewhere."""
    found = {word.lower() for word in _INSIDE.findall(text) if word[0].isupper()}
    return {word[:STEM] for word in found - written}


def _marks(words: set[str]) -> Marks:
    return np.fromiter(sorted(map(_hash, words)), dtype=np.uint32, count=len(words))


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    return crc32(word.encode(errors="surrogatepass"))
