"""How a figure or a status was reported over time → a timeline over the page: a row a report, figures as a chart."""

from collections.abc import Sequence

from qa.page.cards import over_the_page
from qa.page.charts import chart, figure_points
from qa.page.markup import in_words, plain
from qa.types import Position, Reported
from qa.writing import dated, named


def _row(reported: Reported) -> str:
    source = reported.citation.source
    earliest = f", not before {in_words(source.not_before)}" if not source.published and source.not_before else ""
    also = f"; also {', '.join(map(named, reported.also))}" if reported.also else ""
    speaker = f" – {plain(reported.speaker)}" if reported.speaker else ""
    return (
        f'<li value="{reported.citation.marker}"><div class="when">{plain(dated(source) + earliest)}</div>'
        f"<div><b>{plain(reported.value)}</b>{speaker}</div>"
        f'<div class="small">{plain(named(source) + also)}</div>'
        f"<blockquote>{plain(reported.citation.quote)}</blockquote></li>"
    )


def timeline(question: str, history: Sequence[Reported]) -> str:
    """The rows of a history in their order, undated ones last, in a dialog over the page."""
    head = f'<h2 class="question">Over time: {plain(question)}</h2>'
    if not history:
        silent = "The reports give no figure and no status for this that could be set out over time."
        return over_the_page(f'{head}<div class="prose">{silent}</div>', "Over time")
    points = figure_points([Position(r.value, r.speaker, r.published, r.citation) for r in history])
    drawn = chart(question, points, "timeline") if points else ""
    return over_the_page(f'{head}{drawn}<ol class="timeline">{"".join(map(_row, history))}</ol>', "Over time")
