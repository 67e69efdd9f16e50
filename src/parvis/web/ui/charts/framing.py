"""A drawing made to stand alone: title above, series and source below, on white."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from parvis.web.ui.charts.chart import Chart
from parvis.web.ui.charts.drawing import WIDTH
from parvis.web.ui.charts.legend import legend
from parvis.web.ui.charts.svg import cut, document, element, text

EDGE = 16.0
HEAD = 44.0
NOTE = 18.0


def framed(chart: Chart, drawing: str, title: str, notes: Sequence[str], credit: str) -> str:
    """One SVG that holds the drawing of :func:`draw` with its words."""
    top = HEAD + NOTE * len(notes)
    height = float(drawing.partition('viewBox="0 0 ')[2].partition('"')[0].split(" ")[1])
    series, taken = legend(chart, EDGE, top + height + 6, WIDTH - 2 * EDGE)
    whole = top + height + taken + 44
    parts = [
        element("rect", width=WIDTH, height=whole, fill="#FFFFFF"),
        element("text", escape(cut(title, WIDTH * 0.85)), x=EDGE, y=28, font_size=18, font_weight=650, fill="#17211F"),
        *(text(cut(note, WIDTH - 2 * EDGE), EDGE, HEAD + 4 + NOTE * i) for i, note in enumerate(notes)),
        element("svg", drawing, x=0, y=top, width=WIDTH, height=height),
        *series,
        text(cut(credit, WIDTH - 2 * EDGE), EDGE, whole - 16),
    ]
    return document(parts, WIDTH, whole)
