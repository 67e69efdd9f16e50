"""JSON schemas of versions and comparisons, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
_TEXT: Json = {"type": "string"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_OR_NULL: Json = {"type": ["string", "null"]}
_LIST: Json = {"type": "array", "items": {"type": "object"}}
_NAMES: Json = {"type": "array", "items": _TEXT}
_VERSION: Json = {
    "version": {"type": "integer", "minimum": 1},
    "current": {"type": "boolean"},
    "created": _TEXT,
    "author": _OR_NULL,
    "reason": _TEXT,
    "mode": {"enum": ["replace", "append", "upsert"]},
    "source": {"type": "object"},
    "records_count": {"type": ["integer", "null"], "description": "Null for who sees a part of the records."},
    "size": {"type": ["integer", "null"], "description": "Bytes of the object that holds the records."},
    "sha256": {"type": ["string", "null"], "description": "Of that object; equal for versions that share it."},
    "shared_with": {"type": "array", "items": {"type": "integer"}},
    "shown_from": _NAMES,
    "fields": _LIST,
    "schema_changes": _LIST,
    "breaking": {"type": "boolean", "description": "A field went or changed its type since the version before."},
    "deleted": _OR_NULL,
    "deleted_reason": _TEXT,
    "links": _LIST,
}


def _object(**properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "properties": properties}


VERSIONS: Json = {
    "Versions": _object(dataset_id=_TEXT, current={"type": ["integer", "null"]}, total_count=_COUNT, results=_LIST),
    "Version": _object(**_VERSION, citation=_object(text=_TEXT, bibtex=_TEXT, csl={"type": "object"})),
    "Comparison": _object(
        **{"from": {"type": "object"}, "to": {"type": "object"}},
        dataset_id=_TEXT,
        key=_NAMES,
        unusable_key=_NAMES,
        compared_fields=_NAMES,
        schema_changes=_LIST,
        breaking={"type": "boolean"},
        records=_object(before=_COUNT, after=_COUNT, added=_COUNT, removed=_COUNT, changed=_COUNT, unchanged=_COUNT),
        changed_values={"type": "object"},
        sample=_LIST,
        links=_LIST,
    ),
}
