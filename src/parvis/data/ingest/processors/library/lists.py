"""Lists and JSON: paths, several values, one row a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlglot import exp

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.engine.lower.sql import SQL, alias, both, case, col, fn, function, invert, not_null, op, text
from parvis.data.ingest.processors.constants import constant
from parvis.data.ingest.processors.definition import Example, processor
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.frame import Frame, Key, Output
from parvis.data.ingest.processors.library.shared import FIELD, NEW, TO, new, target
from parvis.data.ingest.processors.parameters import Parameter

Values = Mapping[str, Any]
JSON_TYPES = ("text", "int", "double", "boolean", "date", "datetime", "json_blob", "texts")
_PATH = re.compile(r"\$?(?:\.?[\w-]+|\[\d+\])(?:\.[\w-]+|\[\d+\])*")
PATH = Parameter("path", "text", "The way to the value, such as address.city or tags[0].")


@processor(
    "json_path",
    "lists",
    en=("Take a value out of JSON", "Reads the value at a path of a JSON field, as a field of the type you state."),
    fr=(
        "Extraire une valeur de JSON",
        "Lit la valeur à un chemin d’un champ JSON, en un champ du type que vous donnez.",
    ),
    takes=(FIELD, PATH, NEW, Parameter("type", "choice", "The type of the new field.", "text", choices=JSON_TYPES)),
    example=Example(
        ({"j": '{"ville": {"nom": "Brest"}}'},),
        {"field": "j", "path": "ville.nom", "to": "ville"},
        ({"j": '{"ville": {"nom": "Brest"}}', "ville": "Brest"},),
        types={"j": "json_blob"},
    ),
)
def json_path(frame: Frame, p: Values) -> Frame:
    """Null where the path leads nowhere; what is not JSON is rejected."""
    field, path = _json(frame, p["field"]), constant(json_pointer(p["path"]))
    raw = col(field.name)
    sound = case((fn("json_valid", raw), raw.copy()))
    wrong = both(not_null(raw.copy()), invert(fn("json_valid", raw.copy())))
    if p["type"] == "texts":
        result = replace(new(frame, p["to"], FieldType.TEXT), multivalued=",")
        value = filled(fn("json_extract_string", sound, constant(json_pointer(p["path"]) + "[*]")))
    elif p["type"] == "json_blob":
        result, value = new(frame, p["to"], FieldType.JSON), fn("json_extract", sound, path)
    else:
        result = new(frame, p["to"], FieldType(p["type"]))
        value = fn("json_extract_string", sound, path)
        if result.type is not FieldType.TEXT:
            kind = {"int": "BIGINT", "double": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "datetime": "TIMESTAMP"}
            value = exp.TryCast(this=value, to=exp.DataType.build(kind[p["type"]], dialect="duckdb"))
    return frame.put(Output(result, value, wrong, raw.copy(), "not JSON"), after=field.name)


def json_pointer(path: str) -> str:
    """The path in the form of the engine. Raises InvalidPipeline."""
    if not _PATH.fullmatch(path):
        raise InvalidPipeline(f"{path[:60]!r} is not a path", hint="such as address.city or tags[0]")
    bare = path.removeprefix("$").removeprefix(".")
    parts = re.findall(r"[\w-]+(?![\w-]*\])|\[\d+\]", bare)
    return "$" + "".join(part if part.startswith("[") else f'."{part}"' for part in parts)


def _json(frame: Frame, name: str) -> Field:
    field = frame.field(name, FieldType.JSON, FieldType.TEXT)
    return field if not field.is_list else frame.text(name)


def filled(list_: SQL) -> SQL:
    """The list without empty texts and nulls; null when nothing is left."""
    kept = fn(
        "list_filter",
        list_,
        function("x", both(not_null(exp.to_identifier("x")), op("!=", exp.to_identifier("x"), text("")))),
    )
    return case((op(">", fn("len", kept), exp.Literal.number(0)), kept.copy()))


@processor(
    "to_list",
    "lists",
    en=("Make several values", "Cuts a text at a separator, or reads a JSON array, into a field of several values."),
    fr=(
        "Rendre multivalué",
        "Coupe un texte à un séparateur, ou lit un tableau JSON, en un champ à plusieurs valeurs.",
    ),
    takes=(FIELD, Parameter("separator", "text", "Where to cut; a JSON array is read when absent.", None), TO),
    example=Example(({"zones": "A|B"},), {"field": "zones", "separator": "|"}, ({"zones": ["A", "B"]},)),
)
def to_list(frame: Frame, p: Values) -> Frame:
    """A list of texts, tidy."""
    field = _json(frame, p["field"])
    raw = col(field.name)
    if p["separator"] is None:
        ok = fn("coalesce", op("=", fn("try", fn("json_type", raw)), text("ARRAY")), exp.false())
        pieces = fn("json_extract_string", case((ok, raw.copy())), text("$[*]"))
        wrong = both(not_null(raw.copy()), invert(ok.copy()))
        result = replace(target(frame, field, p["to"]), multivalued=",")
        return frame.put(Output(result, filled(pieces), wrong, raw.copy(), "not a JSON array"), after=field.name)
    if not p["separator"]:
        raise InvalidPipeline("separator is empty")
    pieces = fn("string_split", raw, constant(p["separator"]))
    tidy = fn("list_transform", pieces, function("x", fn("trim", exp.to_identifier("x"))))
    result = replace(target(frame, field, p["to"]), multivalued=p["separator"])
    return frame.put(Output(result, filled(tidy)), after=field.name)


@processor(
    "join_list",
    "lists",
    en=("Join several values", "Writes a field of several values as one text."),
    fr=("Joindre plusieurs valeurs", "Écrit un champ à plusieurs valeurs en un seul texte."),
    takes=(FIELD, Parameter("separator", "text", "What stands between the values.", ", "), TO),
    example=Example(({"zones": ["A", "B"]},), {"field": "zones"}, ({"zones": "A, B"},), types={"zones": "text[]"}),
)
def join_list(frame: Frame, p: Values) -> Frame:
    """One text."""
    field = _list(frame, p["field"])
    value = fn("array_to_string", col(field.name), constant(p["separator"]))
    return frame.put(Output(target(frame, field, p["to"]), value), after=field.name)


def _list(frame: Frame, name: str) -> Field:
    field = frame.field(name, FieldType.TEXT)
    if not field.is_list:
        raise InvalidPipeline(f"{name} has one value a row", hint="use to_list first")
    return field


@processor(
    "expand",
    "lists",
    en=("One row a value", "Repeats each row for every value of a field of several values; a row without value stays."),
    fr=(
        "Une ligne par valeur",
        "Répète chaque ligne pour chaque valeur d’un champ multivalué ; une ligne sans valeur reste.",
    ),
    takes=(FIELD,),
    example=Example(
        ({"ville": "Brest", "zones": ["A", "B"]}, {"ville": "Lyon", "zones": None}),
        {"field": "zones"},
        ({"ville": "Brest", "zones": "A"}, {"ville": "Brest", "zones": "B"}, {"ville": "Lyon", "zones": None}),
        types={"zones": "text[]"},
    ),
)
def expand(frame: Frame, p: Values) -> Frame:
    """Unnested in order; unnesting keeps the order of rows."""
    field = _list(frame, p["field"])
    single = replace(field, multivalued=None)
    some = fn("coalesce", col(field.name), exp.Array(expressions=[exp.Null()]))
    place = f"=n{frame.step}"
    others = [sql for sql in frame.stored() if sql.name != field.name]
    places = fn("range", fn("len", some.copy()))
    spread = [alias(fn("unnest", some), field.name), alias(fn("unnest", places), place)]
    select = exp.Select(expressions=[*others, *spread, *frame.carried()]).from_(frame.table(), copy=False)
    schema = Schema.of(single if f.name == field.name else f for f in frame.schema)
    return frame.barrier(select, schema, keys=(*frame.keys, Key(place)))
