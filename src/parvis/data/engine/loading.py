"""Tables made in memory by the platform itself (the catalog), served like any other."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow

from parvis.core.fields import Schema
from parvis.data.engine.attach import catalog_name
from parvis.data.engine.lane import Lane
from parvis.data.engine.table import Table

_KEPT = 3
"""Generations of a name that stay readable: queries under way may hold the former ones."""


class Loaded:
    """Loaded tables by name, each generation a small file in the temporary folder."""

    def __init__(self, folder: Path, lanes: Sequence[Lane]) -> None:
        self._folder = folder
        self._lanes = lanes
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._generations: dict[str, deque[Table]] = {}

    def load(self, name: str, schema: Schema, rows: pyarrow.Table) -> Table:
        """Write a generation and drop those too old to be in use."""
        key = f"loaded:{name}:{next(self._numbers)}"
        path = self._folder / f"{catalog_name(key)}.duckdb"
        connection = duckdb.connect(str(path), config={"threads": 1})
        try:
            connection.register("given", rows)
            connection.execute("CREATE TABLE rows AS SELECT * FROM given")
        finally:
            connection.close()
        table = Table(key, path, schema, rows.num_rows)
        with self._lock:
            generations = self._generations.setdefault(name, deque())
            generations.append(table)
            while len(generations) > _KEPT:
                self._drop(generations.popleft())
        return table

    def _drop(self, table: Table) -> None:
        for lane in self._lanes:
            lane.attachments.forget(table.key)
        table.path.unlink(missing_ok=True)
