"""Numbers, dates and places compare in the index as they do in a scan, at the edges too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.data.engine.builders import columns, ref, schema
from tests.data.engine.words.conftest import MakeIndexed

from parvis.data.engine.engine import Engine
from parvis.data.engine.table import EVERY_ROW, Table
from parvis.data.engine.words import WordIndex
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Literal, Type

S = schema(t="text", i="int", x="double", y="double", d="date", m="datetime", b="boolean")
ROWS = [
    {"i": 2**53, "x": 0.1, "y": 1 / 3, "d": "2024-03-31", "m": "2024-03-30T23:00:00Z", "b": True},
    {"i": 2**53 + 1, "x": 0.3, "y": -0.0, "d": "2024-04-01", "m": "2024-03-31T00:00:00.000001Z", "b": False},
    {"i": -(2**63), "x": -12.25, "y": 1e300, "d": "0001-01-01", "m": "1969-12-31T23:59:59.999999Z", "b": None},
    {"i": None, "x": None, "y": None, "d": None, "m": None, "b": None},
]
LITERALS = [
    *(("i", Literal(v, Type.INT)) for v in (2**53, 2**53 + 1, -(2**63), 2**63 - 1, 0)),
    *(("i", Literal(v, Type.DOUBLE)) for v in (0.5, float(2**53), -1e300, 1e300)),
    *(("x", Literal(v, Type.DOUBLE)) for v in (0.1, 0.1 + 0.2, 0.3, 0.30000000000000004, -12.25, 1e300)),
    *(("y", Literal(v, Type.DOUBLE)) for v in (0.0, -0.0, 1 / 3, 1e300)),
    *(("d", Literal(v, Type.DATE)) for v in (date(2024, 3, 31), date(1, 1, 1), date(9999, 12, 31))),
    *(
        ("d", Literal(v, Type.DATETIME))
        for v in (datetime(2024, 3, 31, tzinfo=UTC), datetime(2024, 3, 31, 1, tzinfo=UTC))
    ),
    *(("m", Literal(v, Type.DATE)) for v in (date(2024, 3, 31), date(1970, 1, 1))),
    ("m", Literal(datetime(2024, 3, 31, 0, 0, 0, 1, tzinfo=UTC), Type.DATETIME)),
    ("x", Literal(None, Type.NULL)),
]


@pytest.fixture(scope="module")
def table(make_indexed: MakeIndexed) -> Table:
    return make_indexed(S, [{"t": "mot", **row} for row in ROWS])


@pytest.mark.parametrize("timezone", ["UTC", "Europe/Paris"])
@pytest.mark.parametrize(("name", "literal"), LITERALS)
def test_comparisons(engine: Engine, table: Table, name: str, literal: Literal, timezone: str) -> None:
    assert table.words is not None
    for op in ("=", "!=", "<", "<=", ">", ">="):
        condition = typed.Compare(op, ref(S, name), literal)
        found = WordIndex.open(table.words).find(condition, timezone, EVERY_ROW)
        assert found is not None or (name, literal.type, timezone) == ("d", Type.DATETIME, "Europe/Paris")
        query = columns(S, ["t"], where=condition, timezone=timezone)
        scanned = engine.select(replace(table, words=None), query, numbers=True).numbers
        assert found is None or found.rows(10) == scanned


def test_a_box_across_the_antimeridian(make_indexed: MakeIndexed) -> None:
    fields = schema(p="geo_point_2d")
    places: list[Any] = [{"lon": 179.5, "lat": 1}, {"lon": -180, "lat": 1}, {"lon": 0, "lat": 1}, None]
    table = make_indexed(fields, [{"p": place} for place in places])
    assert table.words is not None
    found = WordIndex.open(table.words).find(typed.InBox(ref(fields, "p"), 0, 179, 2, -179), "UTC", EVERY_ROW)
    assert found is not None
    assert found.rows(10) == [0, 1]


def test_numbers_without_room_are_left_to_the_scan(make_indexed: MakeIndexed) -> None:
    fields = schema(x="double")
    table = make_indexed(fields, [{"x": i / 7} for i in range(20_000)])
    assert table.words is not None
    assert WordIndex.open(table.words).layout.numbers == {}
