"""Evidence → a language model's prose, as it is written."""

import re
from collections.abc import Generator, Iterator, Sequence

from qa.prompts import SILENT, prose_prompt, tokens
from qa.types import Evidence, Question, Usage, Words, Writer

ROUNDS = 3  # times that a model may say one sentence before it is stopped


def is_silent(text: str) -> bool:
    """Whether a model says that the reports do not answer."""
    return SILENT in text.upper() or not any(c.isalnum() for c in text)


def goes_round(text: str) -> bool:
    """Whether a model has fallen to saying one sentence over and over: its last whole one, ROUNDS times."""
    sentences = re.findall(r"[^.!?\n]+[.!?]", text)
    return len(sentences) >= ROUNDS and sum(s.strip() == sentences[-1].strip() for s in sentences) >= ROUNDS


def _until_it_goes_round(pieces: Iterator[Words]) -> Iterator[Words]:
    said = ""
    for piece in pieces:
        yield piece
        said += piece.text
        if goes_round(said):
            return


def write_prose(
    writer: Writer, question: Question, evidence: Sequence[Evidence], seconds: float
) -> Generator[Words, None, None]:
    """A model's answer as it is written, the last Words with what it cost; closing it stops the model.

    A model that repeats one sentence over and over is stopped. Raises ModelError.
    """
    messages, _ = prose_prompt(question, evidence)
    said, told = "", False
    for piece in _until_it_goes_round(writer.write(messages, seconds=seconds)):
        said += piece.text
        told = told or piece.usage is not None
        yield piece
    if not told:
        yield Words("", Usage(sum(tokens(m.content) for m in messages), tokens(said), estimated=True))
