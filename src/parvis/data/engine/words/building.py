"""Building an index, in constant memory, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import tantivy

from parvis.core.fields import Field, FieldType, Schema
from parvis.core.words import fold, words
from parvis.data.engine.words.layout import (
    ANALYZER,
    EXACT_VALUES,
    MANIFEST,
    NUMERIC,
    ROW,
    Layout,
    analyzer,
    exact_field,
    number_field,
    schema_of,
    text_fields,
    word_field,
)

BATCH = 20_000
HEAP = 200_000_000
SMALL_HEAP = 20_000_000
_EPOCH = date(1970, 1, 1)
_EPOCH_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Progress = Callable[[int], None]


def build(data: Path, schema: Schema, target: Path, *, progress: Progress | None = None) -> None:
    """Index the table ``rows`` of a version's DuckDB file into the folder ``target``, which appears whole.

    ``progress`` is told the rows done.
    """
    connection = duckdb.connect(str(data), read_only=True, config={"memory_limit": "300MiB", "threads": 1})
    try:
        _build(connection, "rows", schema, target, progress)
    finally:
        connection.close()


def build_from_arrow(rows: pyarrow.Table, schema: Schema, target: Path) -> None:
    """Index rows that are in memory, in the physical layout, as :func:`build` does."""
    connection = duckdb.connect(config={"threads": 1})
    try:
        connection.register("indexed", rows)
        _build(connection, "indexed", schema, target, None)
    finally:
        connection.close()


def _build(
    connection: duckdb.DuckDBPyConnection, table: str, schema: Schema, target: Path, progress: Progress | None
) -> None:
    draft = target.with_name(f".new-{target.name}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        layout = _layout(connection, table, schema)
        _fill(connection, table, schema, layout, draft, progress)
        (draft / MANIFEST).write_bytes(layout.to_json())
        shutil.rmtree(target, ignore_errors=True)
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _layout(connection: duckdb.DuckDBPyConnection, table: str, schema: Schema) -> Layout:
    """What to index, from the schema and from counts of the rows."""
    texts, numbers = text_fields(schema), [f for f in schema if f.type in NUMERIC]
    names = [f.name for f in (*texts, *numbers)]
    counts = ["count(*)", *(f"count({_quoted(n)})" for n in names)]
    counts += [f"approx_count_distinct({_distinct(f)})" for f in texts]
    row = connection.execute(f"SELECT {', '.join(counts)} FROM {table}").fetchone()
    assert row is not None
    rows, filled, distinct = row[0], row[1 : 1 + len(names)], row[1 + len(names) :]
    return Layout(
        words=frozenset(f.name for f in texts),
        exact=frozenset(f.name for f, n in zip(texts, distinct, strict=True) if n <= EXACT_VALUES or n <= rows * 0.01),
        numbers={f.name: f.type for f in numbers},
        sparse=frozenset(n for n, count in zip(names, filled, strict=True) if count < rows),
        rows=rows,
    )


def _distinct(field: Field) -> str:
    return f"array_to_string({_quoted(field.name)}, ' ')" if field.is_list else _quoted(field.name)


def _fill(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    schema: Schema,
    layout: Layout,
    folder: Path,
    progress: Progress | None,
) -> None:
    index = tantivy.Index(schema_of(layout), path=str(folder))
    index.register_tokenizer(ANALYZER, analyzer())
    writer = index.writer(heap_size=HEAP if layout.rows > BATCH else SMALL_HEAP, num_threads=1)
    row = 0
    for columns in _batches(connection, table, schema, layout):
        for document in _documents(columns, row):
            writer.add_document(document)
        row += len(columns[0][2]) if columns else 0
        if progress is not None:
            progress(row)
    writer.commit()
    writer.wait_merging_threads()


Column = tuple[str, Callable[[tantivy.Document, str, Any], None], list[Any]]


def _batches(
    connection: duckdb.DuckDBPyConnection, table: str, schema: Schema, layout: Layout
) -> Iterator[list[Column]]:
    """Batches of the rows in order, column by column, each with the way to add its values."""
    wanted = [f for f in schema if f.name in layout.words or f.name in layout.numbers]
    if not wanted:
        return
    listed = ", ".join(_quoted(f.name) for f in wanted)
    reader = connection.execute(f"SELECT {listed} FROM {table}").to_arrow_reader(BATCH)
    for batch in reader:
        columns: list[Column] = []
        for position, field in enumerate(wanted):
            values = batch.column(position).to_pylist()
            columns += _columns(field, values, layout)
        yield columns


def _columns(field: Field, values: list[Any], layout: Layout) -> list[Column]:
    if field.name in layout.numbers:
        add = _add_float if NUMERIC[field.type] == tantivy.FieldType.Float else _add_integer
        return [(number_field(field.name), add, [_number(field.type, v) for v in values])]
    folded = [None if v is None else _folded(v) for v in values]
    found: list[Column] = [(word_field(field.name), _add_text, folded)]
    if field.name in layout.exact:
        found.append((exact_field(field.name), _add_texts if field.is_list else _add_text, values))
    return found


def _documents(columns: list[Column], first: int) -> Iterator[tantivy.Document]:
    adders = [(name, add) for name, add, _ in columns]
    for number, values in enumerate(zip(*(values for _, _, values in columns), strict=True), first):
        document = tantivy.Document()
        document.add_unsigned(ROW, number)
        for (name, add), value in zip(adders, values, strict=True):
            if value is not None:
                add(document, name, value)
        yield document


def _add_text(document: tantivy.Document, name: str, value: Any) -> None:
    document.add_text(name, value)


def _add_texts(document: tantivy.Document, name: str, value: Any) -> None:
    for text in dict.fromkeys(value):
        document.add_text(name, text)


def _add_integer(document: tantivy.Document, name: str, value: Any) -> None:
    document.add_integer(name, value)


def _add_float(document: tantivy.Document, name: str, value: Any) -> None:
    document.add_float(name, value)


def _folded(value: str | list[str]) -> str:
    """Text whose words the analyzer cuts as :func:`parvis.core.words.words` does."""
    text = value if isinstance(value, str) else " ".join(value)
    # The analyzer and core.words agree on ASCII; elsewhere the words are cut here.
    return fold(text) if text.isascii() else " ".join(words(text))


def _number(type_: FieldType, value: Any) -> int | float | None:
    if value is None:
        return None
    return value if type_ in (FieldType.INT, FieldType.DOUBLE) else encoded(value)


def encoded(value: bool | date | datetime) -> int:
    """The integer that stands for a boolean (0, 1), a date (days) or an instant (microseconds)."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return (aware - _EPOCH_TIME) // _MICROSECOND
    return (value - _EPOCH).days


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
