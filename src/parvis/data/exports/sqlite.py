"""SQLite databases: a table ``records``, and tables ``fields`` and ``metadata`` that describe it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow

from parvis.core.errors import InvalidParameter
from parvis.data.exports.cells import columns, day, json_text
from parvis.data.exports.layout import Column, Layout, distinct

_TYPES = {"int": "INTEGER", "double": "REAL", "boolean": "BOOLEAN", "date": "DATE", "datetime": "TIMESTAMP"}
_POINTS = ("geo_point_2d", "geo_cluster")
LONGEST = 2**63
MOST_COLUMNS = 2_000


def write(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any], folder: Path) -> Path:
    """The database of these rows. Dates and instants are ISO text, lists and shapes JSON, a point two columns."""
    path = folder / "export.sqlite"
    names = _names(layout)
    if len(names) > MOST_COLUMNS:
        raise InvalidParameter(f"SQLite holds {MOST_COLUMNS} columns at most.", hint="choose fields with select")
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        for pragma in ("page_size = 8192", "journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
            base.execute(f"PRAGMA {pragma}")
        base.execute("BEGIN")
        _describe(base, layout, names)
        marks = ", ".join("?" for _ in names) or "NULL"
        for batch in batches:
            base.executemany(f"INSERT INTO records VALUES ({marks})", _lines(batch, layout))
        base.execute("COMMIT")
    return path


def _names(layout: Layout) -> list[tuple[str, str, Column]]:
    """Name in the table, its SQL type, the column it comes from."""
    found: list[tuple[str, str, Column]] = []
    for name, column in zip(layout.heads(), layout.columns, strict=True):
        if column.type in _POINTS:
            found += [(f"{name}_lon", "REAL", column), (f"{name}_lat", "REAL", column)]
        else:
            # A partial date would be taken for a number.
            partial = column.precision in ("year", "month")
            found.append((name, "TEXT" if partial else _TYPES.get(column.type, "TEXT"), column))
    unique = distinct(name for name, _, _ in found)
    return [(name, kind, column) for name, (_, kind, column) in zip(unique, found, strict=True)]


def _describe(base: sqlite3.Connection, layout: Layout, names: list[tuple[str, str, Column]]) -> None:
    declared = ", ".join(f"{_quoted(name)} {kind}" for name, kind, _ in names) or "nothing"
    base.execute(f"CREATE TABLE records ({declared})")
    base.execute("CREATE TABLE fields (name TEXT, field TEXT, label TEXT, type TEXT)")
    lines = [(name, column.name, column.label, column.type) for name, _, column in names]
    base.executemany("INSERT INTO fields VALUES (?, ?, ?, ?)", lines)
    base.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
    base.executemany("INSERT INTO metadata VALUES (?, ?)", layout.notices().items())


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""').replace("\0", "") + '"'


def _lines(batch: pyarrow.RecordBatch, layout: Layout) -> Iterator[tuple[Any, ...]]:
    found: list[list[Any]] = []
    for column, values in zip(layout.columns, columns(batch, layout), strict=True):
        if column.type in _POINTS:
            found.append([v and v[0] for v in values])
            found.append([v and v[1] for v in values])
        else:
            found.append(_stored(values, column))
    return zip(*found, strict=True) if found else iter([()] * batch.num_rows)


def _stored(values: list[Any], column: Column) -> list[Any]:
    if column.type == "date":
        return [v and day(v, column.precision) for v in values]
    if column.type == "datetime":
        return [v and v.isoformat() for v in values]
    if column.type == "text_list":
        return [None if v is None else json_text(v) if isinstance(v, list) else v for v in values]
    if column.type == "int" and any(v is not None and not -LONGEST <= v < LONGEST for v in values):
        message = f"A value of {column.name} does not fit in 64 bits, the most this format holds."
        raise InvalidParameter(message, hint="export it as csv or json")
    return values
