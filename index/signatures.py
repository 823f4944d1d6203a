"""What a report is known again by: its words in runs and in sentences, its figures, its names, and whom it credits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

RUN = 5  # words of a run: two writers seldom choose the same five in a row
STEM = 5  # letters of a word that count, so that Belgium and Belgian are one
SENTENCE = 40  # characters: shorter ones are cries and crossheads
LONG = 4  # letters from which a word counts among those of a sentence: most shorter ones only hold it together
ONE_RUN_IN = 16  # runs of words that a report is listed under: enough to find a third of it again

Marks = NDArray[np.uint32]  # hashes, (n,)

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")
_INSIDE = re.compile(r"(?:(?<=[\w,;] )|(?<=[(\[/-]))[^\W\d_]{3,}")  # a word that begins no sentence
_CREDIT = re.compile(
    r"\b(?:original source|original(?:ly)? (?:published|appeared|reported)|first (?:published|appeared))\b.{0,80}", re.I
)
_SPELLED = {
    **{"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"},
    **{"ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15"},
    **{"sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20"},
}


@dataclass(frozen=True, slots=True)
class Signature:
    """A report without its text: about 7 bytes a word."""

    runs: Marks  # of each RUN words, in the order of the text
    figures: Marks  # numbers in digits or spelled up to twenty, ascending
    names: Marks  # capitalised words within sentences, ascending
    sentences: Marks  # figures and long words, sentence by sentence, each once in a sentence
    lengths: Marks  # how many of `sentences` each sentence has, (sentences,)
    credit: str  # what it says of where it was taken from; ""


def signature(text: str) -> Signature:
    """A text's signature. Neither quotation marks, case nor line breaks change its runs."""
    pieces = _SENTENCE_END.split(text)
    written = [_WORD.findall(piece) for piece in pieces]
    spoken = [[word.lower().replace("’", "'") for word in words] for words in written]
    words = list(chain.from_iterable(spoken))
    said = [_said(its) for piece, its in zip(pieces, spoken, strict=True) if len(piece) > SENTENCE]
    return Signature(
        runs=_runs(words),
        figures=_ascending(_figures(words)),
        names=_ascending(_names(text, set(chain.from_iterable(written)))),
        sentences=_hashes(list(chain.from_iterable(said))),
        lengths=np.array([len(its) for its in said], dtype=np.uint32),
        credit=" ".join(_CREDIT.findall(text)),
    )


def shared(some: Marks, others: Marks) -> int:
    """How many of `some` are among `others`; both ascending."""
    if not len(others):
        return 0
    return int((others.take(others.searchsorted(some), mode="clip") == some).sum())


def listed_under(its: Signature) -> Marks:
    """The marks that a report is found again by, ascending: figures, names, some runs, in every report the same."""
    some = its.runs[its.runs % ONE_RUN_IN == 0]
    return np.unique(np.concatenate([its.figures, its.names, its.runs[:1], some]))


def signature_bytes(its: Signature) -> bytes:
    """A signature as it is kept: the lengths of its five arrays, the arrays, little-endian, and its credit."""
    arrays = (its.runs, its.figures, its.names, its.sentences, its.lengths)
    sizes = np.array([len(array) for array in arrays])
    return marks_bytes(np.concatenate([sizes, *arrays])) + its.credit.encode(errors="surrogatepass")


def signature_of(kept: bytes) -> Signature:
    """A signature from what `signature_bytes` gave."""
    sizes = marks_of(kept[: 4 * 5])
    ends = 5 + np.cumsum(sizes)
    runs, figures, names, sentences, lengths = np.split(marks_of(kept[: 4 * int(ends[-1])])[5:], ends[:-1] - 5)
    credit = kept[4 * int(ends[-1]) :].decode(errors="surrogatepass")
    return Signature(runs, figures, names, sentences, lengths, credit)


def marks_bytes(marks: NDArray[np.generic]) -> bytes:
    """Marks as they are kept: little-endian, four bytes each."""
    return marks.astype("<u4").tobytes()


def marks_of(kept: bytes) -> Marks:
    """Marks from what `marks_bytes` gave."""
    return np.frombuffer(kept, dtype="<u4").astype(np.uint32, copy=False)


def _runs(words: Sequence[str]) -> Marks:
    """A hash of each RUN consecutive words; of all words where there are fewer."""
    width = min(RUN, len(words))
    if not width:
        return np.empty(0, dtype=np.uint32)
    hashes = _hashes(words)
    runs = np.zeros(len(words) - width + 1, dtype=np.uint32)
    for at in range(width):
        runs = runs * np.uint32(0x9E3779B1) + hashes[at : at + len(runs)]
    return runs ^ (runs >> np.uint32(15))


def _figures(words: Sequence[str]) -> set[str]:
    spelled = {_SPELLED[word] for word in words if word in _SPELLED}
    return spelled | {word.replace(",", "") for word in words if word[0].isdigit()}


def _names(text: str, written: set[str]) -> set[str]:
    """The beginnings of capitalised words that neither begin a sentence nor are written small elsewhere."""
    found = {word.lower() for word in _INSIDE.findall(text) if word[0].isupper()}
    return {word[:STEM] for word in found - written}


def _said(words: Sequence[str]) -> list[str]:
    """A sentence's figures and the beginnings of its long words, each once."""
    long = dict.fromkeys(word[:STEM] for word in words if len(word) >= LONG and not word[0].isdigit())
    return [*long, *sorted(_figures(words))]


def _ascending(words: set[str]) -> Marks:
    return np.sort(_hashes(list(words)))


def _hashes(words: Sequence[str]) -> Marks:
    return np.fromiter(map(_hash, words), dtype=np.uint32, count=len(words))


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    return crc32(word.encode(errors="surrogatepass"))
