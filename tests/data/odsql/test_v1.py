"""The language of the v1 API."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.data.odsql.schemas import NOW, STATIONS, field

from parvis.data.odsql.compiler import compile_query
from parvis.data.odsql.errors import IncompatibleTypes, QueryError
from parvis.data.odsql.text import QueryText, Version
from parvis.data.odsql.typed import (
    Always,
    And,
    Compare,
    Expr,
    FieldRef,
    Literal,
    Not,
    Or,
    TextMatch,
    Topology,
    Type,
    Within,
    Word,
)

CITY, CAPACITY, CLOSED, UPDATED = (FieldRef(field(name)) for name in ("city", "capacity", "closed", "updated"))
MORE = Compare(">", CAPACITY, Literal(3, Type.INT))
LYON = Compare("=", CITY, Literal("Lyon", Type.TEXT))


def condition(text: str) -> Expr:
    """What a v1 query means on the stations."""
    return compile_query(QueryText(q=(text,), version=Version.V1), STATIONS, now=NOW).where


def test_or_is_looser_than_and_which_needs_no_word() -> None:
    assert condition("capacity>3 city==Lyon OR NOT city==Lyon") == Or((And((MORE, LYON)), Not(LYON)))
    assert condition("capacity>3 AND (city==Lyon OR capacity>3)") == And((MORE, Or((LYON, MORE))))


def test_a_word_of_a_field_is_whole_unless_it_ends_with_a_star() -> None:
    assert condition("city:lyon") == condition("city-lyon") == TextMatch((Word("lyon"),), (field("city"),))
    assert condition("city:ly*") == TextMatch((Word("ly", prefix=True),), (field("city"),))


def test_a_hyphen_in_an_ordinary_word_is_a_hyphen() -> None:
    found = condition("saint-denis")
    assert isinstance(found, TextMatch)
    assert [w.text for w in found.words] == ["saint", "denis"]


def test_dates_have_slashes_and_times_have_colons() -> None:
    assert condition("closed>2026/03/01") == Compare(">", CLOSED, Literal(date(2026, 3, 1), Type.DATE))
    low = Literal(datetime(2026, 3, 1, 8, 30, tzinfo=UTC), Type.DATETIME)
    assert condition("updated>=2026-03-01T08:30:00Z") == Compare(">=", UPDATED, low)


def test_an_interval_may_be_open() -> None:
    assert condition("capacity:]3 TO *]") == Within(CAPACITY, Literal(3, Type.INT), None, False, True)


def test_a_polygon_has_latitude_first() -> None:
    found = condition('#polygon(coord,"(48,2),(48,3),(49,3)")')
    assert isinstance(found, Topology)


@pytest.mark.parametrize("text", ["", "  ", '"', "AND"])
def test_what_says_nothing_filters_nothing(text: str) -> None:
    assert condition(text) in (Always(True), TextMatch((), ()))


def test_a_number_is_asked_of_a_number() -> None:
    with pytest.raises(IncompatibleTypes):
        condition("capacity>many")


@pytest.mark.parametrize(
    "text",
    ["capacity>" + "9" * 5_000, "city:", "(city:a", "#null(", "#distance(coord,5)", '#distance(coord,"1,2",1e9)'],
)
def test_misuse_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        condition(text)


TOKENS = [
    "city",
    "capacity",
    "updated",
    ":",
    "==",
    ">",
    "[",
    "]",
    "TO",
    "(",
    ")",
    "AND",
    "OR",
    "NOT",
    '"',
    "#now(",
    "3",
]


@given(st.lists(st.sampled_from([*TOKENS, "#null(", "#exact(", ",", "2026/03", "a*"]), max_size=12).map(" ".join))
def test_any_sequence_of_tokens_is_read_or_refused(text: str) -> None:
    with suppress(QueryError):
        assert condition(text).type is Type.BOOLEAN
