"""Pages of large tables in the order of one field: the same rows as one sort of everything."""

from __future__ import annotations

import itertools

import pytest
from tests.cases.tables import MakeTable
from tests.data.engine.builders import columns, equals, ref, schema

from parvis.data.engine import leading
from parvis.data.engine.engine import Engine
from parvis.data.engine.table import Table
from parvis.data.odsql.typed import Order, Query

S = schema(n="int", t="text", x="double", d="date", ts="datetime", even="boolean")
ROWS = 60


@pytest.fixture(scope="module")
def table(make_table: MakeTable) -> Table:
    """Few distinct keys, in no order, one in seven empty."""
    rows = []
    for i in range(ROWS):
        key = (i * 17) % 5
        filled = {"n": key, "t": "éaZz0"[key], "x": key / 3, "d": f"2026-01-0{key + 1}", "even": i % 2 == 0}
        filled["ts"] = f"2026-01-01T00:00:0{key}+00:00"
        rows.append(filled if i % 7 else {"even": i % 2 == 0})
    return make_table(S, rows)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leading, "LARGE", 1)


def pages(field: str, descending: bool) -> list[Query]:
    order = (Order(ref(S, field), descending),)
    windows = itertools.product((0, 1, 7, 52, 70), (1, 2, 9, 70))
    return [
        columns(S, ["n", "t"], order=order, offset=offset, limit=limit, where=where)
        for offset, limit in windows
        for where in (columns(S, []).where, equals(S, "even", True), equals(S, "n", 3))
    ]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("field", ["n", "t", "x", "d", "ts"])
def test_the_steps_give_the_page_of_one_sort(
    engine: Engine, table: Table, monkeypatch: pytest.MonkeyPatch, field: str, descending: bool
) -> None:
    for query in pages(field, descending):
        expected = engine.select(table, query, numbers=True)
        with monkeypatch.context() as patched:
            patched.setattr(leading, "LARGE", 1)
            assert leading.applies(table, query)
            assert engine.select(table, query, numbers=True) == expected


def test_a_deep_page_and_two_keys_are_one_sort(table: Table, large: None) -> None:
    one, two = Order(ref(S, "n")), Order(ref(S, "t"))
    assert not leading.applies(table, columns(S, ["n"], order=(one,), offset=leading.DEEP, limit=1))
    assert not leading.applies(table, columns(S, ["n"], order=(one, two)))
    assert not leading.applies(table, columns(S, ["n"]))
    assert not leading.applies(table, columns(S, ["n"], order=(one,), limit=None))


def test_what_is_no_number_is_sorted_as_one_value(engine: Engine, make_table: MakeTable, large: None) -> None:
    nan = float("nan")
    table = make_table(S, [{"x": x} for x in (nan, 1.0, nan, 2.0, nan)])
    query = columns(S, ["x"], order=(Order(ref(S, "x"), True),), limit=2)
    assert engine.select(table, query, numbers=True).numbers == [0, 2]
