"""What to index of a table, decided on all of its rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.engine.words.layout import Layout, TextField, ValueField
from parvis.data.engine.words.numbers import Numbers
from parvis.data.odsql.typed import Type

# Beyond so many distinct values, or so much text in them, a text is indexed row by row.
MOST_VALUES = 60_000
MOST_VALUE_BYTES = 4_000_000
# Ranks need all the texts at once, and many bits a row.
MOST_RANKED_ROWS = 300_000
MOST_RANKED_BYTES = 30_000_000
MOST_DECIMALS = 6
_SAFE = 2**53

_STORED = {
    FieldType.INT: "{c}",
    FieldType.BOOLEAN: "{c}::TINYINT",
    FieldType.DATE: "({c} - DATE '1970-01-01')",
    FieldType.DATETIME: "epoch_us({c})",
}
# What a search is filtered and sorted by most often comes first when room is short.
_PRIORITY = (
    FieldType.DATE,
    FieldType.DATETIME,
    FieldType.BOOLEAN,
    FieldType.INT,
    FieldType.DOUBLE,
    FieldType.GEO_POINT,
)


@dataclass(frozen=True, slots=True)
class Column:
    """Where to read what is stored for an index field: SQL over the columns of the table."""

    index: str
    sql: str


@dataclass(frozen=True)
class Analysis:
    """The layout of an index without its parts, where each of its fields comes from, and the texts in their ranks.

    ``row_bytes`` is the mean size of the texts of a row.
    """

    layout: Layout
    texts: tuple[Column, ...]
    values: tuple[Column, ...]
    numbers: tuple[Column, ...]
    ranks: tuple[tuple[Column, tuple[str, ...]], ...]
    row_bytes: float


def analyse(connection: duckdb.DuckDBPyConnection, table: str, schema: Schema, room: int | None) -> Analysis:
    """Decide from the schema and the rows. ``room``: how many bytes the numbers may take in all (None: any)."""
    rows = _row(connection, f"SELECT count(*) FROM {table}")[0]
    text_fields = [f for f in schema if f.type is FieldType.TEXT]
    texts, values = _texts(connection, table, text_fields, rows)
    numbers = _numbers(connection, table, schema, rows, room)
    ranked = [(n, t.rank) for n, t in texts.items() if t.rank is not None]
    kept = {name: number for name, (number, _) in numbers.items()}
    return Analysis(
        Layout(rows, texts, values, kept),
        tuple(Column(t.index, _text_sql(schema.by_name[n])) for n, t in texts.items()),
        tuple(Column(v.index, quoted(n)) for n, v in values.items()),
        tuple(Column(number.index, sql) for number, sql in numbers.values()),
        tuple((Column(rank, quoted(n)), _every(connection, table, n)) for n, rank in ranked),
        _row_bytes(connection, table, text_fields),
    )


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row


def _text_sql(field: Field) -> str:
    return f"array_to_string({quoted(field.name)}, ' ')" if field.is_list else quoted(field.name)


def _row_bytes(connection: duckdb.DuckDBPyConnection, table: str, fields: Sequence[Field]) -> float:
    sizes = " + ".join(f"coalesce(avg(strlen({_text_sql(field)})), 0)" for field in fields)
    return float(_row(connection, f"SELECT {sizes} FROM {table}")[0]) if fields else 0.0


# ------------------------------------------------------------------ texts


def _texts(
    connection: duckdb.DuckDBPyConnection, table: str, fields: Sequence[Field], rows: int
) -> tuple[dict[str, TextField], dict[str, ValueField]]:
    texts: dict[str, TextField] = {}
    values: dict[str, ValueField] = {}
    for number, field in enumerate(fields):
        has_nulls = _row(connection, f"SELECT count({quoted(field.name)}) FROM {table}")[0] < rows
        found, size = _distinct(connection, table, field, rows)
        if found is None:
            ranked = size <= MOST_RANKED_BYTES and rows <= MOST_RANKED_ROWS and not field.is_list
            texts[field.name] = TextField(f"w{number}", has_nulls, f"r{number}" if ranked else None)
        else:
            repeats = field.is_list and _repeats(connection, table, field)
            values[field.name] = ValueField(f"v{number}", has_nulls, found, field.is_list, repeats)
    return texts, values


def _distinct(
    connection: duckdb.DuckDBPyConnection, table: str, field: Field, rows: int
) -> tuple[tuple[str, ...] | None, float]:
    """The distinct values, ascending, when they are few and short; and their size in bytes, roughly."""
    column = quoted(field.name)
    source = f"(SELECT unnest({column}) AS v FROM {table})" if field.is_list else f"(SELECT {column} AS v FROM {table})"
    most = min(MOST_VALUES, max(rows // 4, 100))
    guess, size = _row(connection, f"SELECT approx_count_distinct(v), coalesce(avg(strlen(v)), 0) FROM {source}")
    if guess > most * 1.2 or guess * size > MOST_VALUE_BYTES * 2:
        return None, guess * size
    found = connection.execute(f"SELECT DISTINCT v FROM {source} WHERE v IS NOT NULL LIMIT {most + 1}").fetchall()
    values = sorted(value for (value,) in found)
    if len(values) > most or sum(map(len, values)) > MOST_VALUE_BYTES:
        return None, guess * size
    return tuple(values), guess * size


def _every(connection: duckdb.DuckDBPyConnection, table: str, name: str) -> tuple[str, ...]:
    """All distinct texts, ascending."""
    column = quoted(name)
    found = connection.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
    return tuple(sorted(value for (value,) in found))


def _repeats(connection: duckdb.DuckDBPyConnection, table: str, field: Field) -> bool:
    column = quoted(field.name)
    sql = f"SELECT 1 FROM {table} WHERE len({column}) <> len(list_distinct({column})) LIMIT 1"
    return connection.execute(sql).fetchone() is not None


# ------------------------------------------------------------------ numbers


def _numbers(
    connection: duckdb.DuckDBPyConnection, table: str, schema: Schema, rows: int, room: int | None
) -> dict[str, tuple[Numbers, str]]:
    """Numeric fields in order of use, as long as there is room; a point has two members or none."""
    found: dict[str, tuple[Numbers, str]] = {}
    fields = sorted((f for f in schema if f.type in _PRIORITY), key=lambda f: _PRIORITY.index(f.type))
    left = math.inf if room is None else room
    for field in fields:
        columns = [(field.name, field.type)]
        if field.type is FieldType.GEO_POINT:
            columns = [(f"{field.name}.{member}", FieldType.DOUBLE) for member in ("lon", "lat")]
        stored = [
            _number(connection, table, name, type_, f"n{len(found) + i}") for i, (name, type_) in enumerate(columns)
        ]
        size = sum(bits for _, _, bits in stored) * rows / 8
        if size <= left and not any(number is None for number, _, _ in stored):
            left -= size
            found |= {name: (n, sql) for (name, _), (n, sql, _) in zip(columns, stored, strict=True) if n is not None}
    return found


def _number(
    connection: duckdb.DuckDBPyConnection, table: str, name: str, type_: FieldType, index: str
) -> tuple[Numbers | None, str, float]:
    """How to store a column, the SQL of what is stored, and the bits a row takes; None when it cannot be exact."""
    column = quoted(name)
    if type_ is not FieldType.DOUBLE:
        return _integer(connection, table, type_, index, column)
    exact = ", ".join(f"bool_and(round({column} * 1e{k}) / 1e{k} = {column})" for k in range(MOST_DECIMALS + 1))
    sql = f"SELECT bool_and(isfinite({column})), bool_or({column} IS NULL), max(abs({column})), {exact} FROM {table}"
    finite, has_nulls, largest, *scales = _row(connection, sql)
    if finite is False:
        return None, "", 0
    scale = next((k for k, holds in enumerate(scales) if holds and largest * 10**k < _SAFE), None)
    if scale is None and largest is not None:
        # Adding zero makes minus zero zero: the index orders them apart.
        return Numbers(index, Type.DOUBLE, has_nulls, 0, 0, is_float=True), f"{column} + 0.0", 64
    stored = f"round({column} * 1e{scale or 0})::BIGINT"
    return _bounded(connection, table, Numbers(index, Type.DOUBLE, bool(has_nulls), 0, 0, scale or 0), stored)


def _integer(
    connection: duckdb.DuckDBPyConnection, table: str, type_: FieldType, index: str, column: str
) -> tuple[Numbers | None, str, float]:
    sql = _STORED[type_].format(c=column)
    endless = f"bool_or(NOT isfinite({column}))" if type_ in (FieldType.DATE, FieldType.DATETIME) else "false"
    unfit, has_nulls = _row(connection, f"SELECT {endless}, bool_or({column} IS NULL) FROM {table}")
    if unfit:
        return None, "", 0
    return _bounded(connection, table, Numbers(index, str(type_), bool(has_nulls), 0, 0), sql)


def _bounded(
    connection: duckdb.DuckDBPyConnection, table: str, number: Numbers, sql: str
) -> tuple[Numbers, str, float]:
    """With the bounds, and the bits a row takes: next to none for numbers that follow the rows, as identifiers do."""
    row = f"row_number() OVER () - {sql}::HUGEINT"
    low, high = _row(connection, f"SELECT min({sql}), max({sql}) FROM {table}")
    if low is None or low == high:
        return replace(number, low=low or 0, high=high or 0), sql, 0
    spread = _row(connection, f"SELECT max(d) - min(d) FROM (SELECT {row} AS d FROM {table})")[0]
    bits = math.log2(min(int(high) - int(low), int(spread)) + 1)
    return replace(number, low=low, high=high), sql, bits
