"""A DuckDB instance that can read the data folders and nothing else."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import duckdb


@cache
def spatial_extension() -> Path:
    """The spatial extension that ships as a wheel of this exact engine version.

    Raises RuntimeError when the wheel is missing or built for another version.
    """
    found = importlib.util.find_spec("duckdb_extension_spatial")
    folders = list(found.submodule_search_locations or []) if found else []
    for folder in folders:
        path = Path(folder) / "extensions" / f"v{duckdb.__version__}" / "spatial.duckdb_extension"
        if path.exists():
            return path
    raise RuntimeError(f"duckdb-extension-spatial {duckdb.__version__} is not installed")


def quoted(text: str | Path) -> str:
    """A path as an SQL string; paths come from the installation, never from a caller."""
    return "'" + str(text).replace("'", "''") + "'"


def locked_instance(
    directories: Sequence[Path], temporary: Path, *, threads: int, memory: int, temporary_size: int
) -> duckdb.DuckDBPyConnection:
    """An in-memory instance with the spatial functions, locked: no other file, no network, no setting can be changed.

    ``memory`` and ``temporary_size`` in megabytes. The order matters: allowed directories before external access ends.
    """
    connection = duckdb.connect(":memory:", config={"threads": threads})
    connection.execute(f"LOAD {quoted(spatial_extension())}")
    allowed = ", ".join(quoted(path.resolve()) for path in (*directories, temporary))
    for setting in (
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "python_enable_replacements = false",
        "enable_progress_bar = false",
        f"memory_limit = '{memory}MB'",
        f"temp_directory = {quoted(temporary.resolve())}",
        f"max_temp_directory_size = '{temporary_size}MB'",
        "TimeZone = 'UTC'",
        f"allowed_directories = [{allowed}]",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
    # The first bound value loads modules for a fifth of a second: not in somebody's first query.
    connection.execute("SELECT $p", {"p": 1}).fetchall()
    return connection
