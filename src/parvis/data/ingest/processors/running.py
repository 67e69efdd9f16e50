"""A pipeline run over a whole table: one statement makes the version's rows, others count what was rejected."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from parvis.core.fields import FieldType, Schema
from parvis.data.engine.lower.sql import SQL, alias, col, fn, not_null, num
from parvis.data.ingest.errors import TooLarge
from parvis.data.ingest.processors import library
from parvis.data.ingest.processors.compiling import compiled, start
from parvis.data.ingest.processors.constants import constant
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.frame import ROW, Frame, Watch
from parvis.data.ingest.processors.functions import register
from parvis.data.ingest.processors.pipeline import Pipeline
from parvis.data.ingest.processors.resources import Parent, Run
from parvis.data.ingest.staging import literal, load_spatial, quoted

SMALL_BLOCK, LARGE_BLOCK, SMALL_ROWS = 16 << 10, 256 << 10, 50_000
SECRET = "parvis_secret"
_PATH = re.compile(r"[\"']?/[^\"',;]+[\"']?")
_PREFIX = re.compile(r"^(?:[A-Z]\w+ ){1,3}Error: ")
Box = tuple[float, float, float, float]

assert library.MODULES  # importing the library fills the table of processors


@dataclass(frozen=True, slots=True)
class StepReject:
    """A value that a step could not use: step and row (from 1) of the source, the field, the text, why."""

    step: int
    processor: str
    field: str
    row: int
    value: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return asdict(self)


@dataclass(frozen=True)
class Processed:
    """What a pipeline made. ``rejected`` counts values by step number and field, ``rejects`` holds the first ones."""

    schema: Schema
    rows: int
    filled: dict[str, int]
    bbox: Box | None
    rejected: dict[str, int]
    rejects: tuple[StepReject, ...]
    parents: tuple[Parent, ...]

    def as_lines(self) -> list[str]:
        """One line a step and field with rejected values, with the first of them."""
        lines = []
        for key, count in self.rejected.items():
            first = [r for r in self.rejects if _key(r.step, r.processor, r.field) == key][:3]
            shown = ", ".join(f"row {r.row:,} {r.value[:60]!r}" for r in first)
            lines.append(f"{key}: {count:,} values rejected ({first[0].reason if first else ''}): {shown}")
        return lines


def process(
    connection: duckdb.DuckDBPyConnection,
    typed: Path,
    schema: Schema,
    target: Path,
    pipeline: Pipeline,
    run: Run | None = None,
    *,
    shown: int = 200,
) -> Processed:
    """Run a pipeline over the rows of the file ``typed`` and write the file ``target``, in the physical layout.

    The connection has its limits set; ``shown`` rejected values of each step are kept. Raises InvalidPipeline.
    """
    with opened(connection, typed, run or Run()) as context:
        frame = compiled(pipeline, start(schema, ("typed", "main", "rows"), context))
        prepare(connection, frame)
        (rows,) = connection.execute("SELECT count(*) FROM typed.main.rows").fetchone() or (0,)
        block = SMALL_BLOCK if rows < SMALL_ROWS else LARGE_BLOCK
        connection.execute(f"ATTACH {literal(str(target))} AS made (BLOCK_SIZE {block})")
        try:
            connection.execute(f"CREATE TABLE made.main.rows AS {statement(frame)}")
            connection.execute("CHECKPOINT made")
            counts, found = rejected(connection, frame, shown)
            kept, filled, bbox = _census(connection, frame.schema)
        finally:
            connection.execute("DETACH made")
        return Processed(frame.schema, kept, filled, bbox, counts, found, tuple(context.parents))


@contextmanager
def opened(connection: duckdb.DuckDBPyConnection, typed: Path, run: Run) -> Iterator[Run]:
    """The connection with the table attached, and the context of one run on it."""
    attached: list[str] = []

    def attach(path: Path) -> str:
        name = f"dataset_{len(attached)}"
        connection.execute(f"ATTACH {literal(str(path))} AS {name} (READ_ONLY)")
        attached.append(name)
        return name

    with telling():
        connection.execute(f"ATTACH {literal(str(typed))} AS typed (READ_ONLY)")
        # The smaller side of a join is known by us, and swapping sides would shuffle the rows.
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        try:
            if run.secret is not None:
                set_secret(connection, run.secret)
            yield replace(run, parents=[], attached={}, attach=attach)
        finally:
            connection.execute("SET disabled_optimizers = ''")
            for name in ("typed", *attached):
                connection.execute(f"DETACH {name}")


def set_secret(connection: duckdb.DuckDBPyConnection, secret: bytes) -> None:
    """Put the two padded keys of HMAC-SHA-256 (RFC 2104) where statements read them, never in their text."""
    key = (secret if len(secret) <= 64 else hashlib.sha256(secret).digest()).ljust(64, b"\0")
    for name, pad in (("inner", 0x36), ("outer", 0x5C)):
        connection.execute(f"SET VARIABLE {SECRET}_{name} = $1", [bytes(byte ^ pad for byte in key)])


def prepare(connection: duckdb.DuckDBPyConnection, frame: Frame) -> None:
    """Bring what the statements of a frame call."""
    sql = "\n".join(select.sql("duckdb") for _, select in frame.ctes)
    if "ST_" in sql or any(field.type is FieldType.GEO_SHAPE for field in frame.schema):
        load_spatial(connection)
    register(connection, sql.lower(), frame.run.geocode)


@contextmanager
def telling() -> Iterator[None]:
    """Turns what the engine says into an error of the pipeline, without places on the server."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise TooLarge(
            "The pipeline needs more memory than it may use.", hint="filter or drop fields earlier"
        ) from error
    except duckdb.Error as error:
        message = _PATH.sub("a file", _PREFIX.sub("", str(error).split("\n")[0]))
        raise InvalidPipeline(f"the pipeline stopped: {message}") from error


