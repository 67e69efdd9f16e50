"""Fields themselves: names, types, which, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlglot import exp

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.engine.lower.duckdb.primitives import cast
from parvis.data.engine.lower.sql import SQL, alias, both, case, col, fn, is_null, not_null, text
from parvis.data.ingest.processors.definition import Example, processor
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.frame import Frame, Output, columns_of, value_of, with_members
from parvis.data.ingest.processors.parameters import Parameter

Values = Mapping[str, Any]
FIELD = Parameter("field", "field", "The field.")
RETYPED = ("text", "int", "double", "boolean", "date", "datetime", "geo_point_2d", "geo_shape", "json_blob")


@processor(
    "rename",
    "columns",
    en=("Rename a field", "Gives a field another identifier, and another label when one is stated."),
    fr=("Renommer un champ", "Donne à un champ un autre identifiant, et un autre libellé s’il est donné."),
    takes=(
        FIELD,
        Parameter("to", "name", "The new identifier."),
        Parameter("label", "text", "The new label; the old one is kept when absent.", None),
    ),
    example=Example(({"nom_cne": "Brest"},), {"field": "nom_cne", "to": "commune"}, ({"commune": "Brest"},)),
)
def rename(frame: Frame, p: Values) -> Frame:
    """Same columns under other names."""
    old = frame.field(p["field"])
    if p["to"] != old.name:
        frame.free(p["to"])
    new = replace(old, name=p["to"], label=old.label if p["label"] is None else p["label"])
    renamed = dict(zip(columns_of(old), columns_of(new), strict=True))
    stored = [n for field in frame.schema for n in columns_of(field)]
    outputs = [alias(col(name), renamed.get(name, name)) for name in stored]
    select = exp.Select(expressions=[*outputs, *map(col, frame.hidden)]).from_(frame.table(), copy=False)
    fields = [new if field.name == old.name else field for field in frame.schema]
    return frame.onward(select, Schema.of(fields))


@processor(
    "keep",
    "columns",
    en=("Keep fields", "Keeps these fields only, in this order."),
    fr=("Garder des champs", "Ne garde que ces champs, dans cet ordre."),
    takes=(Parameter("fields", "fields", "The fields to keep, in order."),),
    example=Example(({"a": "1", "b": "2", "c": "3"},), {"fields": ["c", "a"]}, ({"c": "3", "a": "1"},)),
)
def keep(frame: Frame, p: Values) -> Frame:
    """A projection."""
    return frame.project([frame.field(name) for name in p["fields"]])


@processor(
    "drop",
    "columns",
    en=("Drop fields", "Takes these fields off."),
    fr=("Retirer des champs", "Retire ces champs."),
    takes=(Parameter("fields", "fields", "The fields to take off."),),
    example=Example(({"a": "1", "b": "2"},), {"fields": ["b"]}, ({"a": "1"},)),
)
def drop(frame: Frame, p: Values) -> Frame:
    """A projection."""
    gone = {frame.field(name).name for name in p["fields"]}
    if len(gone) == len(frame.schema):
        raise InvalidPipeline("no field would be left")
    return frame.project([field for field in frame.schema if field.name not in gone])


@processor(
    "reorder",
    "columns",
    en=("Reorder fields", "Puts these fields first, in this order; the others follow as they are."),
    fr=("Réordonner les champs", "Place ces champs en tête, dans cet ordre ; les autres suivent tels quels."),
    takes=(Parameter("fields", "fields", "The fields that come first."),),
    example=Example(({"a": "1", "b": "2", "c": "3"},), {"fields": ["c"]}, ({"c": "3", "a": "1", "b": "2"},)),
)
def reorder(frame: Frame, p: Values) -> Frame:
    """A projection."""
    first = [frame.field(name) for name in p["fields"]]
    return frame.project([*first, *(field for field in frame.schema if field not in first)])


@processor(
    "retype",
    "columns",
    en=("Change a type", "Reads a field as another type; values that cannot be read are rejected and left empty."),
    fr=("Changer un type", "Lit un champ sous un autre type ; les valeurs illisibles sont rejetées et laissées vides."),
    takes=(
        FIELD,
        Parameter("type", "choice", "The type.", choices=RETYPED),
        Parameter("decimal", "choice", "The decimal sign of numbers in text.", ".", choices=(".", ",")),
    ),
    example=Example(
        ({"prix": "12,50"}, {"prix": "gratuit"}),
        {"field": "prix", "type": "double", "decimal": ","},
        ({"prix": 12.5}, {"prix": None}),
        rejected=((2, "gratuit"),),
    ),
)
def retype(frame: Frame, p: Values) -> Frame:
    """A cast that fails to null, and a report of what it lost."""
    old, target = frame.field(p["field"]), FieldType(p["type"])
    new = replace(with_members(old, {"type": target}), multivalued=None)
    value: SQL | tuple[SQL, SQL] = cast_to(old, target, p["decimal"])
    before = not_null(col(columns_of(old)[0]))
    after = is_null(value[0] if isinstance(value, tuple) else value)
    if isinstance(value, tuple):
        after = is_null(case((fn("abs", value[1].copy()) <= 90, value[0].copy())))
    shown = fn("array_to_string", col(old.name), text(", ")) if old.is_list else col(columns_of(old)[0])
    output = Output(new, value, both(before, after.copy()), shown, f"cannot be read as {target.value}")
    return frame.put(output)


def cast_to(field: Field, target: FieldType, decimal: str) -> SQL | tuple[SQL, SQL]:
    """The value of a field as another type, null where that cannot be."""
    geo = (FieldType.GEO_POINT, FieldType.GEO_SHAPE)
    if field.type in geo and target is FieldType.GEO_SHAPE:
        return value_of(field)
    if field.type in geo and target is FieldType.TEXT:
        return fn("ST_AsText", value_of(field))
    if target in geo or field.type in geo:
        return _from_text(field, target)
    value = fn("array_to_string", col(field.name), text(", ")) if field.is_list else col(field.name)
    if target is FieldType.TEXT:
        return cast(value, "VARCHAR")
    if target is FieldType.JSON:
        return case((fn("json_valid", cast(value, "VARCHAR")), cast(value.copy(), "VARCHAR")))
    kind = {"int": "BIGINT", "double": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "datetime": "TIMESTAMP"}[target]
    if field.type is FieldType.TEXT and target in (FieldType.INT, FieldType.DOUBLE):
        return _number(value, kind, decimal)
    if field.type is FieldType.TEXT and target is FieldType.BOOLEAN:
        return _boolean(value)
    return exp.TryCast(this=value, to=exp.DataType.build(kind, dialect="duckdb"))


def _number(value: SQL, kind: str, decimal: str) -> SQL:
    """A number in text, its thousands parted by spaces."""
    bare = fn("translate", value, text(" \u00a0\u202f'" + ("." if decimal == "," else ",")), text(""))
    point = fn("replace", bare, text(decimal), text("."))
    number = exp.TryCast(this=point, to=exp.DataType.build("DOUBLE"))
    finite = case((fn("isfinite", number), number.copy()))
    if kind == "DOUBLE":
        return finite
    whole = exp.TryCast(this=point.copy(), to=exp.DataType.build("BIGINT"))
    return case((exp.EQ(this=fn("trunc", number.copy()), expression=number.copy()), whole))


def _boolean(value: SQL) -> SQL:
    word = fn("lower", fn("trim", value))
    yes, no = ("true", "vrai", "oui", "yes", "o", "y", "1", "t", "v"), ("false", "faux", "non", "no", "n", "0", "f")
    return case(
        (exp.In(this=word, expressions=list(map(text, yes))), exp.true()),
        (exp.In(this=word.copy(), expressions=list(map(text, no))), exp.false()),
    )


def _from_text(field: Field, target: FieldType) -> SQL | tuple[SQL, SQL]:
    if field.type not in (FieldType.TEXT, FieldType.JSON) or field.is_list:
        raise InvalidPipeline(f"{field.name} is {field.type.value}, which cannot become {target.value}")
    value = col(field.name)
    if target is FieldType.GEO_SHAPE:
        json = fn("starts_with", fn("ltrim", value), text("{"))
        read = fn("try", fn("ST_GeomFromGeoJSON", value.copy())), fn("try", fn("ST_GeomFromText", value.copy()))
        return case((json, read[0]), default=read[1])
    pattern = text(r"^\s*[\[(]?\s*([-+]?[0-9.]+)\s*[,; ]\s*([-+]?[0-9.]+)\s*[\])]?\s*$")
    parts = [fn("regexp_extract", value.copy(), pattern.copy(), exp.Literal.number(n)) for n in (2, 1)]
    lon, lat = (exp.TryCast(this=part, to=exp.DataType.build("DOUBLE")) for part in parts)
    return lon, lat
