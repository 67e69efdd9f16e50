"""Downloads in v1: files of the exports, and JSON in the form of v1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import orjson

from parvis.core.errors import InvalidParameter
from parvis.data.odsql.text import QueryText
from parvis.data.serving import exports
from parvis.data.serving import records as serving_records
from parvis.data.serving.datasets import DatasetView
from parvis.web.api.explore_v1 import formats, objects
from parvis.web.api.explore_v1.parameters import dataset_of, names_of, records_text
from parvis.web.api.explore_v1.records import feature
from parvis.web.api.explore_v21.links import of_file
from parvis.web.api.http.answers import JSON, FileAnswer
from parvis.web.api.http.endpoint import Call

PAGE = 1_000


def download(call: Call) -> FileAnswer:
    """``/api/records/1.0/download/`` and ``/explore/dataset/{dataset_id}/download/``."""
    view = dataset_of(call)
    text = records_text(call, view, everything=True)
    format_ = (call.parameters.get("format") or "csv").lower()
    if format_ in ("json", "jsonp", "geojsonp"):
        return _objects(call, view, text, format_)
    options = {name: value for name, value in call.parameters.single().items() if name in _OPTIONS}
    options["delimiter"] = formats.delimiter(call.parameters)
    options["use_labels"] = options.get("use_labels_for_header") or options.get("use_labels") or "false"
    made = exports.export(call.reader, view, format_, text, options, cancel=call.cancel)
    return FileAnswer(
        chunks=made.chunks,
        filename=made.filename,
        media_type=made.media_type,
        etag=made.etag,
        modified=view.manifest.published_at,
        length=made.length,
        path=made.path,
        headers=of_file(call, view.manifest),
    )


_OPTIONS = names_of(
    "use_labels_for_header use_labels list_separator quote_all with_bom compressed parquet_compression epsg "
    "escape_formulas name_field description_field_list use_extension start_field end_field summary_field"
)


def _objects(call: Call, view: DatasetView, text: QueryText, format_: str) -> FileAnswer:
    """A bare array of v1 records, or a collection of features; as JSONP when that is asked."""
    opening, closing = b"[", b"]"
    if format_ == "geojsonp":
        opening, closing = b'{"type":"FeatureCollection","features":[', b"]}"
    function = formats.callback(call.parameters)
    if function is not None:
        before, after = formats.wrapping(function)
        opening, closing = before + opening, closing + after
    found = _records(call, view, text)
    shown = found if format_ != "geojsonp" else map(feature, found)
    # The text of a query that asks for the present gives other records later: its tag must not last.
    moment = datetime.now(UTC) if call.depends_on_time else None
    return FileAnswer(
        chunks=_chunks(shown, opening, closing, safe=function is not None),
        filename=f"{view.manifest.id}.{'json' if function is None else 'js'}",
        media_type=JSON if function is None else formats.JAVASCRIPT,
        etag=exports.content_tag(view, f"v1-{format_}", text, function, view.manifest.revision, moment),
        modified=view.manifest.published_at,
    )


def _records(call: Call, view: DatasetView, text: QueryText) -> Iterator[dict[str, Any]]:
    """The records asked, page after page by key, in constant memory."""
    if text.offset < 0 or (text.limit is not None and text.limit < -1):
        raise InvalidParameter("Invalid value for rows or start: a positive number is expected.")
    end = None if text.limit is None or text.limit == -1 else text.offset + text.limit
    paged = replace(text, limit=PAGE if end is None else max(1, min(PAGE, end)), offset=0)
    return islice(_every(call, view, paged), text.offset, end)


def _every(call: Call, view: DatasetView, text: QueryText) -> Iterator[dict[str, Any]]:
    after: str | None = ""
    while after is not None:
        page = serving_records.search(call.reader, view, text, ids=True, after=after, cancel=call.cancel)
        yield from objects.records(view, page, text.timezone)
        after = page.after


def _chunks(found: Iterator[dict[str, Any]], opening: bytes, closing: bytes, *, safe: bool) -> Iterator[bytes]:
    between = opening
    for item in found:
        body = orjson.dumps(item, default=str)
        yield between + (formats.script(body) if safe else body)
        between = b",\n"
    yield closing if between != opening else opening + closing
