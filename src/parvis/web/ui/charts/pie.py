"""Shares of a whole: six slices at most."""

from __future__ import annotations

from math import cos, pi, sin

from parvis.web.ui.charts import decals
from parvis.web.ui.charts.chart import Chart, drawable
from parvis.web.ui.charts.frame import Number
from parvis.web.ui.charts.svg import colour, cut, element, text, title

MOST = 6


def pie(chart: Chart, width: float, height: float, number: Number, prefix: str) -> list[str]:
    """The slices of the first series, clockwise from the top, and their names at the right.

    Negative values have no share: they are left out.
    """
    values = [v if drawable(v) and v > 0 else 0.0 for v in chart.series[0].values]
    whole = sum(values) or 1.0
    radius = min(height / 2 - 14, width / 4)
    centre = (radius + 20, height / 2)
    drawn: list[str] = []
    start = 0.0
    for rank, (label, value) in enumerate(zip(chart.labels, values, strict=True)):
        share = value / whole
        what = f"{label} · {number(value)} · {share:.1%}"
        drawn += slice_(centre, radius, start, start + share, rank, prefix, what) if value else []
        start += share
        drawn += key(
            rank, label, f"{number(value)} ({share:.0%})", centre[0] + radius + 28, 40 + rank * 28, width, prefix
        )
    return drawn


def slice_(
    centre: tuple[float, float], radius: float, start: float, end: float, rank: int, prefix: str, what: str
) -> list[str]:
    """One slice between two shares of the turn."""
    shape: dict[str, object] = {"d": wedge(centre, radius, start, end)}
    name = "path"
    if end - start > 0.9999:
        name, shape = "circle", {"cx": centre[0], "cy": centre[1], "r": radius}
    outline = {"stroke": "#FFFFFF", "stroke_width": 1.5}
    class_ = f"chart-fill-{rank % 8 + 1} chart-slice"
    found = [element(name, title(what), fill=colour(rank), class_=class_, **shape, **outline)]
    if pattern := decals.fill(prefix, rank):
        found.append(element(name, fill=pattern, pointer_events="none", **shape))
    return found


def wedge(centre: tuple[float, float], radius: float, start: float, end: float) -> str:
    """The path of a slice: from the centre to the circle, along it, and back."""
    (x, y), (x1, y1), (x2, y2) = centre, turn(centre, radius, start), turn(centre, radius, end)
    large = 1 if end - start > 0.5 else 0
    return f"M{x:.1f} {y:.1f}L{x1:.2f} {y1:.2f}A{radius:.1f} {radius:.1f} 0 {large} 1 {x2:.2f} {y2:.2f}Z"


def turn(centre: tuple[float, float], radius: float, share: float) -> tuple[float, float]:
    """The point of the circle at that share of a turn, clockwise from the top."""
    angle = 2 * pi * share - pi / 2
    return centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)


def key(rank: int, label: str, value: str, x: float, y: float, width: float, prefix: str) -> list[str]:
    """A line of the legend."""
    square = {"x": x, "y": y - 11, "width": 14, "height": 14}
    found = [element("rect", fill=colour(rank), class_=f"chart-fill-{rank % 8 + 1}", **square)]
    if pattern := decals.fill(prefix, rank):
        found.append(element("rect", fill=pattern, **square))
    room = width - x - 22 - len(value) * 7.2 - 10
    return [*found, text(f"{cut(label, room)} · {value}", x + 22, y + 1)]
