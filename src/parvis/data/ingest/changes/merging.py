"""The rows of a version without those of the changed keys, and the new ones after them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import orjson
import pyarrow

from parvis.core.fields import Field, Schema
from parvis.data.ingest.changes.operations import Changes
from parvis.data.ingest.errors import IngestError
from parvis.data.ingest.options import FieldOverride, IngestOptions
from parvis.data.ingest.report import Report
from parvis.data.ingest.run import Ingested, ingest
from parvis.data.ingest.staging import literal, quoted

MEMORY = 512 << 20


def upsert(
    previous: Path,
    schema: Schema,
    changes: Changes,
    key_fields: Sequence[str],
    target: Path,
    *,
    memory: int = MEMORY,
) -> Ingested:
    """Write the next version to ``target``; the schema stays, fields that it does not have are left out and reported.

    ``key_fields`` are fields of the schema, compared as text. Rows keep their order; changed and new ones come last.
    Raises IngestError when a key field is no field of the dataset or a value does not fit its type.
    """
    for name in key_fields:
        if schema.get(name) is None:
            raise IngestError(f"The dataset has no field {name}, which is to identify its records.")
    with TemporaryDirectory(prefix=".changes-", dir=target.parent) as folder:
        added = _ingested(changes, schema, Path(folder))
        draft = Path(folder) / "merged.duckdb"
        rows = _merge(previous, added, changes, schema, key_fields, draft, memory)
        with draft.open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
        size = draft.stat().st_size
        draft.replace(target)
    return Ingested(schema, rows, _report(changes, schema, added, rows), None, size, checksum)


def _ingested(changes: Changes, schema: Schema, folder: Path) -> Ingested | None:
    """The new rows in a file of their own (``added.duckdb``), each field of the type that the dataset has."""
    if not changes.upserts:
        return None
    source = folder / "added.jsonl"
    with source.open("wb") as file:
        for record in changes.upserts.values():
            # Every field in every row: a field that no row has would have no column.
            file.write(orjson.dumps({**{f.name: None for f in schema}, **record}) + b"\n")
    chosen = tuple(_override(field) for field in schema)
    return ingest(source, folder / "added.duckdb", IngestOptions(format="jsonl", fields=chosen))


def _override(field: Field) -> FieldOverride:
    return FieldOverride(field.name, type=field.type.value, multivalued=field.multivalued)


def _merge(
    previous: Path,
    added: Ingested | None,
    changes: Changes,
    schema: Schema,
    key_fields: Sequence[str],
    draft: Path,
    memory: int,
) -> int:
    connection = duckdb.connect(config={"memory_limit": f"{memory >> 20}MB", "threads": 2})
    try:
        connection.execute(f"SET temp_directory={literal(str(draft.parent / 'spill'))}")
        connection.execute(f"ATTACH {literal(str(previous))} AS before (READ_ONLY)")
        connection.execute(f"ATTACH {literal(str(draft))} AS version")
        columns = {row[0]: row[1] for row in connection.execute("DESCRIBE before.main.rows").fetchall()}
        _load_keys(connection, changes, {name: columns[name] for name in key_fields})
        match = " AND ".join(f"k.{quoted(name)} = o.{quoted(name)}" for name in key_fields)
        connection.execute(
            f"CREATE TABLE version.main.rows AS SELECT * FROM before.main.rows o "
            f"WHERE NOT EXISTS (SELECT 1 FROM changed k WHERE {match})"
        )
        if added is not None:
            connection.execute(f"ATTACH {literal(str(draft.parent / 'added.duckdb'))} AS added (READ_ONLY)")
            there = {row[0] for row in connection.execute("DESCRIBE added.main.rows").fetchall()}
            both = ", ".join(quoted(name) for name in columns if name in there)
            connection.execute(f"INSERT INTO version.main.rows ({both}) SELECT {both} FROM added.main.rows")
        connection.execute("CHECKPOINT version")
        counted = connection.execute("SELECT count(*) FROM version.main.rows").fetchone()
        return int(counted[0]) if counted else 0
    except duckdb.ConversionException as error:
        raise IngestError(f"A value does not fit the type of its field: {str(error).splitlines()[0]}") from error
    finally:
        connection.close()


def _load_keys(connection: duckdb.DuckDBPyConnection, changes: Changes, types: Mapping[str, str]) -> None:
    """The changed keys, of the types of their columns; one that does not fit its type is the key of no row."""
    given = pyarrow.table(
        {
            name: pyarrow.array([key[position] for key in (*changes.upserts, *changes.deletes)], pyarrow.string())
            for position, name in enumerate(types)
        }
    )
    connection.register("given", given)
    cast = ", ".join(f"TRY_CAST({quoted(name)} AS {type_}) AS {quoted(name)}" for name, type_ in types.items())
    connection.execute(f"CREATE TEMP TABLE changed AS SELECT DISTINCT {cast} FROM given")
    connection.unregister("given")


def _report(changes: Changes, schema: Schema, added: Ingested | None, rows: int) -> Report:
    told = list(changes.refused)
    if added is not None:
        told += [f"{f.name}: the dataset has no such field" for f in added.schema if schema.get(f.name) is None]
        told += [w for w in added.report.warnings if "cannot be read as" in w]
    base = Report("push", {}, rows, rows, len(changes.refused), (), tuple(told), (), 0.0)
    return replace(base, options={"upserted": len(changes.upserts), "deleted": len(changes.deletes)})
