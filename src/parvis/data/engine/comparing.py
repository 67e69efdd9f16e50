"""Two tables of one dataset compared: exact counts, and the numbers of the rows that differ.

By key: rows of equal keys are pairs, a pair with another value somewhere has changed. Without key, rows are a multiset:
one that stands once more is added. The names in the SQL are the program's own; columns are quoted, values bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow
from sqlglot import exp

from parvis.core.errors import ParvisError
from parvis.core.fields import Field, FieldType
from parvis.data.engine.attach import catalog_name
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.duckdb.dialect import DUCKDB
from parvis.data.engine.lower.sql import SQL, alias, col
from parvis.data.engine.lower.statement import Source, condition
from parvis.data.engine.table import Table

# Keys are spread over so many buckets, to see a crowd before it is joined with another one.
_BUCKETS = 1 << 16


class KeyNotUnique(ParvisError):
    """Several rows of a version have the same values in the fields that should identify them."""

    code = "KeyNotUnique"
    status = 400


@dataclass(frozen=True, slots=True)
class Plan:
    """What is compared: fields that both tables have with the same type; ``key`` empty: rows as a multiset."""

    before: Table
    after: Table
    key: tuple[Field, ...]
    compared: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """Exact counts, changed values by field, and the numbers of the first rows of each kind.

    ``changes`` are numbers before and after.
    """

    added: int
    removed: int
    changed: int
    fields: Mapping[str, int]
    additions: tuple[int, ...]
    removals: tuple[int, ...]
    changes: tuple[tuple[int, int], ...]


def count(cursor: duckdb.DuckDBPyConnection, plan: Plan, rows: tuple[int, int], sample: int) -> Counted:
    """Count the differences; ``rows`` are those of each table that may be seen. Raises KeyNotUnique."""
    if not plan.key:
        return _count_multiset(cursor, plan, sample)
    _check_crowd(cursor, plan)
    flags = [f"d{i}" for i in range(len(plan.compared))]
    changed = f"an IS NOT NULL AND bn IS NOT NULL AND ({' OR '.join(flags) or 'false'})"
    sides, parameters = _sides(plan)
    fields = "".join(f", count(*) FILTER (an IS NOT NULL AND bn IS NOT NULL AND {flag})" for flag in flags)
    sql = (
        f"SELECT count(*) FILTER (an IS NULL), count(*) FILTER (bn IS NULL), count(*) FILTER ({changed}), "
        f"count(*) FILTER (an IS NOT NULL AND bn IS NOT NULL), min(bn, {sample:d}) FILTER (an IS NULL), "
        f"min(an, {sample:d}) FILTER (bn IS NULL), "
        f"min(struct_pack(bn := bn, an := an), {sample:d}) FILTER ({changed}){fields} "
        f"FROM ({_pairs(plan, sides)})"
    )
    found = cursor.execute(sql, parameters or None).fetchone()
    assert found is not None
    added, removed, different, matched, additions, removals, changes, *by_field = found
    if (matched + removed, matched + added) != rows:
        raise not_unique(plan)
    return Counted(
        added=added,
        removed=removed,
        changed=different,
        fields={field.name: n for field, n in zip(plan.compared, by_field, strict=True) if n},
        additions=tuple(additions or ()),
        removals=tuple(removals or ()),
        changes=tuple((pair["an"], pair["bn"]) for pair in changes or ()),
    )


def differing(cursor: duckdb.DuckDBPyConnection, plan: Plan, batch: int) -> Iterator[pyarrow.RecordBatch]:
    """Batches of row numbers ``an`` and ``bn`` (null: none) of the rows that differ, in the order of the new table.

    What was removed comes last; ``times`` counts equal rows.
    """
    sides, parameters = _sides(plan)
    if plan.key:
        different = " OR ".join(["an IS NULL", "bn IS NULL", *(f"d{i}" for i in range(len(plan.compared)))])
        sql = f"SELECT an, bn, 1 AS times FROM ({_pairs(plan, sides)}) WHERE {different}"
    else:
        sql = (
            "SELECT CASE WHEN d < 0 THEN an END AS an, CASE WHEN d > 0 THEN bn END AS bn, abs(d)::BIGINT AS times "
            f"FROM ({_groups(plan, sides)})"
        )
    cursor.execute(f"{sql} ORDER BY bn NULLS LAST, an", parameters or None)
    yield from cursor.to_arrow_reader(batch)


def not_unique(plan: Plan) -> KeyNotUnique:
    """The error for these key fields."""
    names = ", ".join(field.name for field in plan.key)
    return KeyNotUnique(
        f"Several rows have the same {names}: they cannot be told apart by it.",
        hint="Give other fields as key, or key= to compare whole rows.",
    )


def _count_multiset(cursor: duckdb.DuckDBPyConnection, plan: Plan, sample: int) -> Counted:
    sides, parameters = _sides(plan)
    sql = (
        f"SELECT sum(d) FILTER (d > 0), -sum(d) FILTER (d < 0), min(bn, {sample:d}) FILTER (d > 0), "
        f"min(an, {sample:d}) FILTER (d < 0) FROM ({_groups(plan, sides)})"
    )
    found = cursor.execute(sql, parameters or None).fetchone()
    assert found is not None
    added, removed, additions, removals = found
    return Counted(int(added or 0), int(removed or 0), 0, {}, tuple(additions or ()), tuple(removals or ()), ())


def _check_crowd(cursor: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Raise KeyNotUnique when some keys are so crowded that joining them would never end; cheap, not exact."""
    keys = ", ".join(f"k{i}" for i in range(len(_columns(plan.key))))
    for table in (plan.before, plan.after):
        context = Context(DUCKDB)
        side = _side(plan, table, context)
        sql = f"SELECT max(c), sum(c) FROM (SELECT count(*) AS c FROM ({side}) GROUP BY hash({keys}) % {_BUCKETS})"
        most, rows = cursor.execute(sql, context.parameters or None).fetchone() or (0, 0)
        mean = float(rows or 0) / _BUCKETS
        if (most or 0) > 1000 + mean + 20 * mean**0.5:
            raise not_unique(plan)


