"""Columns as a Table Schema, both ways: types for any reader, annotations of the portal beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parvis.core.fields import Field, FieldType
from parvis.data.metadata.documents import Json, compact, obj, objects, text, texts

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
# Points are written "lat, lon", not "lon, lat" as a geopoint is; a JSON value may be of any kind.
_TYPES: Mapping[FieldType, tuple[str, str | None]] = {
    FieldType.TEXT: ("string", None),
    FieldType.INT: ("integer", None),
    FieldType.DOUBLE: ("number", None),
    FieldType.BOOLEAN: ("boolean", None),
    FieldType.DATE: ("date", None),
    FieldType.DATETIME: ("datetime", "any"),
    FieldType.GEO_POINT: ("string", None),
    FieldType.GEO_SHAPE: ("geojson", None),
    FieldType.JSON: ("any", None),
    FieldType.FILE: ("string", None),
}
_PARTIAL = {"year": "year", "month": "yearmonth"}
_READ: Mapping[str, FieldType] = {
    "string": FieldType.TEXT,
    "integer": FieldType.INT,
    "number": FieldType.DOUBLE,
    "boolean": FieldType.BOOLEAN,
    "date": FieldType.DATE,
    "datetime": FieldType.DATETIME,
    "year": FieldType.DATE,
    "yearmonth": FieldType.DATE,
    "geopoint": FieldType.GEO_POINT,
    "geojson": FieldType.GEO_SHAPE,
    "object": FieldType.JSON,
}
_OWN = "explore"


def schema(fields: Iterable[Field]) -> dict[str, Any]:
    """The schema of the CSV file of these columns."""
    listed = list(fields)
    keys = [field.name for field in listed if field.key]
    return compact({"$schema": PROFILE, "fields": [_field(field) for field in listed], "primaryKey": keys})


def _field(field: Field) -> dict[str, Any]:
    type_, format_ = _TYPES[field.type]
    if field.is_list:
        type_, format_ = "list", None
    elif field.type is FieldType.DATE:
        type_ = _PARTIAL.get(field.precision or "", type_)
    own = {name: value for name, value in field.to_dict().items() if name not in ("name", "label", "description")}
    return compact(
        {
            "name": field.name,
            "type": type_,
            "format": format_,
            "title": field.label,
            "description": field.description,
            _OWN: own | {"type": field.type.value},
        }
    )


def fields_of(document: Json) -> tuple[Field, ...]:
    """The columns of a schema; those of an unknown type are text."""
    keys = set(texts(document.get("primaryKey")))
    return tuple(field for value in objects(document.get("fields")) if (field := _read(value, keys)) is not None)


def _read(value: Json, keys: set[str]) -> Field | None:
    name = text(value.get("name"))
    if name is None:
        return None
    own = obj(value.get(_OWN))
    type_ = text(value.get("type")) or "string"
    found: dict[str, Any] = {
        "type": _READ.get(type_, FieldType.TEXT).value,
        "multivalued": "," if type_ == "list" else None,
        "precision": {"year": "year", "yearmonth": "month"}.get(type_),
        "key": name in keys,
    }
    found |= _annotations(own)
    found |= {"name": name, "label": text(value.get("title")) or "", "description": text(value.get("description"))}
    return Field.from_dict({k: v for k, v in found.items() if v is not None})


_FLAGS = ("facet", "disjunctive", "sortable", "key")
_TEXTS = ("multivalued", "facet_sort", "hierarchical", "precision", "unit")


def _annotations(own: Json) -> dict[str, Any]:
    """What our own member says, member by member: a document may say anything there."""
    found: dict[str, Any] = {name: own[name] for name in _FLAGS if isinstance(own.get(name), bool)}
    found |= {name: own[name] for name in _TEXTS if isinstance(own.get(name), str)}
    if isinstance(own.get("decimals"), int) and not isinstance(own["decimals"], bool):
        found["decimals"] = own["decimals"]
    if own.get("type") in set(FieldType):
        found["type"] = own["type"]
    return found
