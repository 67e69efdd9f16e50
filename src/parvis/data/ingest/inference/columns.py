"""The plan of each column: the kind that every one of its values has, or what a curator decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from parvis.core.fields import FieldType
from parvis.data.ingest.errors import IngestError
from parvis.data.ingest.inference.kinds import KINDS, TEXT, TYPED_TEXT, Kind, filled
from parvis.data.ingest.options import FieldOverride
from parvis.data.ingest.staging import STAGE, StagedColumn

SAMPLE = 2_000

_NATIVE = {
    "BIGINT": FieldType.INT,
    "DOUBLE": FieldType.DOUBLE,
    "BOOLEAN": FieldType.BOOLEAN,
    "DATE": FieldType.DATE,
    "TIMESTAMP": FieldType.DATETIME,
    "VARCHAR[]": FieldType.TEXT,
    "JSON": FieldType.JSON,
}


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """How a staged column becomes a field. ``kind`` is None when its type is kept; ``wrong`` counts values that the
    curator's type cannot hold: they become null."""

    column: StagedColumn
    type: FieldType
    reason: str
    kind: Kind | None = None
    multivalued: str | None = None
    precision: str | None = None
    wrong: int = 0


def plans(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[StagedColumn],
    overrides: Sequence[FieldOverride | None],
) -> list[ColumnPlan]:
    """The plan of each column; ``overrides`` stand beside the columns."""
    samples = _samples(connection, [c for c in columns if c.sql_type == "VARCHAR"])
    chosen: dict[str, ColumnPlan] = {}
    waiting: dict[str, list[Kind]] = {}
    for column, override in zip(columns, overrides, strict=True):
        forced = _forced(connection, column, override, samples.get(column.name, []))
        if forced is not None:
            chosen[column.name] = forced
        elif column.sql_type == "VARCHAR":
            waiting[column.name] = _candidates(column, samples[column.name])
        else:
            chosen[column.name] = _native(column)
    chosen |= _verified(connection, {c.name: c for c in columns}, waiting)
    return [chosen[column.name] for column in columns]


def _native(column: StagedColumn) -> ColumnPlan:
    if column.sql_type == "BLOB":
        kind = Kind("WKB", FieldType.GEO_SHAPE, lambda label, sample: True, "true", "ST_GeomFromWKB({})", "")
        return ColumnPlan(column, FieldType.GEO_SHAPE, "geometry of the file", kind)
    type_ = _NATIVE[column.sql_type]
    separator = "," if column.sql_type == "VARCHAR[]" else None
    precision = "day" if type_ is FieldType.DATE else None
    return ColumnPlan(column, type_, "type of the file", None, separator, precision)


def _candidates(column: StagedColumn, sample: list[str]) -> list[Kind]:
    if not sample:
        return []
    kinds = TYPED_TEXT if column.typed else KINDS
    return [kind for kind in kinds if kind.looks(column.label, sample)]


def _samples(connection: duckdb.DuckDBPyConnection, columns: Sequence[StagedColumn]) -> dict[str, list[str]]:
    """First values of each text column: they choose what is worth verifying, nothing more."""
    if not columns:
        return {}
    listed = ", ".join(f"list({c.name}) FILTER ({c.name} IS NOT NULL)" for c in columns)
    row = connection.execute(f"SELECT {listed} FROM (SELECT * FROM {STAGE} LIMIT {SAMPLE})").fetchone()
    assert row is not None
    found = {c.name: values or [] for c, values in zip(columns, row, strict=True)}
    return found | _sparse(connection, [name for name, values in found.items() if not values])


