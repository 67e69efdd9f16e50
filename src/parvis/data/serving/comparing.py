"""Two versions of a dataset compared, as far as a caller may see both: fields, exact counts, the rows that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from parvis.core.errors import InvalidParameter
from parvis.core.fields import GEOGRAPHIC, Field
from parvis.data.engine.comparing import Counted, KeyNotUnique, Plan
from parvis.data.engine.engine import Cancellation
from parvis.data.engine.lower.nodes import among_rows
from parvis.data.engine.table import EVERY_ROW, Table
from parvis.data.odsql import typed
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader
from parvis.data.serving.schema_changes import SchemaChange, comparable, schema_changes

SAMPLE = 20
_BATCH = 5_000
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A row as it was and as it is (None: there is none), values in the order of the visible fields of its version.

    ``times``: so many equal rows.
    """

    before: Row | None
    after: Row | None
    times: int = 1

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


@dataclass(frozen=True)
class Comparison:
    """``before`` and ``after`` are the views of both versions; ``key`` empty: whole rows were compared.

    ``compared`` are the fields that both have with the same type; ``rows`` counts those of each version. ``sample``
    holds the first rows of each kind. ``crowded_key`` names the declared key that could not be used: it is not unique.
    """

    before: DatasetView
    after: DatasetView
    key: tuple[Field, ...]
    compared: tuple[Field, ...]
    schema: tuple[SchemaChange, ...]
    rows: tuple[int, int]
    counted: Counted
    sample: tuple[Change, ...]
    crowded_key: tuple[str, ...] = ()

    @property
    def unchanged(self) -> int:
        """Rows that both versions have as they are."""
        return self.rows[1] - self.counted.added - self.counted.changed


def compare(
    reader: Reader,
    before: DatasetView,
    after: DatasetView,
    key: Sequence[str] | None = None,
    *,
    cancel: Cancellation | None = None,
) -> Comparison:
    """Compare two versions of a dataset; ``key`` None is the one that the dataset declares, empty: whole rows.

    Only rows and fields that the caller may see of each are looked at. Raises Forbidden, NotFound (no records),
    InvalidParameter for a key that is none, KeyNotUnique for a given one that is not unique.
    """
    one, other = before.records, after.records
    fields = comparable(one.schema, other.schema)
    names = declared_key(after, fields) if key is None else tuple(key)
    chosen = _key_fields(names, fields)
    crowded: tuple[str, ...] = ()
    try:
        counted = _counted(reader, _plan(one, other, chosen, fields), cancel)
    except KeyNotUnique:
        if key is not None:
            raise
        crowded, chosen = names, ()
        counted = _counted(reader, _plan(one, other, chosen, fields), cancel)
    return Comparison(
        before=before,
        after=after,
        key=chosen,
        compared=fields,
        schema=schema_changes(one.schema, other.schema),
        rows=(_rows(reader, one, cancel), _rows(reader, other, cancel)),
        counted=counted,
        sample=tuple(_sample(reader, one, other, counted, cancel)),
        crowded_key=crowded,
    )


def differences(reader: Reader, found: Comparison, *, cancel: Cancellation | None = None) -> Iterator[Change]:
    """Every row that differs, in the order of the newer version, removed ones last; in bounded memory."""
    one, other = found.before.records, found.after.records
    plan = _plan(one, other, found.key, found.compared)
    for batch in reader.engine.differing(plan, rows=_BATCH, cancel=cancel):
        numbers = [column.to_pylist() for column in batch.columns]
        before = _by_number(reader, one, numbers[0], cancel)
        after = _by_number(reader, other, numbers[1], cancel)
        for old, new, times in zip(*numbers, strict=True):
            yield Change(before.get(old), after.get(new), times)


def declared_key(after: DatasetView, fields: Sequence[Field]) -> tuple[str, ...]:
    """The key fields of the newer version; empty when the caller does not see them all in both."""
    names = tuple(field.name for field in after.manifest.schema if field.key)
    usable = {field.name for field in fields if field.type not in GEOGRAPHIC}
    return names if set(names) <= usable else ()


def _key_fields(names: Sequence[str], fields: Sequence[Field]) -> tuple[Field, ...]:
    known = {field.name: field for field in fields if field.type not in GEOGRAPHIC}
    wrong = next((name for name in names if name not in known), None)
    if wrong is not None:
        raise InvalidParameter(
            f"Invalid value for key API parameter: {wrong[:60]!r} is no field that both versions have.",
            hint=f"fields: {', '.join(list(known)[:20])}",
            params={"parameter": "key"},
        )
    return tuple(known[name] for name in dict.fromkeys(names))


def _plan(one: Table, other: Table, key: tuple[Field, ...], fields: tuple[Field, ...]) -> Plan:
    return Plan(one, other, key, tuple(field for field in fields if field not in key))


def _counted(reader: Reader, plan: Plan, cancel: Cancellation | None) -> Counted:
    """Versions never change: what was counted is kept."""
    parts = (plan.before.key, plan.before.row_filter, plan.after.key, plan.after.row_filter)
    key = ("compared", *parts, plan.key, plan.compared)
    return reader.results.get(
        key, lambda: reader.engine.compare(plan, sample=SAMPLE, cancel=cancel), lambda _: SAMPLE * 4
    )


def _rows(reader: Reader, table: Table, cancel: Cancellation | None) -> int:
    key = ("rows", table.key, table.row_filter)
    return reader.results.get(key, lambda: reader.engine.count(table, EVERY_ROW, cancel=cancel), lambda _: 1)


def _sample(
    reader: Reader, one: Table, other: Table, counted: Counted, cancel: Cancellation | None
) -> Iterator[Change]:
    before = _by_number(reader, one, [*counted.removals, *(a for a, _ in counted.changes)], cancel)
    after = _by_number(reader, other, [*counted.additions, *(b for _, b in counted.changes)], cancel)
    yield from (Change(before.get(a), after.get(b)) for a, b in counted.changes)
    yield from (Change(None, after.get(b)) for b in counted.additions)
    yield from (Change(before.get(a), None) for a in counted.removals)


def _by_number(
    reader: Reader, table: Table, numbers: Sequence[int | None], cancel: Cancellation | None
) -> dict[int | None, Row]:
    """The rows of these numbers, all visible fields; None stands for no row."""
    wanted = tuple(sorted(number for number in numbers if number is not None))
    if not wanted:
        return {}
    columns = tuple(typed.Column(f.name, typed.FieldRef(f), precision=f.precision) for f in table.schema)
    query = typed.Query(columns, where=among_rows(wanted), limit=None)
    found = reader.engine.select(table, query, numbers=True, cancel=cancel)
    return dict(zip(found.numbers or (), found.values, strict=True))
