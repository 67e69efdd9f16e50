"""Small typed tables, and the rows a pipeline makes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.ingest.processors import Parent, Pipeline, Processed, Resource, Run, Step, process
from parvis.data.ingest.processors.frame import columns_of, stored_type
from parvis.data.ingest.processors.resources import Address
from parvis.data.ingest.staging import load_spatial, quoted

Rows = Iterable[Mapping[str, Any]]
Made = tuple[list[dict[str, Any]], Processed]
SECRET = b"the secret of a domain"


def schema_of(rows: list[Mapping[str, Any]], types: Mapping[str, str]) -> Schema:
    """Fields of text unless told otherwise."""
    names = dict.fromkeys(name for row in rows for name in row)
    return Schema.of(_field(name, types.get(name, "text")) for name in names)


def _field(name: str, kind: str) -> Field:
    listed = kind.endswith("[]")
    return Field(name, FieldType(kind.removesuffix("[]")), label=name, multivalued="," if listed else None)


def write_table(path: Path, rows: list[Mapping[str, Any]], schema: Schema) -> None:
    """A version file of these rows."""
    connection = duckdb.connect(str(path), config={"threads": 1})
    columns = [(n, "DOUBLE" if "." in n else _type(f)) for f in schema for n in columns_of(f)]
    try:
        _load(connection, schema)
        connection.execute(f"CREATE TABLE rows ({', '.join(f'{quoted(n)} {t}' for n, t in columns)})")
        for row in rows:
            values = [value for field in schema for value in _stored(connection, field, row.get(field.name))]
            connection.execute(f"INSERT INTO rows VALUES ({', '.join('?' * len(values))})", values)
    finally:
        connection.close()


def _load(connection: duckdb.DuckDBPyConnection, schema: Schema) -> None:
    if any(field.type is FieldType.GEO_SHAPE for field in schema):
        load_spatial(connection)


def _type(field: Field) -> str:
    return "BLOB" if field.type is FieldType.GEO_SHAPE else stored_type(field)


def _stored(connection: duckdb.DuckDBPyConnection, field: Field, value: Any) -> list[Any]:
    if field.type is FieldType.GEO_POINT:
        return [None, None] if value is None else list(value)
    if field.type is FieldType.GEO_SHAPE:
        g = "ST_GeomFromText($1)"
        sides = f"ST_XMin({g}), ST_YMin({g}), ST_XMax({g}), ST_YMax({g})"
        return list(connection.execute(f"SELECT ST_AsWKB({g})::BLOB, {sides}", [value]).fetchone() or ())
    return [value]


def read_table(path: Path, schema: Schema) -> list[dict[str, Any]]:
    """Rows as the examples write them: points as pairs, shapes as WKT, dates as ISO text."""
    connection = duckdb.connect(str(path), read_only=True, config={"threads": 1})
    try:
        _load(connection, schema)
        answer = connection.execute(f"SELECT {', '.join(map(_shown, schema))} FROM rows")
        return [dict(zip((f.name for f in schema), map(_rounded, row), strict=True)) for row in answer.fetchall()]
    finally:
        connection.close()


def _rounded(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(("POINT", "LINE", "POLY", "MULTI")):
        return re.sub(r"-?\d+\.\d+", lambda found: f"{float(found[0]):.6f}".rstrip("0").rstrip("."), value)
    return value


def _shown(field: Field) -> str:
    name = quoted(field.name)
    if field.type is FieldType.GEO_POINT:
        lon, lat = (quoted(n) for n in columns_of(field))
        return f"CASE WHEN {lon} IS NOT NULL THEN [round({lon}, 6), round({lat}, 6)] END"
    if field.type is FieldType.GEO_SHAPE:
        return f"ST_AsText(ST_GeomFromWKB({name}))"
    return f"{name}::VARCHAR" if field.type in (FieldType.DATE, FieldType.DATETIME) else name


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Made]:
    """Run steps ``(processor, parameters)`` over rows; ``reads`` are other tables by id."""
    serial = iter(range(1_000_000))

    def make(
        rows: Rows,
        *steps: tuple[str, Mapping[str, Any]],
        types: Mapping[str, str] | None = None,
        reads: Mapping[str, Rows] | None = None,
        secret: bytes | None = SECRET,
    ) -> Made:
        folder = tmp_path / str(next(serial))
        folder.mkdir()
        given = [dict(row) for row in rows]
        schema = schema_of(given, types or {})
        write_table(folder / "typed.duckdb", given, schema)

        def resolve(dataset_id: str) -> Resource:
            others = [dict(row) for row in (reads or {})[dataset_id]]
            fields = schema_of(others, types or {})
            path = folder / f"{dataset_id}.duckdb"
            if not path.exists():
                write_table(path, others, fields)
            return Resource(path, fields, Parent(dataset_id, f"da_{dataset_id}", 3, "Licence Ouverte v2.0"))

        run = Run(secret=secret, resolve=resolve, geocode=geocode)
        pipeline = Pipeline(tuple(Step(name, parameters) for name, parameters in steps))
        connection = duckdb.connect(config={"threads": 2})
        try:
            target = folder / "made.duckdb"
            done = process(connection, folder / "typed.duckdb", schema, target, pipeline, run)
        finally:
            connection.close()
        return read_table(target, done.schema), done

    return make


def geocode(addresses: Iterable[str]) -> list[Address | None]:
    """A gazetteer of one address."""
    known = {"8 rue de la mairie 29200 brest": Address(-4.486, 48.39, 0.97, "8 Rue de la Mairie 29200 Brest", "29019")}
    return [known.get(address.lower()) for address in addresses]
