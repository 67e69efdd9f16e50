"""A comparison of two versions as JSON, and its rows as CSV and JSON lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import orjson

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.engine.rendering import FORMULA
from parvis.data.exports.values import json_value
from parvis.data.serving.comparing import Change, Comparison, Row

FORMATS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
_CHUNK = 1 << 16


def summary(found: Comparison, timezone: str = "UTC") -> dict[str, Any]:
    """JSON object: what was compared, how the fields changed, exact counts, the first rows."""
    before, after = found.before.manifest, found.after.manifest
    counted = found.counted
    return {
        "dataset_id": after.id,
        "from": {"version": before.version, "created": before.data_processed},
        "to": {"version": after.version, "created": after.data_processed},
        "key": [field.name for field in found.key],
        "unusable_key": list(found.crowded_key),
        "compared_fields": [field.name for field in found.compared],
        "schema_changes": [change.to_dict() for change in found.schema],
        "breaking": any(change.breaking for change in found.schema),
        "records": {
            "before": found.rows[0],
            "after": found.rows[1],
            "added": counted.added,
            "removed": counted.removed,
            "changed": counted.changed,
            "unchanged": found.unchanged,
        },
        "changed_values": dict(counted.fields),
        "sample": [change_object(found, change, timezone) for change in found.sample],
    }


def change_object(found: Comparison, change: Change, timezone: str = "UTC") -> dict[str, Any]:
    """JSON object of one row that differs; ``fields`` are those whose value changed."""
    before = row_object(found.before.records.schema, change.before, timezone)
    after = row_object(found.after.records.schema, change.after, timezone)
    told: dict[str, Any] = {"change": change.kind}
    if change.times > 1:
        told["times"] = change.times
    if change.kind == "changed":
        told["fields"] = changed_fields(found, change)
    return {**told, "before": before, "after": after}


def changed_fields(found: Comparison, change: Change) -> list[str]:
    """The compared fields whose value a changed row has not kept."""
    if change.before is None or change.after is None:
        return []
    old = {field.name: value for field, value in zip(found.before.records.schema, change.before, strict=True)}
    new = {field.name: value for field, value in zip(found.after.records.schema, change.after, strict=True)}
    return [f.name for f in found.compared if _differ(old[f.name], new[f.name])]


def row_object(schema: Schema, row: Row | None, timezone: str = "UTC") -> dict[str, Any] | None:
    """A row as the records of the API show it."""
    if row is None:
        return None
    return {f.name: json_value(v, kind(f), f.precision, timezone) for f, v in zip(schema, row, strict=True)}


def kind(field: Field) -> str:
    """The column type of a field, as exports name it."""
    return "text_list" if field.is_list else field.type.value


def jsonl_chunks(found: Comparison, changes: Iterable[Change], timezone: str = "UTC") -> Iterator[bytes]:
    """One JSON object a line for each row that differs."""
    pending = b""
    for change in changes:
        pending += orjson.dumps(change_object(found, change, timezone), default=str) + b"\n"
        if len(pending) > _CHUNK:
            yield pending
            pending = b""
    yield pending


def csv_chunks(
    found: Comparison,
    changes: Iterable[Change],
    *,
    delimiter: str = ";",
    timezone: str = "UTC",
    escape_formulas: bool = False,
) -> Iterator[bytes]:
    """Lines ``added``, ``removed``, and two for a changed row: ``before`` and ``after``.

    Columns are the fields of the newer version, then those that only the older one has; begins with a byte order mark.
    """
    before, after = found.before.records.schema, found.after.records.schema
    fields = [*after, *(field for field in before if after.get(field.name) is None)]
    out = io.StringIO(newline="")
    write = csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow
    out.write("\ufeff")
    write(["change", *(field.name for field in fields)])
    line = _liner(fields, timezone, escape_formulas)
    for change in changes:
        for name, schema, row in _lines(change, before, after):
            for _ in range(change.times):
                write([name, *line(schema, row)])
                if out.tell() > _CHUNK:
                    yield _taken(out)
    yield _taken(out)


def _lines(change: Change, before: Schema, after: Schema) -> list[tuple[str, Schema, Row]]:
    found = []
    both = change.kind == "changed"
    if change.before is not None:
        found.append(("before" if both else "removed", before, change.before))
    if change.after is not None:
        found.append(("after" if both else "added", after, change.after))
    return found


def _liner(fields: Sequence[Field], timezone: str, escaped: bool) -> Callable[[Schema, Row], list[str]]:
    def line(schema: Schema, row: Row) -> list[str]:
        cells = {f.name: cell(f, value, timezone) for f, value in zip(schema, row, strict=True)}
        texts = [cells.get(field.name, "") for field in fields]
        return [f"'{t}" if escaped and re.match(FORMULA, t) else t for t in texts]

    return line


def cell(field: Field, value: Any, timezone: str = "UTC") -> str:
    """A value as the CSV export writes it."""
    if value is None:
        return ""
    if field.is_list:
        return ",".join(value)
    if field.type is FieldType.GEO_POINT:
        return f"{value[1]}, {value[0]}"
    if field.type in (FieldType.GEO_SHAPE, FieldType.JSON, FieldType.FILE, FieldType.TEXT):
        return str(value)
    if field.type is FieldType.BOOLEAN:
        return "true" if value else "false"
    shown = json_value(value, kind(field), field.precision, timezone)
    return "" if shown is None else str(shown)


def _taken(out: io.StringIO) -> bytes:
    content = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return content


def _differ(old: Any, new: Any) -> bool:
    # A value that is not equal to itself (NaN) is the same in both.
    return bool(old != new and not (old != old and new != new))
