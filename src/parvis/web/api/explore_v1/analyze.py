"""``analyze``: series over a field, and the clusters of a map."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import orjson

from parvis.core.errors import InvalidParameter
from parvis.core.fields import TEMPORAL, FieldType, Schema
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import records as serving_records
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import RecordsPage
from parvis.web.api.explore_v1 import objects
from parvis.web.api.explore_v1.parameters import geo_field, query_text, quoted
from parvis.web.api.explore_v1.records import dataset_of
from parvis.web.api.explore_v21.objects import record_objects
from parvis.web.api.http.answers import Answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.http.parameters import Parameters

_SERIES = re.compile(r"(\w+)\.(func|expr|cumulative|subsets)")
_FUNCTIONS = {"AVG": "avg", "SUM": "sum", "MIN": "min", "MAX": "max", "STDDEV": "stddev", "SUMSQUARES": "sumsquares"}
_PRECISIONS = ("year", "month", "day", "hour", "minute")
_PERIODIC = {"year": "year", "month": "month", "weekday": "dayofweek", "day": "day", "hour": "hour", "minute": "minute"}
MAX_POINTS = 20_000
PREVIEW = 1_000


@dataclass(frozen=True, slots=True)
class Series:
    """One measure: its name, its ODSQL expression, whether it accumulates."""

    name: str
    expression: str
    cumulative: bool


def analyze(call: Call) -> Answer:
    """``/api/records/1.0/analyze/``."""
    view = dataset_of(call)
    schema = view.records.schema
    measures = series(call.parameters)
    keys = group_keys(call.parameters, schema)
    points = call.parameters.integer("maxpoints")
    text = replace(
        query_text(call, schema),
        select=", ".join(f"{m.expression} as {quoted('y.' + m.name)}" for m in measures),
        group_by=", ".join(f"{expression} as {quoted(name)}" for name, expression in keys),
        order_by=_order(call.parameters.get("sort"), [m.name for m in measures], [name for name, _ in keys]),
        limit=min(points, MAX_POINTS) if points else MAX_POINTS,
        offset=0,
    )
    page = serving_records.search(call.reader, view, text, purpose=Purpose.INTERNAL, cancel=call.cancel)
    found = _answer(record_objects(page, text.timezone, "1.0"), measures)
    answer = objects.answer(call.parameters, found, view.manifest.published_at)
    truncated = page.total_count is not None and page.total_count > len(page.rows)
    return replace(answer, headers={"ods-analyze-truncated": "true"}) if truncated else answer


def series(parameters: Parameters) -> list[Series]:
    """The measures: ``y.<S>.func``, ``y.<S>.expr``… without any, a count. Raises InvalidParameter."""
    given: dict[str, dict[str, str]] = {}
    for name, value in parameters.with_prefix("y."):
        match = _SERIES.fullmatch(name)
        if match is not None:
            given.setdefault(match.group(1), {})[match.group(2)] = value
    if not given:
        return [Series("count", "count(*)", False)]
    return [Series(name, _expression(name, parts), _true(parts.get("cumulative"))) for name, parts in given.items()]


def _expression(name: str, parts: dict[str, str]) -> str:
    function = parts.get("func", "COUNT").upper()
    if function == "COUNT":
        return f"count({parts['expr']})" if parts.get("expr") else "count(*)"
    if not parts.get("expr"):
        raise InvalidParameter(f"y.{name}.expr is missing: {function} needs a field.")
    if function == "QUANTILES":
        return f"percentile({parts['expr']}, {_percentile(name, parts.get('subsets'))})"
    if function not in _FUNCTIONS:
        known = ", ".join(["COUNT", *_FUNCTIONS, "QUANTILES"])
        raise InvalidParameter(f"Invalid value for y.{name}.func: one of {known} is expected.")
    return f"{_FUNCTIONS[function]}({parts['expr']})"


def _percentile(name: str, text: str | None) -> float:
    try:
        return float(text or "50")
    except ValueError:
        raise InvalidParameter(f"Invalid value for y.{name}.subsets: a number from 0 to 100 is expected.") from None


def _true(text: str | None) -> bool:
    return (text or "").lower() in ("true", "1")


def group_keys(parameters: Parameters, schema: Schema) -> list[tuple[str, str]]:
    """Names and expressions of the x axis: a field, or the parts of a date. Raises InvalidParameter."""
    axes = parameters.all("x")
    if not axes:
        raise InvalidParameter("The parameter x is missing.", hint="add x=<field>")
    found: list[tuple[str, str]] = []
    for number, axis in enumerate(axes):
        prefix = "x" if len(axes) == 1 else f"x.{number}"
        field = schema.get(axis)
        if field is not None and field.type in TEMPORAL:
            found += [(f"{prefix}.{part}", f"{function}({quoted(axis)})") for part, function in _parts(parameters)]
        else:
            found.append((prefix, quoted(axis)))
    return found


def _parts(parameters: Parameters) -> list[tuple[str, str]]:
    periodic = parameters.get("periodic")
    if periodic:
        if periodic not in _PERIODIC:
            raise InvalidParameter(f"Invalid value for periodic: one of {', '.join(_PERIODIC)} is expected.")
        return [(periodic, _PERIODIC[periodic])]
    precision = parameters.get("precision") or "year"
    if precision not in _PRECISIONS:
        raise InvalidParameter(f"Invalid value for precision: one of {', '.join(_PRECISIONS)} is expected.")
    return [(part, part) for part in _PRECISIONS[: _PRECISIONS.index(precision) + 1]]


def _order(sort: str | None, measures: list[str], keys: list[str]) -> str | None:
    if not sort:
        return None
    name = sort.lstrip("-")
    direction = "asc" if sort.startswith("-") else "desc"
    target = name.removeprefix("y.").removeprefix("serie1-") if name != "x" else keys[0]
    if name == "x" or target in keys:
        return f"{quoted(target)} {direction}"
    return f"{quoted('y.' + target)} {direction}" if target in measures else None


def _answer(rows: list[dict[str, Any]], measures: list[Series]) -> list[dict[str, Any]]:
    """``[{"x": …, "S": …}]``; the parts of a date are one object; cumulative series add up."""
    totals = {m.name: 0.0 for m in measures if m.cumulative}
    found = []
    for row in rows:
        point: dict[str, Any] = {"x": _axis(row)}
        for measure in measures:
            value = row[f"y.{measure.name}"]
            if measure.cumulative:
                totals[measure.name] += value or 0
                value = totals[measure.name]
            point[measure.name] = value
        found.append(point)
    return found


def _axis(row: dict[str, Any]) -> Any:
    axis: Any = {}
    for name, value in row.items():
        if name == "x":
            return value
        if name.startswith("x."):
            *path, last = name.split(".")[1:]
            place = axis
            for step in path:
                place = place.setdefault(step, {})
            place[last] = value
    return axis


def geocluster(call: Call) -> Answer:
    """``/api/records/1.0/geocluster/``."""
    view = dataset_of(call)
    schema = view.records.schema
    measures = [m for m in series(call.parameters) if m.name != "count"]
    zoom = call.parameters.integer("clusterprecision") or 6
    radius = call.parameters.integer("clusterdistance") or 40
    columns = ["count(*) as `count`", *(f"{m.expression} as {quoted('y.' + m.name)}" for m in measures)]
    text = _grouped(call, schema, ", ".join(columns), f"geo_cluster({quoted(point(schema))}, {zoom}, {radius}) as c")
    page = serving_records.search(call.reader, view, text, purpose=Purpose.INTERNAL, cancel=call.cancel)
    clusters = [_cluster(row, measures) for row in record_objects(page, text.timezone, "1.0") if row["c"] is not None]
    answer = {
        "clusters": clusters,
        "count": _extent([c["count"] for c in clusters]),
        "series": {m.name: _extent([c["series"][m.name] for c in clusters]) for m in measures},
        "clusterprecision": zoom,
    }
    return objects.answer(call.parameters, answer, view.manifest.published_at)


def _grouped(call: Call, schema: Schema, select: str, group_by: str | None) -> QueryText:
    return replace(
        query_text(call, schema), select=select, group_by=group_by, order_by=None, limit=MAX_POINTS, offset=0
    )


def _cluster(row: dict[str, Any], measures: list[Series]) -> dict[str, Any]:
    center = row["c"]["cluster_centroid"]
    return {
        "cluster_center": [center["lat"], center["lon"]],
        "cluster": {"type": "Point", "coordinates": [center["lon"], center["lat"]]},
        "count": row["count"],
        "series": {m.name: row[f"y.{m.name}"] for m in measures},
    }


def _extent(values: list[Any]) -> dict[str, Any]:
    known = [value for value in values if value is not None]
    return {"min": min(known, default=0), "max": max(known, default=0)}


def point(schema: Schema) -> str:
    """The point field of a dataset. Raises InvalidParameter."""
    found = next((f.name for f in schema if f.type is FieldType.GEO_POINT), None)
    if found is None:
        raise InvalidParameter("This dataset has no geo_point_2d field.")
    return found


def bounding_box(call: Call) -> Answer:
    """``/api/records/1.0/boundingbox/``."""
    view = dataset_of(call)
    schema = view.records.schema
    name = geo_field(schema)
    select = f"count(*) as total, count({quoted(name)}) as placed, bbox({quoted(name)}) as box"
    text = replace(_grouped(call, schema, select, None), limit=1)
    page = serving_records.search(call.reader, view, text, purpose=Purpose.INTERNAL, cancel=call.cancel)
    total, placed, box = page.rows[0]
    answer: dict[str, Any] = {"count": total, "bbox": _sides(box)}
    if schema.by_name[name].type is FieldType.GEO_POINT:
        answer["geometries"] = {"Point": placed}
    return objects.answer(call.parameters, answer, view.manifest.published_at)


def _sides(box: str | None) -> list[float] | None:
    """West, south, east, north of a box as GeoJSON text."""
    if box is None:
        return None
    found = orjson.loads(box)["coordinates"]
    while isinstance(found[0], list) and found and isinstance(found[0][0], list):
        found = [pair for part in found for pair in part] if isinstance(found[0][0][0], list) else found[0]
    pairs = found if isinstance(found[0], list) else [found]
    longitudes, latitudes = [p[0] for p in pairs], [p[1] for p in pairs]
    return [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]


def preview(call: Call) -> Answer:
    """``/api/records/1.0/geopreview/``: the geometries that a map draws first."""
    view = dataset_of(call)
    name = geo_field(view.records.schema)
    text = replace(query_text(call, view.records.schema), select=quoted(name), limit=_rows(call.parameters), offset=0)
    page = serving_records.search(
        call.reader, view, text, purpose=Purpose.INTERNAL, ids=True, total=False, cancel=call.cancel
    )
    return objects.answer(call.parameters, _previews(view, page), view.manifest.published_at)


def _rows(parameters: Parameters) -> int:
    rows = parameters.integer("rows")
    return PREVIEW if rows is None else max(0, min(rows, PREVIEW))


def _previews(view: DatasetView, page: RecordsPage) -> list[dict[str, Any]]:
    found = zip(objects.geometries(page), page.ids or (), strict=True)
    return [{"geometry": geometry, "geo_digest": id_} for geometry, id_ in found if geometry is not None]
