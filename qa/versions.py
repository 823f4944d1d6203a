"""Which candidates give another version of what is asked: each figure of it, and each side of a status."""

import re
from collections.abc import Hashable, Iterator, Sequence

from index import Passage, sentence_spans
from qa.opposites import opposites, statuses
from qa.quantities import quantities
from qa.questions import Asked, take_apart
from qa.relevance import Words
from qa.sentences import LONGEST, Sentence
from qa.told import of_another, told_figures
from qa.types import Evidence
from qa.wording import terms

MOST = 4  # versions that have a place
LOOKED_AT = 20  # candidates, the best ones: what is told of a question's matter stands among them
COUNTED = 30  # words for what figures count that are compared with what is asked for: each costs a millisecond

_FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty|hundred|thousand|dozen)s?\b", re.I
)


def versions(parts: Sequence[str], passages: Sequence[Passage], words: Words) -> Iterator[int]:
    """The first of the passages, best first, that gives each version: places in `passages`, at most MOST of each part.

    None where only one version is told. `parts` are the questions that are asked.
    """
    for asked in map(take_apart, parts):
        first: dict[Hashable, int] = {}
        told = _figures_told if asked.kind == "how many" else _sides_told
        for version, place in told(asked, passages[:LOOKED_AT], words):
            first.setdefault(version, place)
        if len(first) > 1:
            yield from list(dict.fromkeys(first.values()))[:MOST]


def tells_otherwise(text: str, known: str) -> bool:
    """Whether a text gives a figure that a known one, of which it is a copy, does not give, or the opposite of it."""
    return bool(_figures(text) - _figures(known)) or any(opposites(text, known))


def _figures(text: str) -> set[Hashable]:
    return {q.meant for q in quantities(text)}


def _sides_told(asked: Asked, passages: Sequence[Passage], _: Words) -> Iterator[tuple[Hashable, int]]:
    """The sides of the status that is asked about, and the passages that tell of them."""
    wanted = statuses(asked.text) if asked.kind == "whether" else ()
    for place, passage in enumerate(passages) if wanted else ():
        for status in statuses(passage.text):
            if any(status.pair == w.pair for w in wanted):
                yield (status.pair, status.side), place


def _figures_told(asked: Asked, passages: Sequence[Passage], words: Words) -> Iterator[tuple[Hashable, int]]:
    """The figures of what is asked for, and the passages that give them."""
    stems = {t.stem for t in asked.terms}
    sentences, counted = [], set()
    for sentence in (
        s for n, p in enumerate(passages) for s in _with_figures(Evidence(n, p, 0.0)) if _shares(s, stems)
    ):
        counted |= {word for quantity in quantities(sentence.text) for word in quantity.counted}
        if len(counted) > COUNTED:
            break
        sentences.append(sentence)
    words.learn(sorted(counted))
    for figure in told_figures(asked, sentences, words):
        if not of_another(asked.terms, figure.sentence):
            yield figure.value, figure.sentence.evidence.marker


def _with_figures(evidence: Evidence) -> Iterator[Sentence]:
    """The sentences of a passage that may hold figures, as far as it takes to read these."""
    passage, source = evidence.passage, evidence.passage.source
    about = terms(f"{source.title}\n{source.outlet or ''}")
    for start, end in sentence_spans(passage.text):
        text = passage.text[start : min(end, start + LONGEST)]
        if _FIGURE.search(text):
            at = passage.start + start
            yield Sentence(text, at, at + len(text), evidence, terms(text), (), about)


def _shares(sentence: Sentence, stems: set[str]) -> bool:
    return any(t.stem in stems for t in (*sentence.terms, *sentence.about))
