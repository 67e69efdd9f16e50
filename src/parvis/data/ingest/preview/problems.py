"""What looks wrong in a table, in words for the person who made it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from parvis.core.fields import Field, FieldType
from parvis.data.ingest import Ingested
from parvis.data.ingest.inference import names
from parvis.data.ingest.inference.missing import is_mark

_SHARE = 0.8
_SHOWN = 3
_CODE = re.compile(r"0\d+|\d*[A-Za-z]\d+")
_EAST = range(50_000, 1_300_001)
_NORTH = range(6_000_000, 7_200_001)


def problems(ingested: Ingested, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What to look at before publishing, most serious first."""
    return [*_shape(ingested), *_columns(ingested), *_outliers(ingested, rows), *_projected(ingested, rows)]


def _shape(ingested: Ingested) -> Iterator[str]:
    report = ingested.report
    if not ingested.rows:
        yield "The table has no row below its header."
    if len(ingested.schema) == 1 and report.format == "csv":
        yield "Only one column was found. If the file has more, say which sign stands between them (the delimiter)."
    if report.rejected:
        first = report.rejects[0] if report.rejects else None
        place = f" The first is line {first.line}: {first.reason}." if first else ""
        yield f"{report.rejected:,} lines would be left out.{place} Correct them in the file, or accept to lose them."
    if report.options.get("header") is False:
        yield "No header was found: the columns would be called column_1, column_2… Add a first line with their names."


def _columns(ingested: Ingested) -> Iterator[str]:
    empty = [field.label or field.name for field in ingested.report.fields if not field.filled]
    if empty and ingested.rows:
        yield f"Columns without any value in the first rows: {', '.join(empty)}. Leave them out if they stay empty."
    labels = [field.label.strip().lower() for field in ingested.schema if field.label]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        yield f"Several columns have the same name: {', '.join(twice)}. Give each its own."
    without = sum(field.name.startswith("column_") for field in ingested.schema)
    if without and ingested.report.options.get("header") is not False:
        yield f"{without:,} columns have no name. Write one in the first line of each."


def _outliers(ingested: Ingested, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Text columns that would hold numbers but for a few values."""
    for field in ingested.schema:
        if field.type is not FieldType.TEXT or field.is_list:
            continue
        values = [(n, row[field.name]) for n, row in enumerate(rows, 1) if isinstance(row.get(field.name), str)]
        strange = [(n, text) for n, text in values if not _is_number(text) and not is_mark(text)]
        codes = names.is_code(_called(field)) or any(_is_code(text) for _, text in values)
        if strange and not codes and len(values) - len(strange) >= max(_SHARE * len(values), 5):
            shown = ", ".join(f"row {n} “{text[:40]}”" for n, text in strange[:_SHOWN])
            yield f"{_called(field)} looks like numbers, except for {shown}. Correct these, or it stays a text."


def _projected(ingested: Ingested, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if ingested.bbox is not None:
        return

    def within(field: Field, span: range) -> bool:
        values = [row.get(field.name) for row in rows]
        numbers = [value for value in values if isinstance(value, int | float)]
        return bool(numbers) and all(span.start <= value < span.stop for value in numbers)

    east = [field for field in ingested.schema if within(field, _EAST)]
    north = [field for field in ingested.schema if within(field, _NORTH)]
    if len(east) == 1 and len(north) == 1:
        pair = f"{_called(east[0])} and {_called(north[0])}"
        yield f"{pair} look like coordinates in Lambert-93. Say that they are in EPSG 2154 to put the rows on a map."


def _is_code(text: str) -> bool:
    """Digits after a zero, or around one letter (01001, 2A004)."""
    return bool(_CODE.fullmatch(text))


def _called(field: Field) -> str:
    return field.label or field.name


def _is_number(text: str) -> bool:
    plain = "".join(text.split()).replace(",", ".").rstrip("%€")
    try:
        float(plain)
    except ValueError:
        return False
    return True
