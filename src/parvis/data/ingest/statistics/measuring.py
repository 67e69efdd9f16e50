"""Statistics of all the fields of a version, as one JSON object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import Any

import duckdb

from parvis.core.fields import GEOGRAPHIC, Field, Schema
from parvis.data.ingest.statistics.fields import is_text
from parvis.data.ingest.statistics.frequent import EXACT, frequencies
from parvis.data.ingest.statistics.histogram import histogram
from parvis.data.ingest.statistics.summary import Summary, summaries

FORMAT = 1
MEMORY = 256 << 20
THREADS = 2
DETAILED = 500
"""Fields with frequent values and histogram, the first ones: a wider table has no reader for them."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What types were inferred on: instant of the version (ISO), name of the file, why each field has its type."""

    at: str
    source: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)


def measure(data: Path, schema: Schema, basis: Basis, scratch: Path, *, exact: int = EXACT) -> dict[str, Any]:
    """The statistics of every row of a version's DuckDB file.

    ``rows``, ``inferred`` (``at``, ``source``), and ``fields`` in the order of the schema: each stands alone, so that
    some can be shown without the others. Memory is bounded whatever the rows; what does not fit goes to ``scratch``.
    Values are JSON: days and instants in ISO 8601, UTC. ``exact`` bounds the values that are counted one by one.
    """
    config: dict[str, Any] = {
        "memory_limit": f"{MEMORY >> 20}MiB",
        "threads": THREADS,
        "temp_directory": str(scratch),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(str(data), read_only=True, config=config)
    try:
        connection.execute("SET enable_progress_bar = false")
        (rows,) = connection.execute("SELECT count(*) FROM rows").fetchone() or (0,)
        fields = list(_measured(connection, schema, basis.reasons, exact))
    finally:
        connection.close()
    return {"format": FORMAT, "rows": rows, "inferred": {"at": basis.at, "source": basis.source}, "fields": fields}


def _measured(
    connection: duckdb.DuckDBPyConnection, schema: Schema, reasons: Mapping[str, str], exact: int
) -> Iterator[dict[str, Any]]:
    for number, (one, summary) in enumerate(zip(schema, summaries(connection, schema.fields), strict=True)):
        values = {"name": one.name, "type": one.type.value, "reason": reasons.get(one.name), **_facts(one, summary)}
        if number < DETAILED:
            values |= dict(_details(connection, one, summary, exact))
        yield {name: value for name, value in values.items() if value is not None}


def _facts(one: Field, summary: Summary) -> dict[str, Any]:
    """What the first pass says, as JSON."""
    facts: dict[str, Any] = {"filled": summary["filled"], "items": summary.get("items")}
    if "placed" in summary:
        facts["outside"] = summary["filled"] - summary["placed"]
    if "low" in summary:
        facts |= {name: _json(summary.get(part)) for name, part in (("min", "low"), ("max", "high"), ("mean", "mean"))}
    if is_text(one) and summary["filled"]:
        facts["length"] = {
            "min": summary["shortest"],
            "max": summary["longest"],
            "mean": round(summary["length"], 1),
        }
    if one.type in GEOGRAPHIC and summary["west"] is not None:
        west, south, east, north = (summary[side] for side in ("west", "south", "east", "north"))
        facts["bbox"] = [max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0)]
    return facts


def _details(
    connection: duckdb.DuckDBPyConnection, one: Field, summary: Summary, exact: int
) -> Iterator[tuple[str, Any]]:
    found = frequencies(connection, one, summary.get("distinct"), exact)
    if found is not None:
        values = [{"value": _json(value), "count": count} for value, count in found.values]
        # An estimate may pass what there is.
        most = summary["items"] or 0 if one.is_list else summary["filled"]
        yield "distinct", {"count": min(found.distinct, most), "exact": found.exact}
        yield "frequent", {"exact": found.exact, "values": values}
    intervals = histogram(connection, one, summary.get("low"), summary.get("high"))
    if intervals is not None:
        yield "histogram", [{"from": _json(low), "to": _json(high), "count": count} for low, high, count in intervals]


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.isoformat()}+00:00"
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and not isfinite(value) else value
