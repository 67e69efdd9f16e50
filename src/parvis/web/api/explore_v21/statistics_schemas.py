"""JSON schemas of the statistics of fields, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
_COUNT: Json = {"type": "integer", "minimum": 0}
_NUMBER: Json = {"type": "number"}
_TEXT: Json = {"type": "string"}
_VALUE: Json = {"type": ["string", "number", "boolean", "null"]}


def _object(required: tuple[str, ...], **properties: Json) -> Json:
    return {"type": "object", "required": list(required), "properties": properties}


def _described(schema: Json, text: str) -> Json:
    return {**schema, "description": text}


_FIELD = _object(
    ("name", "label", "type", "filled", "share"),
    name=_TEXT,
    label=_TEXT,
    type=_TEXT,
    reason=_described(_TEXT, "Why the field has this type."),
    filled=_described(_COUNT, "Records with a value."),
    share=_described({"type": "number", "minimum": 0, "maximum": 1}, "filled / records_count."),
    distinct=_described(
        _object(("count", "exact"), count=_COUNT, exact={"type": "boolean"}),
        "Different values (of the items, for lists); exact false: an estimate, within about 15 %.",
    ),
    min=_VALUE,
    max=_VALUE,
    mean={"type": ["number", "null"]},
    outside=_described(_COUNT, "Values that have no place in min, max, histogram or bbox: not finite, not in degrees."),
    items=_described(_COUNT, "Items of all the lists."),
    length=_described(_object(("min", "max", "mean"), min=_COUNT, max=_COUNT, mean=_NUMBER), "Characters of texts."),
    frequent=_described(
        _object(
            ("exact", "values"),
            exact={"type": "boolean"},
            values={"type": "array", "items": _object(("value", "count"), value=_VALUE, count=_COUNT)},
        ),
        "Most frequent values; exact false: others may be as frequent, the counts are right.",
    ),
    histogram=_described(
        {"type": "array", "items": _object(("from", "to", "count"), **{"from": _VALUE}, to=_VALUE, count=_COUNT)},
        "An interval holds its first bound and not its last; the last interval holds both.",
    ),
    bbox=_described({"type": "array", "items": _NUMBER, "minItems": 4, "maxItems": 4}, "West, south, east, north."),
)
_BASIS: Json = {
    "dataset_id": _TEXT,
    "version": _COUNT,
    "records_count": _COUNT,
    "inferred": _object(("at", "source", "rows"), at=_TEXT, source=_TEXT, rows=_COUNT),
}
_FIELD_REFERENCE: Json = {"$ref": "#/components/schemas/FieldStatistics"}
STATISTICS: Json = {
    "FieldStatistics": _FIELD,
    "Statistics": _object((*_BASIS, "fields"), **_BASIS, fields={"type": "array", "items": _FIELD_REFERENCE}),
    "OneFieldStatistics": _object((*_BASIS, "field"), **_BASIS, field=_FIELD_REFERENCE),
}
