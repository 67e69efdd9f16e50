"""Whole files made by DuckDB's COPY and streamed through a named pipe, in constant memory."""

from __future__ import annotations

import csv
import fcntl
import io
import itertools
import os
import re
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from select import POLLIN, poll
from tempfile import mkdtemp
from typing import Any

import duckdb
from sqlglot import exp

from parvis.core.errors import InvalidParameter
from parvis.data.engine import rendering
from parvis.data.engine.clusters import Clusters
from parvis.data.engine.lower import statement
from parvis.data.engine.lower.duckdb.dialect import DUCKDB
from parvis.data.engine.lower.sql import alias
from parvis.data.engine.lower.statement import Display, Source, Statement
from parvis.data.engine.sandbox import quoted
from parvis.data.exports.layout import distinct
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type

_PIPE_SIZE = 1 << 20
_SET_PIPE_SIZE = 1031
"""Linux: F_SETPIPE_SZ, which Python names only from 3.12 on."""


@dataclass(frozen=True, slots=True)
class Export:
    """What to copy: the SELECT, the COPY options, what comes before and after the bytes of DuckDB.

    ``array`` tells that DuckDB's lines of JSON become one array.
    """

    select: Statement
    options: str
    before: bytes = b""
    after: bytes = b""
    array: bool = False


def prepare(
    source: Source, query: typed.Query, format: str, options: Mapping[str, Any], clusters: Clusters | None = None
) -> Export:
    """The export of a query in a format.

    Raises InvalidParameter for a format or an option that is not known.
    """
    if format == "csv":
        return _csv(source, query, options, clusters)
    if format in ("json", "jsonl"):
        selected = select(source, query, rendering.json_value, clusters)
        return Export(selected, _LINES, array=format == "json")
    if format == "geojson":
        return _geojson(source, query, options, clusters)
    if format == "parquet":
        return _parquet(source, query, options, clusters)
    raise InvalidParameter(f"Unknown export format: {format}.")


def _geojson(source: Source, query: typed.Query, options: Mapping[str, Any], clusters: Clusters | None) -> Export:
    """``members`` of the options: JSON of further members of the collection, without braces."""
    projection = options.get("projection")
    display: Display = rendering.json_value
    if projection is not None and projection.epsg != rendering.WGS84:
        display = rendering.projected(query, projection, display, "json")
    members = options.get("members") or b""
    opening = b'{"type":"FeatureCollection",' + (members + b"," if members else b"") + b'"features":'
    return Export(select(source, query, display, clusters, features=True), _LINES, opening, b"}", array=True)


def _parquet(source: Source, query: typed.Query, options: Mapping[str, Any], clusters: Clusters | None) -> Export:
    """``projection`` makes its column a geometry; ``metadata`` are the key-values of the file."""
    compression = options.get("compression") or "snappy"
    if compression not in ("snappy", "zstd"):
        raise InvalidParameter("Invalid value for parquet_compression.", hint="Use snappy or zstd.")
    projection = options.get("projection")
    display: Display = rendering.parquet_value
    if projection is not None:
        display = rendering.projected(query, projection, display, "geometry")
    copy_options = f"FORMAT parquet, COMPRESSION {compression}"
    pairs = [f"{quoted(name)}: {quoted(value)}" for name, value in (options.get("metadata") or {}).items()]
    if pairs:
        copy_options += f", KV_METADATA {{{', '.join(pairs)}}}"
    return Export(select(source, query, display, clusters), copy_options)


_LINES = "FORMAT json, ARRAY false"
BY_LINE = frozenset({"csv", "json", "jsonl", "geojson"})
"""Formats that are made of lines, and so may be made in several parts."""
_DELIMITERS = (";", ",", "\t", "|")


def _csv(source: Source, query: typed.Query, options: Mapping[str, Any], clusters: Clusters | None) -> Export:
    delimiter = options.get("delimiter") or ";"
    if delimiter not in _DELIMITERS:
        raise InvalidParameter("Invalid value for delimiter.", hint="Use ; , | or a tab.")
    escaped = bool(options.get("escape_formulas"))
    display = rendering.csv_value(options.get("list_separator") or ",", escape_formulas=escaped)
    selected = select(source, query, display, clusters, names=[f"=c{i}" for i in range(len(query.columns))])
    copy_options = f"FORMAT csv, HEADER false, NULLSTR '', DELIMITER {quoted(delimiter)}, QUOTE '\"', ESCAPE '\"'"
    if options.get("quote_all"):
        texts = [f'"=c{i}"' for i, c in enumerate(query.columns) if c.expr.type not in _UNQUOTED]
        copy_options += f", FORCE_QUOTE ({', '.join(texts)})" if texts else ""
    labels = [c.label or c.name if options.get("use_labels") else c.name for c in query.columns]
    if escaped:
        labels = [f"'{label}" if re.match(rendering.FORMULA, label) else label for label in labels]
    return Export(selected, copy_options, _header(labels, delimiter, options))


