"""How a figure or a status was reported over time → a timeline over the page: a row a report, figures as a chart.

A row has a letter: its number would be taken for that of a source.
"""

from collections.abc import Sequence

from qa.page.cards import over_the_page
from qa.page.charts import chart, figure_points
from qa.page.conversation import Conversation, known_evidence
from qa.page.markup import in_words, plain
from qa.types import Citation, Position, Reported
from qa.writing import dated, named


def _letters(row: int) -> str:
    """A, B … Z, AA, AB …, of a row from 0 on: as browsers letter a list."""
    return (_letters(row // 26 - 1) if row >= 26 else "") + chr(ord("A") + row % 26)


def _source_of(citation: Citation, conversation: Conversation) -> str:
    """Which of the conversation's sources holds these words, if one does."""
    for marker, evidence in sorted(known_evidence(conversation).items()):
        passage = evidence.passage
        if passage.source.id == citation.source.id and passage.start <= citation.start < citation.end <= passage.end:
            return f" (source {marker})"
    return ""


def _row(reported: Reported, conversation: Conversation) -> str:
    citation, source = reported.citation, reported.citation.source
    earliest = f", not before {in_words(source.not_before)}" if not source.published and source.not_before else ""
    also = f"; also {', '.join(map(named, reported.also))}" if reported.also else ""
    speaker = f" – {plain(reported.speaker)}" if reported.speaker else ""
    return (
        f'<li><div class="when">{plain(dated(source) + earliest)}</div>'
        f"<div><b>{plain(reported.value)}</b>{speaker}</div>"
        f'<div class="small">{plain(named(source) + _source_of(citation, conversation) + also)}</div>'
        f"<blockquote>{plain(citation.quote)}</blockquote>"
        f'<button type="button" class="act" data-report="{plain(source.id)}" data-start="{citation.start}" '
        f'data-end="{citation.end}">Read it in the report</button></li>'
    )


def timeline(question: str, history: Sequence[Reported], conversation: Conversation) -> str:
    """The rows of a history in their order, undated ones last, in a dialog over the page."""
    head = f'<h2 class="question">{plain(question)}</h2>'
    if not history:
        silent = "The reports give no figure and no status for this that could be set out over time."
        return over_the_page("<b>Over time</b>", f'{head}<div class="prose">{silent}</div>', "Over time")
    positions = [Position(r.value, r.speaker, r.published, r.citation) for r in history]
    points = figure_points(positions, [_letters(row) for row in range(len(history))])
    drawn = chart(question, points, "timeline", "letter") if points else ""
    rows = "".join(_row(reported, conversation) for reported in history)
    return over_the_page("<b>Over time</b>", f'{head}{drawn}<ol class="timeline" type="A">{rows}</ol>', "Over time")
