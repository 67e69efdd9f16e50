"""The stage: a file's rows as they came, before their types are decided."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import duckdb_extension_spatial

from parvis.data.ingest.errors import DamagedFile, TooLarge
from parvis.data.ingest.options import Limits
from parvis.data.ingest.report import Reject

STAGE = "stage.main.rows"


@dataclass(frozen=True, slots=True)
class StagedColumn:
    """A column of the staging table: its name there, its label, its DuckDB type.

    ``typed`` tells that the source gave the type (JSON number, Parquet): text is then not read as a number.
    """

    name: str
    label: str
    sql_type: str
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Staged:
    """What a reader found: the columns of the stage, facts about the file, things to tell.

    The stage is a table, or a view that reads the file again each time: parsing a delimited text twice costs less
    than keeping it. ``rejecting`` tells that the last scan has left its rejected rows in ``reject_errors``.
    """

    columns: tuple[StagedColumn, ...]
    options: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    rejecting: bool = False


def rejects(connection: duckdb.DuckDBPyConnection, shown: int) -> tuple[int, tuple[Reject, ...]]:
    """How many lines the last scan rejected, and the first ones."""
    last = "FROM reject_errors WHERE scan_id = (SELECT max(scan_id) FROM reject_errors)"
    (count,) = connection.execute(f"SELECT count(DISTINCT line) {last}").fetchone() or (0,)
    rows = connection.execute(
        f"SELECT line, any_value(csv_line), any_value(error_message) {last} GROUP BY line ORDER BY line LIMIT ?",
        [shown],
    ).fetchall()
    return count, tuple(Reject(int(line), text or "", reason or "cannot be read") for line, text, reason in rows)


@contextmanager
def workbench(scratch: Path, limits: Limits) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB with the spatial functions, the staging database attached, within the memory limit."""
    connection = duckdb.connect(
        config={
            "memory_limit": f"{limits.memory >> 20}MiB",
            "threads": limits.threads,
            "temp_directory": str(scratch / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    try:
        connection.execute(f"LOAD '{spatial_path()}'")
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"ATTACH '{scratch / 'stage.duckdb'}' AS stage")
        yield connection
    finally:
        connection.close()


def spatial_path() -> Path:
    """The spatial extension inside its wheel."""
    folder = Path(duckdb_extension_spatial.__file__).parent
    return next(folder.rglob("spatial.duckdb_extension"))


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turns what DuckDB says of a file into an error of the ingest."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise TooLarge(f"{name} needs more memory than the ingest may use.") from error
    except duckdb.Error as error:
        message = str(error).split("\n")[0].replace("Invalid Input Error: ", "")
        if "maximum_object_size" in message or "Maximum line size" in message:
            raise TooLarge(f"{name}: {message}") from error
        raise DamagedFile(f"{name} cannot be read: {message}", hint="check that the file is whole") from error


def quoted(name: str) -> str:
    """An identifier between double quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text between single quotes, for the file names and options that DuckDB cannot bind."""
    return "'" + text.replace("'", "''") + "'"
