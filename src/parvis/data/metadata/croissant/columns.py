"""Columns as fields of a record set, both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from parvis.core.fields import Field, FieldType
from parvis.data.metadata.documents import Json, compact, obj, objects, text, texts

RECORDS = "records"
_PARTS = ("lat", "lon")
# The type of the cells, then what they mean: tools refuse a field whose only type is one of places.
_TYPES: Mapping[FieldType, tuple[str, ...]] = {
    FieldType.TEXT: ("sc:Text",),
    FieldType.INT: ("sc:Integer",),
    FieldType.DOUBLE: ("sc:Float",),
    FieldType.BOOLEAN: ("sc:Boolean",),
    FieldType.DATE: ("sc:Date",),
    FieldType.DATETIME: ("sc:DateTime",),
    FieldType.GEO_POINT: ("sc:Text", "sc:GeoCoordinates"),
    FieldType.GEO_SHAPE: ("sc:Text", "sc:GeoShape"),
    FieldType.JSON: ("sc:Text",),
    FieldType.FILE: ("sc:URL",),
}
_READ: dict[str, FieldType] = {
    names[-1].partition(":")[2]: type_ for type_, names in _TYPES.items() if type_ is not FieldType.JSON
}
_READ |= {"Number": FieldType.DOUBLE} | {f"Float{n}": FieldType.DOUBLE for n in (16, 32, 64)}
_READ |= {f"{sign}Int{n}": FieldType.INT for sign in ("", "U") for n in (8, 16, 32, 64)}


def record_set(fields: Iterable[Field], file: str, *, nested: bool) -> dict[str, Any]:
    """The rows of a file, column by column.

    ``file`` is the identifier of its object; ``nested`` tells that a cell may have parts, as those of Parquet have.
    """
    listed = list(fields)
    keys = [{"@id": _id(field)} for field in listed if field.key]
    return compact(
        {
            "@type": "cr:RecordSet",
            "@id": RECORDS,
            "name": RECORDS,
            "key": keys[0] if len(keys) == 1 else keys,
            "field": [_field(field, file, nested=nested) for field in listed],
        }
    )


def _field(field: Field, file: str, *, nested: bool) -> dict[str, Any]:
    types = _TYPES[field.type]
    found: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": _id(field),
        "name": field.name,
        "description": ": ".join(part for part in (field.label, field.description) if part),
    }
    if nested and field.type is FieldType.GEO_POINT:
        return compact(found | {"dataType": types[-1], "subField": [_part(field, file, name) for name in _PARTS]})
    found |= {"dataType": types if len(types) > 1 else types[0], "source": _source(field, file)}
    return compact(found | ({"isArray": True, "arrayShape": "-1"} if field.is_list else {}))


def _part(field: Field, file: str, name: str) -> dict[str, Any]:
    """A coordinate of a point."""
    return {
        "@type": "cr:Field",
        "@id": f"{_id(field)}/{name}",
        "name": f"{field.name}/{name}",
        "dataType": "sc:Float",
        "source": _source(field, file) | {"transform": {"jsonPath": name}},
    }


def _source(field: Field, file: str) -> dict[str, Any]:
    return {"fileObject": {"@id": file}, "extract": {"column": field.name}}


def _id(field: Field) -> str:
    return f"{RECORDS}/{field.name}"


def fields_of(document: Json) -> tuple[Field, ...]:
    """The columns of the first record set that has some; a field without a known type is text."""
    sets = objects(document.get("recordSet"))
    found = next((fields for records in sets if (fields := objects(records.get("field")))), [])
    record = next((r for r in sets if objects(r.get("field"))), {})
    keys = {text(key) for key in (*objects(record.get("key")), *texts(record.get("key")))}
    return tuple(field for value in found if (field := _read(value, keys)) is not None)


def _read(value: Json, keys: set[str | None]) -> Field | None:
    identifier = text(value.get("@id"))
    name = text(obj(obj(value.get("source")).get("extract")).get("column")) or text(value.get("name")) or identifier
    if name is None:
        return None
    kinds = [re.split("[:/#]", kind)[-1] for kind in texts(value.get("dataType"))]
    type_ = next((_READ[kind] for kind in reversed(kinds) if kind in _READ), FieldType.TEXT)
    listed = value.get("isArray") in (True, "true", "True") or value.get("repeated") in (True, "true", "True")
    described = text(value.get("description"))
    return Field(name, type_, described or "", multivalued="," if listed else None, key=identifier in keys)
