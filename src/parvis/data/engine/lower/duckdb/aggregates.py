"""Statistics in DuckDB."""

from __future__ import annotations

from sqlglot import exp

from parvis.data.engine.lower import aggregates as shared
from parvis.data.engine.lower.common import coordinate
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.duckdb.primitives import cast
from parvis.data.engine.lower.sql import SQL, fn, num
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Statistic, Type

_NAMES = {
    Statistic.SUM: "sum",
    Statistic.AVG: "avg",
    Statistic.MIN: "min",
    Statistic.MAX: "max",
    Statistic.STDDEV: "stddev_pop",
}


def aggregate(node: typed.Aggregate, context: Context) -> SQL:
    """One statistic."""
    if node.operand is None:
        return fn("count", exp.Star())
    if node.statistic is Statistic.COUNT:
        return _count(node, context)
    if node.statistic is Statistic.BBOX:
        return shared.bbox(node, context)
    if node.statistic is Statistic.ENVELOPE:
        return _envelope(node)
    value = shared.operand(node, context)
    if node.statistic in (Statistic.MEDIAN, Statistic.PERCENTILE):
        return fn("quantile_cont", cast(value, "DOUBLE"), num(shared.fraction(node)))
    if node.statistic is Statistic.SUMSQUARES:
        return shared.sum_of_squares(value, context)
    if node.distinct:
        value = exp.Distinct(expressions=[value])
    return fn(_NAMES[node.statistic], value)


def _count(node: typed.Aggregate, context: Context) -> SQL:
    value = shared.operand(node, context)
    if not node.distinct:
        return fn("count", value)
    assert node.operand is not None
    if node.operand.type is Type.TEXT_LIST and node.operand not in context.replaced:
        return fn("coalesce", fn("len", fn("list_distinct", fn("flatten", fn("list", value)))), num(0))
    return fn("count", exp.Distinct(expressions=[value]))


def _envelope(node: typed.Aggregate) -> SQL:
    assert isinstance(node.operand, typed.FieldRef)
    longitude, latitude = coordinate(node.operand, "lon"), coordinate(node.operand, "lat")
    hull = fn("st_convexhull", fn("st_collect", fn("list", fn("st_point", longitude, latitude))))
    return cast(fn("st_asgeojson", hull), "VARCHAR")
