"""JSON Schemas of a collection (part 5): what a feature holds, and what a filter may name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from parvis.core.fields import Field, FieldType, Schema
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.ogc import links
from parvis.web.api.ogc.endpoint import VERSIONS, only_known
from parvis.web.api.ogc.features.fields import geometry_of, moment_of, queryables_of

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TYPES: dict[FieldType, dict[str, Any]] = {
    FieldType.TEXT: {"type": "string"},
    FieldType.INT: {"type": "integer"},
    FieldType.DOUBLE: {"type": "number"},
    FieldType.BOOLEAN: {"type": "boolean"},
    FieldType.DATE: {"type": "string", "format": "date"},
    FieldType.DATETIME: {"type": "string", "format": "date-time"},
    FieldType.GEO_POINT: {"format": "geometry-point"},
    FieldType.GEO_SHAPE: {"format": "geometry-any"},
    FieldType.JSON: {},
    FieldType.FILE: {"type": "object"},
}


def queryables(call: Call) -> Answer:
    """``GET /collections/{dataset_id}/queryables``."""
    only_known(call, VERSIONS)
    schema = call.dataset.records.schema
    return _answer(call, "queryables", _document(call, "queryables", queryables_of(schema), schema))


def schema(call: Call) -> Answer:
    """``GET /collections/{dataset_id}/schema``."""
    only_known(call, VERSIONS)
    found = call.dataset.records.schema
    document = _document(call, "schema", found, found)
    identifier = {"title": "Identifier of the feature", "type": "string", "readOnly": True, "x-ogc-role": "id"}
    document["properties"] = {"_id": identifier, **document["properties"]}
    return _answer(call, "schema", document)


def _document(call: Call, name: str, fields: Iterable[Field], whole: Schema) -> dict[str, Any]:
    manifest = call.dataset.manifest
    geometry, moment = geometry_of(whole), moment_of(whole)
    roles = {geometry: "primary-geometry", moment: "primary-instant"}
    return {
        "$schema": _DRAFT,
        "$id": f"{links.collection(call, manifest.id)}/{name}",
        "type": "object",
        "title": manifest.description.title or manifest.id,
        "properties": {f.name: property_of(f, n, roles.get(f)) for n, f in enumerate(fields, 1)},
        "additionalProperties": False,
    }


def property_of(field: Field, place: int, role: str | None = None) -> dict[str, Any]:
    """A field as a property of a JSON Schema; ``role`` is that of part 5."""
    found: dict[str, Any] = {"title": field.label or field.name}
    if field.description:
        found["description"] = field.description
    kind = _TYPES[field.type]
    if field.precision in ("year", "month"):
        kind = {"type": "string"}
    found |= {"type": "array", "items": {"type": "string"}} if field.is_list else kind
    if field.unit:
        found["x-ogc-unit"] = field.unit
    if role:
        found["x-ogc-role"] = role
    return {**found, "x-ogc-propertySeq": place}


def _answer(call: Call, name: str, document: dict[str, Any]) -> Answer:
    made = json_answer(document, modified=call.dataset.manifest.published_at)
    return Answer(made.body, media_type=links.SCHEMA, modified=made.modified)
