"""The columns of a file against the fields of a schema: which are there, missing, too many, out of order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parvis.data.ingest.conformance.report import ERROR, WARNING, Finding
from parvis.data.ingest.conformance.schema import NAMED, TableSchema
from parvis.data.ingest.staging import StagedColumn


@dataclass(frozen=True, slots=True)
class Matched:
    """The column of each field that the file has, by the name of the field, all columns by label, and the findings."""

    fields: Mapping[str, StagedColumn]
    columns: Mapping[str, StagedColumn]
    findings: tuple[Finding, ...]


def matched(schema: TableSchema, staged: Sequence[StagedColumn]) -> Matched:
    """Find the column of each field: by its exact name, else by its name in other letters."""
    columns: dict[str, StagedColumn] = {}
    twice: dict[str, None] = {}
    for column in staged:
        if column.label and column.label in columns:
            twice[column.label] = None
        columns.setdefault(column.label, column)
    folded = {_folded(label): label for label in reversed(columns)}
    exact = {field.name for field in schema.fields}
    labels: dict[str, str] = {}
    for field in schema.fields:
        near = folded.get(_folded(field.name))
        if field.name in columns:
            labels[field.name] = field.name
        elif near is not None and near not in exact:
            labels[field.name] = near
    found = {name: columns[label] for name, label in labels.items()}
    findings = (*_compared(schema, labels, columns), *_twice(twice))
    return Matched(found, {**columns, **found}, findings)


def _compared(schema: TableSchema, labels: Mapping[str, str], columns: Mapping[str, object]) -> Iterator[Finding]:
    if not labels:
        yield Finding("no-column", ERROR)
    yield from _missing(schema, labels)
    for field in schema.fields:
        found = labels.get(field.name, field.name)
        if found != field.name:
            serious = field.required or schema.match != NAMED
            yield Finding("header-case", ERROR if serious else WARNING, field.name, {"found": found})
    taken = set(labels.values())
    extra = [label or "—" for label in columns if label not in taken]
    if schema.match in ("exact", "equal", "superset"):
        yield from (Finding("extra-column", ERROR, label) for label in extra)
    elif extra:
        yield Finding("extra-column", WARNING, ", ".join(extra))
    names = {label: name for name, label in labels.items()}
    there = [names[label] for label in columns if label in names]
    expected = [field.name for field in schema.fields if field.name in labels]
    if there != expected and schema.match in ("exact", NAMED):
        serious = schema.match == "exact"
        yield Finding("column-order", ERROR if serious else WARNING, params={"expected": expected})


def _missing(schema: TableSchema, labels: Mapping[str, str]) -> Iterator[Finding]:
    """Those that are asked for, one by one; those that may lack, together."""
    absent = [field for field in schema.fields if field.name not in labels]
    every = schema.match in ("exact", "equal", "subset")
    yield from (Finding("missing-column", ERROR, field.name) for field in absent if field.required or every)
    optional = [field.name for field in absent if not (field.required or every)]
    if optional:
        yield Finding("missing-optional-column", WARNING, ", ".join(optional))


def _twice(labels: Mapping[str, None]) -> Iterator[Finding]:
    return (Finding("duplicate-column", ERROR, label) for label in labels)


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
