"""Records in v1: search and download."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson

from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import exports
from parvis.data.serving import records as serving_records
from parvis.data.serving.datasets import DatasetView, get
from parvis.web.api.explore_v1 import objects
from parvis.web.api.explore_v1.parameters import dataset_id, echoed, query_text
from parvis.web.api.http.answers import Answer, FileAnswer, json_answer
from parvis.web.api.http.endpoint import Call

PAGE = 1_000


def dataset_of(call: Call) -> DatasetView:
    """The dataset of the request, in the path or among the parameters."""
    return get(call.reader, call.domain, call.caller, dataset_id(call.parameters, call.path))


def search(call: Call) -> Answer:
    """``/api/records/1.0/search/``."""
    view = dataset_of(call)
    text = query_text(call, view.records.schema)
    page = serving_records.search(call.reader, view, text, ids=True, cancel=call.cancel)
    found = objects.records(view, page, text.timezone)
    if (call.parameters.get("format") or "").startswith("geojson"):
        features = {"type": "FeatureCollection", "features": [feature(record) for record in found]}
        return objects.answer(call.parameters, features, view.manifest.published_at)
    answer: dict[str, Any] = {"nhits": page.total_count, "parameters": echoed(call, text), "records": found}
    if text.facet:
        groups = serving_records.facets(call.reader, view, text, cancel=call.cancel)
        answer["facet_groups"] = objects.facet_groups(groups)
    return objects.answer(call.parameters, answer, view.manifest.published_at)


def feature(record: dict[str, Any]) -> dict[str, Any]:
    """A record of v1 as a GeoJSON feature."""
    return {"type": "Feature", "geometry": record.get("geometry"), "properties": record["fields"]}


def download(call: Call) -> FileAnswer | Answer:
    """``/api/records/1.0/download/`` and ``/explore/dataset/{dataset_id}/download/``."""
    view = dataset_of(call)
    text = query_text(call, view.records.schema, everything=True)
    format_ = call.parameters.get("format") or "csv"
    if format_ == "json":
        return _json(call, view, replace(text, limit=PAGE, offset=0))
    options = dict(call.parameters.single())
    options["delimiter"] = options.get("csv_separator", ";")
    options["use_labels"] = options.get("use_labels_for_header", "false")
    made = exports.export(call.reader, view, format_, text, options, cancel=call.cancel)
    return FileAnswer(
        chunks=made.chunks,
        filename=made.filename,
        media_type=made.media_type,
        etag=made.etag,
        modified=view.manifest.published_at,
        length=made.length,
        path=made.path,
    )


def _json(call: Call, view: DatasetView, text: QueryText) -> FileAnswer | Answer:
    """A bare array of v1 records: in one answer when it is short, else page after page in constant memory."""
    rows = call.parameters.integer("rows")
    if rows is not None and 0 <= rows <= PAGE:
        limited = replace(text, limit=rows, offset=call.parameters.integer("start") or 0)
        page = serving_records.search(
            call.reader, view, limited, purpose=Purpose.INTERNAL, ids=True, total=False, cancel=call.cancel
        )
        return json_answer(objects.records(view, page, text.timezone), modified=view.manifest.published_at)

    def chunks() -> Iterator[bytes]:
        after: str | None = ""
        opening = b"["
        while after is not None:
            page = serving_records.search(call.reader, view, text, ids=True, after=after, cancel=call.cancel)
            for record in objects.records(view, page, text.timezone):
                yield opening + orjson.dumps(record, default=str)
                opening = b",\n"
            after = page.after
        yield b"]" if opening != b"[" else b"[]"

    etag = exports.content_tag(view, "v1-json", text, call.parameters.single())
    return FileAnswer(
        chunks=chunks(),
        filename=f"{view.manifest.id}.json",
        media_type="application/json; charset=utf-8",
        etag=etag,
        modified=view.manifest.published_at,
    )
