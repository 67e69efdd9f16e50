"""The first pass: what one look at every row says of each field, several fields at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from parvis.core.fields import GEOGRAPHIC, NUMERIC, Field
from parvis.data.ingest.statistics.fields import counted, is_text, scale, sides, witness

TOGETHER = 50
Summary = dict[str, Any]
# A rounding may pass the edge of the world.
_EDGE = 0.000001


def summaries(connection: duckdb.DuckDBPyConnection, fields: Sequence[Field]) -> Iterator[Summary]:
    """Of each field: ``filled``, and as its type has them ``placed``, ``low``, ``high``, ``mean``, ``distinct`` (an
    estimate), ``items``, ``shortest``, ``longest``, ``length``, ``west``, ``south``, ``east``, ``north``."""
    for start in range(0, len(fields), TOGETHER):
        batch = [dict(_aggregates(field)) for field in fields[start : start + TOGETHER]]
        asked = ", ".join(sql for aggregates in batch for sql in aggregates.values())
        row = iter(connection.execute(f"SELECT {asked} FROM rows").fetchone() or ())
        for aggregates in batch:
            yield {name: next(row) for name in aggregates}


def _aggregates(field: Field) -> Iterator[tuple[str, str]]:
    column = witness(field)
    yield "filled", f"count({column})"
    found = scale(field)
    if found is not None:
        placed = f"FILTER ({found.placed.format(column)})"
        yield "placed", f"count(*) {placed}"
        yield "low", f"min({column}) {placed}"
        yield "high", f"max({column}) {placed}"
        if field.type in NUMERIC:
            yield "mean", f"avg({column}) {placed}"
    if field.is_list:
        yield "items", f"sum(len({column}))"
    elif counted(field) is not None:
        yield "distinct", f"approx_count_distinct({column})"
    if is_text(field):
        yield "shortest", f"min(length({column}))"
        yield "longest", f"max(length({column}))"
        yield "length", f"avg(length({column}))"
    if field.type in GEOGRAPHIC:
        yield from _box(field)


def _box(field: Field) -> Iterator[tuple[str, str]]:
    west, south, east, north = sides(field)
    inside = (
        f"FILTER ({west} >= {-180 - _EDGE} AND {east} <= {180 + _EDGE} "
        f"AND {south} >= {-90 - _EDGE} AND {north} <= {90 + _EDGE})"
    )
    yield "placed", f"count(*) {inside}"
    yield "west", f"(min({west}) {inside})::DOUBLE"
    yield "south", f"(min({south}) {inside})::DOUBLE"
    yield "east", f"(max({east}) {inside})::DOUBLE"
    yield "north", f"(max({north}) {inside})::DOUBLE"
