"""CQL2 in both forms: what it means, and what it refuses with which words."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.loader import FOLDER

from parvis.core.errors import ParvisError
from parvis.core.fields import Field, FieldType, Schema
from parvis.data.odsql.cql2.compiling import compile_filter
from parvis.data.odsql.filters.errors import FilterError
from parvis.data.odsql.typed import And, Compare, Expr, FieldRef, InBox, Like, Literal, Not, Type

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
DOCUMENT = yaml.safe_load((FOLDER.parent / "cql2" / "filters.yaml").read_text(encoding="utf-8"))


def where(text: str) -> Expr:
    return compile_filter(text, SCHEMA)


def test_a_comparison_is_the_one_of_odsql() -> None:
    assert where("capacity > 3") == Compare(">", FieldRef(SCHEMA.by_name["capacity"]), Literal(3, Type.INT))


def test_like_is_a_form_of_the_whole_text() -> None:
    city = FieldRef(SCHEMA.by_name["city"])
    assert where("CASEI(city) LIKE CASEI('par%')") == Like(city, "par%", ignore_case=True)
    assert where("city NOT LIKE '_aris'") == Not(Like(city, "_aris"))


def test_a_box_is_a_box() -> None:
    assert where("S_INTERSECTS(coord, BBOX(1, 40, 3, 50))") == InBox(
        FieldRef(SCHEMA.by_name["coord"]), 40.0, 1.0, 50.0, 3.0
    )


@pytest.mark.parametrize("case", DOCUMENT["same"], ids=lambda case: case["text"])
def test_both_forms_mean_the_same(case: dict[str, Any]) -> None:
    assert where(case["text"]) == where(case["json"])


@pytest.mark.parametrize("case", DOCUMENT["refused"], ids=lambda case: case["filter"][:40])
def test_a_filter_that_means_nothing_is_refused_with_its_place(case: dict[str, Any]) -> None:
    with pytest.raises(FilterError) as caught:
        where(case["filter"])
    assert case["message"] in caught.value.message
    assert caught.value.status == 400


@pytest.mark.parametrize(
    "deep",
    [
        "(" * 5000,
        "NOT " * 5000,
        "-" * 5000 + "1 = 1",
        "CASEI(" * 5000,
        "1" * 40_000 + " = 1",
        '{"op":"not","args":[' * 2000 + "1" + "]}" * 2000,
        "POINT(" * 9000,
    ],
)
def test_depth_and_length_are_errors_like_others(deep: str) -> None:
    with pytest.raises(ParvisError) as caught:
        where(deep)
    assert caught.value.status == 400


@given(st.text(max_size=60) | st.lists(st.sampled_from(DOCUMENT["tokens"]), max_size=12).map(" ".join))
def test_any_text_is_a_condition_or_an_error_of_the_caller(text: str) -> None:
    status = 200
    try:
        assert where(text).type is Type.BOOLEAN
    except ParvisError as error:
        status = error.status
    assert status in (200, 400)


def test_and_is_flat() -> None:
    found = where("capacity > 3 AND open AND NOT city = 'x'")
    assert isinstance(found, And)
    assert len(found.operands) == 3
