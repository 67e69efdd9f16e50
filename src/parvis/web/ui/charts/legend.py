"""Which series a colour, a pattern or a dash stands for."""

from __future__ import annotations

from parvis.web.ui.charts import decals
from parvis.web.ui.charts.chart import Chart, Kind
from parvis.web.ui.charts.lines import DASHES
from parvis.web.ui.charts.scatter import mark
from parvis.web.ui.charts.svg import CHARACTER, colour, cut, document, element, text

SIDE = 14.0
LONG = 22.0
LINE = 22.0
GAP = 18.0


def swatch(kind: Kind, rank: int) -> str:
    """The mark of a series as a drawing of its own, to stand before its name in a list."""
    prefix = f"l{kind}"
    defs = decals.pattern(prefix, rank) or ""
    return document(sample(kind, rank, 0, 0, prefix), LONG, SIDE, defs=defs, role="chart-swatch")


def sample(kind: Kind, rank: int, x: float, y: float, prefix: str) -> list[str]:
    """The mark of a series at a place."""
    if kind is Kind.LINE:
        dash = DASHES[rank % len(DASHES)]
        place = {"x1": x, "x2": x + LONG, "y1": y + SIDE / 2, "y2": y + SIDE / 2}
        class_ = f"chart-line-{rank % 8 + 1}"
        return [element("line", stroke=colour(rank), stroke_width=2.5, stroke_dasharray=dash, class_=class_, **place)]
    if kind is Kind.SCATTER:
        return [mark(x + LONG / 2, y + SIDE / 2, rank)]
    square = {"x": x, "y": y, "width": LONG, "height": SIDE}
    found = [element("rect", fill=colour(rank), class_=f"chart-fill-{rank % 8 + 1}", **square)]
    pattern = decals.fill(prefix, rank) if kind is not Kind.AREA else None
    return [*found, element("rect", fill=pattern, **square)] if pattern else found


def legend(chart: Chart, x: float, y: float, width: float) -> tuple[list[str], float]:
    """The series of a chart side by side from a place, and the height they take; nothing when there is one."""
    if len(chart.series) < 2:
        return [], 0.0
    prefix = "legend"
    drawn = [element("defs", decals.patterns(prefix, len(chart.series)))]
    left, top = x, y
    for rank, series in enumerate(chart.series):
        name = cut(series.name, width / 2)
        room = LONG + 8 + len(name) * CHARACTER
        if left > x and left + room > x + width:
            left, top = x, top + LINE
        drawn += sample(chart.kind, rank, left, top, prefix)
        drawn.append(text(name, left + LONG + 8, top + 12))
        left += room + GAP
    return drawn, top - y + LINE
