"""Addresses of charts that the Explore portals made: ``dataChart`` holds a definition as base64 of JSON."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from parvis.web.portal.pages.analysis.choice import Choice

LONGEST = 20_000
_FUNCTIONS = {
    "COUNT": "count",
    "SUM": "sum",
    "AVG": "avg",
    "MIN": "min",
    "MAX": "max",
    "STDDEV": "stddev",
    "QUANTILES": "median",
}
_FORMS = {
    "line": "line",
    "spline": "line",
    "area": "area",
    "areaspline": "area",
    "column": "column",
    "bar": "bar",
    "pie": "pie",
    "treemap": "treemap",
}
_STEPS = {
    "year": "year",
    "month": "month",
    "day": "day",
    "hour": "hour",
    "month_month": "monthofyear",
    "day_day": "dayofweek",
}


def old_choice(text: str) -> Choice | None:
    """The choice of the first chart of an old definition; None when it cannot be read."""
    try:
        padded = text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4)
        found = json.loads(base64.b64decode(padded[:LONGEST], validate=False))
        query = found["queries"][0]
        chart = query["charts"][0]
        return Choice(**_members(query, chart))
    except (binascii.Error, ValueError, LookupError, TypeError, RecursionError):
        return None


def _members(query: Mapping[str, Any], chart: Mapping[str, Any]) -> dict[str, str]:
    points = query.get("maxpoints")
    return {
        "measure": _FUNCTIONS.get(str(chart.get("func")), ""),
        "of": _text(chart.get("yAxis")),
        "by": _text(query.get("xAxis")),
        "step": _STEPS.get(str(query.get("timescale")), ""),
        "split": _text(query.get("seriesBreakdown")),
        "kind": _FORMS.get(str(chart.get("type")), ""),
        "order": "-value" if query.get("sort") else "",
        "top": str(points) if isinstance(points, int) and points > 0 else "",
        "stack": "true" if query.get("stacked") else "",
    }


def _text(value: Any) -> str:
    return value[:200] if isinstance(value, str) else ""
