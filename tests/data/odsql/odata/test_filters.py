"""OData options: what they mean in ODSQL's tree, and what they refuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.core.errors import ParvisError
from parvis.core.fields import Field, FieldType, Schema
from parvis.data.odsql.cql2.compiling import compile_filter, filter_scope
from parvis.data.odsql.cql2.conditions import condition
from parvis.data.odsql.filters.errors import FilterError
from parvis.data.odsql.odata import applying, filters
from parvis.data.odsql.typed import Expr, FieldRef, Like, Type

SCHEMA = Schema.of(
    [
        Field("city", FieldType.TEXT),
        Field("capacity", FieldType.INT),
        Field("open", FieldType.BOOLEAN),
        Field("tags", FieldType.TEXT, multivalued=","),
        Field("built", FieldType.DATE),
        Field("coord", FieldType.GEO_POINT),
    ]
)
WORDS = [
    *("city", "capacity", "open", "tags/any(", "x:", "x", "eq", "ne", "gt", "(", ")", ",", "and"),
    *(
        "or",
        "not",
        "null",
        "'a'",
        "3",
        "2020-01-01",
        "contains(",
        "year(",
        "built",
        "geo.distance(",
        "geography'POINT(1 2)'",
        "in",
        "add",
    ),
]


def where(text: str) -> Expr:
    return condition(filter_scope(SCHEMA, parameter="$filter", clause="select"), filters.parse(text))


@pytest.mark.parametrize(
    ("odata", "cql2"),
    [
        ("city eq 'Paris'", "city = 'Paris'"),
        ("city ne 'Paris'", "NOT city = 'Paris'"),
        ("city eq null", "city IS NULL"),
        ("capacity add 2 gt 3 and not open", "capacity + 2 > 3 AND NOT open"),
        ("city in ('a','b')", "city IN ('a', 'b')"),
        ("built ge 2020-01-01", "built >= DATE('2020-01-01')"),
        ("startswith(city,'a_b')", "city LIKE 'a\\_b%'"),
        ("tags/any(x:x eq 'night')", "tags = 'night'"),
        ("geo.intersects(coord, geography'POINT(1 2)')", "S_INTERSECTS(coord, POINT(1 2))"),
    ],
)
def test_a_filter_means_what_it_means_in_cql2(odata: str, cql2: str) -> None:
    assert where(odata) == compile_filter(cql2, SCHEMA)


def test_wildcards_of_a_caller_are_ordinary_characters() -> None:
    assert where("contains(city,'100%')") == Like(FieldRef(SCHEMA.by_name["city"]), "%100\\%%")


def test_an_error_says_where() -> None:
    with pytest.raises(FilterError, match="at position 8") as caught:
        where("city eq or")
    assert caught.value.params["parameter"] == "$filter"


@given(st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_any_text_is_a_condition_or_an_error_of_the_caller(text: str) -> None:
    status = 200
    try:
        assert where(text).type is Type.BOOLEAN
    except ParvisError as error:
        status = error.status
    assert status in (200, 400)


APPLY = [
    *("filter(", "open", ")", "/", "groupby((", "city", ","),
    *("))", "aggregate(", "$count", "as", "n", "capacity", "with", "sum"),
]


@given(st.text(max_size=60) | st.lists(st.sampled_from(APPLY), max_size=12).map(" ".join))
def test_any_apply_is_a_query_or_an_error_of_the_caller(text: str) -> None:
    status = 200
    try:
        assert applying.query_of(applying.parse(text), filter_scope(SCHEMA, parameter="$apply")).limit is None
    except ParvisError as error:
        status = error.status
    assert status in (200, 400)
