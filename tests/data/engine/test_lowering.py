"""Every node has a lowering in every dialect, and no value of a caller is in the text of a statement."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import get_args

import pytest
from tests.data.engine.builders import columns, equals, every, lit, ref, schema

from parvis.data.engine.lower import statement
from parvis.data.engine.lower.clickhouse.dialect import CLICKHOUSE
from parvis.data.engine.lower.context import Dialect, MissingLowering, complete
from parvis.data.engine.lower.duckdb.dialect import DUCKDB
from parvis.data.engine.lower.nodes import Node
from parvis.data.engine.lower.statement import Source
from parvis.data.odsql import typed
from parvis.data.odsql.typed import FieldRef, Literal, Type

SOURCE = Source(("d", "main", "rows"))
HOSTILE = "x'; DROP TABLE rows; -- \" \\ {p0} $p0"
S = schema(t="text", l="list", d="date", ts="datetime", n="int")


@pytest.mark.parametrize("dialect", [DUCKDB, CLICKHOUSE], ids=lambda d: d.name)
def test_every_node_class_is_mapped(dialect: Dialect) -> None:
    assert {c for c in get_args(Node) if c not in dialect.table} == set()
    assert set(get_args(typed.Expr)) <= set(get_args(Node))


@pytest.mark.parametrize("left_out", [typed.Compare, typed.GeoCluster])
def test_a_dialect_without_a_node_class_cannot_be_built(left_out: type) -> None:
    table = {c: f for c, f in DUCKDB.table.items() if c is not left_out}
    with pytest.raises(MissingLowering, match=left_out.__name__):
        complete("duckdb", table)


CONDITIONS = [
    equals(S, "t", HOSTILE),
    typed.OneOf(ref(S, "t"), (lit(HOSTILE), lit("b"))),
    typed.OneOf(ref(S, "l"), (lit(HOSTILE),)),
    typed.Contains(ref(S, "l"), HOSTILE),
    typed.UnderPath(ref(S, "t"), HOSTILE, "/"),
    typed.Like(ref(S, "t"), HOSTILE),
    typed.StartsWith(HOSTILE, (S.by_name["t"], S.by_name["l"])),
    typed.Compare("=", typed.IfNull(ref(S, "t"), lit(HOSTILE), Type.TEXT), lit("a")),
    typed.Compare("=", typed.DateFormat(ref(S, "ts"), (("text", HOSTILE), ("symbol", "EEEE"))), lit("a")),
]


@pytest.mark.parametrize("dialect", [DUCKDB, CLICKHOUSE], ids=lambda d: d.name)
@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: type(c).__name__)
def test_a_text_of_a_caller_is_bound(dialect: Dialect, condition: typed.Expr) -> None:
    compiled = statement.rows(dialect, SOURCE, columns(S, ["n"], where=condition))
    assert "DROP" not in compiled.sql
    assert any("DROP" in str(value) for value in compiled.parameters.values())


def test_a_column_name_is_quoted() -> None:
    named = typed.Query((typed.Column('a" FROM x --', FieldRef(schema(**{'n" --': "int"}).fields[0])),))
    compiled = statement.rows(DUCKDB, SOURCE, named)
    assert compiled.sql.startswith('SELECT "n"" --" AS "=c0" FROM')


def test_equal_values_share_a_parameter_and_types_keep_apart() -> None:
    either = typed.Or((equals(S, "n", 1), equals(S, "n", 1), equals(S, "t", "1")))
    compiled = statement.count(DUCKDB, SOURCE, either)
    assert list(compiled.parameters.values()) == [1, "1"]


def test_a_date_compared_with_instants_is_its_local_midnight() -> None:
    since = typed.Compare(">=", ref(S, "ts"), Literal(date(2026, 1, 1), Type.DATE))
    compiled = statement.count(DUCKDB, SOURCE, since, "Europe/Paris")
    assert list(compiled.parameters.values()) == [datetime(2025, 12, 31, 23, tzinfo=UTC).replace(tzinfo=None)]


def test_the_row_filter_is_read_in_utc_whatever_the_caller_asks() -> None:
    filtered = Source(SOURCE.parts, typed.Compare("=", typed.DatePart(typed.Part.YEAR, ref(S, "ts")), lit(2026)))
    compiled = statement.rows(DUCKDB, filtered, every(S, timezone="Pacific/Auckland"))
    assert "timezone" not in compiled.sql.lower()
    assert "Pacific/Auckland" not in compiled.parameters.values()
