"""Typed trees by hand, short."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Always, Column, Compare, Expr, FieldRef, Literal, Query, Type

COUNT = typed.Aggregate(typed.Statistic.COUNT, None, Type.INT)


def schema(**types: str) -> Schema:
    """Fields by name and type; ``list`` is multivalued text."""
    return Schema.of(
        Field(name, FieldType.TEXT, multivalued=",") if kind == "list" else Field(name, FieldType(kind))
        for name, kind in types.items()
    )


def ref(schema_: Schema, name: str) -> FieldRef:
    """A field of the schema."""
    return FieldRef(schema_.by_name[name])


def lit(value: Any) -> Literal:
    """A constant of the type of its value."""
    kinds = {bool: Type.BOOLEAN, int: Type.INT, float: Type.DOUBLE, str: Type.TEXT}
    return Literal(value, kinds[type(value)])


def equals(schema_: Schema, name: str, value: Any) -> Compare:
    """A field equals a constant."""
    return Compare("=", ref(schema_, name), lit(value))


def every(schema_: Schema, where: Expr = Always(True), **options: Any) -> Query:  # noqa: B008
    """All fields of the rows that a condition keeps."""
    return Query(tuple(Column(f.name, FieldRef(f)) for f in schema_), where, **options)


def columns(schema_: Schema, names: Iterable[str], **options: Any) -> Query:
    """Some fields."""
    return Query(tuple(Column(name, ref(schema_, name)) for name in names), **options)
