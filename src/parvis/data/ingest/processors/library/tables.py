"""Tables turned: columns to rows, rows to columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlglot import exp

from parvis.core.fields import Field, FieldType, Schema
from parvis.core.words import field_name
from parvis.data.engine.lower.duckdb.primitives import cast
from parvis.data.engine.lower.sql import SQL, alias, col, fn, num, op
from parvis.data.ingest.processors.constants import constant
from parvis.data.ingest.processors.definition import Example, processor
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.frame import ROW, Frame, Key, columns_of, stored_type
from parvis.data.ingest.processors.library.shared import new
from parvis.data.ingest.processors.parameters import Parameter

Values = Mapping[str, Any]
FUNCTIONS = ("first", "sum", "mean", "min", "max", "count")


@processor(
    "columns_to_rows",
    "tables",
    en=("Columns to rows", "Makes one row of each of these fields: its label in one field, its value in another."),
    fr=(
        "Colonnes en lignes",
        "Fait une ligne de chacun de ces champs : son libellé dans un champ, sa valeur dans un autre.",
    ),
    takes=(
        Parameter("fields", "fields", "The fields to turn, of one type."),
        Parameter("name", "name", "The field that takes the labels."),
        Parameter("value", "name", "The field that takes the values."),
        Parameter("empty", "boolean", "Whether empty values make a row, too.", False),
    ),
    example=Example(
        ({"ville": "Brest", "a2023": 1, "a2024": 2},),
        {"fields": ["a2023", "a2024"], "name": "annee", "value": "n"},
        ({"ville": "Brest", "annee": "a2023", "n": 1}, {"ville": "Brest", "annee": "a2024", "n": 2}),
        types={"a2023": "int", "a2024": "int"},
    ),
)
def columns_to_rows(frame: Frame, p: Values) -> Frame:
    """Two lists unnested side by side."""
    fields = [frame.field(name) for name in p["fields"]]
    kind = _common(fields)
    name, value = new(frame, p["name"], FieldType.TEXT), new(frame, p["value"], kind)
    if name.name == value.name:
        raise InvalidPipeline("name and value are the same field")
    kept = [field for field in frame.schema if field not in fields]
    labels = constant([field.label or field.name for field in fields])
    values = exp.Array(expressions=[cast(col(field.name), stored_type(value)) for field in fields])
    place = f"=n{frame.step}"
    spread = [
        alias(fn("unnest", labels), name.name),
        alias(fn("unnest", values), value.name),
        alias(fn("unnest", fn("range", num(len(fields)))), place),
    ]
    columns = [col(n) for field in kept for n in columns_of(field)]
    select = exp.Select(expressions=[*columns, *spread, *frame.carried()]).from_(frame.table(), copy=False)
    made = frame.barrier(select, Schema.of([*kept, name, value]), keys=(*frame.keys, Key(place)))
    return made if p["empty"] else made.where(exp.Not(this=exp.Is(this=col(value.name), expression=exp.Null())))


def _common(fields: list[Field]) -> FieldType:
    kinds = {field.type for field in fields}
    if kinds == {FieldType.INT, FieldType.DOUBLE}:
        return FieldType.DOUBLE
    if len(kinds) != 1 or kinds & {FieldType.GEO_POINT, FieldType.GEO_SHAPE} or any(f.is_list for f in fields):
        found = ", ".join(f"{field.name} {field.type.value}" for field in fields)
        raise InvalidPipeline(f"the fields to turn are not of one plain type: {found[:200]}", hint="retype them first")
    return kinds.pop()


@processor(
    "pivot",
    "tables",
    en=("Rows to columns", "Makes one row a group, with one field for each of the stated values of a field."),
    fr=("Lignes en colonnes", "Fait une ligne par groupe, avec un champ pour chacune des valeurs données d’un champ."),
    takes=(
        Parameter("by", "fields", "The fields of a group."),
        Parameter("name", "field", "The field whose values become fields."),
        Parameter("values", "texts", "Those values, so that every version has the same fields."),
        Parameter("value", "field", "The field with the values."),
        Parameter("function", "choice", "What to do with several values.", "first", choices=FUNCTIONS),
    ),
    example=Example(
        ({"ville": "Brest", "annee": "2023", "n": 1}, {"ville": "Brest", "annee": "2024", "n": 2}),
        {"by": ["ville"], "name": "annee", "values": ["2023", "2024"], "value": "n", "function": "sum"},
        ({"ville": "Brest", "2023": 1, "2024": 2},),
        types={"n": "int"},
    ),
)
def pivot(frame: Frame, p: Values) -> Frame:
    """Groups in the order of their first rows."""
    by = [frame.field(name) for name in p["by"]]
    name, value = frame.field(p["name"]), frame.field(p["value"])
    if {FieldType.GEO_POINT, FieldType.GEO_SHAPE} & {name.type, value.type}:
        raise InvalidPipeline("places cannot be turned to columns")
    made = [_made(frame, value, label, p["function"]) for label in dict.fromkeys(p["values"])]
    names = [field.name for field in (*by, *made)]
    if len(set(names)) < len(names):
        raise InvalidPipeline("two fields would have one name", hint="rename the values, or the fields of the group")
    keys = [col(n) for field in by for n in columns_of(field)]
    cells = [
        alias(cast(_cell(p["function"], value, name, label), stored_type(field)), field.name)
        for field, label in zip(made, dict.fromkeys(p["values"]), strict=True)
    ]
    select = exp.Select(expressions=[*keys, *cells, alias(fn("min", col(ROW)), ROW)]).from_(frame.table(), copy=False)
    select.set("group", exp.Group(expressions=[key.copy() for key in keys]))
    return frame.barrier(select, Schema.of([*by, *made]), keys=(Key(ROW),), ordered=False)


def _made(frame: Frame, value: Field, label: str, function: str) -> Field:
    name = field_name(label)
    if not name:
        raise InvalidPipeline(f"{label[:60]!r} gives no identifier")
    kind = {"count": FieldType.INT, "mean": FieldType.DOUBLE}.get(function, value.type)
    if function in ("sum", "mean") and value.type not in (FieldType.INT, FieldType.DOUBLE):
        raise InvalidPipeline(f"{function} works on numbers; {value.name} is {value.type.value}")
    return replace(value, name=name, label=label, type=kind, key=False)


def _cell(function: str, value: Field, name: Field, label: str) -> SQL:
    condition = op("=", cast(col(name.name), "VARCHAR"), constant(label))
    operand = col(value.name)
    called = (
        fn("arg_min", operand, col(ROW))
        if function == "first"
        else fn({"mean": "avg"}.get(function, function), operand)
    )
    return exp.Filter(this=called, expression=exp.Where(this=condition))
