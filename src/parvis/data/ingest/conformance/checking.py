"""The check of the staged rows: one scan counts what breaks each rule, a second one finds the first rows that do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import duckdb

from parvis.data.ingest.conformance.checks import check_rules, columns_of
from parvis.data.ingest.conformance.columns import matched
from parvis.data.ingest.conformance.report import ERROR, WARNING, Conformance, Example, Finding, RuleResult
from parvis.data.ingest.conformance.rules import Key, Rule, Subject, field_rules, subjects
from parvis.data.ingest.conformance.schema import TableSchema
from parvis.data.ingest.conformance.table import Table
from parvis.data.ingest.report import Reject
from parvis.data.ingest.staging import StagedColumn

SHOWN = 20
# Formats whose cells have types of their own.
SHEETS = ("xlsx", "xls", "ods")
_AT_ONCE = 200
_LONGEST = 200


def check(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[StagedColumn],
    schema: TableSchema,
    *,
    rejected: int = 0,
    rejects: Sequence[Reject] = (),
    shown: int = SHOWN,
    sheet: bool = False,
) -> Conformance:
    """Check the staged rows against a schema; ``rejected`` rows never came that far, ``rejects`` are the first of them.

    ``sheet`` tells that the texts stand for cells of a workbook, which have types of their own. Counts are exact;
    ``shown`` rows are named for each rule. Memory does not grow with the rows.
    """
    found = matched(schema, columns)
    there = subjects(schema, found.columns, columns_of(schema.checks))
    plan = field_rules(connection, schema, there)
    findings = [*found.findings, *check_rules(connection, schema, plan, there)]
    table = Table(columns, schema.missing, sheet)
    rows, results, table = _broken(connection, table, plan.rules, shown)
    results += [result for key in plan.keys if (result := _repeated(connection, table, key, shown)) is not None]
    findings += _of_file(rows, rejected, rejects)
    order = {name: place for place, name in enumerate(there)}
    results.sort(key=lambda result: order.get(result.column, len(order)))
    return Conformance(schema.reference(), rows, tuple(findings), tuple(results), tuple(plan.unchecked))


def _of_file(rows: int, rejected: int, rejects: Sequence[Reject]) -> Iterator[Finding]:
    if rejected:
        line = rejects[0].line if rejects else None
        yield Finding("unreadable-row", ERROR, params={"count": rejected, "line": line})
    if not rows and not rejected:
        yield Finding("no-row", WARNING)


def _broken(
    connection: duckdb.DuckDBPyConnection, table: Table, rules: Sequence[Rule], shown: int
) -> tuple[int, list[RuleResult], Table]:
    """How many rows there are, and the rules that some of them break; the first rule is that of empty rows."""
    rows = 0
    counts: list[int] = []
    for some in _batches(rules):
        listed = [f"count(*) FILTER ({rule.broken})" for rule in some]
        sql = f"SELECT count(*), {', '.join(listed)} FROM ({table.sql(_about(some), _digits(some))})"
        found = connection.execute(sql).fetchone() or (0,)
        rows, counts = found[0], [*counts, *found[1:]]
        table = replace(table, blanks=counts[0] > 0)
    broken = [(rule, count) for rule, count in zip(rules, counts, strict=True) if count]
    examples = _examples(connection, table, [rule for rule, _ in broken], shown)
    results = [
        RuleResult(rule.rule, rule.column, count, first, rule.params)
        for (rule, count), first in zip(broken, examples, strict=True)
    ]
    return rows, results, table


def _examples(
    connection: duckdb.DuckDBPyConnection, table: Table, rules: Sequence[Rule], shown: int
) -> list[tuple[Example, ...]]:
    """The first rows that break each rule."""
    found: list[tuple[Example, ...]] = []
    for some in _batches(rules):
        listed = [
            f"arg_min({{'row': number, 'value': left({rule.shown}, {_LONGEST})}}, number, {shown}) "
            f"FILTER ({rule.broken})"
            for rule in some
        ]
        sql = f"SELECT {', '.join(listed)} FROM ({table.sql(_about(some), _digits(some), numbered=True)})"
        row = connection.execute(sql).fetchone() or ()
        found += [tuple(Example(one["row"], one["value"]) for one in first) for first in row]
    return found


def _batches(rules: Sequence[Rule]) -> Iterator[Sequence[Rule]]:
    """Rules in their order, as many as one statement may hold: each scan reads the file again."""
    return (rules[start : start + _AT_ONCE] for start in range(0, len(rules), _AT_ONCE))


def _about(rules: Sequence[Rule]) -> list[Subject]:
    return [subject for rule in rules for subject in rule.about]


def _digits(rules: Sequence[Rule]) -> list[Subject]:
    return [subject for rule in rules if rule.digits for subject in rule.about]


def _repeated(connection: duckdb.DuckDBPyConnection, table: Table, key: Key, shown: int) -> RuleResult | None:
    """The rows whose key an earlier row has; keys with an empty part are left aside."""
    values = [subject.value for subject in key.subjects]
    names = ", ".join(f"{value} AS key_{number}" for number, value in enumerate(values))
    full = " AND ".join(f"{value} IS NOT NULL" for value in values)
    parts = ", ".join(f"key_{number}" for number in range(len(values)))
    shows = " || ', ' || ".join(subject.text for subject in key.subjects)
    keyed = f"SELECT number, {shows} AS shown, {names} FROM ({table.sql(key.subjects, numbered=True)}) WHERE {full}"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE repeated AS SELECT {parts}, min(number) AS earliest, count(*) AS times "
        f"FROM ({keyed}) GROUP BY {parts} HAVING count(*) > 1"
    )
    try:
        row = connection.execute("SELECT coalesce(sum(times - 1), 0)::BIGINT FROM repeated").fetchone()
        count = row[0] if row else 0
        if not count:
            return None
        first = connection.execute(
            f"SELECT number, left(shown, {_LONGEST}) FROM ({keyed}) JOIN repeated USING ({parts}) "
            f"WHERE number > earliest ORDER BY number LIMIT {shown}"
        ).fetchall()
    finally:
        connection.execute("DROP TABLE repeated")
    return RuleResult(key.rule, key.column, count, tuple(Example(number, text) for number, text in first))
