"""Points placed by two numbers, one mark a series."""

from __future__ import annotations

from math import cos, pi, sin

from parvis.web.ui.charts.chart import Chart, drawable
from parvis.web.ui.charts.frame import Number, rule, standing
from parvis.web.ui.charts.scale import linear
from parvis.web.ui.charts.svg import colour, element, text, title

RADIUS = 3.6
CORNERS = (0, 4, 3, 6, 5, 4, 3, 6)
"""Corners of the mark of each series; none is a disc."""


def scatter(chart: Chart, width: float, height: float, number: Number, prefix: str) -> list[str]:
    """The points, at ``chart.places`` on the first axis."""
    box, scale, drawn = standing(chart, width, height, number, from_zero=False)
    across = linear(chart.places, box.left, box.right, from_zero=False, marks=6)
    for tick in across.ticks():
        x = across.at(tick)
        drawn.append(rule(x, box.top, x, box.bottom, strong=tick == 0))
        drawn.append(text(number(tick), x, box.bottom + 18, anchor="middle"))
    for rank, series in enumerate(chart.series):
        for place, value in enumerate(series.values):
            if drawable(value):
                said = f"{chart.labels[place]} · {number(value)}"
                drawn.append(mark(across.at(chart.places[place]), scale.at(value), rank, said))
    return drawn


def mark(x: float, y: float, rank: int, said: str = "") -> str:
    """The mark of a series at a place."""
    corners = CORNERS[rank % len(CORNERS)]
    look = {"fill": colour(rank), "fill_opacity": 0.7, "class_": f"chart-fill-{rank % 8 + 1}"}
    inner = [title(said)] if said else []
    if not corners:
        return element("circle", *inner, cx=x, cy=y, r=RADIUS, **look)
    start = -pi / 2 if corners % 2 else pi / 4 * (rank > 4)
    size = RADIUS * 1.25
    points = (
        (x + size * cos(start + 2 * pi * i / corners), y + size * sin(start + 2 * pi * i / corners))
        for i in range(corners)
    )
    return element("polygon", *inner, points=" ".join(f"{px:.1f},{py:.1f}" for px, py in points), **look)
