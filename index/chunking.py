"""Article → Passages: whole sentences, exact offsets."""

from collections.abc import Iterator

from index.filing import passage_id
from index.sentences import Span, sentence_spans
from index.types import Article, Passage

LONGEST = 800  # characters of a passage: about 180 tokens, within what the embedded model reads
ENOUGH = 400  # characters after which the end of a paragraph ends the passage too
CHUNKING = f"sentences-{LONGEST}-{ENOUGH}"  # the record keeps it and refuses to mix two


def chunk(article: Article) -> tuple[Passage, ...]:
    """An article's passages, in order. They do not overlap; all that is not white space lies in one.

    Passages are made of whole sentences, but for sentences longer than LONGEST, which are cut at white space where
    there is some. `article.text[p.start:p.end] == p.text` for each.
    """
    source, text = article.source, article.text
    return tuple(
        Passage(passage_id(source.id, number), source, text[start:end], start, end)
        for number, (start, end) in enumerate(_spans(text))
    )


def _spans(text: str) -> Iterator[Span]:
    start = end = None
    for sentence in sentence_spans(text):
        for piece_start, piece_end in _pieces(text, sentence):
            if start is not None and end is not None and _is_full(text, start, end, piece_start, piece_end):
                yield start, end
                start = None
            start = piece_start if start is None else start
            end = piece_end
    if start is not None and end is not None:
        yield start, end


def _is_full(text: str, start: int, end: int, next_start: int, next_end: int) -> bool:
    """Whether a passage ends before the next piece: no room for it, or enough said and a new paragraph begins."""
    return next_end - start > LONGEST or (end - start >= ENOUGH and "\n\n" in text[end:next_start])


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """A span in pieces of at most LONGEST characters, none beginning or ending in white space."""
    start, end = span
    while end - start > LONGEST:
        cut = _last_white_space(text, start, start + LONGEST + 1) or start + LONGEST
        yield start, start + len(text[start:cut].rstrip())
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    yield start, end


def _last_white_space(text: str, start: int, end: int) -> int | None:
    return next((i for i in range(end - 1, start, -1) if text[i].isspace()), None)
