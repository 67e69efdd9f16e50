"""The part of the table that both dialects share."""

from __future__ import annotations

from parvis.data.engine.lower import common, geo, groups, ranges, text
from parvis.data.engine.lower.context import Lowering
from parvis.data.engine.lower.nodes import PathLevel
from parvis.data.odsql import typed

SHARED: dict[type, Lowering] = {
    typed.Literal: common.literal,
    typed.Arithmetic: common.arithmetic,
    typed.Negate: common.negate,
    typed.Length: common.length,
    typed.IfNull: common.if_null,
    typed.Distance: geo.distance,
    typed.RandomOrder: common.random_order,
    typed.And: common.conjunction,
    typed.Or: common.disjunction,
    typed.Not: common.negation,
    typed.Compare: common.compare,
    typed.OneOf: common.one_of,
    typed.Within: common.within,
    typed.Contains: common.contains,
    typed.IsNull: common.null_test,
    typed.IsTrue: common.true_test,
    typed.UnderPath: common.under_path,
    typed.TextMatch: text.text_match,
    typed.StartsWith: text.starts_with,
    typed.Like: text.like,
    typed.Always: common.always,
    typed.EqualRange: ranges.equal_key,
    typed.DateRange: ranges.date_key,
    typed.StaticRange: ranges.static_key,
    typed.GeoCluster: groups.cluster_key,
    PathLevel: common.path_level,
}
