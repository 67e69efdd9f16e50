"""Exports of records and of the catalog."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import orjson

from parvis.core.errors import NotFound
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import catalog, exports
from parvis.data.serving.catalog import CatalogPage
from parvis.data.serving.catalog_exports.making import FORMATS, Request, catalog_file, exists
from parvis.data.serving.catalog_table import FIELDS
from parvis.data.serving.descriptions import root_of
from parvis.web.api.explore_v21 import links, objects
from parvis.web.api.http.answers import Answer, FileAnswer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.http.parameters import query_text

ROWS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
}
CATALOG_FORMATS = tuple(sorted((*ROWS, *FORMATS)))
# Never in an address of another page: a document may be kept where keys may not.
_SECRET = ("apikey", "access_token", "limit", "offset")


def formats(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/exports``."""
    address = f"{links.dataset(call, call.dataset.manifest.id)}/exports"
    found = links.format_links(address, exports.formats(call.dataset))
    asked = [(name, value) for name in ("version", "as_of") if (value := call.parameters.get(name))]
    if asked:
        found = [{**one, "href": f"{one['href']}?{urlencode(asked)}"} for one in found]
    return json_answer({"links": found, "_links": found})


def export(call: Call) -> FileAnswer:
    """``GET /catalog/datasets/{dataset_id}/exports/{format}``."""
    return records_file(call, call.path["format"], query_text(call.parameters, call.domain.language))


def records_file(call: Call, format: str, text: QueryText) -> FileAnswer:
    """The file of a query on the records."""
    made = exports.export(call.reader, call.dataset, format, text, call.parameters.single(), cancel=call.cancel)
    return FileAnswer(
        chunks=made.chunks,
        filename=made.filename,
        media_type=made.media_type,
        etag=made.etag,
        modified=call.dataset.manifest.published_at,
        length=made.length,
        path=made.path,
        headers=links.of_file(call, call.dataset.manifest),
    )


def catalog_formats(call: Call) -> Answer:
    """``GET /catalog/exports``."""
    return json_answer(_listed(f"{links.base(call)}/catalog/exports", CATALOG_FORMATS))


def catalog_export(call: Call) -> Answer | FileAnswer:
    """``GET /catalog/exports/{format}``."""
    format = call.path["format"]
    if exists(format):
        return _catalog_file(call, format)
    if format not in ROWS:
        hint = f"formats of the catalog: {', '.join(CATALOG_FORMATS)}"
        raise NotFound(f"The export format {format[:40]} does not exist for the catalog.", hint=hint)
    text = query_text(call.parameters, call.domain.language)
    if format == "csv" and not text.select and not text.group_by:
        text = replace(text, select=", ".join(f"`{f.name}`" for f in FIELDS if not f.name.startswith("explore.")))
    found = catalog.search(call.reader, call.domain, call.caller, text, purpose=Purpose.EXPORT, cancel=call.cancel)
    body = _csv(call, found) if format == "csv" else _json(call, found, format, text.lang)
    disposition = f'attachment; filename="{call.domain.slug}.{format}"'
    return Answer(body, media_type=ROWS[format], headers={"Content-Disposition": disposition})


def _catalog_file(call: Call, format: str) -> FileAnswer:
    """A file that is made as it is sent. Its addresses are the lasting ones of the portal, whatever host was asked."""
    root = root_of(call.domain, call.root)
    given = [(n, v) for n in sorted(call.parameters.names()) for v in call.parameters.all(n) if n not in _SECRET]

    def page(offset: int, limit: int) -> str:
        asked = urlencode([*given, ("limit", limit), ("offset", offset)])
        return f"{root}{links.BASE}/catalog/exports/{format}/?{asked}"

    text = query_text(call.parameters, call.domain.language)
    asked = Request(text, call.parameters.single(), root, page)
    made = catalog_file(call.reader, call.domain, call.caller, format, asked, call.cancel)
    return FileAnswer(made.chunks, made.filename, made.media_type, made.etag)


def _listed(address: str, names: Any) -> dict[str, Any]:
    found = links.format_links(address, names)
    return {"links": found, "_links": found}


def _json(call: Call, found: CatalogPage, format: str, lang: str) -> bytes:
    usage = call.parameters.flag("include_app_metas")
    items = (
        found.rows
        if found.rows is not None
        else [objects.dataset_object(view, lang, usage=usage) for view in found.views]
    )
    if format == "json":
        return orjson.dumps(items, default=str)
    return b"".join(orjson.dumps(item, default=str) + b"\n" for item in items)


def _csv(call: Call, found: CatalogPage) -> bytes:
    options = exports.options_of("csv", call.parameters.single())
    labels = {f.name: f.label for f in FIELDS} if options["use_labels"] else {}
    names = [column.name for column in found.columns]
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=options["delimiter"],
        lineterminator="\r\n",
        quoting=csv.QUOTE_NONNUMERIC if options["quote_all"] else csv.QUOTE_MINIMAL,
    )
    # The identifier keeps the spelling that the vendor's catalog files have.
    writer.writerow("datasetid" if n == "dataset_id" else labels.get(n, n) for n in names)
    writer.writerows(_cells(found, names, options["list_separator"]))
    mark = "\ufeff" if options["with_bom"] else ""
    return (mark + text.getvalue()).encode()


def _cells(found: CatalogPage, names: list[str], separator: str) -> Iterator[list[Any]]:
    for row in found.rows or ():
        yield [_cell(row[name], separator) for name in names]


def _cell(value: Any, separator: str) -> Any:
    if isinstance(value, list):
        return separator.join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value
