"""The schema that these tests and the documentation share, and short ways to compile against it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.odsql.compiler import compile_query
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.odsql.typed import Expr, Query

NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)

STATIONS = Schema.of(
    (
        Field("code", FieldType.TEXT, key=True),
        Field("name", FieldType.TEXT, label="Station name"),
        Field("city", FieldType.TEXT, facet=True),
        Field("zone", FieldType.TEXT, facet=True, hierarchical="/"),
        Field("kind", FieldType.TEXT, facet=True, disjunctive=True, facet_sort="alphanum"),
        Field("note", FieldType.TEXT),
        Field("tags", FieldType.TEXT, multivalued=",", facet=True),
        Field("capacity", FieldType.INT),
        Field("bikes", FieldType.INT),
        Field("price", FieldType.DOUBLE),
        Field("num_docks", FieldType.INT),
        Field("num_ebikes", FieldType.INT),
        Field("open", FieldType.BOOLEAN),
        Field("closed", FieldType.DATE),
        Field("annee", FieldType.DATE, precision="year"),
        Field("updated", FieldType.DATETIME, facet=True),
        Field("coord", FieldType.GEO_POINT),
        Field("shape", FieldType.GEO_SHAPE),
        Field("geo_zone", FieldType.TEXT),
        Field("photo", FieldType.FILE),
        Field("1_uai", FieldType.TEXT),
    )
)


def field(name: str) -> Field:
    """A field of the stations."""
    return STATIONS.by_name[name]


def compiled(*, purpose: Purpose = Purpose.RECORDS, **members: Any) -> Query:
    """The typed query of these members of QueryText."""
    return compile_query(QueryText(**members), STATIONS, purpose=purpose, now=NOW)


def where(text: str, **members: Any) -> Expr:
    """The typed condition of a where clause."""
    return compiled(where=(text,), **members).where


def value(text: str, **members: Any) -> Expr:
    """The typed expression of a select clause of one item."""
    (column,) = compiled(select=text, **members).columns
    return column.expr


def names(query: Query) -> list[str]:
    """The names of the output columns."""
    return [column.name for column in query.columns]
