"""ClickHouse's own engine in process (chDB), on the layout that the ClickHouse dialect documents."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import shapely
from chdb import session
from tests.cases.tables import BOUNDS, cells, geometry

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.engine import clusters, facets
from parvis.data.engine.engine import cells_query
from parvis.data.engine.lower import statement
from parvis.data.engine.lower.clickhouse.dialect import CLICKHOUSE
from parvis.data.engine.lower.clickhouse.geo import polygons
from parvis.data.engine.lower.statement import Source, Statement
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type

_TYPES = {
    FieldType.TEXT: "Nullable(String)",
    FieldType.INT: "Nullable(Int64)",
    FieldType.DOUBLE: "Nullable(Float64)",
    FieldType.BOOLEAN: "Nullable(Bool)",
    FieldType.DATE: "Nullable(Date32)",
    FieldType.DATETIME: "Nullable(DateTime64(6, 'UTC'))",
    FieldType.JSON: "Nullable(String)",
    FieldType.FILE: "Nullable(String)",
}
_SETTINGS = (
    "prefer_column_name_to_alias = 1",
    "enable_extended_results_for_datetime_functions = 1",
    "aggregate_functions_null_for_empty = 1",
    "output_format_json_quote_64bit_integers = 0",
    "date_time_output_format = 'simple'",
)
_numbers = itertools.count()


@cache
def _session() -> session.Session:
    opened = session.Session()
    for setting in _SETTINGS:
        opened.query(f"SET {setting}")
    return opened


def _columns(field: Field) -> list[tuple[str, str]]:
    if field.type is FieldType.GEO_POINT:
        return [(f"{field.name}.{member}", "Nullable(Float64)") for member in ("lon", "lat")]
    if field.type is FieldType.GEO_SHAPE:
        areas = (f"{field.name}.polygons", "Array(Array(Array(Tuple(Float64, Float64))))")
        return [
            (field.name, "Nullable(String)"),
            *((f"{field.name}.{side}", "Nullable(Float64)") for side in BOUNDS),
            areas,
        ]
    return [(field.name, "Array(String)" if field.is_list else _TYPES[field.type])]


def _cells(field: Field, value: Any) -> list[Any]:
    found = cells(field, value)
    if field.type is FieldType.GEO_SHAPE:
        shape = geometry(value)
        text = None if shape is None else shapely.to_geojson(shape)
        return [text, *found[1:], [] if shape is None else polygons(shape)]
    if field.is_list:
        return [found[0] or []]
    return [str(v) if isinstance(v, date) else v for v in found]


class ClickHouseTable:
    """One table, answered through the ClickHouse dialect as the engine does through DuckDB's."""

    def __init__(self, schema: Schema, rows: Sequence[Mapping[str, Any]], row_filter: typed.Expr | None = None) -> None:
        name = f"t{next(_numbers)}"
        self.name = name
        self.source = Source((name,), row_filter or typed.Always(True))
        declared = [("_row", "UInt64"), *(column for field in schema for column in _columns(field))]
        names = ", ".join(f"`{column}` {kind}" for column, kind in declared)
        _session().query(f"CREATE TABLE {name} ({names}) ENGINE = Memory")
        lines = []
        for number, row in enumerate(rows):
            values = [number, *(cell for field in schema for cell in _cells(field, row.get(field.name)))]
            lines.append(json.dumps(dict(zip((c for c, _ in declared), values, strict=True))))
        if lines:
            _session().query(f"INSERT INTO {name} FORMAT JSONEachRow\n" + "\n".join(lines))

    def drop(self) -> None:
        """Forget the table."""
        _session().query(f"DROP TABLE {self.name}")

    def run(self, compiled: Statement) -> list[list[Any]]:
        """The rows of a statement, as JSON gives them."""
        parameters = {name: _parameter(value) for name, value in compiled.parameters.items()}
        answer = _session().query(compiled.sql, "JSONCompact", params=parameters)
        data: list[list[Any]] = json.loads(str(answer))["data"]
        return data

    def select(self, query: typed.Query) -> list[tuple[Any, ...]]:
        """Rows or groups in canonical values."""
        if query.groups or query.aggregated:
            compiled = statement.groups(CLICKHOUSE, self.source, query, clusters=self._clusters(query))
        else:
            compiled = statement.rows(CLICKHOUSE, self.source, query)
        kinds = [_kind(query, column) for column in query.columns]
        return [tuple(_decode(v, k) for v, k in zip(row, kinds, strict=False)) for row in self.run(compiled)]

    def _clusters(self, query: typed.Query) -> clusters.Clusters | None:
        node = next((g for g in query.groups if isinstance(g, typed.GeoCluster)), None)
        if node is None:
            return None
        found = self.run(statement.groups(CLICKHOUSE, self.source, cells_query(node, query)))
        cells_ = [clusters.Cell(number, count, float(lon), float(lat)) for number, count, lon, lat in found]
        return clusters.merge(cells_, clusters.reach(node.zoom, node.radius))

    def count(self, where: typed.Expr, timezone: str = "UTC") -> int:
        """How many rows a condition keeps."""
        return int(self.run(statement.count(CLICKHOUSE, self.source, where, timezone))[0][0])

    def count_groups(self, query: typed.Query) -> int:
        """How many groups."""
        found = self._clusters(query)
        return int(self.run(statement.group_count(CLICKHOUSE, self.source, query, clusters=found))[0][0])

    def facets(
        self, wanted: Sequence[typed.Facet], timezone: str = "UTC", lang: str = "fr"
    ) -> list[list[facets.FacetValue]]:
        """Facet values."""
        return [facets.values(facet, timezone, lang, self.select) for facet in wanted]


def _kind(query: typed.Query, column: typed.Column) -> str:
    kind = column.expr.type
    return "text" if kind is Type.TEXT_LIST and column.expr in query.groups else str(kind)


def _decode(value: Any, kind: str) -> Any:
    if value is None or (kind == "text_list" and not value) or value in ("POLYGON(())", "POLYGON()"):
        return None
    if kind == "int":
        return int(value)
    if kind == "double":
        return float(value)
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "datetime":
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if kind == "geo_point_2d":
        return tuple(float(part) for part in value.split(" "))
    if kind == "geo_shape" and not value.startswith("{"):
        return shapely.to_geojson(shapely.from_wkt(value))
    return value


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0"})


def _parameter(value: Any) -> str:
    """A value as the text of a query parameter."""
    if isinstance(value, list):
        return "[" + ",".join(_element(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).translate(_ESCAPES)


def _element(value: Any) -> str:
    if not isinstance(value, str):
        return str(value)
    return "'" + value.translate(_ESCAPES).replace("'", "\\'") + "'"
