"""A line the size of a word: the trend of a key figure."""

from __future__ import annotations

from collections.abc import Sequence

from parvis.web.ui.charts.chart import drawable
from parvis.web.ui.charts.lines import Point, line, spread, unbroken
from parvis.web.ui.charts.scale import linear
from parvis.web.ui.charts.svg import colour, document, element

WIDTH = 120.0
HEIGHT = 32.0
EDGE = 4.0


def sparkline(values: Sequence[float | None], *, width: float = WIDTH, height: float = HEIGHT) -> str:
    """The values as one line without axes, the last one marked; empty when fewer than two can be drawn.

    It is hidden from screen readers: the page says the trend in words.
    """
    known = [v for v in values if drawable(v)]
    if len(known) < 2:
        return ""
    scale = linear(known, height - EDGE, EDGE, from_zero=False, marks=3)
    places = spread(len(values), EDGE, width - EDGE)
    points: list[Point] = [(i, places[i], scale.at(v)) for i, v in enumerate(values) if drawable(v)]
    drawn = [line(run, 0) for run in unbroken(points) if len(run) > 1]
    _, x, y = points[-1]
    drawn.append(element("circle", cx=x, cy=y, r=3.0, fill=colour(0), class_="chart-fill-1"))
    return document(drawn, width, height, role="sparkline")
