"""Shapes that are not valid, made valid in the written table."""

from __future__ import annotations

import duckdb

from parvis.data.ingest.staging import quoted

_ROWS = "version.main.rows"
_SIDES = (("west", "ST_XMin"), ("south", "ST_YMin"), ("east", "ST_XMax"), ("north", "ST_YMax"))


def repair_shapes(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[int, int]:
    """Repair the shapes of a field that cross themselves; returns how many were, and how many could not be.

    The area that a shape encloses stays; a repaired polygon may become several.
    """
    shape = f"ST_GeomFromWKB({quoted(name)})"
    invalid = f"{quoted(name)} IS NOT NULL AND NOT ST_IsValid({shape})"
    count = _count(connection, invalid)
    if not count:
        return 0, 0
    made = f"TRY(ST_MakeValid({shape}))"
    changed = [f"{quoted(name)} = coalesce(ST_AsWKB({made})::BLOB, {quoted(name)})"]
    changed += [
        f"{quoted(f'{name}.{side}')} = coalesce({function}({made})::DOUBLE, {quoted(f'{name}.{side}')})"
        for side, function in _SIDES
    ]
    connection.execute(f"UPDATE {_ROWS} SET {', '.join(changed)} WHERE {invalid}")
    left = _count(connection, invalid)
    return count - left, left


def _count(connection: duckdb.DuckDBPyConnection, condition: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {_ROWS} WHERE {condition}").fetchone()
    return row[0] if row else 0
