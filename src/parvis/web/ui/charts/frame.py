"""What surrounds the marks: the drawing's box, the axis of values, the axis of labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parvis.web.ui.charts.chart import Chart, drawable
from parvis.web.ui.charts.scale import Scale, linear
from parvis.web.ui.charts.svg import CHARACTER, cut, element, text

Number = Callable[[float], str]
ABOVE = 12.0
BELOW = 30.0
RIGHT = 16.0


@dataclass(frozen=True, slots=True)
class Box:
    """The rectangle where marks are drawn."""

    left: float
    top: float
    right: float
    bottom: float


def bounds(chart: Chart) -> list[float]:
    """The values the axis must hold."""
    if not chart.stacked:
        return list(chart.numbers())
    tops = []
    for place in range(len(chart.labels)):
        known = [value for s in chart.series if drawable(value := s.values[place])]
        tops += [sum(v for v in known if v > 0), sum(v for v in known if v < 0)]
    return tops


def standing(
    chart: Chart, width: float, height: float, number: Number, *, from_zero: bool
) -> tuple[Box, Scale, list[str]]:
    """The box, the scale and the axes of a chart whose values go up."""
    rough = linear(bounds(chart), 0, 1, from_zero=from_zero)
    left = max(len(number(tick)) for tick in rough.ticks()) * CHARACTER + 14
    box = Box(left, ABOVE, width - RIGHT, height - BELOW)
    scale = linear(bounds(chart), box.bottom, box.top, from_zero=from_zero)
    drawn = []
    for tick in scale.ticks():
        y = scale.at(tick)
        drawn.append(rule(box.left, y, box.right, y, strong=tick == 0))
        drawn.append(text(number(tick), box.left - 8, y + 4, anchor="end"))
    return box, scale, drawn


def lying(chart: Chart, names: float, width: float, height: float, number: Number) -> tuple[Box, Scale, list[str]]:
    """The same for values that go right; ``names`` is the room of labels."""
    box = Box(names, ABOVE, width - RIGHT - 8, height - BELOW)
    scale = linear(bounds(chart), box.left, box.right, from_zero=True)
    drawn = []
    for tick in scale.ticks():
        x = scale.at(tick)
        drawn.append(rule(x, box.top, x, box.bottom, strong=tick == 0))
        drawn.append(text(number(tick), x, box.bottom + 18, anchor="middle"))
    return box, scale, drawn


def rule(x1: float, y1: float, x2: float, y2: float, *, strong: bool = False) -> str:
    """A line of the grid; the line of zero is stronger."""
    colour, class_ = ("#75827F", "chart-zero") if strong else ("#CBD3D1", "chart-grid")
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, class_=class_)


def label_row(labels: Sequence[str], centres: Sequence[float], box: Box, *, ordered: bool) -> list[str]:
    """The labels under the axis: those that fit, shortened; of an ordered axis, one every so many."""
    if not labels:
        return []
    room = (box.right - box.left) / len(labels)
    wanted = max(len(label) for label in labels) * CHARACTER + 10
    every = max(1, -(-int(wanted) // max(int(room), 1))) if ordered else 1
    return [
        text(
            labels[i] if ordered else cut(labels[i], room - 4),
            centres[i],
            box.bottom + 18,
            anchor="middle",
        )
        for i in range(0, len(labels), every)
    ]
