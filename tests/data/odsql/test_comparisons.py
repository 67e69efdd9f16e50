"""Which types meet, and how literals are read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.data.odsql.schemas import field, where

from parvis.data.odsql.errors import IncompatibleTypes, ODSQLError
from parvis.data.odsql.text import Version
from parvis.data.odsql.typed import (
    And,
    Compare,
    Contains,
    DatePart,
    Expr,
    FieldRef,
    IsNull,
    Literal,
    Not,
    OneOf,
    Or,
    Part,
    Type,
    Within,
)

CAPACITY, CITY, TAGS = FieldRef(field("capacity")), FieldRef(field("city")), FieldRef(field("tags"))
CLOSED, UPDATED = FieldRef(field("closed")), FieldRef(field("updated"))


def day(year: int, month: int = 1, number: int = 1) -> Literal:
    return Literal(date(year, month, number), Type.DATE)


def instant(*parts: int) -> Literal:
    return Literal(datetime(*parts, tzinfo=UTC), Type.DATETIME)  # type: ignore[arg-type, misc]


def number(found: int) -> Literal:
    return Literal(found, Type.INT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("capacity > 30", Compare(">", CAPACITY, number(30))),
        ("30 < capacity", Compare(">", CAPACITY, number(30))),
        ("city:'x'", Compare("=", CITY, Literal("x", Type.TEXT))),
        ("tags = 'covered'", Contains(TAGS, "covered")),
        ("'covered' in tags", Contains(TAGS, "covered")),
        ("tags != 'a'", And((Not(IsNull(TAGS)), Not(Contains(TAGS, "a"))))),
        ("capacity in (1, 2)", OneOf(CAPACITY, (number(1), number(2)))),
        ("capacity in ]1..*]", Within(CAPACITY, number(1), None, False, True)),
        ("capacity = 9223372036854775808", Compare("=", CAPACITY, Literal(9223372036854775808.0, Type.DOUBLE))),
    ],
)
def test_comparisons(text: str, expected: Expr) -> None:
    assert where(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("closed >= date'2024'", Compare(">=", CLOSED, day(2024))),
        ("closed > '2024-05-06'", Compare(">", CLOSED, day(2024, 5, 6))),
        ("closed > 2020", Compare(">", CLOSED, day(2020))),
        ("closed = date'2024-05-06'", Compare("=", CLOSED, day(2024, 5, 6))),
        ("closed = date'2024'", Within(CLOSED, day(2024), day(2025), True, False)),
        ("annee = 2022", Within(FieldRef(field("annee")), day(2022), day(2023), True, False)),
        ("updated = date'2026-03'", Within(UPDATED, instant(2026, 3, 1), instant(2026, 4, 1), True, False)),
        ("updated > date'9999-12-31'", Compare(">", UPDATED, instant(9999, 12, 31))),
    ],
)
def test_dates_cover_what_they_name(text: str, expected: Expr) -> None:
    assert where(text) == expected


def test_the_upper_bound_of_an_interval_covers_its_period() -> None:
    found = where("updated in [date'2017'..date'2018']")
    assert found == Within(UPDATED, instant(2017, 1, 1), instant(2019, 1, 1), True, False)


def test_a_list_of_dates_is_a_choice_of_periods() -> None:
    found = where("closed in (date'2024', date'2026-01-02')")
    assert found == Or((Within(CLOSED, day(2024), day(2025), True, False), Compare("=", CLOSED, day(2026, 1, 2))))


def test_a_literal_without_offset_is_in_the_timezone_of_the_request() -> None:
    local = where("updated > date'2026-01-01'", timezone="Europe/Paris")
    assert local == Compare(">", UPDATED, instant(2025, 12, 31, 23))
    fixed = where("updated > date'2026-01-01T00:00:00-05:00'", timezone="Europe/Paris")
    assert fixed == Compare(">", UPDATED, instant(2026, 1, 1, 5))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("annee = '2022'", "write a date literal"),
        ("updated > 'yesterday'", "write a date literal"),
        ("capacity = '30'", "write the number without quotes"),
        ("code = 75001", "write the text between quotes"),
        ("city = date'2024'", "write the text between quotes"),
        ("open > true", None),
        ("coord = 'x'", None),
        ("tags = 4", None),
        ("capacity in (1, 'a')", "write the number without quotes"),
        ("capacity is true", None),
    ],
)
def test_types_that_do_not_meet(text: str, hint: str | None) -> None:
    with pytest.raises(IncompatibleTypes, match="Incompatible types in comparison filter") as caught:
        where(text)
    assert caught.value.code == "IncompatibleTypesInComparisonFilter"
    assert (caught.value.hint or "").startswith(hint or "")


def test_nothing_compares_with_null() -> None:
    with pytest.raises(ODSQLError) as caught:
        where("note = null")
    assert caught.value.hint == "write IS NULL or IS NOT NULL"


def test_parts_of_dates_compare_with_texts_before_version_2_1() -> None:
    year = DatePart(Part.YEAR, UPDATED)
    assert where("year(updated) = '2026'", version=Version.V2_0) == Compare("=", year, number(2026))
    for text in ("year(updated) = '2026'", "year(updated) = '²'"):
        with pytest.raises(IncompatibleTypes):
            where(text)
    with pytest.raises(IncompatibleTypes):
        where("year(updated) = '²'", version=Version.V2_0)
