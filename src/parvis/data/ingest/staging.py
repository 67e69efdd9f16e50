"""The stage: a file's rows as they came, before their types are decided."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import duckdb_extension_spatial

from parvis.data.ingest.errors import DamagedFile, IngestError, TooLarge
from parvis.data.ingest.options import Limits
from parvis.data.ingest.report import Reject
from parvis.data.ingest.source.quotes import Mended

STAGE = "stage.main.rows"
# What the engine calls a quote that may have swallowed the rows after it, and bytes that are not UTF-8.
BROKEN_QUOTE = "UNQUOTED VALUE"
INVALID_ENCODING = "INVALID ENCODING"
_PREFIX = re.compile(r"^(?:[A-Z]\w+ ){1,3}Error: ")
# The place of the file on the server is nobody's business.
_PATH = re.compile(r"(?:file )?[\"']?/[^\"',;]+[\"']?")


@dataclass(frozen=True, slots=True)
class StagedColumn:
    """A column of the staging table: its name there, its label, its DuckDB type.

    ``typed`` tells that the source gave the type (JSON number, Parquet): text is then not read as a number. ``valid``
    tells that every shape of the column is known to be valid.
    """

    name: str
    label: str
    sql_type: str
    typed: bool = False
    valid: bool = False


@dataclass(frozen=True, slots=True)
class Staged:
    """What a reader found: the columns of the stage, facts about the file, things to tell.

    The stage is a table, or a view that reads the file again each time: parsing a delimited text twice costs less
    than keeping it. ``rejecting`` tells that the last scan has left its rejected rows in ``reject_errors``; ``mend``
    then stages the file anew without the lines whose quotes swallow others, ``reread`` stages it once its encoding is
    found on all of it. ``rejects`` and ``rejected`` are of rows that the reader itself left out.
    """

    columns: tuple[StagedColumn, ...]
    options: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    rejecting: bool = False
    mend: Callable[[], Mended] | None = None
    reread: Callable[[], Staged] | None = None
    rejects: tuple[Reject, ...] = ()
    rejected: int = 0


def has_errors(connection: duckdb.DuckDBPyConnection, kind: str, after: int = 0) -> bool:
    """Whether a scan met this kind of error; scans up to ``after`` were of another file."""
    found = connection.execute(
        "SELECT 1 FROM reject_errors WHERE error_type::VARCHAR = ? AND scan_id > ? LIMIT 1", [kind, after]
    )
    return found.fetchone() is not None


def scans(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of the last scan that rejected something; 0: none did."""
    (last,) = connection.execute("SELECT coalesce(max(scan_id), 0) FROM reject_errors").fetchone() or (0,)
    return int(last)


def rejects(connection: duckdb.DuckDBPyConnection, shown: int, after: int) -> tuple[int, tuple[Reject, ...]]:
    """How many lines the last scan rejected, and the first ones; scans up to ``after`` were of another file."""
    last = f"FROM reject_errors WHERE scan_id > {after} AND scan_id = (SELECT max(scan_id) FROM reject_errors)"
    (count,) = connection.execute(f"SELECT count(DISTINCT line) {last}").fetchone() or (0,)
    if not count:
        return 0, ()
    rows = connection.execute(
        f"SELECT line, any_value(csv_line), any_value(error_message) {last} GROUP BY line ORDER BY line LIMIT ?",
        [shown],
    ).fetchall()
    return count, tuple(Reject(int(line), (text or "").strip("\r\n"), reason or "?") for line, text, reason in rows)


@contextmanager
def workbench(scratch: Path, limits: Limits, timezone: str = "UTC") -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB with the staging database attached, within the memory limit.

    Instants without zone are in ``timezone``. Raises IngestError for a zone that does not exist.
    """
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
        _set_zone(connection, timezone)
        connection.execute(f"ATTACH '{scratch / 'stage.duckdb'}' AS stage")
        # The stage goes with its folder: closing it has nothing to write down. What stays asks for its checkpoint.
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        yield connection
    finally:
        connection.close()


def _set_zone(connection: duckdb.DuckDBPyConnection, timezone: str) -> None:
    try:
        connection.execute(f"SET TimeZone = {literal(timezone)}")
    except duckdb.Error as error:
        raise IngestError(f"{timezone!r} is not a time zone.", hint="such as Europe/Paris or UTC") from error


def load_spatial(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the spatial functions, which take longer to load than most files; once is enough."""
    connection.execute(f"LOAD {literal(str(spatial_path()))}")


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
        hint = "split it, or publish fewer columns"
        raise TooLarge(f"{name} needs more memory than the ingest may use.", hint=hint) from error
    except duckdb.Error as error:
        if "No space left on device" in str(error):
            raise OSError(errno.ENOSPC, "no space left on the disk of the store") from error
        message = _PREFIX.sub("", str(error).split("\n")[0])
        message = _PATH.sub("the file", message)
        if "maximum_object_size" in message or "Maximum line size" in message:
            raise TooLarge(f"{name}: {message}") from error
        raise DamagedFile(f"{name} cannot be read: {message}", hint="check that the file is whole") from error


def quoted(name: str) -> str:
    """An identifier between double quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text between single quotes, for the file names and options that DuckDB cannot bind."""
    return "'" + text.replace("'", "''") + "'"
