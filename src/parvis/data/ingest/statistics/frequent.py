"""The second pass: how often each value occurs. Exact unless there are very many values, and said when it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from parvis.core.fields import Field
from parvis.data.ingest.statistics.fields import Counted, counted

SHOWN = 10
EXACT = 100_000
"""Values that are counted one by one, at most."""
# An estimate of the number of values is wrong by a third at the worst; candidates beyond those shown make the most
# frequent ones sure when some values stand out.
_CANDIDATES = 50


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Values that occur most with their counts, most frequent first, and how many different ones there are.

    ``exact`` false: the number of values is an estimate, and another value may be as frequent; the counts are right.
    Values that occur once are then left out.
    """

    distinct: int
    exact: bool
    values: tuple[tuple[Any, int], ...]


def frequencies(
    connection: duckdb.DuckDBPyConnection, field: Field, estimate: int | None, exact: int = EXACT
) -> Frequencies | None:
    """The frequencies of a field; None for types whose values are not counted. ``estimate`` is of distinct values."""
    source = counted(field)
    if source is None:
        return None
    if estimate is None:
        estimate = _one(connection, f"SELECT approx_count_distinct(v) FROM {source.relation}")
    if estimate <= exact:
        return _exact(connection, source)
    return _estimated(connection, source, estimate)


def _exact(connection: duckdb.DuckDBPyConnection, source: Counted) -> Frequencies:
    groups = f"SELECT v, count(*) AS n FROM {source.relation} WHERE {source.condition} GROUP BY v"
    rows = connection.execute(
        f"WITH g AS MATERIALIZED ({groups}) "
        f"SELECT v, n, (SELECT count(*) FROM g) FROM g ORDER BY n DESC, v LIMIT {SHOWN}"
    ).fetchall()
    beyond = _one(
        connection,
        f"SELECT count(DISTINCT hash(v)) FROM {source.relation} WHERE v IS NOT NULL AND NOT ({source.condition})",
    )
    return Frequencies((rows[0][2] if rows else 0) + beyond, True, tuple((v, n) for v, n, _ in rows))


def _estimated(connection: duckdb.DuckDBPyConnection, source: Counted, estimate: int) -> Frequencies:
    kept = f"FROM {source.relation} WHERE {source.condition}"
    candidates = f"SELECT unnest(approx_top_k(v, {_CANDIDATES})) {kept}"
    rows = connection.execute(
        f"SELECT v, count(*) AS n {kept} AND v IN ({candidates}) "
        f"GROUP BY v HAVING n > 1 ORDER BY n DESC, v LIMIT {SHOWN}"
    ).fetchall()
    return Frequencies(estimate, False, tuple(rows))


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
