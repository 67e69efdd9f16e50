"""The engine's entrance on small tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow
import pytest
from tests.cases.tables import MakeTable, write_duckdb
from tests.data.engine.builders import COUNT, columns, equals, every, lit, ref, schema

from parvis.data.engine.engine import Engine, EngineSettings
from parvis.data.engine.errors import DataUnavailable, NumberOutOfRange
from parvis.data.engine.table import Table
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Column, Order, Query, Type

S = schema(
    n="int", t="text", l="list", x="double", b="boolean", d="date", ts="datetime", p="geo_point_2d", g="geo_shape"
)
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
ROWS = [
    {"n": 1, "t": "é", "l": ["a"], "x": 0.5, "b": True, "d": "2026-01-02", "ts": "2026-01-02T03:04:05+00:00"}
    | {"p": {"lon": 2, "lat": 48}, "g": SQUARE},
    {"n": 2},
    {"n": 2, "t": "z"},
]


@pytest.fixture(scope="module")
def table(make_table: MakeTable) -> Table:
    return make_table(S, ROWS)


def test_values_are_canonical(engine: Engine, table: Table) -> None:
    first, empty, _ = engine.select(table, every(S)).values
    instant = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert first[:8] == (1, "é", ["a"], 0.5, True, date(2026, 1, 2), instant, (2.0, 48.0))
    assert first[8] == '{"type":"Polygon","coordinates":[[[0.0,0.0],[1.0,0.0],[1.0,1.0],[0.0,1.0],[0.0,0.0]]]}'
    assert empty == (2, *[None] * 8)


def test_row_numbers_come_when_asked(engine: Engine, table: Table) -> None:
    rows = engine.select(table, columns(S, ["n"], order=(Order(ref(S, "n"), True),)), numbers=True)
    assert (rows.numbers, rows.values) == ([1, 2, 0], [(2,), (2,), (1,)])


def test_no_column_gives_empty_rows(engine: Engine, table: Table) -> None:
    rows = engine.select(table, Query(()), numbers=True)
    assert (rows.values, rows.numbers) == ([(), (), ()], [0, 1, 2])


def test_limit_zero_and_offset_past_the_end(engine: Engine, table: Table) -> None:
    assert engine.select(table, columns(S, ["n"], limit=0)).values == []
    assert engine.select(table, columns(S, ["n"], offset=7)).values == []


def test_a_far_page_is_the_same_as_a_near_one(engine: Engine, make_table: MakeTable, data_folder: Path) -> None:
    path = data_folder / "far.duckdb"
    import_numbers(path, 250_000)
    far = Table("far", path, schema(n="int"), 250_000)
    found = engine.select(far, columns(far.schema, ["n"], limit=3, offset=200_000), numbers=True)
    assert (found.values, found.numbers) == ([(200_000,), (200_001,), (200_002,)], [200_000, 200_001, 200_002])


def import_numbers(path: Path, rows: int) -> None:
    write_duckdb(path, schema(m="int"), [])
    import duckdb  # noqa: PLC0415 - the only test that writes a large file

    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE OR REPLACE TABLE rows AS SELECT i AS n FROM range({rows}) r(i)")


def test_counting_everything_needs_no_file(engine: Engine) -> None:
    nowhere = Table("nowhere", Path("/nowhere/at/all.duckdb"), S, 12)
    assert engine.count(nowhere, typed.Always(True)) == 12


def test_a_missing_file_is_said_without_its_path(engine: Engine, data_folder: Path) -> None:
    nowhere = Table("missing", data_folder / "missing.duckdb", S, 12)
    with pytest.raises(DataUnavailable) as caught:
        engine.select(nowhere, every(S))
    assert str(data_folder) not in str(caught.value)


def test_the_row_filter_holds_everywhere(engine: Engine, make_table: MakeTable) -> None:
    limited = make_table(S, ROWS, equals(S, "n", 2))
    grouped = Query((Column("n", ref(S, "n")), Column("c", COUNT)), groups=(ref(S, "n"),))
    assert engine.select(limited, columns(S, ["n"])).values == [(2,), (2,)]
    assert engine.count(limited, typed.Always(True)) == 2
    assert engine.select(limited, grouped).values == [(2, 2)]
    assert engine.count_groups(limited, grouped) == 1
    assert engine.row(limited, 0, columns(S, ["n"])).values == []
    assert [v.name for v in engine.facets(limited, [typed.Facet(S.by_name["n"], typed.Always(True))])[0]] == ["2"]
    assert b"".join(engine.copy(limited, columns(S, ["n"], limit=None), "csv")) == b"n\n2\n2\n"
    assert [b.num_rows for b in engine.batches(limited, columns(S, ["n"], limit=None))] == [2]


def test_the_row_filter_survives_a_condition_of_the_caller(engine: Engine, make_table: MakeTable) -> None:
    limited = make_table(S, ROWS, equals(S, "n", 2))
    wide = typed.Or((equals(S, "n", 1), typed.Always(True)))
    assert engine.count(limited, wide) == 2


def test_one_row_by_number(engine: Engine, table: Table) -> None:
    assert engine.row(table, 2, columns(S, ["t"])).values == [("z",)]
    assert engine.row(table, 3, columns(S, ["t"])).values == []


def test_a_number_out_of_range_is_the_callers_error(engine: Engine, table: Table) -> None:
    huge = typed.Arithmetic("*", ref(S, "n"), lit(2**62), Type.INT)
    with pytest.raises(NumberOutOfRange):
        engine.select(table, Query((Column("v", huge),)))


def test_alias_like_a_field_does_not_change_the_order(engine: Engine, table: Table) -> None:
    confusing = Query((Column("n", ref(S, "t")),), order=(Order(ref(S, "n")),))
    assert engine.select(table, confusing).values == [("é",), (None,), ("z",)]
    exported = replace(confusing, limit=None)
    assert b"".join(engine.copy(table, exported, "csv")).decode() == 'n\né\n""\nz\n'.replace('""', "")


def test_loaded_tables_are_replaced_and_the_former_stays_readable(engine: Engine) -> None:
    loaded = schema(n="int")
    first = engine.load("catalog", loaded, pyarrow.table({"n": [1, 2]}))
    second = engine.load("catalog", loaded, pyarrow.table({"n": [3]}))
    assert engine.select(first, every(loaded)).values == [(1,), (2,)]
    assert engine.select(second, every(loaded)).values == [(3,)]
    assert second.rows == 1


def test_few_files_stay_attached(make_table: MakeTable, data_folder: Path, tmp_path: Path) -> None:
    engine = Engine([data_folder], tmp_path, EngineSettings(attached=2))
    tables = [make_table(schema(n="int"), [{"n": i}]) for i in range(4)]
    found = [engine.select(t, every(t.schema)).values[0][0] for t in [*tables, *tables]]
    assert found == [0, 1, 2, 3, 0, 1, 2, 3]
    assert len(engine._light.attachments) == 2
    engine.close()


def test_batches_are_arrow(engine: Engine, table: Table) -> None:
    batches = list(engine.batches(table, columns(S, ["n", "l", "d"], limit=None)))
    assert pyarrow.Table.from_batches(batches).to_pydict() == {
        "n": [1, 2, 2],
        "l": [["a"], None, None],
        "d": [date(2026, 1, 2), None, None],
    }


def test_the_last_year_of_the_calendar_can_be_refined(engine: Engine, table: Table) -> None:
    facet = typed.Facet(S.by_name["ts"], typed.Always(True), refined=("9999/12/31",))
    (values,) = engine.facets(table, [facet])
    assert [(v.path, v.count, v.state) for v in values] == [("2026", 1, "displayed"), ("9999", 0, "refined")]


@pytest.mark.parametrize(("prefix", "inside", "found"), [(False, False, 1), (True, False, 2), (False, True, 3)])
def test_a_very_long_word_is_found(
    engine: Engine, make_table: MakeTable, prefix: bool, inside: bool, found: int
) -> None:
    long = "ffi" * 1000
    table = make_table(schema(t="text"), [{"t": long.upper()}, {"t": f"a {long}x b"}, {"t": f"y{long}"}, {"t": "ffi"}])
    word = typed.Word(long, prefix=prefix, inside=inside)
    assert engine.count(table, typed.TextMatch((word,), table.schema.fields)) == found
