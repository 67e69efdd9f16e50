"""Objects of v2.0: everything is wrapped, with links beside."""

from __future__ import annotations

from typing import Any

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
    return "/".join([call.root + BASE, *steps])


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
    """Rows as v2.0 writes them: parts of dates are texts, the group of nulls is left out."""
    found = objects.record_objects(page, timezone, "2.0")
    parts = [c.name for c in page.columns if isinstance(c.expr, typed.DatePart)]
    for record in found:
        for name in parts:
            record[name] = None if record[name] is None else str(record[name])
    if not page.grouped:
        return found
    keys = [c.name for c in page.columns if not isinstance(c.expr, typed.Aggregate | typed.Arithmetic)]
    return [record for record in found if all(record[name] is not None for name in keys)]
