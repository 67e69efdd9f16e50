"""Columns, groups and order."""

from __future__ import annotations

import pytest
from tests.data.odsql.schemas import compiled, field, names, value

from parvis.core.errors import InvalidParameter
from parvis.data.odsql.errors import ODSQLError
from parvis.data.odsql.text import Version
from parvis.data.odsql.typed import (
    Aggregate,
    Always,
    Arithmetic,
    DateRange,
    EqualRange,
    Expr,
    FieldRef,
    GeoCluster,
    IfNull,
    IsNull,
    Literal,
    Negate,
    Not,
    Order,
    RandomOrder,
    StaticRange,
    Statistic,
    Type,
    Unit,
)

CAPACITY, BIKES, UPDATED = (FieldRef(field(name)) for name in ("capacity", "bikes", "updated"))
COUNT = Aggregate(Statistic.COUNT, None, Type.INT)


def key(text: str) -> Expr:
    """The only group key."""
    (expr,) = compiled(group_by=text).groups
    return expr


def test_arithmetic_is_whole_unless_it_divides() -> None:
    assert value("capacity - bikes") == Arithmetic("-", CAPACITY, BIKES, Type.INT)
    assert value("capacity / bikes").type is Type.DOUBLE
    assert value("capacity * price").type is Type.DOUBLE
    assert value("-capacity") == Negate(CAPACITY, Type.INT)


def test_a_field_carries_its_label_and_an_alias_replaces_it() -> None:
    first, second = compiled(select="name, annee as since").columns
    assert (first.name, first.label) == ("name", "Station name")
    assert (second.name, second.label, second.precision) == ("since", "since", "year")


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("count(distinct city)", Type.INT),
        ("sum(capacity)", Type.INT),
        ("avg(capacity)", Type.DOUBLE),
        ("max(updated)", Type.DATETIME),
        ("sum(capacity)/count(*)*100", Type.DOUBLE),
        ("envelope(coord)", Type.GEO_SHAPE),
    ],
)
def test_types_of_aggregates(text: str, type_: Type) -> None:
    query = compiled(select=text)
    assert query.columns[0].expr.type is type_
    assert query.aggregated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("range(capacity, 15)", EqualRange(CAPACITY, 15.0)),
        ("range(capacity, EQUI(5, 0, 50))", EqualRange(CAPACITY, 5.0, 0.0, 50.0)),
        ("range(updated, 1 day)", DateRange(UPDATED, 1, Unit.DAY)),
        ("range(updated, 5minutes)", DateRange(UPDATED, 5, Unit.MINUTE)),
        (
            "range(capacity, *, 15, *)",
            StaticRange(CAPACITY, (None, Literal(15, Type.INT), None)),
        ),
        ("geo_cluster(coord, 10)", GeoCluster(FieldRef(field("coord")), 10, 40.0)),
        ("ifnull(note, '-')", IfNull(FieldRef(field("note")), Literal("-", Type.TEXT), Type.TEXT)),
    ],
)
def test_group_keys(text: str, expected: Expr) -> None:
    assert key(text) == expected


def test_order_takes_names_aliases_aggregates_and_chance() -> None:
    query = compiled(select="count(*) as n", group_by="city", order_by="n desc, city")
    assert query.order == (Order(COUNT, True), Order(FieldRef(field("city"))))
    assert compiled(order_by="random(42)").order == (Order(RandomOrder(42)),)
    assert compiled(select="capacity - bikes as free", order_by="-free").order[0].descending


@pytest.mark.parametrize("text", ["coord", "shape desc", "photo"])
def test_what_has_no_order_is_not_sorted(text: str) -> None:
    with pytest.raises(ODSQLError, match="cannot be sorted"):
        compiled(order_by=text)


@pytest.mark.parametrize("text", ["ifnull(coord, null)", "ifnull(capacity, 'a')", "random(1)", "include(z)", "now(1)"])
def test_misuse_in_select_is_refused(text: str) -> None:
    with pytest.raises(ODSQLError):
        compiled(select=text)


def test_groups_of_nulls_came_with_version_2_1() -> None:
    assert compiled(group_by="city").where == Always(True)
    old = compiled(group_by="range(capacity, 5)", version=Version.V2_0)
    assert old.where == Not(IsNull(CAPACITY))
    assert compiled(group_by="ifnull(note, '-')", version=Version.V2_0).where == Always(True)


def test_a_column_named_twice_is_there_once() -> None:
    assert names(compiled(select="name, *"))[:2] == ["name", "code"]
    assert names(compiled(select="name, name")) == ["name"]


def test_a_text_that_no_engine_could_be_sent_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="not Unicode"):
        compiled(where=("name = '\ud800'",))
