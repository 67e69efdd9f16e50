"""What the fields of a dataset are to OGC APIs: geometry, moment, properties that can be tested."""

from __future__ import annotations

from collections.abc import Iterable

from parvis.core.fields import GEOGRAPHIC, TEMPORAL, Field, FieldType, Schema
from parvis.data.odsql.cql2.scope import geometry_of

__all__ = ["geometry_of", "moment_of", "properties_of", "queryables_of"]
_OPAQUE = frozenset({FieldType.JSON, FieldType.FILE})


def moment_of(schema: Schema) -> Field | None:
    """The field that ``datetime`` tests: the first date or instant."""
    return next((field for field in schema if field.type in TEMPORAL), None)


def properties_of(schema: Schema) -> list[Field]:
    """The fields that are members of ``properties``: all but the geometry."""
    geometry = geometry_of(schema)
    return [field for field in schema if field is not geometry]


def queryables_of(schema: Schema) -> list[Field]:
    """The fields that a filter may name."""
    return [field for field in schema if field.type not in _OPAQUE]


def testable_of(fields: Iterable[Field]) -> list[Field]:
    """The fields that a parameter of their name may test for equality."""
    return [field for field in fields if field.type not in _OPAQUE | GEOGRAPHIC]
