"""Sentences that stand beside a chosen one and tell what it leaves out: who speaks, or which ones it means."""

import re
from collections.abc import Iterator, Sequence

from qa.attribution import speaker
from qa.questions import Asked
from qa.sentences import Sentence
from qa.wording import names, terms

_ONLY_QUOTED = re.compile(r"\s*[“\"][^“”\"]*[”\"]?\s*")
_SUBJECT_PRONOUN = re.compile(r"(?:They|He|She)\b")
FAR = 4  # characters between sentences that stand side by side, at most


def completing(asked: Asked, chosen: Sequence[Sentence], sentences: Sequence[Sentence]) -> list[Sentence]:
    """The chosen sentences, each with the neighbour that it needs. `sentences` are in the text's order."""
    found: list[Sentence] = []
    for sentence in chosen:
        found += [s for s in _with_neighbours(asked, sentence, sentences) if s not in found]
    return found


def _with_neighbours(asked: Asked, sentence: Sentence, sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    at = sentences.index(sentence)
    before = sentences[at - 1] if at and _side_by_side(sentences[at - 1], sentence) else None
    after = sentences[at + 1] if at + 1 < len(sentences) and _side_by_side(sentence, sentences[at + 1]) else None
    if before and asked.kind == "who" and _leaves_the_speaker_open(sentence) and _tells_who(before):
        yield before
    yield sentence
    if after and asked.kind in ("which", "who", "what") and asked.focus and _SUBJECT_PRONOUN.match(after.text):
        head = asked.focus[-1]
        if _says(after, head.stem) and not _says(sentence, head.stem):
            yield after


def _side_by_side(one: Sentence, other: Sentence) -> bool:
    return one.evidence.passage.source == other.evidence.passage.source and 0 <= other.start - one.end <= FAR


def _leaves_the_speaker_open(sentence: Sentence) -> bool:
    return bool(_ONLY_QUOTED.fullmatch(sentence.text)) or (sentence.leans and not names(sentence.text))


def _tells_who(sentence: Sentence) -> bool:
    return bool(speaker(sentence.text) or names(sentence.text))


def _says(sentence: Sentence, wanted: str) -> bool:
    return any(t.stem == wanted for t in terms(sentence.text))
