"""Every case file, on DuckDB through the engine and on ClickHouse's engine: the same answers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Protocol

import pytest
from tests.cases.clickhouse import ClickHouseTable
from tests.cases.loader import Case, CaseFile, answered
from tests.cases.tables import MakeTable

from parvis.data.engine.engine import Engine, FacetValue
from parvis.data.engine.table import Table
from parvis.data.exports.values import json_value
from parvis.data.odsql import typed
from parvis.data.odsql.compiler import compile_facets, compile_query


class Answers(Protocol):
    """What a case asks of an engine."""

    def select(self, query: typed.Query) -> list[tuple[Any, ...]]: ...
    def count(self, where: typed.Expr, timezone: str) -> int: ...
    def count_groups(self, query: typed.Query) -> int: ...
    def facets(self, wanted: Any, timezone: str, lang: str) -> list[list[FacetValue]]: ...


class Embedded:
    """The engine on a table."""

    def __init__(self, engine: Engine, table: Table) -> None:
        self._engine, self._table = engine, table

    def select(self, query: typed.Query) -> list[tuple[Any, ...]]:
        return self._engine.select(self._table, query).values

    def count(self, where: typed.Expr, timezone: str) -> int:
        return self._engine.count(self._table, where, timezone=timezone)

    def count_groups(self, query: typed.Query) -> int:
        return self._engine.count_groups(self._table, query)

    def facets(self, wanted: Any, timezone: str, lang: str) -> list[list[FacetValue]]:
        return self._engine.facets(self._table, wanted, timezone=timezone, lang=lang)


@pytest.fixture(scope="module")
def tables(engine: Engine, make_table: MakeTable) -> dict[tuple[str, str], Answers]:
    made: dict[tuple[str, str], Answers] = {}
    files: dict[str, CaseFile] = {case.file.name: case.file for case in answered()}
    for name, file in files.items():
        made["duckdb", name] = Embedded(engine, make_table(file.schema, file.rows))
        made["clickhouse", name] = ClickHouseTable(file.schema, file.rows)
    return made


@pytest.mark.parametrize("case", answered(), ids=lambda case: case.id)
@pytest.mark.parametrize("engine_name", ["duckdb", "clickhouse"])
def test_every_engine_gives_the_answer_of_the_case(
    case: Case, engine_name: str, tables: dict[tuple[str, str], Answers]
) -> None:
    answers = tables[engine_name, case.file.name]
    if "groups" in case.expected:
        wanted = compile_facets(case.text, case.file.schema, now=case.file.now)
        found = answers.facets(wanted, case.text.timezone, case.text.lang)
        shown = {f.field.name: list(lines(values)) for f, values in zip(wanted, found, strict=True)}
        assert shown == {name: [str(v) for v in values] for name, values in case.expected["groups"].items()}
        return
    query = compile_query(case.text, case.file.schema, now=case.file.now)
    rows = [shown_row(query, row) for row in answers.select(query)]
    assert rows == [approximate(row) for row in case.expected["rows"]]
    if "total" in case.expected:
        assert total(answers, query) == case.expected["total"]


def total(answers: Answers, query: typed.Query) -> int:
    """Rows, groups, or the one row of an aggregate."""
    if query.groups:
        return answers.count_groups(query)
    return 1 if query.aggregated else answers.count(query.where, query.timezone)


def shown_row(query: typed.Query, row: tuple[Any, ...]) -> dict[str, Any]:
    """A row in its JSON v2.1 form."""
    return {
        column.name: json_value(value, output_type(column), column.precision, query.timezone)
        for column, value in zip(query.columns, row, strict=True)
    }


def output_type(column: typed.Column) -> str:
    """The type that rendering needs."""
    return "geo_cluster" if isinstance(column.expr, typed.GeoCluster) else str(column.expr.type)


def approximate(value: Any) -> Any:
    """Numbers compared within a part in a million, at any depth."""
    if isinstance(value, dict):
        return {str(k): approximate(v) for k, v in value.items()}
    if isinstance(value, list):
        return [approximate(v) for v in value]
    return pytest.approx(value, rel=1e-6, abs=1e-9) if isinstance(value, float) and math.isfinite(value) else value


def lines(values: Iterable[FacetValue], indent: str = "") -> Iterable[str]:
    """``name count state``, children indented by a space."""
    for value in values:
        count = "" if value.count is None else f" {value.count}"
        yield f"{indent}{value.name}{count} {value.state}"
        yield from lines(value.children, indent + " ")
