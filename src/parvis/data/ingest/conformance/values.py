"""SQL of the values of a field: the text of a cell, whether it is of the type, and what it is worth when compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parvis.data.ingest.conformance import moments
from parvis.data.ingest.conformance.forms import JSON_KINDS, TEXT_FORMS
from parvis.data.ingest.conformance.schema import SchemaField
from parvis.data.ingest.staging import StagedColumn, literal

ORDERED = ("integer", "number", "date", "datetime", "time", "year", "yearmonth")
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_INTEGER = r"[+-]?\d+"
_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(?i:inf|infinity)|(?i:nan)"
_UNIT = r"^[^-\d]*|\D*$"
_DURATION = r"-?P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"
_DEGREES = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a field is read, as functions from the SQL of a text: ``valid`` (null where the text is), and ``value``,
    which is only right where the text is valid.

    ``message`` and ``params`` tell what is expected; ``unread`` is a form that is not known, and not checked.
    """

    valid: Callable[[str], str]
    value: Callable[[str], str]
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    unread: str | None = None


def reading(field: SchemaField) -> Reading:
    """The reading of a field of a schema."""
    return _READINGS[field.type](field)


def cell(column: StagedColumn, field: SchemaField, missing: Sequence[str], *, sheet: bool = False) -> str:
    """SQL of the text of a cell, null where it stands for nothing; ``sheet``: of a cell of a workbook."""
    text = _of_sheet(column.name, field) if sheet and column.sql_type == "VARCHAR" else _text(column, field)
    absent = field.missing if field.missing is not None else missing
    filled = text if "" in absent else f"coalesce({text}, '')"
    marks = [mark for mark in absent if mark]
    if not marks:
        return filled
    return f"CASE WHEN {filled} NOT IN ({', '.join(map(literal, marks))}) THEN {filled} END"


def _text(column: StagedColumn, field: SchemaField) -> str:
    """The text that a typed cell would have in a file written by the schema."""
    name, kind = column.name, column.sql_type
    if kind in ("VARCHAR", "GEOJSON", "JSON"):
        return name if kind == "VARCHAR" else f"{name}::VARCHAR"
    if kind == "BOOLEAN":
        yes, no = (field.true_values[0], field.false_values[0]) if field.type == "boolean" else ("true", "false")
        return f"CASE {name} WHEN true THEN {literal(yes)} WHEN false THEN {literal(no)} END"
    if kind.startswith(("DOUBLE", "FLOAT", "DECIMAL", "REAL")):
        sign = literal(field.decimal_char) if field.type == "number" else "'.'"
        whole = f"{name} = trunc({name}) AND abs({name}) < 1e18"
        return f"CASE WHEN {whole} THEN {name}::BIGINT::VARCHAR ELSE replace({name}::VARCHAR, '.', {sign}) END"
    if kind.startswith(("DATE", "TIMESTAMP")):
        return moments.written(name, kind, field)
    if kind.endswith("[]"):
        return f"to_json({name})::VARCHAR" if field.type == "array" else _joined(name, field)
    if kind == "GEOMETRY":
        return f"ST_AsGeoJSON({name})::VARCHAR"
    return f"{name}::VARCHAR"


def _of_sheet(name: str, field: SchemaField) -> str:
    """A cell that is a number, a date or a truth value in its workbook, in the form that the schema asks for."""
    if field.type == "number" and field.decimal_char != ".":
        point = literal(field.decimal_char)
        return f"CASE WHEN {_is(name, _NUMBER)} THEN replace({name}, '.', {point}) ELSE {name} END"
    if field.type == "boolean":
        yes, no = literal(field.true_values[0]), literal(field.false_values[0])
        return f"CASE {name} WHEN 'true' THEN {yes} WHEN 'false' THEN {no} ELSE {name} END"
    return moments.rewritten(name, field)


def _joined(name: str, field: SchemaField) -> str:
    return f"array_to_string({name}, {literal(field.delimiter)})"


def _string(field: SchemaField) -> Reading:
    if field.format in ("default", ""):
        return Reading(lambda t: f"{t} IS NOT NULL", _same, "type-string")
    form = TEXT_FORMS.get(field.format)
    if form is None:
        return Reading(lambda t: f"{t} IS NOT NULL", _same, "type-string", unread=field.format)
    return Reading(lambda t: _is(t, form.pattern), _same, "type-string", {"what": dict(form.what)})


def _integer(field: SchemaField) -> Reading:
    def clean(text: str) -> str:
        return _ungrouped(_bare(f"trim({text})", field), field.group_char)

    return Reading(lambda t: _is(clean(t), _INTEGER), lambda t: f"TRY_CAST({clean(t)} AS HUGEINT)", "type-integer")


def _number(field: SchemaField) -> Reading:
    point = field.decimal_char

    def clean(text: str) -> str:
        bare = _ungrouped(_bare(f"trim({text})", field), field.group_char)
        return bare if point == "." else f"replace({bare}, {literal(point)}, '.')"

    def valid(text: str) -> str:
        right = _is(clean(text), _NUMBER)
        # A point is no decimal sign where a comma is.
        foreign = "" if point == "." or field.group_char == "." else f" AND NOT contains({text}, '.')"
        return f"({right}{foreign})"

    params = {"example": f"12{point}5"}
    return Reading(valid, lambda t: f"TRY_CAST({clean(t)} AS DOUBLE)", "type-number", params)


