"""Arrow batches into the stage: one pass, a batch in memory at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb
import pyarrow as pa

from parvis.data.ingest.errors import TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers.nested import Leaf, leaves
from parvis.data.ingest.staging import STAGE, StagedColumn, load_spatial, quoted, readable

GEOMETRY_LABEL = "geo_shape"
_INCOMING = "incoming_batches"
_VALID = "valid_shape"


def stage_batches(
    connection: duckdb.DuckDBPyConnection,
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch],
    name: str,
    options: IngestOptions,
    *,
    geometry: str | None = None,
    system: str | None = None,
    typed: bool = True,
) -> tuple[StagedColumn, ...]:
    """Fill the stage from batches of this schema.

    ``geometry`` names the column of WKB, brought from ``system`` (an authority code or WKT; None: degrees) to WGS 84.
    ``typed`` tells that texts of the source are not to be read as numbers.
    """
    plain = pa.schema([pa.field(field.name, field.type) for field in schema])
    reader = pa.RecordBatchReader.from_batches(
        plain, (pa.RecordBatch.from_arrays(b.columns, schema=plain) for b in _first(batches, options.limits.rows))
    )
    if geometry is not None:
        load_spatial(connection)
    described = connection.from_arrow(plain.empty_table())
    columns: list[Leaf] = []
    for column, type_ in zip(described.columns, described.types, strict=True):
        if column == geometry:
            columns.append((GEOMETRY_LABEL, shape_sql(f"ST_GeomFromWKB({quoted(column)})", system), "GEOMETRY"))
        else:
            columns += leaves(column, quoted(column), str(type_))
    if len(columns) > options.limits.columns:
        raise TooLarge(f"{name} has {len(columns):,} columns, the limit is {options.limits.columns:,}.")
    listed = ", ".join(f"{sql} AS c{n}" for n, (_, sql, _) in enumerate(columns))
    rows = f"SELECT {listed} FROM {_INCOMING}"
    shape = next((f"c{n}" for n, (_, _, type_) in enumerate(columns) if type_ == "GEOMETRY"), None)
    if shape is not None:
        # Judged here, a thread looks at the shapes of a batch while another reads the next.
        rows = f"SELECT *, ST_IsValid({shape}) AS {_VALID} FROM ({rows})"
    connection.register(_INCOMING, reader)
    try:
        with readable(name):
            connection.execute(f"CREATE OR REPLACE TABLE {STAGE} AS {rows}")
    finally:
        connection.unregister(_INCOMING)
    valid = shape is not None and not connection.execute(f"SELECT 1 FROM {STAGE} WHERE NOT {_VALID} LIMIT 1").fetchone()
    return tuple(
        StagedColumn(f"c{n}", label, type_, typed or type_ != "VARCHAR", valid=valid and f"c{n}" == shape)
        for n, (label, _, type_) in enumerate(columns)
    )


def _first(batches: Iterable[pa.RecordBatch], most: int | None) -> Iterator[pa.RecordBatch]:
    """The batches until so many rows."""
    count = 0
    for batch in batches:
        yield batch
        count += batch.num_rows
        if most is not None and count >= most:
            return


def shape_sql(geometry: str, system: str | None) -> str:
    """SQL of a geometry in WGS 84; one that cannot be read or brought there is null."""
    if system is None:
        return f"TRY({geometry})"
    text = system.replace("'", "''")
    return f"TRY(ST_Transform({geometry}, '{text}', 'EPSG:4326', always_xy := true))"