def select_from(frame: Frame, relation: str, expressions: Sequence[SQL]) -> exp.Select:
    """A SELECT over one relation of the chain."""
    select = exp.Select(expressions=list(expressions))
    for name, body in frame.ctes:
        select = select.with_(exp.Identifier(this=name, quoted=True), as_=body.copy(), copy=False)
        if name == relation:
            break
    return select.from_(exp.Table(this=exp.Identifier(this=relation, quoted=True)), copy=False)


def statement(frame: Frame, limit: int | None = None) -> str:
    """The rows of a frame, in order."""
    select = select_from(frame, frame.relation, frame.stored())
    if not frame.ordered:
        select.set("order", exp.Order(expressions=[ordered(col(k.column), k.descending) for k in frame.keys]))
    if limit is not None:
        select.set("limit", exp.Limit(expression=num(limit)))
    return str(select.sql("duckdb"))


def ordered(key: SQL, descending: bool = False) -> SQL:
    """A sort key with nulls last."""
    return exp.Ordered(this=key, desc=descending, nulls_first=False)


def rejected(
    connection: duckdb.DuckDBPyConnection, frame: Frame, shown: int
) -> tuple[dict[str, int], tuple[StepReject, ...]]:
    """How many values each step rejected, and the first ones: one more pass for each run of steps by column."""
    by_relation: dict[str, list[Watch]] = {}
    for watch in frame.watches:
        by_relation.setdefault(watch.relation, []).append(watch)
    counts: dict[str, int] = {}
    found: list[StepReject] = []
    for relation, watches in by_relation.items():
        totals = [alias(fn("count", col(watch.column)), f"c{n}") for n, watch in enumerate(watches)]
        row = connection.execute(select_from(frame, relation, totals).sql("duckdb")).fetchone() or ()
        for watch, count in zip(watches, row, strict=True):
            if count:
                counts[_key(watch.step, watch.processor, watch.field)] = count
                found += _first(connection, frame, watch, shown)
    return counts, tuple(sorted(found, key=lambda reject: (reject.step, reject.row)))


def _first(connection: duckdb.DuckDBPyConnection, frame: Frame, watch: Watch, shown: int) -> list[StepReject]:
    cut = fn("left", col(watch.column), constant(500))
    select = select_from(frame, watch.relation, [col(ROW), cut]).where(not_null(col(watch.column)), copy=False)
    select.set("order", exp.Order(expressions=[ordered(col(ROW))]))
    select.set("limit", exp.Limit(expression=num(shown)))
    rows = connection.execute(select.sql("duckdb")).fetchall()
    return [StepReject(watch.step, watch.processor, watch.field, row + 1, text, watch.reason) for row, text in rows]


def _key(step: int, processor: str, field: str) -> str:
    return f"step {step} ({processor}) {field}"


def _census(connection: duckdb.DuckDBPyConnection, schema: Schema) -> tuple[int, dict[str, int], Box | None]:
    """Rows, filled values by field, the box of the places in degrees."""
    witness = {f.name: f"{f.name}.lon" if f.type is FieldType.GEO_POINT else f.name for f in schema}
    counts = ", ".join(f"count({quoted(name)})" for name in witness.values())
    row = connection.execute(f"SELECT count(*), {counts} FROM made.main.rows").fetchone() or ()
    boxes = []
    for field in schema:
        if field.type in (FieldType.GEO_POINT, FieldType.GEO_SHAPE):
            sides = ("lon", "lat", "lon", "lat") if field.type is FieldType.GEO_POINT else _SIDES
            ends = zip(("min", "min", "max", "max"), sides, strict=True)
            names = ", ".join(f"{end}({quoted(f'{field.name}.{side}')})" for end, side in ends)
            boxes.append(connection.execute(f"SELECT {names} FROM made.main.rows").fetchone())
    known = [box for box in boxes if box and box[0] is not None]
    if not known:
        return row[0], dict(zip(witness, row[1:], strict=True)), None
    west, south, east, north = zip(*known, strict=True)
    return row[0], dict(zip(witness, row[1:], strict=True)), (min(west), min(south), max(east), max(north))


_SIDES = ("west", "south", "east", "north")