def _sparse(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> dict[str, list[str]]:
    """A value of each column that the first rows leave empty, when it has one."""
    if not names:
        return {}
    row = connection.execute(f"SELECT {', '.join(f'any_value({n})' for n in names)} FROM {STAGE}").fetchone()
    assert row is not None
    return {name: [] if value is None else [value] for name, value in zip(names, row, strict=True)}


def _verified(
    connection: duckdb.DuckDBPyConnection, columns: dict[str, StagedColumn], waiting: dict[str, list[Kind]]
) -> dict[str, ColumnPlan]:
    """For each column the first candidate that every row satisfies; a pass tests one candidate of each."""
    done: dict[str, ColumnPlan] = {}
    while waiting:
        for name in [n for n, kinds in waiting.items() if not kinds]:
            waiting.pop(name)
            done[name] = ColumnPlan(columns[name], FieldType.TEXT, _why_text(columns[name]))
        if not waiting:
            break
        tests = ", ".join(
            f"count(*) FILTER ({name} IS NOT NULL AND NOT ({filled(kinds[0].valid, name)}))"
            for name, kinds in waiting.items()
        )
        row = connection.execute(f"SELECT {tests} FROM {STAGE}").fetchone()
        assert row is not None
        for name, misses in zip(list(waiting), row, strict=True):
            kind = waiting[name].pop(0)
            if not misses:
                waiting.pop(name)
                done[name] = ColumnPlan(columns[name], kind.type, kind.said, kind, precision=kind.precision)
    return done


def _why_text(column: StagedColumn) -> str:
    return "text of the file" if column.typed else "text"


def _forced(
    connection: duckdb.DuckDBPyConnection, column: StagedColumn, override: FieldOverride | None, sample: list[str]
) -> ColumnPlan | None:
    """The plan that a curator's type or separator asks for."""
    if override is None or (override.type is None and override.multivalued is None):
        return None
    if override.multivalued is not None:
        return _split(column, override.multivalued)
    wanted = FieldType(override.type or FieldType.TEXT)
    if column.sql_type != "VARCHAR":
        return _converted(column, wanted)
    if wanted in (FieldType.TEXT, FieldType.JSON, FieldType.FILE):
        return ColumnPlan(column, wanted, "type chosen by the curator")
    kinds = [k for k in KINDS if k.type is wanted]
    counts = ", ".join(
        f"count(*) FILTER ({column.name} IS NOT NULL AND NOT ({filled(k.valid, column.name)}))" for k in kinds
    )
    row = connection.execute(f"SELECT {counts} FROM {STAGE}").fetchone()
    assert row is not None
    wrong, kind = min(zip(row, kinds, strict=True), key=lambda pair: pair[0])
    return ColumnPlan(column, wanted, "type chosen by the curator", kind, precision=kind.precision, wrong=wrong)


def _split(column: StagedColumn, separator: str) -> ColumnPlan:
    if column.sql_type == "VARCHAR[]":
        return ColumnPlan(column, FieldType.TEXT, "list of the file", None, separator)
    if column.sql_type != "VARCHAR":
        raise IngestError(f"{column.label} is not text and cannot be multivalued.")
    return ColumnPlan(column, FieldType.TEXT, f"split at {separator!r} by the curator", TEXT, separator)


def _converted(column: StagedColumn, wanted: FieldType) -> ColumnPlan:
    """A typed column under a curator's type: text always, int to double; else its own type stands."""
    own = _native(column)
    if wanted is own.type:
        return own
    if wanted is FieldType.TEXT and column.sql_type != "BLOB":
        as_text = Kind("as text", FieldType.TEXT, lambda label, sample: True, "true", "{}::VARCHAR", "")
        return ColumnPlan(column, wanted, "type chosen by the curator", as_text)
    if wanted is FieldType.DOUBLE and own.type is FieldType.INT:
        as_double = Kind("as double", FieldType.DOUBLE, lambda label, sample: True, "true", "{}::DOUBLE", "")
        return ColumnPlan(column, wanted, "type chosen by the curator", as_double)
    hint = f"leave the type out, or choose {own.type.value} or text"
    raise IngestError(f"{column.label} is {own.type.value} in the file and cannot become {wanted.value}.", hint=hint)


def is_numeric(plan: ColumnPlan) -> bool:
    """Whether a column holds numbers."""
    return plan.type in (FieldType.INT, FieldType.DOUBLE)
