"""No stranger's query hurts: budgets, cancellation, refusal, sandbox; the next query is always served."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from tests.data.engine.builders import COUNT, columns, ref, schema

from parvis.core.errors import Overloaded, ParvisError, QueryOverBudget
from parvis.data.engine.engine import Cancellation, Engine, EngineSettings
from parvis.data.engine.errors import QueryCancelled
from parvis.data.engine.table import Table
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Column, Query, Type, Word

S = schema(n="int", t="text")
ROWS = 200_000
SETTINGS = EngineSettings(
    light_slots=1, light_queue=1, light_seconds=0.3, heavy_slots=1, heavy_queue=1, heavy_seconds=0.3, queue_seconds=5
)
SLOW = typed.TextMatch(tuple(Word(f"wort{c}", edits=2) for c in "abcdefgh"), (S.by_name["t"],))
"""Eight fuzzy words over long texts: far more than a third of a second."""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    path = tmp_path_factory.mktemp("slow") / "slow.duckdb"
    with duckdb.connect(str(path)) as connection:
        text = "repeat('worta wortb wortc wortd worte wortf wortg ', 8) || i"
        connection.execute(f"CREATE TABLE rows AS SELECT i AS n, {text} AS t FROM range({ROWS}) r(i)")
    return Table("slow", path, S, ROWS)


@pytest.fixture
def engine(table: Table, tmp_path: Path) -> Iterator[Engine]:
    opened = Engine([table.path.parent], tmp_path, SETTINGS)
    yield opened
    opened.close()


def test_over_time_is_refused_and_the_next_is_served(engine: Engine, table: Table) -> None:
    with pytest.raises(QueryOverBudget) as caught:
        engine.count(table, SLOW)
    assert (caught.value.status, "SELECT" in str(caught.value)) == (400, False)
    assert engine.select(table, columns(S, ["n"], limit=1)).values == [(0,)]


def test_over_memory_is_refused_and_the_next_is_served(table: Table, tmp_path: Path) -> None:
    tight = replace(EngineSettings(), heavy_memory=60, temporary_size=1)
    engine = Engine([table.path.parent], tmp_path, tight)
    big = Query((Column("t", ref(S, "t")), Column("c", COUNT)), groups=(ref(S, "t"),), limit=None)
    with pytest.raises(QueryOverBudget, match="memory"):
        engine.select(table, big)
    assert engine.count(table, typed.Compare("=", ref(S, "n"), typed.Literal(5, Type.INT))) == 1
    engine.close()


def test_cancelling_stops_a_running_query(engine: Engine, table: Table) -> None:
    cancel = Cancellation()
    timer = threading.Timer(0.1, cancel.cancel)
    timer.start()
    with pytest.raises(QueryCancelled):
        engine.count(table, SLOW, cancel=cancel)
    timer.join()
    assert engine.select(table, columns(S, ["n"], limit=1)).values == [(0,)]


def test_cancelled_before_it_starts_never_runs(engine: Engine, table: Table) -> None:
    cancel = Cancellation()
    cancel.cancel()
    with pytest.raises(QueryCancelled):
        engine.select(table, columns(S, ["n"]), cancel=cancel)


def test_too_many_waiting_are_refused_at_once(engine: Engine, table: Table) -> None:
    outcomes: list[str] = []

    def ask() -> None:
        try:
            engine.count(table, SLOW)
        except ParvisError as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Overloaded", "Overloaded", "QueryOverBudget", "QueryOverBudget"]
    assert Overloaded("x", retry_after=2).retry_after == 2


def test_heavy_queries_do_not_stop_light_ones(engine: Engine, table: Table) -> None:
    errors: list[ParvisError] = []

    def ask() -> None:
        try:
            engine.count(table, SLOW)
        except ParvisError as error:
            errors.append(error)

    heavy = threading.Thread(target=ask)
    heavy.start()
    time.sleep(0.05)
    served = 0
    while heavy.is_alive():
        served += len(engine.select(table, columns(S, ["n"], limit=1)).values)
    heavy.join()
    assert served > 5
    assert len(errors) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_csv('https://example.org/x.csv')",
        "COPY (SELECT 1) TO '/tmp/parvis-escaped.csv'",
        "ATTACH '/tmp/parvis-escaped.duckdb' AS x",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "SET allowed_directories = ['/']",
        "PRAGMA threads = 64",
    ],
)
def test_the_instances_are_locked(engine: Engine, statement: str) -> None:
    for lane in (engine._light, engine._heavy):
        with pytest.raises(duckdb.Error):
            lane._connection.cursor().execute(statement).fetchall()


def test_data_files_cannot_be_written(engine: Engine, table: Table) -> None:
    engine.select(table, columns(S, ["n"], limit=1))
    with engine._light.attachments.use(table.key, table.path) as name, pytest.raises(duckdb.Error, match="read-only"):
        engine._light._connection.cursor().execute(f'DELETE FROM "{name}".main."rows"')


def test_leaving_an_export_early_frees_its_slot(engine: Engine, table: Table) -> None:
    for _ in range(5):
        chunks = engine.copy(table, columns(S, ["n", "t"], limit=None), "json")
        assert next(chunks)
        chunks.close()  # type: ignore[attr-defined]
    rows = b"".join(engine.copy(table, columns(S, ["n"], limit=None), "csv")).count(b"\n")
    assert rows == ROWS + 1


def test_a_cancelled_export_ends_with_an_error(engine: Engine, table: Table) -> None:
    cancel = Cancellation()
    chunks = engine.copy(table, columns(S, ["n", "t"], limit=None), "json", cancel=cancel)
    next(chunks)
    cancel.cancel()
    with pytest.raises(QueryCancelled):
        list(chunks)
