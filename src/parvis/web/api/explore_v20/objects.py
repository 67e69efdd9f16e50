"""Objects of v2.0: everything is wrapped, with links beside."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import orjson

from parvis.data.odsql import typed
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import RecordsPage
from parvis.web.api.explore_v21 import objects
from parvis.web.api.explore_v21.links import link
from parvis.web.api.http.endpoint import Call

BASE = "/api/explore/v2.0"


def address(call: Call, *steps: str) -> str:
    """An address of v2.0 on this host."""
    return "/".join([call.root + BASE, *(quote(step, safe="") for step in steps)])


def wrapped_dataset(call: Call, view: DatasetView, lang: str) -> dict[str, Any]:
    """A dataset with its links."""
    here = address(call, "catalog", "datasets", view.manifest.id)
    below = (link(f"{here}/{name}", name) for name in ("attachments", "records", "exports", "aggregates", "facets"))
    return {"links": [link(here, "self"), *below], "dataset": objects.dataset_object(view, lang)}


def wrapped_records(call: Call, page: RecordsPage, timezone: str) -> list[dict[str, Any]]:
    """Records with id, timestamp, size, links; groups stay bare."""
    found = record_objects(page, timezone)
    if page.ids is None:
        return found
    dataset = call.dataset.manifest
    here = address(call, "catalog", "datasets", dataset.id)
    return [
        {
            "links": [link(f"{here}/records/{id_}", "self"), link(here, "dataset")],
            "record": {
                "id": id_,
                "timestamp": dataset.data_processed,
                "size": len(orjson.dumps(fields, default=str)),
                "fields": fields,
            },
        }
        for id_, fields in zip(page.ids, found, strict=True)
    ]


def record_objects(page: RecordsPage, timezone: str) -> list[dict[str, Any]]:
    """Rows as v2.0 writes them: parts of dates are texts, dates that groups are made by are timestamps."""
    found = objects.record_objects(page, timezone, "2.0")
    for position, column in enumerate(page.columns):
        if isinstance(column.expr, typed.DatePart):
            for record in found:
                record[column.name] = None if record[column.name] is None else str(record[column.name])
        elif page.grouped and isinstance(column.expr, typed.FieldRef) and column.expr.type in typed.TEMPORALS:
            for record, row in zip(found, page.rows, strict=True):
                record[column.name] = None if row[position] is None else timestamp(row[position])
    return found


def timestamp(value: date) -> int:
    """Milliseconds since 1970 in UTC."""
    instant = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)
    return int(instant.timestamp() * 1000)