_UNQUOTED = frozenset({Type.INT, Type.DOUBLE, Type.BOOLEAN})


def _header(labels: list[str], delimiter: str, options: Mapping[str, Any]) -> bytes:
    out = io.StringIO()
    if options.get("quote_all"):
        csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(labels)
    else:
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(labels)
    bom = "\ufeff" if options.get("with_bom") else ""
    return (bom + out.getvalue()).encode()


def select(
    source: Source,
    query: typed.Query,
    display: Display,
    clusters: Clusters | None,
    *,
    names: list[str] | None = None,
    features: bool = False,
) -> Statement:
    """The SELECT of a query with values shown for a format, columns under their names."""
    wanted = names or [c.name for c in query.columns]
    rename = _features(query, wanted) if features else _renamed(wanted)
    if query.groups or query.aggregated:
        return statement.groups(DUCKDB, source, query, display=display, clusters=clusters, rename=rename)
    return statement.rows(DUCKDB, source, query, display=display, rename=rename)


def _renamed(names: list[str]) -> statement.Rename:
    def rename(columns: list[exp.Expr]) -> list[exp.Expr]:
        return [alias(column, name) for column, name in zip(columns, distinct(names), strict=True)]

    return rename


def _features(query: typed.Query, names: list[str]) -> statement.Rename:
    """Features: the first shape, else the first point, is the geometry; the others are properties."""
    chosen = rendering.geometry_column(query)
    shape = chosen is not None and query.columns[chosen].expr.type is Type.GEO_SHAPE
    return rendering.feature_of(chosen, shape, distinct(names), query)


def stream(cursor: duckdb.DuckDBPyConnection, exports: Sequence[Export], temporary: Path) -> Iterator[bytes]:
    """The file that consecutive exports of one format make; closing the iterator interrupts it."""
    first = exports[0]
    chunks = itertools.chain.from_iterable(_copied(cursor, export, temporary) for export in exports)
    opening = first.before
    # What comes before is that of the first part: a CSV header stands once.
    for chunk in _as_array(chunks) if first.array else chunks:
        yield opening + chunk
        opening = b""
    if opening or first.after:
        yield opening + first.after


def _as_array(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Lines of JSON as one array: no JSON text holds a bare newline, so each one separates two objects."""
    separator, pending = b"[\n", b""
    for chunk in lines:
        whole = pending + chunk
        # The last newline is kept back: nothing may follow it.
        pending = b"\n" if whole.endswith(b"\n") else b""
        yield separator + whole.removesuffix(b"\n").replace(b"\n", b",\n")
        separator = b""
    yield separator + b"\n]"


def _copied(cursor: duckdb.DuckDBPyConnection, export: Export, temporary: Path) -> Iterator[bytes]:
    """Run the COPY in a thread and yield what it writes."""
    folder = Path(mkdtemp(prefix="pipe-", dir=temporary))
    pipe = folder / "pipe"
    os.mkfifo(pipe, 0o600)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    writer = _Writer(cursor, f"COPY ({export.select.sql}) TO {quoted(pipe)} ({export.options})", export.select)
    try:
        writer.start()
        yield from _read(reader, writer)
        writer.finish()
    finally:
        os.close(reader)
        writer.abandon()
        shutil.rmtree(folder, ignore_errors=True)


class _Writer(threading.Thread):
    """Runs the COPY; keeps its error for the reader."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, sql: str, select_: Statement) -> None:
        super().__init__(name="engine-copy", daemon=True)
        self._cursor, self._sql, self._parameters = cursor, sql, select_.parameters
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._cursor.execute(self._sql, self._parameters or None)
        except BaseException as error:
            self._error = error

    def finish(self) -> None:
        """Wait for the end; raise what went wrong."""
        self.join()
        if self._error is not None:
            raise self._error

    def abandon(self) -> None:
        """Stop it when it still runs."""
        while self.is_alive():
            self._cursor.interrupt()
            self.join(0.02)


def _read(reader: int, writer: _Writer) -> Iterator[bytes]:
    """Chunks until the writer closes the pipe, or ends without having opened it."""
    waiting = poll()
    waiting.register(reader, POLLIN)
    while not waiting.poll(50):
        if not writer.is_alive() and not waiting.poll(0):
            return
    os.set_blocking(reader, True)
    fcntl.fcntl(reader, _SET_PIPE_SIZE, _PIPE_SIZE)
    while chunk := os.read(reader, _PIPE_SIZE):
        yield chunk
