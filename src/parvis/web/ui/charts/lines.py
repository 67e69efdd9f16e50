"""Lines and areas over an ordered axis; what is missing is a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from parvis.web.ui.charts.bars import said
from parvis.web.ui.charts.chart import Chart, Kind, Series, drawable
from parvis.web.ui.charts.frame import Number, label_row, standing
from parvis.web.ui.charts.svg import colour, element, title

DASHES = (None, "7 3", "2 3", "9 3 2 3", "12 4", "4 4", "1 4", "9 2 2 2 2 2")
DOTS = 60
Point = tuple[int, float, float]


def lines(chart: Chart, width: float, height: float, number: Number, prefix: str) -> list[str]:
    """A line a series; areas begin at zero, stacked ones where the one before ends."""
    shown = piled(chart) if chart.stacked else chart
    box, scale, drawn = standing(shown, width, height, number, from_zero=chart.kind is Kind.AREA)
    centres = spread(len(chart.labels), box.left, box.right)
    floor = [scale.at(max(scale.low, 0.0))] * len(centres)
    floors: list[Sequence[float]] = [floor]
    for series in shown.series:
        floors.append([scale.at(v) if drawable(v) else f for v, f in zip(series.values, floor, strict=True)])
    for rank, series in enumerate(shown.series):
        points = [(i, centres[i], scale.at(v)) for i, v in enumerate(series.values) if drawable(v)]
        runs = list(unbroken(points))
        if chart.kind is Kind.AREA:
            drawn += [area(run, floors[rank] if chart.stacked else floor, rank) for run in runs]
        drawn += [line(run, rank) for run in runs if len(run) > 1]
        drawn += dots(chart, runs, rank, number)
    return drawn + label_row(chart.labels, centres, box, ordered=True)


def spread(count: int, left: float, right: float) -> list[float]:
    """Places at equal distances, the first at the left and the last at the right."""
    if count == 1:
        return [(left + right) / 2]
    return [left + (right - left) * place / (count - 1) for place in range(count)]


def unbroken(points: Sequence[Point]) -> Iterator[list[Point]]:
    """Points that follow one another without a missing label between them."""
    for _, run in groupby(enumerate(points), key=lambda pair: pair[1][0] - pair[0]):
        yield [point for _, point in run]


def line(points: Sequence[Point], rank: int) -> str:
    """A line through the points."""
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for _, x, y in points)
    return element(
        "path",
        d=path,
        fill="none",
        stroke=colour(rank),
        stroke_width=2.2,
        stroke_linejoin="round",
        stroke_dasharray=DASHES[rank % len(DASHES)],
        class_=f"chart-line-{rank % 8 + 1}",
    )


def area(points: Sequence[Point], floor: Sequence[float], rank: int) -> str:
    """What lies between the points and the floor."""
    top = "L".join(f"{x:.1f} {y:.1f}" for _, x, y in points)
    bottom = "L".join(f"{x:.1f} {floor[place]:.1f}" for place, x, _ in reversed(points))
    return element(
        "path", d=f"M{top}L{bottom}Z", fill=colour(rank), fill_opacity=0.28, class_=f"chart-fill-{rank % 8 + 1}"
    )


def dots(chart: Chart, runs: Sequence[Sequence[Point]], rank: int, number: Number) -> list[str]:
    """A dot a value when they are few, else only where a value stands alone."""
    few = len(chart.labels) <= DOTS
    found = []
    for run in runs:
        for place, x, y in run if few or len(run) == 1 else ():
            value = chart.series[rank].values[place]
            what = title(said(chart, rank, place, value or 0.0, number))
            found.append(
                element("circle", what, cx=x, cy=y, r=3.2, fill=colour(rank), class_=f"chart-fill-{rank % 8 + 1}")
            )
    return found


def piled(chart: Chart) -> Chart:
    """The same chart, each series added to those below it."""
    sums = [0.0] * len(chart.labels)
    found = []
    for series in chart.series:
        sums = [s + (v if drawable(v) else 0.0) for s, v in zip(sums, series.values, strict=True)]
        found.append(Series(series.name, tuple(sums)))
    return replace(chart, series=tuple(found), stacked=False)
