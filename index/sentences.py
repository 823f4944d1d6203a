"""A text → where its sentences are. The only file that imports sentencex."""

import re

from sentencex import segment

Span = tuple[int, int]  # characters: start, end (exclusive)

_PARAGRAPH = re.compile(r"\S[^\n]*")


def sentence_spans(text: str) -> tuple[Span, ...]:
    """Where the sentences of a text are, in order, without the white space around them.

    They do not overlap, and everything that is not white space lies in one. A line break ends a sentence:
    headings and list items are their own.
    """
    return tuple(span for line in _PARAGRAPH.finditer(text) for span in _within(text, line.start(), line.end()))


def _within(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    at = start
    for piece in _whole_words(segment("en", text[start:end])):
        stripped = piece.strip()
        if stripped:
            begin = at + piece.index(stripped)
            spans.append((begin, begin + len(stripped)))
        at += len(piece)
    return spans


def _whole_words(pieces: list[str]) -> list[str]:
    """Joins what was cut inside a word, as in "Censor.NET" or "U.S.-led"."""
    joined: list[str] = []
    for piece in pieces:
        if joined and joined[-1] and not joined[-1][-1].isspace() and piece[:1].isalnum():
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
