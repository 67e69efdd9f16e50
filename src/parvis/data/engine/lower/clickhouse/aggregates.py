"""Statistics in ClickHouse."""

from __future__ import annotations

from sqlglot import exp

from parvis.data.engine.lower import aggregates as shared
from parvis.data.engine.lower.common import coordinate
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.sql import SQL, fn, not_null, num
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Statistic, Type

_NAMES = {
    Statistic.AVG: "avg",
    Statistic.MIN: "min",
    Statistic.MAX: "max",
    Statistic.STDDEV: "stddevPop",
}


def aggregate(node: typed.Aggregate, context: Context) -> SQL:
    """One statistic."""
    if node.operand is None:
        return fn("count")
    if node.statistic is Statistic.COUNT:
        return _count(node, context)
    if node.statistic is Statistic.BBOX:
        return shared.bbox(node, context)
    if node.statistic is Statistic.ENVELOPE:
        return _envelope(node)
    value = shared.operand(node, context)
    if node.statistic in (Statistic.MEDIAN, Statistic.PERCENTILE):
        quantile = [num(shared.fraction(node))]
        return exp.ParameterizedAgg(
            this="quantileExactInclusive", expressions=quantile, params=[context.sql.to_double(value)]
        )
    if node.statistic is Statistic.SUMSQUARES:
        return shared.sum_of_squares(value, context)
    if node.statistic is Statistic.SUM:
        summed = fn("toInt128", value) if node.operand.type is Type.INT else value
        return fn("sumDistinct" if node.distinct else "sum", summed)
    return fn(_NAMES[node.statistic], value)


def _count(node: typed.Aggregate, context: Context) -> SQL:
    value = shared.operand(node, context)
    assert node.operand is not None
    if node.operand.type is Type.TEXT_LIST and node.operand not in context.replaced:
        return fn("uniqExactArray", value) if node.distinct else fn("countIf", fn("notEmpty", value))
    return fn("uniqExact" if node.distinct else "count", value)


def _envelope(node: typed.Aggregate) -> SQL:
    assert isinstance(node.operand, typed.FieldRef)
    longitude, latitude = coordinate(node.operand, "lon"), coordinate(node.operand, "lat")
    place = fn("tuple", fn("assumeNotNull", longitude), fn("assumeNotNull", latitude))
    places = fn("groupArrayIf", place, not_null(longitude.copy()))
    rings = exp.Array(expressions=[exp.Array(expressions=[places])])
    return fn("wkt", fn("polygonConvexHullCartesian", rings))
