"""Queries on two tables met: one statement that reads both files, in a lane, under its budget."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from parvis.core.errors import InvalidParameter, QueryOverBudget
from parvis.data.engine import admission
from parvis.data.engine.attach import catalog_name
from parvis.data.engine.joined import JoinedTable
from parvis.data.engine.lane import Lane
from parvis.data.engine.lower import statement
from parvis.data.engine.lower.duckdb.dialect import DUCKDB
from parvis.data.engine.lower.joined import JoinedSource
from parvis.data.engine.lower.nodes import RowNumber, expr
from parvis.data.engine.lower.siding import of_side
from parvis.data.engine.lower.statement import Source, Statement
from parvis.data.engine.rows import Rows
from parvis.data.engine.runner import Cancellation, Slots
from parvis.data.engine.table import Table
from parvis.data.odsql import typed
from parvis.data.odsql.joining import OnNearest, Side

MOST_ROWS = 20_000_000
"""Rows of both files together; beyond, two tables are not met on request."""


class Joining:
    """Answers typed queries on a :class:`JoinedTable`, whose fields are prefixed. Thread-safe.

    Raises QueryOverBudget for too many rows, too much time or memory; Overloaded, QueryCancelled, DataUnavailable.
    """

    def __init__(self, light: Lane, heavy: Lane, light_work: int, slots: Slots, seconds: float) -> None:
        self._light = light
        self._heavy = heavy
        self._light_work = light_work
        # Heavy joins have their own places, so that they cannot take those of heavy queries on one table.
        self._slots = slots
        self._seconds = seconds

    def select(self, table: JoinedTable, query: typed.Query, cancel: Cancellation | None = None) -> Rows:
        """The rows or groups of a query; plain rows in the order of the left file, unless the query has its own."""
        source = _source(table, query)
        if query.groups or query.aggregated:
            compiled = statement.groups(DUCKDB, source, query)
        else:
            order = query.order or (typed.Order(expr(RowNumber())),)
            compiled = statement.rows(DUCKDB, source, replace(query, order=order))
        return Rows.of(query.columns, self._fetch(table, compiled, query, cancel), False)

    def count(self, table: JoinedTable, query: typed.Query, cancel: Cancellation | None = None) -> int:
        """How many rows, or groups, the query has whatever its limit and offset."""
        source = _source(table, query)
        if query.aggregated and not query.groups:
            return 1
        if query.groups:
            compiled = statement.group_count(DUCKDB, source, replace(query, limit=None, offset=0))
        else:
            compiled = statement.count(DUCKDB, source, query.where, query.timezone)
        return int(self._fetch(table, compiled, query, cancel)[0][0])

    def _fetch(
        self, table: JoinedTable, compiled: Statement, query: typed.Query, cancel: Cancellation | None
    ) -> list[tuple[Any, ...]]:
        if table.rows > MOST_ROWS:
            message = f"The two datasets hold {table.rows:,} records; a join takes {MOST_ROWS:,} at most."
            raise QueryOverBudget(message, hint="export them and join them on your side")
        weight = admission.condition_weight(query.where, query.timezone)
        left, right = table.left, table.right
        also = None if left.key == right.key else (right.key, right.path)
        if table.work + table.rows * weight <= self._light_work:
            return self._light.fetch(left.key, left.path, compiled.sql, compiled.parameters, cancel, also=also)
        running = self._heavy.running(left.key, left.path, cancel, slots=self._slots, seconds=self._seconds, also=also)
        with running as found:
            return found.cursor.execute(compiled.sql, compiled.parameters or None).fetchall()


def _source(table: JoinedTable, query: typed.Query) -> JoinedSource:
    if any(isinstance(key, typed.GeoCluster) for key in query.groups):
        raise InvalidParameter("geo_cluster() groups one dataset, not a join.", params={"parameter": "group_by"})
    left, right = table.left, table.right
    return JoinedSource(
        left=_side(left),
        right=_side(right),
        left_fields=left.schema.fields,
        right_fields=right.schema.fields,
        on=table.on,
        keeping=table.keeping,
        rows=right.rows,
        left_where=of_side(query.where, Side.LEFT) if isinstance(table.on, OnNearest) else typed.Always(True),
    )


def _side(table: Table) -> Source:
    return Source((catalog_name(table.key), "main", "rows"), table.row_filter)
