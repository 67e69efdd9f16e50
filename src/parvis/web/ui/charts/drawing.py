"""The entrance: a chart becomes one SVG."""

from __future__ import annotations

import hashlib

from parvis.web.ui.charts import decals
from parvis.web.ui.charts.bars import bars, columns, height
from parvis.web.ui.charts.chart import Chart, Kind
from parvis.web.ui.charts.frame import Number
from parvis.web.ui.charts.lines import lines
from parvis.web.ui.charts.pie import pie
from parvis.web.ui.charts.scatter import scatter
from parvis.web.ui.charts.svg import document

WIDTH = 760.0
HEIGHT = 380.0
_DRAWN = {
    Kind.BAR: bars,
    Kind.COLUMN: columns,
    Kind.LINE: lines,
    Kind.AREA: lines,
    Kind.PIE: pie,
    Kind.SCATTER: scatter,
}


def draw(chart: Chart, number: Number = "{:g}".format, *, width: float = WIDTH, height_: float | None = None) -> str:
    """The chart as SVG text, safe to put in a page; empty when there is nothing to draw.

    ``number`` writes a value of the axis in the reader's language. Patterns are named after the content, so that
    several charts live in one page.
    """
    if chart.is_empty or (chart.kind is Kind.SCATTER and len(chart.places) != len(chart.labels)):
        return ""
    tall = height_ or (height(chart) if chart.kind is Kind.BAR else HEIGHT)
    prefix = "d" + hashlib.blake2b(repr(chart).encode(), digest_size=5).hexdigest() + "-"
    drawn = _DRAWN[chart.kind](chart, width, tall, number, prefix)
    ranks = len(chart.labels) if chart.kind is Kind.PIE else len(chart.series)
    patterned = chart.kind in (Kind.BAR, Kind.COLUMN, Kind.PIE)
    return document(drawn, width, tall, defs=decals.patterns(prefix, ranks) if patterned else "")
