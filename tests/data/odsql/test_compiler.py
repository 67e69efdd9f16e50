"""Limits and defaults by purpose, names of the catalog, forbidden fields."""

from __future__ import annotations

import pytest

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.odsql.compiler import compile_query, compile_where
from parvis.data.odsql.errors import ODSQLError
from parvis.data.odsql.text import Purpose, QueryText, Version
from parvis.data.odsql.typed import Compare, FieldRef, TextMatch

CATALOG = Schema.of(
    [
        Field("dataset_id", FieldType.TEXT),
        Field("data_visible", FieldType.BOOLEAN),
        Field("default.title", FieldType.TEXT),
        Field("default.theme", FieldType.TEXT, multivalued=","),
    ]
)
NAMES = {"title": "default.title", "datasetid": "dataset_id"}


@pytest.mark.parametrize(
    ("text", "purpose", "limit"),
    [
        (QueryText(), Purpose.RECORDS, 10),
        (QueryText(limit=0), Purpose.RECORDS, 0),
        (QueryText(limit=-1), Purpose.RECORDS, 100),
        (QueryText(limit=100, offset=9900), Purpose.RECORDS, 100),
        (QueryText(group_by="city"), Purpose.RECORDS, 20_000),
        (QueryText(group_by="city", limit=-1), Purpose.RECORDS, 20_000),
        (QueryText(), Purpose.EXPORT, None),
        (QueryText(limit=-1), Purpose.EXPORT, None),
        (QueryText(limit=50_000, offset=50_000), Purpose.EXPORT, 50_000),
        (QueryText(limit=10_000, version=Version.V1), Purpose.RECORDS, 10_000),
    ],
)
def test_limit_by_regime(stations: Schema, text: QueryText, purpose: Purpose, limit: int | None) -> None:
    assert compile_query(text, stations, purpose=purpose).limit == limit


def test_export_sorted_on_an_aggregate_needs_a_limit(stations: Schema) -> None:
    text = QueryText(select="count(*) as n", group_by="city", order_by="n desc")
    with pytest.raises(ODSQLError, match="20000"):
        compile_query(text, stations, purpose=Purpose.EXPORT)


def test_names_of_the_catalog() -> None:
    short = compile_query(QueryText(where=('title = "a"',)), CATALOG, aliases=NAMES)
    long = compile_query(QueryText(where=('default.title = "a"',)), CATALOG, aliases=NAMES)
    assert short.where == long.where


def test_selected_name_is_the_one_that_was_typed() -> None:
    query = compile_query(QueryText(select="title, default.title, datasetid"), CATALOG, aliases=NAMES)
    assert [c.name for c in query.columns] == ["title", "default.title", "datasetid"]


def test_forbidden_field_is_named() -> None:
    forbidden = {"where": frozenset({"data_visible"})}
    with pytest.raises(ODSQLError, match="not allowed in the current clause"):
        compile_query(QueryText(where=("data_visible",)), CATALOG, forbidden=forbidden)


def test_full_text_looks_at_every_text() -> None:
    query = compile_query(QueryText(where=('"air"',)), CATALOG)
    assert isinstance(query.where, TextMatch)
    assert [f.name for f in query.where.fields] == ["dataset_id", "default.title", "default.theme"]


def test_row_filter_compiles_alone(stations: Schema) -> None:
    condition = compile_where('city = "Lyon"', stations)
    assert isinstance(condition, Compare)
    assert condition.left == FieldRef(stations.by_name["city"])
