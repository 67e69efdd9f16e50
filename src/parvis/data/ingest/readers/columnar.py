"""Parquet, GeoParquet and Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa

from parvis.data.ingest.errors import DamagedFile, TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers import systems
from parvis.data.ingest.readers.batches import shape_sql, stage_batches
from parvis.data.ingest.readers.nested import Leaf, leaves
from parvis.data.ingest.staging import STAGE, Staged, StagedColumn, literal, load_spatial, quoted, readable

_GEOMETRIES = ("geometry", "geom", "wkb_geometry", "geo_shape")
_HINT = "check that the file is whole"


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Stage the rows of a Parquet file; the types are the file's, geometries are brought to WGS 84."""
    source = f"read_parquet({literal(str(path))})"
    # Two threads gain little here and leave half of the written file empty.
    connection.execute("SET threads = 1")
    with readable(path.name):
        stated = _systems(connection, path)
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        if stated or any(type_ == "BLOB" or type_.startswith("GEOMETRY") for _, type_, *_ in described):
            load_spatial(connection)
            described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        columns = [leaf for row in described for leaf in _columns(row[0], row[1], stated, options)]
        if len(columns) > options.limits.columns:
            raise TooLarge(f"{path.name} has {len(columns):,} columns, the limit is {options.limits.columns:,}.")
        staged = tuple(StagedColumn(f"c{n}", label, type_, typed=True) for n, (label, _, type_) in enumerate(columns))
        limit = f" LIMIT {options.limits.rows}" if options.limits.rows else ""
        listed = ", ".join(f"{sql} AS c{n}" for n, (_, sql, _) in enumerate(columns))
        connection.execute(f"CREATE OR REPLACE VIEW {STAGE} AS SELECT {listed} FROM {source}{limit}")
    moved = sorted({system for system in stated.values() if system})
    return Staged(staged, {"coordinates": ", ".join(moved)} if moved else {})


def read_arrow(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the stage from an Arrow IPC (Feather) file."""
    try:
        with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as file:
            shape = next((n for n in file.schema.names if n.lower() in _GEOMETRIES and _is_wkb(file.schema, n)), None)
            system = systems.epsg(options.epsg) if options.epsg else None
            batches = (file.get_batch(n) for n in range(file.num_record_batches))
            columns = stage_batches(
                connection,
                _plain(file.schema),
                map(_decoded, batches),
                path.name,
                options,
                geometry=shape,
                system=system,
            )
    except (pa.ArrowException, OSError) as error:
        raise DamagedFile(f"{path.name} cannot be read as Arrow: {error}", hint=_HINT) from error
    return Staged(columns)


def _is_wkb(schema: pa.Schema, name: str) -> bool:
    type_ = schema.field(name).type
    return bool(pa.types.is_binary(type_) or pa.types.is_large_binary(type_))


def _plain(schema: pa.Schema) -> pa.Schema:
    """The schema without dictionaries, which the engine would describe as enumerations."""
    return pa.schema([field.with_type(_value_type(field.type)) for field in schema])


def _decoded(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for c in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _value_type(type_: pa.DataType) -> pa.DataType:
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def _columns(name: str, type_: str, stated: Mapping[str, str | None], options: IngestOptions) -> list[Leaf]:
    column = quoted(name)
    system = systems.epsg(options.epsg) if options.epsg else stated.get(name)
    if type_.startswith("GEOMETRY"):
        shape = column if system is None else shape_sql(f"{column}::GEOMETRY", system)
        return [(name, f"ST_AsWKB({shape})::BLOB", "BLOB")]
    if type_ == "BLOB" and name.lower() in _GEOMETRIES:
        moved = f"ST_AsWKB({shape_sql(f'ST_GeomFromWKB({column})', system)})::BLOB"
        return [(name, column if system is None else moved, "BLOB")]
    return leaves(name, column, type_)


def _systems(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str | None]:
    """The system of each geometry that GeoParquet describes; None: degrees, or nothing that is known."""
    row = connection.execute(
        f"SELECT decode(value) FROM parquet_kv_metadata({literal(str(path))}) WHERE decode(key) = 'geo' LIMIT 1"
    ).fetchone()
    try:
        described = orjson.loads(row[0]) if row else {}
        columns = described.get("columns", {})
        return {name: _system(column.get("crs")) for name, column in columns.items()}
    except (ValueError, AttributeError):
        return {}


def _system(crs: Any) -> str | None:
    """From PROJJSON, which names its authority."""
    identifier = crs.get("id") if isinstance(crs, dict) else None
    if not isinstance(identifier, dict):
        return None
    return systems.named(f"{identifier.get('authority')}:{identifier.get('code')}")
