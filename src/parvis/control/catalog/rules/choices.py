"""A curator's choices about fields: type, label, facet and so on. They outlive every ingest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from typing import Any, NoReturn

from parvis.control.catalog.facts import InvalidMetadata
from parvis.core.fields import Field, FieldType, Schema
from parvis.core.words import field_name

PRECISIONS = ("year", "month", "day", "hour", "minute")
FACET_SORTS = ("count", "-count", "alphanum", "-alphanum", "num", "-num")
# These decide how the rows are written: they only take effect with the next ingest.
STORED = ("type", "multivalued")
MAX_TEXT = 10_000


def checked_choices(values: Any) -> list[dict[str, Any]]:
    """The ``fields`` member of a metadata file: one mapping a field with its ``name``. Raises InvalidMetadata."""
    if values is None:
        return []
    if not isinstance(values, list):
        raise InvalidMetadata("metadata member fields: expected a list of fields", params={"member": "fields"})
    found = [_choice(f"fields[{number}]", entry) for number, entry in enumerate(values)]
    names = [choice["name"] for choice in found]
    for name in names:
        if names.count(name) > 1:
            _wrong("fields", f"the field {name} stands twice")
    return found


def merged_choices(before: Iterable[Mapping[str, Any]], stated: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Earlier choices with the new ones over them, field by field; None takes a choice back."""
    by_name = {choice["name"]: dict(choice) for choice in before}
    for choice in stated:
        by_name[choice["name"]] = {**by_name.get(choice["name"], {}), **choice}
    kept = ({k: v for k, v in choice.items() if v is not None} for choice in by_name.values())
    return [choice for choice in kept if len(choice) > 1]


def applied(schema: Schema, choices: Iterable[Mapping[str, Any]]) -> Schema:
    """The schema of a version under these choices; those that decide how rows are written are left to the ingest."""
    by_name = {choice["name"]: choice for choice in choices}

    def chosen(field: Field) -> Field:
        stated = by_name.get(field.name, {})
        return replace(field, **{k: v for k, v in stated.items() if k not in ("name", *STORED)})

    return Schema.of(chosen(field) for field in schema)


def needs_ingest(schema: Schema, choices: Iterable[Mapping[str, Any]]) -> list[str]:
    """Names of fields whose choices the rows do not have yet."""
    by_name = schema.by_name
    return [
        choice["name"]
        for choice in choices
        if (field := by_name.get(choice["name"]))
        and any(k in choice and choice[k] != getattr(field, k) for k in STORED)
    ]


def _choice(where: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        _wrong(where, f"expected a mapping, got {type(value).__name__}")
    for member in value:
        if member not in _CHECKS:
            _wrong(where, f"no member {str(member)[:60]!r}; known ones: {', '.join(_CHECKS)}")
    for member, entry in value.items():
        expected = _CHECKS[member][1]
        if entry is not None and not _CHECKS[member][0](entry):
            _wrong(f"{where}.{member}", f"expected {expected}")
    name = field_name(value.get("name") or value.get("label") or "")
    if not name:
        _wrong(where, "needs a name")
    return {**value, "name": name}


def _wrong(where: str, problem: str) -> NoReturn:
    raise InvalidMetadata(f"metadata member {where}: {problem}", params={"member": where})


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_separator(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 10


def _is_one_of(values: Iterable[str]) -> Callable[[Any], bool]:
    known = frozenset(values)
    return lambda value: isinstance(value, str) and value in known


def _is_decimals(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 20


_CHECKS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "name": (lambda v: isinstance(v, str) and 0 < len(v) <= 200, "a text"),
    "type": (_is_one_of(t.value for t in FieldType), f"one of {', '.join(t.value for t in FieldType)}"),
    "label": (_is_text, "a text"),
    "description": (_is_text, "a text"),
    "multivalued": (_is_separator, "the separator, a text such as ','"),
    "facet": (_is_flag, "true or false"),
    "facet_sort": (_is_one_of(FACET_SORTS), f"one of {', '.join(FACET_SORTS)}"),
    "disjunctive": (_is_flag, "true or false"),
    "hierarchical": (_is_separator, "the separator of levels, a text such as '/'"),
    "sortable": (_is_flag, "true or false"),
    "key": (_is_flag, "true or false"),
    "precision": (_is_one_of(PRECISIONS), f"one of {', '.join(PRECISIONS)}"),
    "unit": (_is_text, "a text"),
    "decimals": (_is_decimals, "a whole number from 0 to 20"),
}
assert set(_CHECKS) == {f.name for f in dataclass_fields(Field)}
