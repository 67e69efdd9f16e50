"""Building an index, in constant memory, whole or not at all."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow
import tantivy

from parvis.core.fields import Schema
from parvis.data.engine.words.analysis import Analysis, analyse
from parvis.data.engine.words.columns import columns, documents, words
from parvis.data.engine.words.layout import CODE, MANIFEST, ROW, VALUES, Layout, Part, opened

BATCH = 20_000
BATCH_BYTES = 20_000_000
SMALL_ROWS = 50_000
# A part is closed at so many rows or bytes, before tantivy would begin a second segment.
PART_ROWS = 1_000_000
PART_BYTES = 300_000_000
HEAP = 300_000_000
SMALL_HEAP = 20_000_000
# Numbers may weigh so much of the table's file.
ROOM = 0.08

Progress = Callable[[int], None]


def build(
    data: Path, schema: Schema, target: Path, *, progress: Progress | None = None, part_rows: int = PART_ROWS
) -> None:
    """Index the table ``rows`` of a version's DuckDB file into the folder ``target``, which appears whole.

    ``progress`` is told the rows done.
    """
    connection = duckdb.connect(str(data), read_only=True, config={"memory_limit": "200MiB", "threads": 1})
    try:
        room = round(data.stat().st_size * ROOM)
        _build(connection, "rows", schema, target, room, part_rows, progress)
    finally:
        connection.close()


def build_from_arrow(rows: pyarrow.Table, schema: Schema, target: Path) -> None:
    """Index rows that are in memory, in the physical layout, as :func:`build` does."""
    connection = duckdb.connect(config={"threads": 1})
    try:
        connection.register("indexed", rows)
        _build(connection, "indexed", schema, target, None, PART_ROWS, None)
    finally:
        connection.close()


def _build(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    schema: Schema,
    target: Path,
    room: int | None,
    part_rows: int,
    progress: Progress | None,
) -> None:
    connection.execute("SET enable_progress_bar = false")
    draft = target.with_name(f".new-{target.name}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        analysis = analyse(connection, table, schema, room)
        _index_values(analysis.layout, draft)
        parts = tuple(_Writer(connection, table, analysis, draft, part_rows, progress).parts())
        _drop_stored(draft)
        (draft / MANIFEST).write_bytes(replace(analysis.layout, parts=parts).to_json())
        shutil.rmtree(target, ignore_errors=True)
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _index_values(layout: Layout, draft: Path) -> None:
    """The words of the distinct values, by code."""
    prepare, path = words(), draft / VALUES
    path.mkdir()
    writer = opened(path, layout.values_schema).writer(heap_size=SMALL_HEAP, num_threads=1)
    for field in layout.values.values():
        codes = pyarrow.array(map(str, range(len(field.values))), pyarrow.string())
        texts = prepare(pyarrow.array(field.values, pyarrow.string()))
        _add(writer, documents([(CODE, codes), (field.index, texts)]))
    writer.commit()
    writer.wait_merging_threads()


class _Writer:
    """Writes the rows, part after part."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        table: str,
        analysis: Analysis,
        draft: Path,
        part_rows: int,
        progress: Progress | None,
    ) -> None:
        self._connection, self._table, self._layout = connection, table, analysis.layout
        self._draft, self._part_rows, self._progress = draft, part_rows, progress
        self._columns = columns(analysis)
        self._batch = round(min(BATCH, max(BATCH_BYTES / (analysis.row_bytes + 1), 1)))

    def parts(self) -> Iterator[Part]:
        """Write the parts, one by one."""
        first = 0
        with closing(_ahead(self._batches())) as batches:
            for number in count():
                begun = [batch for batch in (next(batches, None),) if batch is not None]
                if number and not begun:
                    return
                path = self._draft / str(number)
                path.mkdir()
                rows = self._part(path, chain(begun, batches), first)
                yield Part(path.name, first, rows, whole=opened(path).searcher().num_segments <= 1)
                first += rows

    def _part(self, path: Path, batches: Iterator[Batch], first: int) -> int:
        heap = HEAP if self._layout.rows > SMALL_ROWS else SMALL_HEAP
        writer = opened(path, self._layout.schema).writer(heap_size=heap, num_threads=1)
        try:
            rows = self._add_until_full(writer, batches, first)
            writer.commit()
        except BaseException:
            # Ends the threads that still write to the folder, which can then be removed.
            writer.rollback()
            raise
        writer.wait_merging_threads()
        return rows

    def _add_until_full(self, writer: tantivy.IndexWriter, batches: Iterator[Batch], first: int) -> int:
        rows = size = 0
        while rows < self._part_rows and size < PART_BYTES and (batch := next(batches, None)) is not None:
            _add(writer, batch.documents)
            rows += len(batch.documents)
            size += batch.size
            if self._progress is not None:
                self._progress(first + rows)
        return rows

    def _batches(self) -> Iterator[Batch]:
        """All the rows as documents."""
        selected = ", ".join(["1", *(column.sql for column in self._columns)])
        result = self._connection.execute(f"SELECT {selected} FROM {self._table}")
        first = 0
        for batch in result.to_arrow_reader(min(self._batch, self._part_rows)):
            numbers = pyarrow.array(map(str, range(first, first + batch.num_rows)), pyarrow.string())
            filled = zip(self._columns, batch.columns[1:], strict=True)
            members = [(column.index, column.prepare(array)) for column, array in filled]
            yield Batch(documents([(ROW, numbers), *members]), batch.nbytes)
            first += batch.num_rows


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents of consecutive rows, and the size of what they were made of in bytes."""

    documents: pyarrow.Array
    size: int


def _ahead(batches: Iterator[Batch]) -> Generator[Batch]:
    """The same, each made by another thread while the one before is added."""
    with ThreadPoolExecutor(1, "word-index") as executor:
        coming = executor.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = executor.submit(next, batches, None)
            yield batch


def _add(writer: tantivy.IndexWriter, texts: pyarrow.Array) -> None:
    # No step of Python between: this is where building spends its time.
    deque(map(writer.add_json, texts.to_pylist()), maxlen=0)


def _drop_stored(draft: Path) -> None:
    """Replace what tantivy keeps to give documents back, which nobody asks for, by that of a single document.

    It weighs four bytes a row even when no field is stored.
    """
    for store in draft.glob("*/*.store"):
        # Never in place: a thread of tantivy may have the former one mapped.
        single = store.with_suffix(".single")
        single.write_bytes(_single_stored())
        single.replace(store)


@cache
def _single_stored() -> bytes:
    """The documents kept by an index of one document without stored field."""
    with TemporaryDirectory() as folder:
        schema = tantivy.SchemaBuilder().add_unsigned_field(ROW, fast=True).build()
        writer = opened(Path(folder), schema).writer(heap_size=SMALL_HEAP, num_threads=1)
        writer.add_document(tantivy.Document())
        writer.commit()
        writer.wait_merging_threads()
        (single,) = Path(folder).glob("*.store")
        return single.read_bytes()
