"""Where reports differ → a table, and a chart where the positions are figures of several days."""

from qa.page.charts import chart, figure_points
from qa.page.markup import plain
from qa.page.numbers import Numbers
from qa.types import Disagreement, Position
from qa.writing import dated, named


def _position(position: Position, numbers: Numbers) -> str:
    source = position.citation.source
    speaker = position.speaker or f"the report itself ({named(source)})"
    words = f"{plain(position.citation.quote)}&nbsp;{numbers.of([position.citation])}"
    return (
        f'<tr><th scope="row">{plain(position.value)}</th>'
        f'<td data-head="Who says so">{plain(speaker)}</td>'
        f'<td data-head="Reported">{plain(dated(source))}</td>'
        f'<td data-head="In these words">{words}</td></tr>'
    )


def difference(difference: Disagreement, numbers: Numbers, name: str, asked: str) -> str:
    """A disagreement as a table: each value with who says so, when, and in which words.

    `name`: of its anchors; `asked`: the question that stands above, and is not said again.
    """
    kind = "The reports differ" if difference.kind == "differs" else "This changed over time"
    about = f": {plain(difference.about)}" if difference.about != asked else ""
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Value", "Who says so", "Reported", "In these words"))
    rows = "".join(_position(position, numbers) for position in difference.positions)
    points = figure_points(difference.positions)
    return (
        f'<table class="difference"><caption>{kind}{about}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        + (chart(difference.about, points, name) if points else "")
    )