def _pairs(plan: Plan, sides: tuple[str, str]) -> str:
    """One row a key: numbers ``an`` and ``bn``, and a flag for each compared field."""
    same = " AND ".join(f"a.k{i} IS NOT DISTINCT FROM b.k{i}" for i in range(len(_columns(plan.key))))
    flags, place = [], 0
    for number, field in enumerate(plan.compared):
        width = len(_columns((field,)))
        differ = (f"a.c{i} IS DISTINCT FROM b.c{i}" for i in range(place, place + width))
        flags.append(f", ({' OR '.join(differ)}) AS d{number}")
        place += width
    return f"SELECT a.n AS an, b.n AS bn{''.join(flags)} FROM ({sides[0]}) a FULL JOIN ({sides[1]}) b ON {same}"


def _groups(plan: Plan, sides: tuple[str, str]) -> str:
    """One row for equal rows that stand more often in one table: ``d`` times more in the new one, first numbers.

    Groups are found without row numbers, which only the few that differ are asked for: a third of the memory.
    """
    names = [f"c{i}" for i in range(len(_columns(plan.compared)))]
    listed = ", ".join(names)
    grouped = f" GROUP BY {listed}" if names else ""
    both = f"SELECT *, -1 AS s FROM ({sides[0]}) UNION ALL SELECT *, 1 AS s FROM ({sides[1]})"
    values = f"{listed}, s" if names else "s"
    found = f"SELECT {listed or '1 AS one'} FROM (SELECT {values} FROM ({both})){grouped} HAVING sum(s) <> 0"
    same = " AND ".join(f"t.{name} IS NOT DISTINCT FROM x.{name}" for name in names) or "true"
    numbers = "min(n) FILTER (s = -1) AS an, min(n) FILTER (s = 1) AS bn"
    ours = ", ".join(f"t.{name}" for name in names)
    regrouped = f" GROUP BY {ours}" if names else ""
    return (
        f"SELECT sum(s) AS d, {numbers} FROM ({both}) t SEMI JOIN ({found}) x ON {same}{regrouped} HAVING sum(s) <> 0"
    )


def _sides(plan: Plan) -> tuple[tuple[str, str], Mapping[str, Any]]:
    """The rows that may be seen of each table (``n`` is their number), and the values that both bind."""
    context = Context(DUCKDB)
    return (_side(plan, plan.before, context), _side(plan, plan.after, context)), context.parameters


def _side(plan: Plan, table: Table, context: Context) -> str:
    source = Source((catalog_name(table.key), "main", "rows"), table.row_filter)
    outputs: list[SQL] = [alias(context.sql.row_number(), "n")]
    outputs += [alias(col(name), f"k{i}") for i, name in enumerate(_columns(plan.key))]
    outputs += [alias(col(name), f"c{i}") for i, name in enumerate(_columns(plan.compared))]
    select = exp.Select(expressions=outputs).from_(source.relation(), copy=False)
    kept = condition(source, context)
    if kept is not None:
        select.where(kept, copy=False)
    return select.sql(DUCKDB.name, copy=False)


def _columns(fields: tuple[Field, ...]) -> list[str]:
    """The columns that hold the values of fields."""
    pairs = ([f"{f.name}.lon", f"{f.name}.lat"] if f.type is FieldType.GEO_POINT else [f.name] for f in fields)
    return [name for names in pairs for name in names]
