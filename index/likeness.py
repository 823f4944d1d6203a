"""Whether two reports are one report: the same text, a syndicated copy, a light edit, a rewrite of one by the other.

Two things tell. A copy says nothing of its own: the figures and names of the shorter report stand in the longer one
too, where a reporter who was there has figures and sources that nobody else has, and another filling of the same form
has other ones throughout. And it says the same: in the same runs of words (the containment of Broder, "On the
resemblance and containment of documents", 1997), or sentence by sentence in much the same words. No text is needed for
that, nor any vector: those of sentences took longer than all else in indexing.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.signatures import Marks, Signature, shared, signature
from index.types import Article, Source

SAME = 0.53  # the score from which two reports are one; tuned on tests/bench/copy-pairs/dev
COMMON = 0.6  # share of the details that must be common: below it, too much is the report's own
FIGURE = 2  # a figure tells as much as so many names
WHOLE = 0.5  # share of the runs of words from which a report is carried as it is
FEW = 2  # details' worth of doubt: where there are few, they say little
MOST = 0.7  # of its sentences that a rewrite can be hoped to share where its words do not show it
ALIKE = 0.45  # cosine, of the words that count, above which two sentences say the same; tuned on dev and the seeds
LOOKED_AT = 100  # sentences of a report that are looked for in the other
CREDIT = 0.1  # what naming the other's outlet as the source adds to the score
SHORT = 60  # runs of words: of a shorter report one form's few sentences may be all
PART = 1 / 3  # of a longer report that a shorter one must make up, unless it stands at its head
HEAD = 0.15  # of a text


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two reports are, as copies."""

    score: float  # 0 to 1
    why: str  # in words, for people

    @property
    def same(self) -> bool:
        """Whether they are one report."""
        return self.score >= SAME


@dataclass(frozen=True, slots=True)
class Compared:
    """A report as it is compared."""

    source: Source
    signature: Signature


def same_report(a: Article, b: Article) -> Likeness:
    """How like two reports are; `.same` says whether they are one. The order of the two does not matter."""
    return compare(Compared(a.source, signature(a.text)), Compared(b.source, signature(b.text)))


def compare(one: Compared, other: Compared) -> Likeness:
    """The same for reports whose signatures are known."""
    shorter, longer = sorted((one, other), key=lambda it: (len(it.signature.runs), it.source.id))
    a, b = shorter.signature, longer.signature
    if not len(a.runs):
        return Likeness(0.0, "one of them has no words")
    if np.array_equal(a.runs, b.runs):
        return Likeness(1.0, "the same words in the same order")
    if len(a.runs) < SHORT and _each_names_its_own(a, b):
        return Likeness(0.0, "they are short, and each names what the other does not")
    credit = CREDIT if _credits(one, other) or _credits(other, one) else 0.0
    hoped = _judged(a, b, 1.0, "", credit)
    if not hoped.same:
        return Likeness(hoped.score * SAME, "too many figures and names of the shorter one are its own")
    places = np.isin(b.runs, a.runs)
    runs = float(np.isin(a.runs, b.runs).mean())
    if runs >= WHOLE and _is_part(places):
        return Likeness(SAME * PART, "the longer report carries the shorter among much of its own")
    likeness = _judged(a, b, runs, f"{runs:.0%} of the shorter one's runs of five words", credit)
    if likeness.same or not _judged(a, b, max(runs, MOST), "", credit).same:
        return likeness
    alike = max(runs, _alike(a, b))
    return _judged(a, b, alike, f"{alike:.0%} of the shorter one's sentences", credit)


def _judged(a: Signature, b: Signature, said: float, what: str, credit: float) -> Likeness:
    """The score where a share `said` of the one is said by the other too."""
    common = FIGURE * shared(a.figures, b.figures) + shared(a.names, b.names)
    least = FIGURE * min(len(a.figures), len(b.figures)) + min(len(a.names), len(b.names))
    details = (common + FEW * said) / (least + FEW)
    score = min(1.0, (2 * details + said) / 3 + credit)
    why = f"{what} and {details:.0%} of its figures and names stand in the other"
    if details < COMMON:
        score = min(score, SAME * details)
    return Likeness(score, f"{why}, which it credits" if credit else why)


def _each_names_its_own(a: Signature, b: Signature) -> bool:
    """Whether each has a name or a figure that the other lacks, as two fillings of one form do."""
    return all(
        shared(one.names, other.names) < len(one.names) or shared(one.figures, other.figures) < len(one.figures)
        for one, other in ((a, b), (b, a))
    )


def _is_part(places: NDArray[np.bool_]) -> bool:
    """Whether what is shared is a small part of a report, elsewhere than at its head, as in a digest of many."""
    return bool(places.mean() < PART and places.argmax() > HEAD * len(places))


def _alike(a: Signature, b: Signature) -> float:
    """The share of the sentences of the report with fewer that say what a sentence of the other says."""
    fewer, other = sorted((a, b), key=lambda its: len(its.lengths))
    every = np.arange(len(fewer.lengths))
    rows = every[:: max(1, -(-len(every) // LOOKED_AT))]
    sentence = np.repeat(every, fewer.lengths)
    words = np.unique(fewer.sentences[np.isin(sentence, rows)])
    if not len(words):
        return 0.0
    ours, theirs = _words_of(fewer, words)[rows], _words_of(other, words)
    both = ours @ theirs.T
    cosines = both / np.sqrt(np.outer(fewer.lengths[rows], other.lengths).clip(1))
    return float((cosines.max(axis=1) >= ALIKE).mean())


def _words_of(its: Signature, words: Marks) -> NDArray[np.float32]:
    """Which of some words (ascending) each sentence has: 0 or 1, (sentences, words)."""
    found = np.zeros((len(its.lengths), len(words)), dtype=np.float32)
    places = words.searchsorted(its.sentences).clip(max=len(words) - 1)
    known = words[places] == its.sentences
    found[np.repeat(np.arange(len(its.lengths)), its.lengths)[known], places[known]] = 1
    return found


def _credits(one: Compared, other: Compared) -> bool:
    """Whether a report names the other's outlet, or its site, as where it was taken from."""
    said = _words(f"{one.source.extra.get('original_source', '')} {one.signature.credit}")
    if not said:
        return False
    name = _words(other.source.outlet or "")
    site = _words((urlsplit(other.source.url or "").hostname or "").removeprefix("www."))
    return any(
        wanted and (f" {' '.join(wanted)} " in f" {' '.join(said)} " or "".join(wanted) in said)
        for wanted in (name, site)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
