"""The engine's entrance: typed queries on tables, answered by DuckDB under budgets."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import pyarrow

from parvis.core.fields import Schema
from parvis.data.engine import admission, clusters, comparing, copying, facets, leading, loading, rendering
from parvis.data.engine.attach import catalog_name
from parvis.data.engine.comparing import Counted
from parvis.data.engine.facets import FacetValue
from parvis.data.engine.folders import WorkFolder
from parvis.data.engine.joining import Joining
from parvis.data.engine.lane import Lane
from parvis.data.engine.lower import places, statement
from parvis.data.engine.lower.duckdb.dialect import DUCKDB
from parvis.data.engine.lower.nodes import ClusterCell, PointMean, among_rows, compared_row, expr
from parvis.data.engine.lower.statement import Source, Statement, is_plain
from parvis.data.engine.rows import Rows
from parvis.data.engine.runner import Cancellation, Slots, Watchdog
from parvis.data.engine.sandbox import locked_instance
from parvis.data.engine.settings import EngineSettings
from parvis.data.engine.table import EVERY_ROW, Table
from parvis.data.engine.words import answer
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type

FIRST_ROWS = 500
Arrays = Mapping[str, Any]
"""Columns by name, as numpy arrays."""

__all__ = ["Cancellation", "Engine", "EngineSettings", "FacetValue", "Rows"]


class Engine:
    """Answers typed queries. Thread-safe; every method blocks its caller.

    ``directories`` hold the data files that may be attached; ``temporary`` is for spills, pipes and loaded tables.
    Every method raises QueryOverBudget, Overloaded, QueryCancelled, DataUnavailable or NumberOutOfRange.
    """

    def __init__(
        self,
        directories: Sequence[Path],
        temporary: Path,
        settings: EngineSettings = EngineSettings(),  # noqa: B008
    ) -> None:
        self.settings = settings
        self._folder = WorkFolder(temporary)
        self._temporary = self._folder.path
        self._directories = [*directories, self._temporary]
        self._watchdog = Watchdog()
        s = settings
        self._light = self._lane(s.light_threads, s.light_memory, s.light_slots, s.light_queue, s.light_seconds)
        self._heavy = self._lane(s.heavy_threads, s.heavy_memory, s.heavy_slots, s.heavy_queue, s.heavy_seconds)
        self._exports = Slots(s.export_slots, s.heavy_queue, s.queue_seconds)
        self._compiled = lru_cache(maxsize=s.statements)(_compile)
        self._loaded = loading.Loaded(self._temporary, (self._light, self._heavy))
        joins = Slots(s.join_slots, s.heavy_queue, s.queue_seconds)
        self.joining = Joining(self._light, self._heavy, s.light_work, joins, s.join_seconds)

    def _lane(self, threads: int, memory: int, slots: int, queue: int, seconds: float) -> Lane:
        def instance() -> Any:
            return locked_instance(
                self._directories,
                self._temporary,
                threads=threads,
                memory=memory,
                temporary_size=self.settings.temporary_size,
            )

        waiting = Slots(slots, queue, self.settings.queue_seconds)
        return Lane(instance, self.settings.attached, waiting, seconds, self._watchdog)

    def close(self) -> None:
        """Stop the instances and remove what was loaded."""
        self._watchdog.close()
        self._light.close()
        self._heavy.close()
        self._folder.close()

    # -------------------------------------------------------------- rows and groups

    def select(
        self, table: Table, query: typed.Query, *, numbers: bool = False, cancel: Cancellation | None = None
    ) -> Rows:
        """The rows or groups of a query; ``numbers`` also gives the row numbers of plain rows."""
        grouped = bool(query.groups) or query.aggregated
        if table.words is not None and answer.has_words(query.where):
            page = self._by_words(table, query, numbers, cancel)
            if page is not None:
                return page
            query = answer.narrowed(table, query)
        if not grouped and leading.applies(table, query):
            best, first = (self._plain(kind, table, cancel) for kind in ("best", "rows"))
            return self.numbered(table, query, leading.numbers(query, best, first), numbers, cancel)
        found = self._clusters(table, query, cancel) if grouped else None
        compiled = self._page("groups" if grouped else "rows", table, query, numbers, found)
        values = self._fetch(table, compiled, admission.work(table, query), cancel)
        return Rows.of(query.columns, values, numbers and not grouped)

    def _plain(self, kind: str, table: Table, cancel: Cancellation | None) -> leading.Select:
        """Answers plain queries with row numbers."""

        def select(query: typed.Query) -> Rows:
            compiled = self._page(kind, table, query, True, None)
            return Rows.of(query.columns, self._fetch(table, compiled, admission.work(table, query), cancel), True)

        return select

    def _page(
        self, kind: str, table: Table, query: typed.Query, numbers: bool, found: clusters.Clusters | None
    ) -> Statement:
        """The statement of a page: compiled once for all the pages of a query, save a far one of all rows."""
        if query.offset > statement.FAR:
            return self._compiled(kind, table.key, table.row_filter, query, numbers, found)
        where, rows = statement.open_rows(query.where)
        whole = replace(query, where=where, limit=None, offset=0)
        compiled = self._compiled(kind, table.key, table.row_filter, whole, numbers, found)
        return (compiled if rows is None else compiled.with_rows(rows)).windowed(query.limit, query.offset)

    def _by_words(self, table: Table, query: typed.Query, numbers: bool, cancel: Cancellation | None) -> Rows | None:
        """The page or the counts that the word index gives whole."""
        if query.groups or query.aggregated:
            counted = answer.values(table, query)
            return None if counted is None else Rows.of(query.columns, list(counted), False)
        found = answer.page_numbers(table, query)
        return None if found is None else self.numbered(table, query, found, numbers, cancel)

    def numbered(
        self, table: Table, query: typed.Query, found: list[int], numbers: bool, cancel: Cancellation | None
    ) -> Rows:
        """The rows of these numbers that the row filter lets through, in their order."""
        if not found:
            return Rows.of(query.columns, [], numbers)
        picked = replace(query, where=among_rows(found), order=(), limit=None, offset=0)
        compiled = self._page("rows", table, picked, True, None)
        place = {number: position for position, number in enumerate(found)}
        rows = Rows.of(query.columns, self._fetch(table, compiled, len(found), cancel), True)
        assert rows.numbers is not None
        ordered = sorted(zip(rows.numbers, rows.values, strict=True), key=lambda pair: place[pair[0]])
        return replace(rows, values=[v for _, v in ordered], numbers=[n for n, _ in ordered] if numbers else None)

    def count(
        self,
        table: Table,
        where: typed.Expr,
        *,
        timezone: str = "UTC",
        cancel: Cancellation | None = None,
    ) -> int:
        """How many rows a condition keeps; without condition and row filter, the stored count."""
        if is_plain(where) and is_plain(table.row_filter):
            return table.rows
        if table.words is not None:
            known = answer.count(table, where, timezone)
            if known is not None:
                return known
            where = answer.narrowed_condition(table, where, timezone)
        compiled = self._page("count", table, typed.Query((), where, limit=None, timezone=timezone), False, None)
        values = self._fetch(table, compiled, admission.count_work(table, where, timezone), cancel)
        return int(values[0][0])

    def count_groups(self, table: Table, query: typed.Query, *, cancel: Cancellation | None = None) -> int:
        """How many groups a query has, whatever its limit and offset."""
        if not query.groups:
            return 1
        known = answer.count_values(table, query)
        if known is not None:
            return known
        query = replace(answer.narrowed(table, query), limit=None, offset=0)
        found = self._clusters(table, query, cancel)
        compiled = self._page("group_count", table, query, False, found)
        return int(self._fetch(table, compiled, admission.work(table, query), cancel)[0][0])

    def row(self, table: Table, number: int, query: typed.Query, *, cancel: Cancellation | None = None) -> Rows:
        """One row by number, if the row filter lets it through; no row when there is none."""
        where = among_rows((number,))
        one = typed.Query(query.columns, where, limit=None, timezone=query.timezone, lang=query.lang)
        compiled = self._page("rows", table, one, True, None)
        return Rows.of(query.columns, self._fetch(table, compiled, 0, cancel), True)

    def facets(
        self,
        table: Table,
        facets_: Sequence[typed.Facet],
        *,
        timezone: str = "UTC",
        lang: str = "fr",
        cancel: Cancellation | None = None,
    ) -> list[list[FacetValue]]:
        """The values of each facet, counted; children under refined values."""

        def select(query: typed.Query) -> list[tuple[Any, ...]]:
            return self.select(table, query, cancel=cancel).values

        return [facets.values(facet, timezone, lang, select) for facet in facets_]

    # -------------------------------------------------------------- arrays

    def places(self, table: Table, field: typed.FieldRef, *, cancel: Cancellation | None = None) -> Arrays:
        """``number`` and ``lon``, ``lat`` of every row that has the point; of a shape ``west``, ``south``, ``east``,
        ``north`` and ``size``. Whatever the row filter: who shows them keeps the numbers of :meth:`numbers` only."""
        return self._arrays(table, places.places(DUCKDB, _source(table.key, EVERY_ROW), field), cancel)

    def numbers(
        self, table: Table, where: typed.Expr, *, timezone: str = "UTC", cancel: Cancellation | None = None
    ) -> Any:
        """The numbers of the rows that a condition and the row filter keep, as an array in no order."""
        if table.words is not None:
            where = answer.narrowed_condition(table, where, timezone)
        compiled = places.numbers(DUCKDB, _source(table.key, table.row_filter), where, timezone)
        return self._arrays(table, compiled, cancel)["number"]

    def shapes(
        self, table: Table, field: typed.FieldRef, numbers: Sequence[int], *, cancel: Cancellation | None = None
    ) -> Arrays:
        """``number`` and ``shape`` (WKB) of these rows, in no order."""
        chosen = among_rows(numbers)
        return self._arrays(
            table, places.shapes(DUCKDB, _source(table.key, table.row_filter), field, chosen), cancel, len(numbers)
        )

    def _arrays(
        self, table: Table, compiled: Statement, cancel: Cancellation | None, work: int | None = None
    ) -> Arrays:
        lane = self._light if (table.rows if work is None else work) <= self.settings.light_work else self._heavy
        return lane.arrays(table.key, table.path, compiled.sql, compiled.parameters, cancel)

    # -------------------------------------------------------------- streams

    def batches(
        self,
        table: Table,
        query: typed.Query,
        *,
        rows: int = 10_000,
        projection: rendering.Projection | None = None,
        cancel: Cancellation | None = None,
    ) -> Iterator[pyarrow.RecordBatch]:
        """Arrow batches in constant memory, columns named as in the query.

        Instants have their zone (UTC); points are structures of lon and lat; shapes are WKB, and so is the column of
        ``projection``, in its coordinates.
        """
        display: statement.Display = rendering.arrow_value
        if projection is not None:
            display = rendering.projected(query, projection, display, "wkb")
        query = answer.narrowed(table, query)
        found = self._clusters(table, query, cancel) if query.groups else None
        compiled = copying.select(_source(table.key, table.row_filter), query, display, found)
        with self._streaming(table, cancel) as running:
            cursor = running.cursor.execute(compiled.sql, compiled.parameters or None)
            yield from cursor.to_arrow_reader(rows)

    def copy(
        self,
        table: Table,
        query: typed.Query,
        format: str,
        options: Mapping[str, Any] | None = None,
        *,
        cancel: Cancellation | None = None,
    ) -> Iterator[bytes]:
        """The bytes of a file: csv, json, jsonl, geojson or parquet, made by DuckDB and streamed through a pipe.

        Options: csv ``delimiter`` (";"), ``list_separator`` (","), ``quote_all``, ``with_bom``, ``use_labels``;
        parquet ``compression`` (snappy or zstd), ``metadata``. Leaving the iterator early stops the query.
        """
        grouped = bool(query.groups) or query.aggregated
        query = answer.narrowed(table, query)
        found = self._clusters(table, query, cancel) if grouped else None
        source = _source(table.key, table.row_filter)
        parts = self._parts(table, query, cancel) if format in copying.BY_LINE else [query]
        exports = [copying.prepare(source, part, format, dict(options or {}), found) for part in parts]
        with self._streaming(table, cancel) as running:
            yield from copying.stream(running.cursor, exports, self._temporary)

    def _parts(self, table: Table, query: typed.Query, cancel: Cancellation | None) -> list[typed.Query]:
        """The first rows apart: DuckDB writes by blocks of 100,000 rows, and a reader should not wait for one."""
        if query.groups or query.aggregated or query.order or query.limit is not None or query.offset:
            return [query]
        head = replace(query, limit=FIRST_ROWS)
        numbers = self.select(table, replace(head, columns=()), numbers=True, cancel=cancel).numbers or []
        if len(numbers) < FIRST_ROWS:
            return [query]
        return [head, replace(query, where=typed.And((query.where, compared_row(">", numbers[-1]))))]

    def _streaming(self, table: Table, cancel: Cancellation | None) -> Any:
        return self._heavy.running(
            table.key, table.path, cancel, slots=self._exports, seconds=self.settings.export_seconds
        )

    # -------------------------------------------------------------- comparing

    def compare(self, plan: comparing.Plan, *, sample: int = 20, cancel: Cancellation | None = None) -> Counted:
        """How two tables differ; also raises KeyNotUnique."""
        rows = [self.count(table, EVERY_ROW, cancel=cancel) for table in (plan.before, plan.after)]
        with self._comparing(plan, cancel, self.settings.compare_seconds) as running:
            return comparing.count(running.cursor, plan, (rows[0], rows[1]), sample)

    def differing(
        self, plan: comparing.Plan, *, rows: int = 5_000, cancel: Cancellation | None = None
    ) -> Iterator[pyarrow.RecordBatch]:
        """Numbers of the rows that differ, in batches; see :func:`parvis.data.engine.comparing.differing`."""
        with self._comparing(plan, cancel, self.settings.export_seconds) as running:
            yield from comparing.differing(running.cursor, plan, rows)

    def _comparing(self, plan: comparing.Plan, cancel: Cancellation | None, seconds: float) -> Any:
        one, other = plan.before, plan.after
        also = None if one.key == other.key else (other.key, other.path)
        slots = self._exports if seconds == self.settings.export_seconds else None
        return self._heavy.running(one.key, one.path, cancel, slots=slots, seconds=seconds, also=also)

    def knows_projection(self, epsg: int) -> bool:
        """Whether horizontal coordinates can be given in this EPSG code."""
        sql = "SELECT projjson FROM duckdb_coordinate_systems() WHERE auth_name = 'EPSG' AND auth_code = $code"
        found = self._light.ask(sql, {"code": str(epsg)})
        return bool(found) and orjson.loads(found[0][0])["type"] in ("ProjectedCRS", "GeographicCRS")

    @property
    def temporary(self) -> Path:
        """A folder for files on their way out, removed with the engine, or by the next one after a crash."""
        return self._temporary

    # -------------------------------------------------------------- loaded tables

    def load(self, name: str, schema: Schema, rows: pyarrow.Table) -> Table:
        """A table made from Arrow columns in the physical layout; replaces the former of that name for new queries."""
        return self._loaded.load(name, schema, rows)

    # -------------------------------------------------------------- inside

    def _clusters(self, table: Table, query: typed.Query, cancel: Cancellation | None) -> clusters.Clusters | None:
        """The clusters of a geo_cluster key, from the cells of its points."""
        node = next((g for g in query.groups if isinstance(g, typed.GeoCluster)), None)
        if node is None:
            return None
        cells = cells_query(node, query)
        compiled = self._compiled("groups", table.key, table.row_filter, cells, False, None)
        found = self._fetch(table, compiled, admission.work(table, cells), cancel)
        reach = clusters.reach(node.zoom, node.radius)
        return clusters.merge(itertools.starmap(clusters.Cell, found), reach)

    def _fetch(
        self, table: Table, compiled: Statement, work: int, cancel: Cancellation | None
    ) -> list[tuple[Any, ...]]:
        lane = self._light if work <= self.settings.light_work else self._heavy
        return lane.fetch(table.key, table.path, compiled.sql, compiled.parameters, cancel)


def cells_query(node: typed.GeoCluster, query: typed.Query) -> typed.Query:
    """The cells of a cluster key: number, count, mean longitude and latitude."""
    cell = expr(ClusterCell(node.operand, clusters.cell_width(node.zoom, node.radius)))
    expressions = (
        cell,
        typed.Aggregate(typed.Statistic.COUNT, None, Type.INT),
        expr(PointMean(node.operand, 0)),
        expr(PointMean(node.operand, 1)),
    )
    where = typed.And((query.where, typed.Not(typed.IsNull(node.operand))))
    columns = tuple(typed.Column(f"c{i}", e) for i, e in enumerate(expressions))
    return typed.Query(columns, where, groups=(cell,), limit=None, timezone=query.timezone)


def _source(key: str, row_filter: typed.Expr) -> Source:
    return Source((catalog_name(key), "main", "rows"), row_filter)


def _compile(
    kind: str,
    key: str,
    row_filter: typed.Expr,
    query: typed.Query,
    numbers: bool,
    found: clusters.Clusters | None,
) -> Statement:
    source = _source(key, row_filter)
    if kind in ("rows", "best"):
        return statement.rows(DUCKDB, source, query, numbers=numbers, settled=kind == "rows")
    if kind == "count":
        return statement.count(DUCKDB, source, query.where, query.timezone)
    if kind == "group_count":
        return statement.group_count(DUCKDB, source, query, clusters=found)
    return statement.groups(DUCKDB, source, query, clusters=found)
