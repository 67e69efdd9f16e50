"""Reading a Table Schema, versions 1 and 2, or the one of a data package that holds a single table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from parvis.data.ingest.conformance import schema as schemas
from parvis.data.ingest.conformance.schema import CustomCheck, InvalidTableSchema, SchemaField, TableSchema

LARGEST = 4 << 20
_FIELDS = 2_000
_VALUES = 20_000
_CHECKS = 500
_TEXT = 10_000
_HINT = "a Table Schema is a JSON object with a list of fields, see docs/use/conformance.md"
_OLD_FORMAT = "fmt:"
_ALIASES = {"geo_point": "geopoint", "str": "string", "float": "number", "int": "integer", "bool": "boolean"}


def read_schema_file(path: Path, url: str = "") -> TableSchema:
    """The schema of a file. Errors: InvalidTableSchema, OSError."""
    if path.stat().st_size > LARGEST:
        raise InvalidTableSchema(f"{path.name} is larger than a schema may be ({LARGEST >> 20} MiB)", hint=_HINT)
    return read_schema(path.read_bytes(), url)


def read_schema(content: bytes | Mapping[str, Any], url: str = "") -> TableSchema:
    """The schema of a JSON text or object; ``url`` is where it came from. Raises InvalidTableSchema."""
    descriptor = _object(content)
    if b"\\u0000" in orjson.dumps(descriptor):
        raise InvalidTableSchema("the schema holds a NUL character, which no table can")
    if "fields" not in descriptor and "resources" in descriptor:
        descriptor = _of_package(descriptor)
    second = "/2." in _text(descriptor, "$schema", 2_000)
    fields = tuple(_field(values, number, second) for number, values in enumerate(_list(descriptor, "fields"), 1))
    names = [field.name for field in fields]
    if not fields or len(fields) > _FIELDS:
        raise InvalidTableSchema(f"a schema has 1 to {_FIELDS:,} fields, this one {len(fields):,}", hint=_HINT)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InvalidTableSchema(f"the field {twice!r} stands twice in the schema", params={"member": "fields"})
    return TableSchema(
        fields=fields,
        descriptor=descriptor,
        name=_text(descriptor, "name"),
        title=_text(descriptor, "title"),
        version=_text(descriptor, "version"),
        url=url or _address(descriptor),
        missing=_missing(descriptor) or ("",) if "missingValues" not in descriptor else _missing(descriptor),
        primary_key=_key(descriptor.get("primaryKey"), names, "primaryKey"),
        unique_keys=tuple(_key(key, names, "uniqueKeys") for key in _list(descriptor, "uniqueKeys")),
        foreign_keys=tuple(_foreign(key) for key in _list(descriptor, "foreignKeys")),
        match=_match(descriptor, second),
        checks=tuple(_check(values) for values in _list(descriptor, "custom_checks")[:_CHECKS]),
    )


def _object(content: bytes | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(content, Mapping):
        return content
    if len(content) > LARGEST:
        raise InvalidTableSchema(f"a schema has at most {LARGEST >> 20} MiB", hint=_HINT)
    try:
        found = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise InvalidTableSchema(f"the schema is not JSON: {error}", hint=_HINT) from error
    if not isinstance(found, dict):
        raise InvalidTableSchema("the schema is not a JSON object", hint=_HINT)
    return found


def _of_package(package: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of the one table of a data package."""
    held = [r.get("schema") for r in _list(package, "resources") if isinstance(r, dict)]
    inside = [found for found in held if isinstance(found, dict) and "fields" in found]
    if len(inside) != 1:
        hint = "give the schema of one table as a file of its own"
        raise InvalidTableSchema(f"the data package holds {len(inside)} schemas of tables", hint=hint)
    return inside[0]


def _field(values: Any, number: int, second: bool) -> SchemaField:
    where = f"field {number}"
    if not isinstance(values, dict):
        raise InvalidTableSchema(f"{where} is not a JSON object", hint=_HINT, params={"member": f"fields[{number}]"})
    name = _text(values, "name")
    if not name:
        raise InvalidTableSchema(f"{where} has no name", hint=_HINT, params={"member": f"fields[{number}].name"})
    type_ = _text(values, "type") or ("any" if second else "string")
    type_ = _ALIASES.get(type_, type_)
    if type_ not in schemas.TYPES:
        raise InvalidTableSchema(
            f"the field {name!r} has the type {type_[:60]!r}, which no version of Table Schema knows",
            hint=f"one of {', '.join(schemas.TYPES)}",
            params={"member": f"fields[{number}].type"},
        )
    constraints = values.get("constraints") or {}
    if not isinstance(constraints, dict):
        raise InvalidTableSchema(f"the constraints of the field {name!r} are not a JSON object", hint=_HINT)
    found = SchemaField(
        name=name, type=type_, title=_text(values, "title"), constraints=_constraints(constraints, name)
    )
    return replace(found, **_reading(values))


