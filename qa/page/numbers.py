"""The numbers [n] of an answer, as links to the words that they stand for."""

import re
from collections.abc import Iterable, Mapping, Sequence

from qa.page.markup import outlet, plain, when
from qa.types import Citation, Evidence

MARKERS = re.compile(r"\[(\d{1,6}(?:\s*,\s*\d{1,6})*)\]")


def markers_in(text: str) -> set[int]:
    """The numbers that stand in brackets in a text."""
    return {int(number) for found in MARKERS.finditer(text) for number in found[1].split(",")}


class Numbers:
    """The links of one answer. The first link to a passage can be come back to from its card."""

    def __init__(self, turn: int, known: Mapping[int, Evidence]) -> None:
        self.turn = turn
        self._known = known
        self._met: set[int] = set()

    def link(self, marker: int, citation: Citation | None = None) -> str:
        """A link to the cited words, else to the whole passage; "" for a number that stands for nothing."""
        if marker not in self._known:
            return ""
        source = self._known[marker].passage.source
        target = f"words-{marker}-{citation.start}-{citation.end}" if citation else f"source-{marker}"
        place = "" if marker in self._met else f' id="cite-{self.turn}-{marker}"'
        self._met.add(marker)
        label = plain(f"Source {marker}: {outlet(source)}, {when(source)}")
        return f'<a class="cite" href="#{target}"{place} aria-label="{label}">{marker}</a>'

    def of(self, citations: Iterable[Citation]) -> str:
        """Links to all of them, one for each passage."""
        first = {c.marker: c for c in reversed(tuple(citations))}
        return "".join(self.link(marker, first[marker]) for marker in sorted(first))

    def within(self, text: str, citations: Sequence[Citation] = ()) -> str:
        """`text` as markup, each [n] in it a link."""
        first = {c.marker: c for c in reversed(citations)}
        parts, at = [], 0
        for found in MARKERS.finditer(text):
            markers = [int(number) for number in found[1].split(",")]
            before = plain(text[at : found.start()])
            before = f"{before[:-1]}&nbsp;" if before.endswith(" ") else before  # a number is not left alone in a line
            parts += [before, *(self.link(m, first.get(m)) for m in markers)]
            at = found.end()
        return "".join(parts) + plain(text[at:])
