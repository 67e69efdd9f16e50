"""``analyze``: series over one axis or several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from parvis.core.errors import InvalidParameter
from parvis.data.odsql.text import Purpose
from parvis.data.serving import records as serving_records
from parvis.web.api.explore_v1 import axes, formats
from parvis.web.api.explore_v1.parameters import dataset_of, records_text
from parvis.web.api.explore_v1.quoting import quoted
from parvis.web.api.explore_v1.series import Series, series
from parvis.web.api.explore_v21.objects import record_objects
from parvis.web.api.http.answers import Answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.http.parameters import Parameters

MAX_POINTS = 20_000
_COUNT = Series("count", "count(*)", False)
Json = dict[str, Any]


def analyze(call: Call) -> Answer:
    """``/api/records/1.0/analyze/``."""
    view = dataset_of(call)
    refuse_joins(call.parameters)
    format_ = formats.wanted(call.parameters, formats.ANALYZE)
    keys = axes.keys(call.parameters, view.records.schema)
    measures = series(call.parameters) or [_COUNT]
    text = replace(
        records_text(call, view),
        select=", ".join(measure.selected for measure in measures),
        group_by=", ".join(f"{key.expression} as {quoted(key.column)}" for key in keys),
        order_by=order(call.parameters.get("sort"), measures, keys),
        limit=_points(call.parameters),
        offset=0,
    )
    page = serving_records.search(call.reader, view, text, purpose=Purpose.INTERNAL, cancel=call.cancel)
    found = list(_points_of(record_objects(page, text.timezone, "1.0"), measures, keys))
    truncated = page.total_count is not None and page.total_count > len(page.rows)
    headers = {"ods-analyze-truncated": "true"} if truncated else {}
    if format_ == "csv":
        made = formats.table(call.parameters, *_table(found, measures), f"{view.manifest.id}-analyze.csv")
        return replace(made, modified=view.manifest.published_at, headers={**made.headers, **headers})
    return formats.answer(call.parameters, found, view.manifest.published_at, **headers)


def refuse_joins(parameters: Parameters) -> None:
    """Raise InvalidParameter for a join: computing without it would give other numbers than those asked."""
    for prefix in ("join.", "agg."):
        if parameters.with_prefix(prefix):
            raise InvalidParameter(f"{prefix}… is not available.", hint="analyze each dataset, then join the answers")


def _points(parameters: Parameters) -> int:
    points = parameters.integer("maxpoints")
    if points is not None and points < 0:
        raise InvalidParameter("Invalid value for maxpoints: a positive number is expected.")
    return min(points, MAX_POINTS) if points else MAX_POINTS


def order(sort: str | None, measures: list[Series], keys: list[axes.Key]) -> str | None:
    """The order asked: ``x``, a series or a field of the axis, descending unless ``-`` comes first.

    None is the order of the axis. Raises InvalidParameter for another name.
    """
    if not sort or not sort.strip("-"):
        return None
    direction, name = ("asc" if sort.startswith("-") else "desc"), sort.lstrip("-")
    columns = [key.column for key in keys if name in ("x", key.axis, key.column)]
    if not columns:
        columns = [measure.column for measure in measures if name in (measure.name, measure.column)]
    if not columns:
        known = ", ".join(["x", *(measure.name for measure in measures)])
        raise InvalidParameter(f"Invalid value for sort: one of {known} is expected.")
    return ", ".join(f"{quoted(column)} {direction}" for column in columns)


def _points_of(rows: list[Json], measures: list[Series], keys: list[axes.Key]) -> Iterator[Json]:
    """``{"x": …, "S": …}``; cumulative series add up."""
    totals: dict[str, float] = {measure.name: 0 for measure in measures if measure.cumulative}
    for row in rows:
        point: Json = {"x": axes.value(row, keys)}
        for measure in measures:
            value = row[measure.column]
            if measure.cumulative and not isinstance(value, str | list | dict):
                totals[measure.name] += value or 0
                value = totals[measure.name]
            point[measure.name] = value
        yield point


def _table(points: list[Json], measures: list[Series]) -> tuple[list[str], list[list[Any]]]:
    """The points in columns, the parts of the axis side by side."""
    names = list(dict.fromkeys(name for point in points for name in _flat("x", point["x"])))
    lines = [[*(_flat("x", p["x"]).get(n) for n in names), *(p[m.name] for m in measures)] for p in points]
    return [*(names or ["x"]), *(measure.name for measure in measures)], lines


def _flat(name: str, value: Any) -> Json:
    if not isinstance(value, dict):
        return {name: value}
    return {n: v for part, below in value.items() for n, v in _flat(f"{name}.{part}", below).items()}