def _reading(values: Mapping[str, Any]) -> dict[str, Any]:
    """How the values of a field are written, where it is stated."""
    bare = values.get("bareNumber")
    stated = {
        "format": _text(values, "format").removeprefix(_OLD_FORMAT) or None,
        "missing": _missing(values) if "missingValues" in values else None,
        "true_values": tuple(_texts(values, "trueValues")) or None,
        "false_values": tuple(_texts(values, "falseValues")) or None,
        "decimal_char": _text(values, "decimalChar") or None,
        "group_char": _text(values, "groupChar") or None,
        "bare_number": bare if isinstance(bare, bool) else None,
        "delimiter": _text(values, "delimiter") or None,
        "item_type": _text(values, "itemType") or None,
        "categories": _categories(values),
    }
    return {name: value for name, value in stated.items() if value is not None}


def _constraints(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The constraints, those with a wrong type refused."""
    for member, kind in (("required", bool), ("unique", bool), ("minLength", int), ("maxLength", int)):
        if member in values and (not isinstance(values[member], kind) or (kind is int and values[member] is True)):
            raise InvalidTableSchema(f"{member} of the field {name!r} is {values[member]!r:.60}", hint=_HINT)
    if "pattern" in values:
        _text(values, "pattern", _TEXT)
    if len(_list(values, "enum")) > _VALUES:
        raise InvalidTableSchema(f"the field {name!r} allows more than {_VALUES:,} values")
    return {member: value for member, value in values.items() if value is not None}


def _categories(values: Mapping[str, Any]) -> tuple[Any, ...] | None:
    listed = _list(values, "categories")
    found = tuple(c.get("value") if isinstance(c, dict) else c for c in listed[:_VALUES])
    return found or None


def _missing(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The texts that stand for nothing; version 2 allows labels beside them."""
    listed = _list(values, "missingValues")
    found = (m.get("value") if isinstance(m, dict) else m for m in listed[:_VALUES])
    return tuple(m for m in found if isinstance(m, str))


def _key(value: Any, names: Sequence[str], member: str) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) and value else value or []
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise InvalidTableSchema(f"{member} is not a list of names of fields", hint=_HINT, params={"member": member})
    unknown = next((name for name in listed if name not in names), None)
    if unknown is not None:
        raise InvalidTableSchema(f"{member} names {unknown[:60]!r}, which is no field", params={"member": member})
    return tuple(listed)


def _foreign(value: Any) -> tuple[str, ...]:
    fields = value.get("fields") if isinstance(value, dict) else None
    listed = [fields] if isinstance(fields, str) else fields or []
    return tuple(str(name) for name in listed) if isinstance(listed, list) else ()


def _match(descriptor: Mapping[str, Any], second: bool) -> str:
    """How columns are compared; the text of version 2 has a list of one."""
    stated = descriptor.get("fieldsMatch")
    found = stated[0] if isinstance(stated, list) and stated else stated
    if found is None or found == []:
        return "exact" if second else schemas.NAMED
    if found not in schemas.MATCHES:
        hint = f"one of {', '.join(schemas.MATCHES)}"
        raise InvalidTableSchema(f"fieldsMatch is {found!r:.60}", hint=hint, params={"member": "fieldsMatch"})
    return str(found)


def _check(values: Any) -> CustomCheck:
    if not isinstance(values, dict) or not _text(values, "name"):
        raise InvalidTableSchema("a custom check has no name", params={"member": "custom_checks"})
    params = values.get("params")
    return CustomCheck(_text(values, "name"), params if isinstance(params, dict) else {})


def _address(descriptor: Mapping[str, Any]) -> str:
    """Where the schema says that it lives."""
    found = _text(descriptor, "path", 2_000) or _text(descriptor, "homepage", 2_000)
    return found if found.startswith(("https://", "http://")) else ""


def _list(values: Mapping[str, Any], member: str) -> list[Any]:
    found = values.get(member)
    if found is None:
        return []
    if not isinstance(found, list):
        raise InvalidTableSchema(f"{member} is not a list", hint=_HINT, params={"member": member})
    return found


def _texts(values: Mapping[str, Any], member: str) -> list[str]:
    return [found for found in _list(values, member)[:_VALUES] if isinstance(found, str)]


def _text(values: Mapping[str, Any], member: str, longest: int = 500) -> str:
    """A text; anything else is none."""
    found = values.get(member)
    if not isinstance(found, str):
        return ""
    if len(found) > longest:
        raise InvalidTableSchema(f"{member} has more than {longest:,} characters", params={"member": member})
    return found
