"""Bars and columns: lengths from zero."""

from __future__ import annotations

from collections.abc import Iterator

from parvis.web.ui.charts import decals
from parvis.web.ui.charts.chart import Chart, Kind, Series, drawable
from parvis.web.ui.charts.frame import Number, label_row, lying, standing
from parvis.web.ui.charts.scale import Scale
from parvis.web.ui.charts.svg import CHARACTER, colour, cut, element, text, title

FILLED = 0.72
ROW = 26.0
Mark = tuple[int, int, float, float, float]
"""Rank of the series, place of the label, share of the band where it begins, value where it begins and ends."""


def columns(chart: Chart, width: float, height: float, number: Number, prefix: str) -> list[str]:
    """Standing bars."""
    box, scale, drawn = standing(chart, width, height, number, from_zero=True)
    band = (box.right - box.left) / max(len(chart.labels), 1)
    centres = [box.left + band * (place + 0.5) for place in range(len(chart.labels))]
    for rank, place, offset, low, high in marks(chart):
        x = box.left + band * (place + offset)
        top, bottom = scale.at(max(low, high)), scale.at(min(low, high))
        what = said(chart, rank, place, high - low, number)
        drawn += mark(x, top, band * thickness(chart), bottom - top, rank, prefix, what)
    return drawn + label_row(chart.labels, centres, box, ordered=chart.ordered)


def bars(chart: Chart, width: float, height: float, number: Number, prefix: str) -> list[str]:
    """Lying bars, one row a label, the value at the end when there is one series."""
    names = min(max((len(label) for label in chart.labels), default=0) * CHARACTER + 14, width * 0.4)
    box, scale, drawn = lying(chart, names, width, height, number)
    band = (box.bottom - box.top) / max(len(chart.labels), 1)
    for place, label in enumerate(chart.labels):
        drawn.append(text(cut(label, names - 12), names - 8, box.top + band * (place + 0.5) + 4, anchor="end"))
    for rank, place, offset, low, high in marks(chart):
        left, right = scale.at(min(low, high)), scale.at(max(low, high))
        y = box.top + band * (place + offset)
        what = said(chart, rank, place, high - low, number)
        drawn += mark(left, y, right - left, band * thickness(chart), rank, prefix, what)
        drawn += at_end(chart, scale, high, y + band * thickness(chart) / 2 + 4, number)
    return drawn


def marks(chart: Chart) -> Iterator[Mark]:
    """The bars to draw; stacked ones begin where the one before ends, on each side of zero."""
    share = thickness(chart)
    for place in range(len(chart.labels)):
        tops = {True: 0.0, False: 0.0}
        for rank, series in enumerate(chart.series):
            value = series.values[place]
            if not drawable(value):
                continue
            low = tops[value >= 0] if chart.stacked else 0.0
            offset = (1 - FILLED) / 2 + (0 if chart.stacked else rank * share)
            yield rank, place, offset, low, low + value
            tops[value >= 0] = low + value


def thickness(chart: Chart) -> float:
    """The share of a label's band that one bar takes."""
    return FILLED if chart.stacked else FILLED / max(len(chart.series), 1)


def mark(x: float, y: float, width: float, height: float, rank: int, prefix: str, what: str) -> list[str]:
    """One bar and its pattern. A value that is not zero shows by one pixel at least."""
    place = {"x": x, "y": y, "width": max(width, 1.0), "height": max(height, 1.0)}
    found = [element("rect", title(what), fill=colour(rank), class_=f"chart-fill-{rank % 8 + 1}", **place)]
    if pattern := decals.fill(prefix, rank):
        found.append(element("rect", fill=pattern, pointer_events="none", **place))
    return found


def at_end(chart: Chart, scale: Scale, value: float, y: float, number: Number) -> list[str]:
    """The value written at the end of its bar, when the bars are few and of one series."""
    if len(chart.series) > 1 or len(chart.labels) > 40:
        return []
    written = number(value)
    beyond = scale.at(value) + 6 + len(written) * CHARACTER <= scale.end + 20
    inside = scale.at(value) - scale.start > len(written) * CHARACTER + 12
    if beyond or not inside or value < 0:
        return [text(written, scale.at(max(value, 0.0)) + 6, y, class_="chart-value")]
    return [text(written, scale.at(value) - 6, y, anchor="end", class_="chart-value-inside")]


def said(chart: Chart, rank: int, place: int, value: float, number: Number) -> str:
    """What a mark says: label, series when there are several, value."""
    parts = [chart.labels[place], *([chart.series[rank].name] if len(chart.series) > 1 else []), number(value)]
    return " · ".join(parts)


def height(chart: Chart) -> float:
    """The height that rows of a readable size need."""
    rows = len(chart.labels) * (ROW if len(chart.series) == 1 or chart.stacked else 12.0 * len(chart.series) + 8)
    return rows + 42.0


DRAWN = {Kind.BAR: bars, Kind.COLUMN: columns}
__all__ = ["DRAWN", "Series", "bars", "columns", "height", "said"]
