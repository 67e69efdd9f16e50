"""Small tables with their word index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.cases.tables import MakeTable

from parvis.core.fields import Schema
from parvis.data.engine.table import Table
from parvis.data.engine.words import build

MakeIndexed = Callable[..., Table]


@pytest.fixture(scope="session")
def make_indexed(make_table: MakeTable) -> MakeIndexed:
    """A table and its index, of parts of ``part_rows`` rows."""

    def make(schema: Schema, rows: Sequence[Mapping[str, Any]], *, part_rows: int = 1000, **options: Any) -> Table:
        table = make_table(schema, rows, **options)
        words = table.path.with_suffix(".words")
        build(table.path, schema, words, part_rows=part_rows)
        return replace(table, words=words)

    return make
