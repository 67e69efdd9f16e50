"""Group keys: what rows are grouped and ordered by, and what is shown for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from parvis.data.engine.clusters import cell_width
from parvis.data.engine.lower import ranges
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.sql import SQL, num, op
from parvis.data.odsql import typed

Rendering = Callable[[Any, SQL, Context], SQL]


def cluster_key(node: typed.GeoCluster, context: Context) -> SQL:
    """The label of the cluster that the point's cell belongs to."""
    return context.sql.cluster_label(_cell(node, context), context)


def cluster_source(node: typed.GeoCluster, context: Context) -> exp.Join | None:
    """The relation that gives labels, where the dialect needs one."""
    return context.sql.cluster_source(_cell(node, context), context)


def _cell(node: typed.GeoCluster, context: Context) -> SQL:
    return ranges.cell(node.operand, cell_width(node.zoom, node.radius), context)


def cluster_point(node: typed.GeoCluster, key: SQL, context: Context) -> SQL:
    """The centre of the cluster."""
    assert context.clusters is not None
    position = op("+", key, num(1))
    longitude = context.sql.element(context.bind(list(context.clusters.longitudes) or [0.0]), position)
    latitude = context.sql.element(context.bind(list(context.clusters.latitudes) or [0.0]), position.copy())
    return context.sql.pair(longitude, latitude)


RENDERINGS: dict[type, Rendering] = {
    typed.EqualRange: ranges.equal_text,
    typed.DateRange: ranges.date_text,
    typed.StaticRange: ranges.static_text,
    typed.GeoCluster: cluster_point,
}


def render(node: typed.Expr, key: SQL, context: Context) -> SQL:
    """What is shown for a key: most keys show themselves."""
    rendering = RENDERINGS.get(type(node))
    return rendering(node, key, context) if rendering else key