def _bare(text: str, field: SchemaField) -> str:
    return text if field.bare_number else f"regexp_replace({text}, {literal(_UNIT)}, '', 'g')"


def _ungrouped(text: str, sign: str) -> str:
    return f"replace({text}, {literal(sign)}, '')" if sign else text


def _boolean(field: SchemaField) -> Reading:
    yes = ", ".join(map(literal, field.true_values))
    both = ", ".join(map(literal, (*field.true_values, *field.false_values)))
    params = {"expected": [*field.true_values, *field.false_values]}
    return Reading(lambda t: f"{t} IN ({both})", lambda t: f"{t} IN ({yes})", "type-boolean", params)


def _moment(field: SchemaField) -> Reading:
    form = moments.form(field)
    return Reading(form.valid, form.value, f"type-{field.type}", {"form": form.shown}, form.unread)


def _year(_: SchemaField) -> Reading:
    return Reading(lambda t: _is(t, r"\d{4}"), lambda t: f"TRY_CAST({t} AS INTEGER)", "type-year")


def _yearmonth(_: SchemaField) -> Reading:
    return Reading(lambda t: _is(t, r"\d{4}-(0[1-9]|1[0-2])"), _same, "type-yearmonth")


def _duration(_: SchemaField) -> Reading:
    def valid(text: str) -> str:
        return f"({_is(text, _DURATION)} AND right({text}, 1) NOT IN ('P', 'T'))"

    return Reading(valid, _same, "type-duration")


def _geopoint(field: SchemaField) -> Reading:
    if field.format not in ("default", "array", "object"):
        return Reading(lambda t: f"{t} IS NOT NULL", _same, "type-geopoint", unread=field.format)
    shown = {"default": "2.35, 48.85", "array": "[2.35, 48.85]", "object": '{"lon": 2.35, "lat": 48.85}'}[field.format]

    def valid(text: str) -> str:
        lon, lat = coordinates(field, text)
        inside = f"abs({lon}) <= 180 AND abs({lat}) <= 90"
        return f"(CASE WHEN {text} IS NOT NULL THEN coalesce({_well_formed(field, text)} AND {inside}, false) END)"

    return Reading(valid, _same, "type-geopoint", {"form": shown})


def _well_formed(field: SchemaField, text: str) -> str:
    if field.format == "default":
        return _is(text, rf"\s*{_DEGREES}\s*,\s*{_DEGREES}\s*")
    kind, members = (
        ("ARRAY", "json_array_length({0})") if field.format == "array" else ("OBJECT", "len(json_keys({0}))")
    )
    json = f"TRY_CAST({text} AS JSON)"
    return f"(json_valid({text}) AND json_type({json}) = '{kind}' AND {members.format(json)} = 2)"


def coordinates(field: SchemaField, text: str) -> tuple[str, str]:
    """SQL of the longitude and the latitude of a geopoint."""
    if field.format in ("array", "object"):
        paths = ("$[0]", "$[1]") if field.format == "array" else ("$.lon", "$.lat")
        json = f"TRY_CAST({text} AS JSON)"
        lon, lat = (f"json_extract_string({json}, '{path}')" for path in paths)
    else:
        bare = f"trim({text}, ' []')"
        lon, lat = (f"trim(split_part({bare}, ',', {place}))" for place in (1, 2))
    return f"TRY_CAST({lon} AS DOUBLE)", f"TRY_CAST({lat} AS DOUBLE)"


def _json(field: SchemaField) -> Reading:
    kind, example = ("OBJECT", '{"a": 1}') if field.type == "object" else ("ARRAY", "[1, 2]")

    def valid(text: str) -> str:
        return f"(json_valid({text}) AND coalesce(json_type(TRY_CAST({text} AS JSON)) = '{kind}', false))"

    return Reading(valid, _same, f"type-{field.type}", {"example": example})


def _geojson(field: SchemaField) -> Reading:
    topology = field.format == "topojson"
    kinds = "'Topology'" if topology else ", ".join(map(literal, JSON_KINDS))
    name = "TopoJSON" if topology else "GeoJSON"

    def valid(text: str) -> str:
        return (
            f"(json_valid({text}) AND coalesce("
            f"json_extract_string(TRY_CAST({text} AS JSON), '$.type') IN ({kinds}), false))"
        )

    return Reading(valid, _same, "type-geojson", {"what": {"en": name, "fr": f"du {name}"}})


def _list(field: SchemaField) -> Reading:
    items = SchemaField(name=field.name, type=field.item_type if field.item_type in _READINGS else "string")
    item = reading(items)

    def valid(text: str) -> str:
        pieces = f"string_split({text}, {literal(field.delimiter)})"
        return f"(len(list_filter({pieces}, lambda piece: NOT {item.valid('piece')})) = 0)"

    return Reading(valid, _same, "type-list", {"delimiter": field.delimiter, "item": field.item_type})


def _any(_: SchemaField) -> Reading:
    return Reading(lambda t: f"{t} IS NOT NULL", _same, "type-string")


def _same(text: str) -> str:
    return text


def _is(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(pattern)})"


_READINGS: Mapping[str, Callable[[SchemaField], Reading]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _moment,
    "datetime": _moment,
    "time": _moment,
    "year": _year,
    "yearmonth": _yearmonth,
    "duration": _duration,
    "geopoint": _geopoint,
    "geojson": _geojson,
    "object": _json,
    "array": _json,
    "list": _list,
    "any": _any,
}
