"""Figures that reports give for one thing → a chart of value over time, as SVG; the table beside it says the same.

It is drawn here, and not by a library in the browser, so that it needs no script, follows light and dark, and is read
out by its title and description.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.page.markup import in_words, plain
from qa.quantities import quantities
from qa.types import Position
from qa.writing import named

WIDTH, HEIGHT = 420, 230  # of the drawing, in its own units
_RIGHT, _TOP, _BOTTOM = 14, 16, 34
_LETTER = 7  # the width of a letter beside the lines
_UNDATED = 74  # the width of the stripe for undated reports
_DOT = 9  # radius


@dataclass(frozen=True, slots=True)
class Point:
    """A figure, as it is drawn."""

    label: str  # what stands in it: the number of its source, or the letter of its row
    low: float
    high: float
    day: date | None  # on which its report was published
    told: str  # "10,000 to 12,000, Newsweek, undated"


def figure_points(positions: Sequence[Position], labels: Sequence[str] = ()) -> tuple[Point, ...]:
    """The figures of positions where a chart tells more than their table: in one unit, of reports of two days or more.

    Otherwise none. `labels`: one a position; without them, the numbers of their sources.
    """
    found = [(position, quantities(position.value)) for position in positions]
    if not all(figures for _, figures in found) or len({figures[0].unit for _, figures in found}) != 1:
        return ()
    if len({position.published for position, _ in found if position.published}) < 2:
        return ()
    labels = labels or [str(p.citation.marker) for p in positions]
    return tuple(
        Point(label, figures[0].low, max(figures[0].low, figures[0].high), p.published, _told(p))
        for label, (p, figures) in zip(labels, found, strict=True)
    )


def _told(position: Position) -> str:
    when = in_words(position.published) if position.published else "undated"
    return f"{position.value}, {named(position.citation.source)}, {when}"


def chart(about: str, points: Sequence[Point], name: str, label: str = "number") -> str:
    """Points as markup: time to the right, value upwards, each with its label. `name`: of its anchors."""
    drawing = _Drawing(points)
    told = "; ".join(point.told for point in points)
    bars = "; a bar is a range" if any(point.low < point.high for point in points) else ""
    return (
        f'<figure class="chart"><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{plain(about)}: the reported figures over time</title>'
        f'<desc id="{name}-d">{plain(told)}</desc>{drawing.values()}{drawing.days()}{drawing.points()}</svg>'
        f"<figcaption>Each point is a report, with its {label}{bars}.</figcaption>"
        "</figure>"
    )


class _Drawing:
    """Where on the paper values and days lie."""

    def __init__(self, points: Sequence[Point]) -> None:
        self._points = points
        self._ticks = _round_values(min(p.low for p in points), max(p.high for p in points))
        days = sorted({p.day for p in points if p.day})
        self._first, self._last = days[0], days[-1]
        self._undated = any(p.day is None for p in points)
        self._left = 10 + _LETTER * max(len(_short(v)) for v in self._ticks)
        self._end = WIDTH - _RIGHT - (_UNDATED if self._undated else 0)

    def values(self) -> str:
        """The lines of round values."""
        return "".join(
            f'<line class="grid" x1="{self._left}" x2="{WIDTH - _RIGHT}" y1="{self._y(v):.1f}" y2="{self._y(v):.1f}"/>'
            f'<text class="tick" x="{self._left - 8}" y="{self._y(v) + 4:.1f}" text-anchor="end">{_short(v)}</text>'
            for v in self._ticks
        )

    def days(self) -> str:
        """The first and the last day, and the stripe of undated reports."""
        below = HEIGHT - _BOTTOM + 22
        text = (
            f'<text class="tick" x="{self._left}" y="{below}">{_day(self._first)}</text>'
            f'<text class="tick" x="{self._end}" y="{below}" text-anchor="end">{_day(self._last)}</text>'
        )
        if not self._undated:
            return text
        middle = WIDTH - _RIGHT - _UNDATED / 2 + 8
        return text + (
            f'<line class="edge" x1="{self._end + 8}" x2="{self._end + 8}" y1="{_TOP}" y2="{HEIGHT - _BOTTOM}"/>'
            f'<text class="tick" x="{middle:.1f}" y="{below}" text-anchor="middle">undated</text>'
        )

    def points(self) -> str:
        """Each figure, moved aside where another stands in its place."""
        drawn: list[str] = []
        taken: list[tuple[float, float]] = []
        for point in self._points:
            x, y = self._x(point.day), self._y((point.low + point.high) / 2)
            x = _free(x, y, self._left, taken)
            taken.append((x, y))
            top, bottom = self._y(point.high), self._y(point.low)
            bar = f'<line class="range" x1="{x:.1f}" x2="{x:.1f}" y1="{top:.1f}" y2="{bottom:.1f}"/>'
            drawn.append(
                f"<g><title>{plain(point.told)}</title>{bar if bottom - top > 1 else ''}"
                f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{_DOT}"/>'
                f'<text class="dot-number" x="{x:.1f}" y="{y + 3.8:.1f}" text-anchor="middle">{point.label}</text></g>'
            )
        return "".join(drawn)

    def _x(self, day: date | None) -> float:
        if day is None:
            return WIDTH - _RIGHT - _UNDATED / 2 + 8
        begin, end = self._left + _DOT + 4, self._end - _DOT - 4
        return begin + (end - begin) * (day - self._first).days / (self._last - self._first).days

    def _y(self, value: float) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        return HEIGHT - _BOTTOM - (HEIGHT - _BOTTOM - _TOP) * (value - low) / (high - low)


def _free(x: float, y: float, left: float, taken: Sequence[tuple[float, float]]) -> float:
    """The place nearest to `x` at the height `y` that covers no other point; `x` itself where there is none."""
    aside = sorted((n * (2 * _DOT + 1) for n in range(-8, 9)), key=abs)
    places = (x + a for a in aside if left + _DOT <= x + a <= WIDTH - _RIGHT - _DOT)
    free = (p for p in places if not any(abs(p - a) < 2 * _DOT and abs(y - b) < 2 * _DOT for a, b in taken))
    return next(free, x)


def _round_values(low: float, high: float) -> list[float]:
    """Three to seven round values around a span; from nought where the span is wide."""
    low = 0.0 if low > 0 and high >= 1.5 * low else low
    span = (high - low) or abs(high) or 1.0
    size = 10 ** math.floor(math.log10(span / 4))
    step = size * next(f for f in (1, 2, 5, 10) if span / (f * size) <= 5)
    first = math.floor(low / step - (0.0 if low == 0 else 0.1))
    last = math.ceil(high / step + 0.1)
    return [n * step for n in range(first, last + 1)]


def _short(value: float) -> str:
    for size, letter in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if abs(value) >= size:
            return f"{value / size:,.4g}{letter}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
