"""What a request for tiles asks: which geometry, which rows, which values; checked against what the caller sees."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from parvis.core.errors import InvalidParameter, NotFound
from parvis.core.fields import GEOGRAPHIC, Field, FieldType, Schema
from parvis.data.odsql import typed
from parvis.data.odsql.compiler import compile_query
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import guard
from parvis.data.serving.datasets import DatasetView

MOST_FIELDS = 10
VALUES = frozenset(FieldType) - GEOGRAPHIC - {FieldType.JSON, FieldType.FILE}


@dataclass(frozen=True)
class Asked:
    """A geometry field, a condition, and the fields whose values the features carry."""

    geometry: Field
    where: typed.Expr
    timezone: str
    fields: tuple[Field, ...] = ()

    @property
    def key(self) -> Hashable:
        """What the places depend on."""
        return (self.geometry.name, self.where, self.timezone)


def asked(view: DatasetView, text: QueryText, geometry: str | None = None, fields: Sequence[str] = ()) -> Asked:
    """The checked request. ``fields`` names what the features carry; ``geometry`` is by default the first shape, else
    the first point.

    Raises NotFound when the caller sees no geometry, InvalidParameter, the errors of ODSQL, Forbidden.
    """
    schema = view.records.schema
    chosen = geometry_field(schema, geometry)
    clauses = replace(text, select=None, group_by=None, order_by=None, limit=None, offset=0)
    query = compile_query(clauses, schema, purpose=Purpose.INTERNAL)
    guard.check(query.where)
    return Asked(chosen, query.where, query.timezone, _fields(schema, fields))


def geometries(schema: Schema) -> list[Field]:
    """The fields that can be drawn, shapes first."""
    found = [field for field in schema if field.type in GEOGRAPHIC]
    return sorted(found, key=lambda field: field.type is not FieldType.GEO_SHAPE)


def geometry_field(schema: Schema, name: str | None) -> Field:
    """The field of that name, or the first that can be drawn. Raises NotFound, InvalidParameter."""
    found = geometries(schema)
    if name is None:
        if not found:
            raise NotFound("This dataset has no geographic field.")
        return found[0]
    for field in found:
        if field.name == name:
            return field
    hint = f"one of {', '.join(f.name for f in found)[:200]}" if found else None
    raise InvalidParameter(f"Invalid value for geometry: {name[:60]!r} is not a geographic field.", hint=hint)


def _fields(schema: Schema, names: Sequence[str]) -> tuple[Field, ...]:
    if len(names) > MOST_FIELDS:
        raise InvalidParameter(f"Invalid value for fields: at most {MOST_FIELDS} names are expected.")
    found = []
    for name in dict.fromkeys(names):
        field = schema.get(name)
        if field is None or field.type not in VALUES:
            raise InvalidParameter(f"Invalid value for fields: {name[:60]!r} is not a field that a tile can carry.")
        found.append(field)
    return tuple(found)
