"""One engine for the tests of a process, and small tables made from rows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.cases.tables import MakeTable, write_duckdb

from parvis.core.fields import Schema
from parvis.data.engine.engine import Engine
from parvis.data.engine.table import EVERY_ROW, Table
from parvis.data.odsql import typed


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def engine(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = Engine([data_folder], tmp_path_factory.mktemp("temporary"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def make_table(data_folder: Path) -> MakeTable:
    numbers = itertools.count()

    def make(schema: Schema, rows: Sequence[Mapping[str, Any]], row_filter: typed.Expr = EVERY_ROW) -> Table:
        name = f"table{next(numbers)}"
        path = data_folder / f"{name}.duckdb"
        write_duckdb(path, schema, rows)
        return Table(name, path, schema, len(rows), row_filter)

    return make
