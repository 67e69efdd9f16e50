"""The preview of a file: its beginning, read as the whole would be."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.ingest import Ingested, IngestOptions, ingest
from parvis.data.ingest.preview.excerpt import LENGTH, ROWS, excerpt
from parvis.data.ingest.preview.personal import Suspicion, suspicions
from parvis.data.ingest.preview.problems import problems
from parvis.data.ingest.report import FieldReport
from parvis.data.ingest.staging import quoted
from parvis.data.ingest.suggestions import Reader, suggestions

_SHOWN = 20
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be read of a file. ``rows`` are the first ones, by field; ``whole`` tells that all of the file was
    looked at; ``problems`` and ``personal`` are for the person who publishes, ``suggestions`` metadata by name."""

    format: str
    options: dict[str, Any]
    fields: tuple[FieldReport, ...]
    rows: tuple[dict[str, Any], ...]
    read: int
    whole: bool
    problems: tuple[str, ...]
    personal: tuple[Suspicion, ...]
    suggestions: dict[str, Any]
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return asdict(self)


def preview(
    source: Path, options: IngestOptions | None = None, sidecars: Mapping[str, Reader] | None = None
) -> Preview:
    """Read the beginning of a file with the rules of the ingest, in about a second whatever its size.

    Types are those of the first rows: the ingest decides them on every row. Nothing is kept. Errors: those of
    ``ingest``.
    """
    options = options or IngestOptions()
    started = time.perf_counter()
    with TemporaryDirectory(prefix="parvis-preview-") as folder:
        scratch = Path(folder)
        head, whole = excerpt(source, scratch, options)
        limits = replace(options.limits, rows=ROWS, excerpt=LENGTH)
        target = scratch / "preview.duckdb"
        ingested = ingest(head, target, replace(options, limits=limits))
        rows = _rows(target, ingested.schema)
    names = [field.name for field in ingested.schema]
    labels = {field.name: field.label for field in ingested.schema}
    report = ingested.report
    return Preview(
        format=report.format,
        options=report.options,
        fields=report.fields,
        rows=tuple(_shown(row) for row in rows[:_SHOWN]),
        read=report.read,
        whole=whole,
        problems=(*problems(ingested, rows), *_warnings(ingested)),
        personal=tuple(suspicions(names, labels, rows)),
        suggestions={} if source.is_dir() else suggestions(source, report.format, sidecars),
        seconds=time.perf_counter() - started,
    )


def _warnings(ingested: Ingested) -> tuple[str, ...]:
    return tuple(f"{warning}." for warning in ingested.report.warnings)


def _rows(target: Path, schema: Schema) -> list[dict[str, Any]]:
    """The first rows, places as GeoJSON-like values left to the reader."""
    with duckdb.connect(str(target), read_only=True) as connection:
        listed = ", ".join(_column(field) for field in schema)
        found = connection.execute(f"SELECT {listed} FROM rows LIMIT {ROWS}").fetchall()
    names = [field.name for field in schema]
    return [dict(zip(names, row, strict=True)) for row in found]


def _column(field: Field) -> str:
    name = field.name
    if field.type is FieldType.GEO_POINT:
        lon, lat = quoted(f"{name}.lon"), quoted(f"{name}.lat")
        return f"CASE WHEN {lon} IS NOT NULL THEN {{'lon': {lon}, 'lat': {lat}}} END"
    if field.type is FieldType.GEO_SHAPE:
        sides = ", ".join(quoted(f"{name}.{side}") for side in ("west", "south", "east", "north"))
        return f"CASE WHEN {quoted(name)} IS NOT NULL THEN [{sides}] END"
    return quoted(name)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """The row with long texts cut."""
    return {n: v[:_LONGEST] + "…" if isinstance(v, str) and len(v) > _LONGEST else v for n, v in row.items()}
