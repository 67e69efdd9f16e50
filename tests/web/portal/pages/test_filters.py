"""Filters of single fields: what an address means, and what it cannot make."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from parvis.web.portal.pages.refinement import filters
from parvis.web.portal.pages.selection import Selection


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("min.h=3", "`h` in [3..*]"),
        ("max.h=3,5", "`h` in [*..3.5]"),
        ("min.h=-1&max.h=2e3", "`h` in [-1..2e3]"),
        ("min.d=2026-03-01&max.d=2026-03-31", "`d` in [date'2026-03-01'..date'2026-03-31']"),
        ("is.n=empty", "`n` is null"),
        ("is.n=filled", "`n` is not null"),
        ("is.n=false", "`n` is false"),
        ("words.n=chêne vert", 'search(`n`, "chêne vert")'),
        ('words.n=a"b', 'search(`n`, "a\\"b")'),
        ("bbox.g=48,2,49,3", "in_bbox(`g`, 48, 2, 49, 3)"),
        ("circle.g=48.5,2.25,800", "within_distance(`g`, geom'POINT(2.25 48.5)', 800m)"),
        ("near.g=48.5, 2.25&radius.g=", "within_distance(`g`, geom'POINT(2.25 48.5)', 1000m)"),
        ("polygon.g=48,2 49,2 49,3", "intersects(`g`, geom'POLYGON((2 48,2 49,3 49,2 48))')"),
        ("min.h=tall", '`h` in ["tall"..*]'),
    ],
)
def test_a_filter_is_one_condition(query: str, condition: str) -> None:
    assert Selection.read(QueryDict(query.replace(" ", "%20"))).conditions() == (condition,)


@pytest.mark.parametrize(
    "query",
    [
        "min.h=",
        "is.n=maybe",
        "bbox.g=1,2,3",
        "bbox.g=a,b,c,d",
        "circle.g=48,2,0",
        "polygon.g=48,2 49,3",
        "near.g=x",
        "min.=",
    ],
)
def test_what_cannot_be_read_is_no_filter(query: str) -> None:
    assert Selection.read(QueryDict(query)).is_empty


@given(
    st.lists(
        st.tuples(st.sampled_from(["min", "max", "words"]), st.sampled_from("abc"), st.text(min_size=1)), max_size=5
    )
)
def test_an_address_keeps_its_filters(given_: list[tuple[str, str, str]]) -> None:
    query = QueryDict(mutable=True)
    for kind, field, value in given_:
        query.appendlist(f"{kind}.{field}", value)
    selection = Selection(filters=filters.read(query))
    address = selection.address("/x").partition("?")[2]
    assert Selection.read(QueryDict(address)).filters == selection.filters
