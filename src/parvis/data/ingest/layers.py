"""Layers over the stage: the same rows with columns computed from those that came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import duckdb

from parvis.data.ingest.source.quotes import Mended
from parvis.data.ingest.staging import STAGE, Staged, StagedColumn

_DATABASE, _SCHEMA, _NAME = STAGE.split(".")


def layered(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    columns: tuple[StagedColumn, ...],
    computed: Mapping[str, str],
) -> Staged:
    """Put a view over the stage with these columns: those of ``computed`` by their SQL, the others as they are.

    The layer stays when the source is staged anew (a broken quote, another encoding).
    """
    mend, reread = staged.mend, staged.reread
    below = f"{_NAME}_below_{_count(connection)}"
    listed = ", ".join(f"{computed.get(c.name, c.name)} AS {c.name}" for c in columns)

    def cover() -> None:
        kind = "VIEW" if _is_view(connection) else "TABLE"
        connection.execute(f"DROP VIEW IF EXISTS {_DATABASE}.{_SCHEMA}.{below}")
        connection.execute(f"ALTER {kind} {STAGE} RENAME TO {below}")
        connection.execute(f"CREATE VIEW {STAGE} AS SELECT {listed} FROM {_DATABASE}.{_SCHEMA}.{below}")

    def mended() -> Mended:
        assert mend is not None
        whole = mend()
        cover()
        return whole

    def once_more() -> Staged:
        assert reread is not None
        again = reread()
        return layered(connection, again, columns, computed)

    cover()
    return replace(
        staged,
        columns=columns,
        mend=None if mend is None else mended,
        reread=None if reread is None else once_more,
    )


def _is_view(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(
        "SELECT 1 FROM duckdb_views() WHERE database_name = ? AND view_name = ?", [_DATABASE, _NAME]
    )
    return found.fetchone() is not None


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    (count,) = connection.execute(
        "SELECT (SELECT count(*) FROM duckdb_views() WHERE database_name = ?) + "
        "(SELECT count(*) FROM duckdb_tables() WHERE database_name = ?)",
        [_DATABASE, _DATABASE],
    ).fetchone() or (0,)
    return int(count)
