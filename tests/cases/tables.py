"""Small tables from rows in JSON form (section 11 of the Explore reference), in each engine's physical layout."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import shapely
from shapely.geometry import shape as geometry_of

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.engine.table import Table

MakeTable = Callable[..., Table]
"""schema, rows, row filter (optional) -> a table in a file."""

_TYPES = {
    FieldType.TEXT: "VARCHAR",
    FieldType.INT: "BIGINT",
    FieldType.DOUBLE: "DOUBLE",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "DATE",
    FieldType.DATETIME: "TIMESTAMP",
    FieldType.JSON: "VARCHAR",
    FieldType.FILE: "VARCHAR",
}
BOUNDS = ("west", "south", "east", "north")


def geometry(value: Any) -> shapely.Geometry | None:
    """The geometry of a GeoJSON feature or geometry."""
    if value is None:
        return None
    return geometry_of(value["geometry"] if value["type"] == "Feature" else value)


def scalar(field: Field, value: Any) -> Any:
    """A value of one column: dates and instants as Python ones, instants naive in UTC."""
    if value is None or value == [] or field.type in (FieldType.TEXT, FieldType.INT, FieldType.BOOLEAN):
        return None if value == [] else value
    if field.type is FieldType.DOUBLE:
        return float(value)
    if field.type is FieldType.DATE:
        return date.fromisoformat({4: "{}-01-01", 7: "{}-01"}.get(len(value), "{}").format(value))
    if field.type is FieldType.DATETIME:
        instant = datetime.fromisoformat(value)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)
    return json.dumps(value) if not isinstance(value, str) else value


def columns(field: Field) -> list[tuple[str, str]]:
    """Names and DuckDB types of the columns of a field."""
    if field.type is FieldType.GEO_POINT:
        return [(f"{field.name}.lon", "DOUBLE"), (f"{field.name}.lat", "DOUBLE")]
    if field.type is FieldType.GEO_SHAPE:
        return [(field.name, "BLOB"), *((f"{field.name}.{side}", "DOUBLE") for side in BOUNDS)]
    return [(field.name, "VARCHAR[]" if field.is_list else _TYPES[field.type])]


def cells(field: Field, value: Any) -> list[Any]:
    """The values of these columns."""
    if field.type is FieldType.GEO_POINT:
        return [None, None] if value is None else [float(value["lon"]), float(value["lat"])]
    if field.type is FieldType.GEO_SHAPE:
        found = geometry(value)
        return [None] * 5 if found is None else [shapely.to_wkb(found), *found.bounds]
    return [scalar(field, value)]


def write_duckdb(path: Path, schema: Schema, rows: Sequence[Mapping[str, Any]]) -> None:
    """The file of a version with its table ``rows``."""
    declared = [column for field in schema for column in columns(field)]
    values = [[cell for field in schema for cell in cells(field, row.get(field.name))] for row in rows]
    connection = duckdb.connect(str(path))
    names = ", ".join(f'"{name}" {kind}' for name, kind in declared)
    connection.execute(f"CREATE TABLE rows ({names})")
    marks = ", ".join("?" for _ in declared)
    for start in range(0, len(values), 200):
        chunk = values[start : start + 200]
        flat = [cell for row in chunk for cell in row]
        connection.execute(f"INSERT INTO rows VALUES {', '.join(f'({marks})' for _ in chunk)}", flat)
    connection.close()
