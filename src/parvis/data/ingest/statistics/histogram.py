"""The third pass: how many values lie between readable bounds."""

from __future__ import annotations

from typing import Any

import duckdb

from parvis.core.fields import Field
from parvis.data.ingest.staging import quoted
from parvis.data.ingest.statistics.fields import scale


def histogram(
    connection: duckdb.DuckDBPyConnection, field: Field, low: Any, high: Any
) -> list[tuple[Any, Any, int]] | None:
    """Intervals with how many values they hold: from, to, count; None for types without order or without value.

    An interval holds its first bound and not its last; the last interval holds both.
    """
    found = scale(field)
    if found is None or low is None:
        return None
    bounds = found.bounds(low, high)
    # DuckDB counts up to a bound, the bound included.
    ends = [*(found.before(bound) for bound in bounds[1:-1]), high]
    column = quoted(field.name)
    row = connection.execute(
        f"SELECT map_values(histogram({column}, ?::{found.sql_type}[])) FROM rows WHERE {found.placed.format(column)}",
        [ends],
    ).fetchone()
    counts = row[0] if row else []
    return list(zip(bounds[:-1], bounds[1:], counts, strict=True))
