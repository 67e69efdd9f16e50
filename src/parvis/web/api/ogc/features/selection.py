"""The parameters of a request for features, as a typed query."""

from __future__ import annotations

import re
from dataclasses import dataclass

import shapely

from parvis.core.errors import InvalidParameter, Span
from parvis.core.fields import Field, FieldType, Schema
from parvis.data.odsql import syntax, typed
from parvis.data.odsql.check import comparisons
from parvis.data.odsql.check.conditions import every
from parvis.data.odsql.cql2.compiling import compile_filter, filter_scope
from parvis.data.odsql.cql2.temporal import predicate
from parvis.web.api.http.parameters import Parameters
from parvis.web.api.ogc import crs, paging
from parvis.web.api.ogc.endpoint import VERSIONS
from parvis.web.api.ogc.features.fields import geometry_of, moment_of, properties_of, testable_of

KNOWN = frozenset(
    {
        "limit",
        "offset",
        "cursor",
        "bbox",
        "bbox-crs",
        "crs",
        "datetime",
        "filter",
        "filter-lang",
        "filter-crs",
        "properties",
        "sortby",
        "skipGeometry",
    }
    | VERSIONS
)
_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a request asks of a collection. ``geometry`` is the place of its column among the query's, if any."""

    query: typed.Query
    geometry: int | None
    crs: str
    cursor: str | None


def read(parameters: Parameters, schema: Schema) -> Selection:
    """The selection of a request. Raises InvalidParameter, FilterError."""
    columns, geometry = columns_of(parameters, schema)
    offset = paging.offset_of(parameters)
    query = typed.Query(
        columns=columns,
        where=condition_of(parameters, schema),
        order=order_of(parameters.get("sortby"), schema),
        limit=paging.limit_of(parameters),
        offset=offset,
    )
    cursor = None if offset else parameters.get("cursor") or ""
    return Selection(query, geometry, crs.read(parameters.get("crs")), cursor)


def columns_of(parameters: Parameters, schema: Schema) -> tuple[tuple[typed.Column, ...], int | None]:
    """The columns of the features, the geometry last, with its place. Raises InvalidParameter."""
    asked = paging.names_of(parameters.get("properties"))
    geometry = None if parameters.flag("skipGeometry") else geometry_of(schema)
    fields = properties_of(schema)
    if asked is not None:
        fields = [_named(schema, name, "properties") for name in asked]
        fields = [field for field in dict.fromkeys(fields) if field != geometry]
    if geometry is not None:
        fields = [*fields, geometry]
    columns = tuple(typed.Column(f.name, typed.FieldRef(f), f.label, f.precision) for f in fields)
    return columns, None if geometry is None else len(columns) - 1


def condition_of(parameters: Parameters, schema: Schema) -> typed.Expr:
    """All that the parameters say of which features. Raises InvalidParameter, FilterError."""
    found: list[typed.Expr] = []
    geometry = geometry_of(schema)
    box = paging.box_of(parameters.get("bbox"))
    if box is not None and geometry is not None:
        found.append(in_box(geometry, box, crs.read(parameters.get("bbox-crs"), "bbox-crs")))
    ends = paging.interval_of(parameters.get("datetime"))
    moment = moment_of(schema)
    if ends is not None and moment is not None:
        found.append(during(schema, moment, ends))
    for field in testable_of(schema):
        if field.name not in KNOWN:
            found += [equal(schema, field, value) for value in parameters.all(field.name)]
    if parameters.get("filter"):
        back = crs.to_wgs84(crs.read(parameters.get("filter-crs"), "filter-crs"))
        language = parameters.get("filter-lang")
        found.append(compile_filter(parameters.get("filter") or "", schema, language, to_wgs84=back))
    return every(found)


def in_box(field: Field, box: tuple[float, float, float, float], uri: str) -> typed.Expr:
    """A geometry that meets a box of this system; west above east crosses the antimeridian."""
    reference = typed.FieldRef(field)
    if uri == crs.CRS84 or uri.endswith("/4326"):
        west, south, east, north = box if uri == crs.CRS84 else (box[1], box[0], box[3], box[2])
        if south > north:
            raise paging.bad_box("its south is above its north")
        return typed.InBox(reference, south, west, north, east)
    try:
        shape = crs.box_shape(box, uri)
    except ValueError as error:
        raise InvalidParameter(f"Invalid value for bbox API parameter: {error}.") from error
    return typed.Topology(typed.Relation.INTERSECTS, reference, typed.Geometry(shapely.to_wkb(shape)))


def during(schema: Schema, field: Field, ends: tuple[str, ...]) -> typed.Expr:
    """A date that is the instant, or in the interval; a day covers its hours."""
    scope = filter_scope(schema, parameter="datetime")
    name = syntax.Name(field.name, _NOWHERE, quoted=True)
    if len(ends) == 1:
        return comparisons.compare(scope, syntax.Comparison("=", name, syntax.DateText(ends[0], _NOWHERE), _NOWHERE))
    interval = syntax.Call("interval", tuple(syntax.Text(end, _NOWHERE) for end in ends), _NOWHERE)
    return predicate(scope, syntax.Call("t_intersects", (name, interval), _NOWHERE))


def equal(schema: Schema, field: Field, text: str) -> typed.Expr:
    """A property that has the value of the parameter of its name. Raises InvalidParameter, FilterError."""
    scope = filter_scope(schema, parameter=field.name)
    name = syntax.Name(field.name, _NOWHERE, quoted=True)
    return comparisons.compare(scope, syntax.Comparison("=", name, _constant(field, text), _NOWHERE))


def _constant(field: Field, text: str) -> syntax.Node:
    if field.type is FieldType.TEXT:
        return syntax.Text(text, _NOWHERE)
    if field.type in (FieldType.DATE, FieldType.DATETIME):
        return syntax.DateText(text, _NOWHERE)
    if field.type is FieldType.BOOLEAN:
        if text.lower() in ("true", "false"):
            return syntax.Boolean(text.lower() == "true", _NOWHERE)
    elif _NUMBER.fullmatch(text):
        return syntax.Number(int(text) if text.lstrip("-").isdecimal() else float(text), _NOWHERE)
    message = f"Invalid value for {field.name} API parameter: {text[:40]!r} is not of type {field.type.value}."
    raise InvalidParameter(message, params={"parameter": field.name})


_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?")


def order_of(text: str | None, schema: Schema) -> tuple[typed.Order, ...]:
    """``+name,-other``: properties, with their direction. Raises InvalidParameter."""
    found = []
    for part in paging.names_of(text) or ():
        field = _named(schema, part.lstrip("+- "), "sortby")
        if field not in testable_of(schema):
            raise InvalidParameter(f"Invalid value for sortby API parameter: {field.name} has no order.")
        found.append(typed.Order(typed.FieldRef(field), descending=part.startswith("-")))
    return tuple(found)


def _named(schema: Schema, name: str, parameter: str) -> Field:
    found = schema.get(name)
    if found is None:
        message = f"Invalid value for {parameter} API parameter: there is no property {name[:60]}."
        hint = f"properties: {', '.join(list(schema.by_name)[:30])}"
        raise InvalidParameter(message, hint=hint, params={"parameter": parameter})
    return found
