"""How the values of each type of field are looked at: as expressions over the columns of the written table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from math import inf, nextafter
from typing import Any

from parvis.core.fields import Field, FieldType
from parvis.data.ingest.staging import quoted
from parvis.data.ingest.statistics import bounds, calendar_bounds

LONGEST = 200
"""Texts that are longer, in characters, are not counted one by one."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A type of values with an order: which of them can be placed, bounds from least to greatest, the value before."""

    placed: str
    bounds: Callable[[Any, Any], list[Any]]
    before: Callable[[Any], Any]
    sql_type: str


_INT = Scale("{0} IS NOT NULL", bounds.whole, lambda bound: bound - 1, "BIGINT")
_DOUBLE = Scale("isfinite({0})", bounds.decimal, lambda bound: nextafter(bound, -inf), "DOUBLE")
_DATE = Scale(
    "{0} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'",
    calendar_bounds.days,
    lambda bound: bound - timedelta(days=1),
    "DATE",
)
_MOMENT = Scale(
    "{0} BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'",
    calendar_bounds.moments,
    lambda bound: bound - timedelta(microseconds=1),
    "TIMESTAMP",
)
SCALES = {
    FieldType.INT: _INT,
    FieldType.DOUBLE: _DOUBLE,
    FieldType.DATE: _DATE,
    FieldType.DATETIME: _MOMENT,
}


def scale(field: Field) -> Scale | None:
    """The scale of a field's values, None when they have none."""
    return None if field.is_list else SCALES.get(field.type)


def witness(field: Field) -> str:
    """A column that is null when the field is."""
    return quoted(f"{field.name}.lon" if field.type is FieldType.GEO_POINT else field.name)


def sides(field: Field) -> tuple[str, str, str, str]:
    """The columns of west, south, east, north of a place."""
    ends = ("lon", "lat", "lon", "lat") if field.type is FieldType.GEO_POINT else ("west", "south", "east", "north")
    west, south, east, north = (quoted(f"{field.name}.{end}") for end in ends)
    return west, south, east, north


def is_text(field: Field) -> bool:
    """Whether values have a length in characters."""
    return not field.is_list and field.type in (FieldType.TEXT, FieldType.JSON, FieldType.FILE)


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted value by value: a relation of one column ``v``, and which of its values."""

    relation: str
    condition: str


def counted(field: Field) -> Counted | None:
    """The values of a field that are counted one by one: items of a list, short texts, what a scale can place."""
    column, short = quoted(field.name), f"length(v) <= {LONGEST}"
    if field.is_list:
        return Counted(f"(SELECT unnest({column}) AS v FROM rows)", short)
    relation = f"(SELECT {column} AS v FROM rows)"
    found = scale(field)
    if found is not None:
        return Counted(relation, found.placed.format("v"))
    if field.type is FieldType.TEXT:
        return Counted(relation, short)
    return Counted(relation, "v IS NOT NULL") if field.type is FieldType.BOOLEAN else None
