"""The table of the DuckDB dialect."""

from __future__ import annotations

from parvis.data.engine.lower.context import Dialect, Lowering, complete
from parvis.data.engine.lower.duckdb import aggregates, geo, values
from parvis.data.engine.lower.duckdb.primitives import DuckDBPrimitives
from parvis.data.engine.lower.nodes import ClusterCell, PointMean, RowIn, RowNumber
from parvis.data.engine.lower.shared import SHARED
from parvis.data.odsql import typed

TABLE: dict[type, Lowering] = {
    **SHARED,
    typed.FieldRef: values.field,
    typed.ChangeCase: values.change_case,
    typed.DatePart: values.date_part,
    typed.DateFormat: values.date_format,
    typed.JsonFormat: values.json_format,
    typed.WithinDistance: geo.within_distance,
    typed.InBox: geo.in_box,
    typed.Topology: geo.topology,
    typed.Aggregate: aggregates.aggregate,
    RowNumber: values.row_number,
    RowIn: values.row_in,
    ClusterCell: values.cluster_cell,
    PointMean: values.point_mean,
}

complete("duckdb", TABLE)
DUCKDB = Dialect("duckdb", DuckDBPrimitives(), TABLE)
