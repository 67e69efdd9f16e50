"""Texts nobody writes in good faith, and texts typed at random: an answer or a clear error, always, and soon."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.data.odsql.schemas import STATIONS

from parvis.core.errors import ParvisError
from parvis.core.fields import Schema
from parvis.data.odsql import functions
from parvis.data.odsql.compiler import compile_facets, compile_query
from parvis.data.odsql.errors import ODSQLSyntaxError, QueryError
from parvis.data.odsql.text import QueryText, Version

WORDS = [
    *STATIONS.by_name,
    *functions.NAMES,
    *("and", "or", "not", "in", "is", "null", "like", "as", "true", "asc", "desc", "to", "distinct"),
    *("(", ")", "[", "]", ",", "*", "+", "-", "/", "=", "!=", "<", ">=", ":", "..", "`", "'", '"'),
    *("3", "4.5", "1km", "5 days", "'text'", '"two words"', "date'2026-03'", "geom'POINT(2 48)'", "geom'", "#now("),
]
CLAUSES = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=40)


@settings(max_examples=1500)
@given(
    where=CLAUSES,
    select=CLAUSES | st.none(),
    group_by=CLAUSES | st.none(),
    order_by=CLAUSES | st.none(),
    refine=st.lists(CLAUSES, max_size=2),
    version=st.sampled_from(Version),
)
def test_any_text_compiles_or_is_refused_in_words(
    where: str, select: str | None, group_by: str | None, order_by: str | None, refine: list[str], version: Version
) -> None:
    text = QueryText(
        select=select,
        where=(where,),
        group_by=group_by,
        order_by=order_by,
        refine=tuple(refine),
        facet=(where,) if where else (),
        q=(where,) if version is Version.V1 else (),
        version=version,
    )
    for compiler in (compile_query, compile_facets):
        refusal = refused(compiler, text)
        assert refusal is None or (refusal.status == 400 and refusal.message)


def refused(compiler: Callable[[QueryText, Schema], object], text: QueryText) -> ParvisError | None:
    """The error a text meets, if it meets one; anything else but a ParvisError fails the test."""
    try:
        compiler(text, STATIONS)
    except ParvisError as error:
        return error
    return None


@pytest.mark.parametrize(
    "where",
    [
        "(" * 5_000 + "open" + ")" * 5_000,
        "not " * 5_000 + "open",
        "open" + " and open" * 15_000,
        "capacity > " + "-" * 5_000 + "1",
        "capacity > 1" + "+1" * 5_000,
        "search('" + "mot " * 1_000 + "')",
        "[" * 1_000,
        "'" + "a" * 300_000,
        "capacity > " + "9" * 400,
        "in_bbox(coord," + "1," * 9_000 + "1)",
    ],
    ids=[
        "parentheses",
        "negations",
        "conjunction",
        "minuses",
        "sum",
        "words",
        "brackets",
        "text",
        "number",
        "arguments",
    ],
)
def test_excess_is_refused_soon(stations: Schema, where: str) -> None:
    started = time.perf_counter()
    with pytest.raises(QueryError):
        compile_query(QueryText(where=(where,)), stations)
    # Not a benchmark: a bound that only a quadratic or endless parse would pass.
    assert time.perf_counter() - started < 5


def test_a_long_honest_query_compiles(stations: Schema) -> None:
    names = ", ".join(f'"{n}"' for n in range(2_000))
    assert compile_query(QueryText(where=(f"city in ({names})",)), stations).where


def test_depth_is_counted_in_the_v1_language_too(stations: Schema) -> None:
    with pytest.raises(ODSQLSyntaxError):
        compile_query(QueryText(q=("(" * 500 + "a",), version=Version.V1), stations)
