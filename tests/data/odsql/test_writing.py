"""Clauses written from plain values mean those values, whatever they hold."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.published import STATIONS

from parvis.core.errors import InvalidParameter
from parvis.data.odsql import typed
from parvis.data.odsql.compiler import compile_where
from parvis.data.odsql.writing import equals


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
def test_any_text_is_compared_as_it_is(text: str) -> None:
    found = compile_where(equals("city", text, STATIONS), STATIONS)
    assert isinstance(found, typed.Compare)
    assert isinstance(found.right, typed.Literal)
    assert found.right.value == text


@given(st.integers(-(2**62), 2**62))
def test_any_number_is_compared_as_it_is(number: int) -> None:
    found = compile_where(equals("capacity", number, STATIONS), STATIONS)
    assert str(number).removeprefix("-") in str(found)


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("city", None, "`city` is null"),
        ("city", [], "`city` is null"),
        ("city", ["a", None], '(`city` = "a" or `city` is null)'),
        ("open", "True", "`open` is true"),
        ("built", "2003", "`built` = date'2003'"),
        ("rate", "2", "`rate` = 2.0"),
    ],
)
def test_values_are_written_by_the_type_of_their_field(name: str, value: Any, written: str) -> None:
    assert equals(name, value, STATIONS) == written
    compile_where(written, STATIONS)


@pytest.mark.parametrize(
    ("name", "value"),
    [("nope", 1), ("capacity", "x"), ("open", "perhaps"), ("built", "now"), ("city", {"a": 1}), ("city", [[1]])],
)
def test_a_value_that_its_type_cannot_have_is_refused(name: str, value: Any) -> None:
    with pytest.raises(InvalidParameter) as refused:
        equals(name, value, STATIONS)
    assert refused.value.hint
