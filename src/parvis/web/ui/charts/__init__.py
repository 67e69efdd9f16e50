"""Charts drawn by the server: values in, SVG text out. Pure: no request, no language, no database."""

from parvis.web.ui.charts.chart import CATEGORIES, Chart, Kind, Series
from parvis.web.ui.charts.drawing import draw
from parvis.web.ui.charts.framing import framed
from parvis.web.ui.charts.legend import swatch
from parvis.web.ui.charts.sparkline import sparkline

__all__ = ["CATEGORIES", "Chart", "Kind", "Series", "draw", "framed", "sparkline", "swatch"]
