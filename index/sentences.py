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


# A domain's end after a space, as in "Censor. NET": only endings that begin no sentence in capitals.
_SITE = re.compile(r"[A-Z][\w-]*\.\s?\Z")
_DOMAIN_END = re.compile(r"(?:COM|NET|ORG|INFO|BIZ)(?![\w-])(?!\s+[A-Z][a-z])")


def _whole_words(pieces: list[str]) -> list[str]:
    """Joins what was cut inside a word, as in "Censor.NET", "Censor. NET" or "U.S.-led"."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _cut_inside_a_word(joined[-1], piece):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _cut_inside_a_word(before: str, piece: str) -> bool:
    if before and not before[-1].isspace() and piece[:1].isalnum():
        return True
    return bool(_SITE.search(before) and _DOMAIN_END.match(piece))
