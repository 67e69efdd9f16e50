"""`datastore_search` and `datastore_info`: the records of a dataset, by the identifier of any of its files."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import urlencode

import orjson

from parvis.core.errors import Forbidden, InvalidParameter, NotFound
from parvis.core.fields import Field, FieldType, Schema
from parvis.data.odsql import typed
from parvis.data.odsql.compiler import compile_query
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.odsql.writing import equals, literal, quoted
from parvis.data.serving import guard, records
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import RecordsPage
from parvis.web.api.ckan.asking import Asked
from parvis.web.api.ckan.packages import visible
from parvis.web.api.ckan.resources import of_identifier
from parvis.web.api.explore_v21 import objects

DEFAULT, MOST = 100, 32_000
# What one answer holds at most, in values: the limit is lowered, as CKAN does with those beyond its own.
_CELLS = 400_000
_FORMATS = ("objects", "lists", "csv", "tsv")
_TYPES: Mapping[FieldType, str] = {
    FieldType.INT: "int8",
    FieldType.DOUBLE: "float8",
    FieldType.BOOLEAN: "bool",
    FieldType.DATE: "date",
    FieldType.DATETIME: "timestamp",
    FieldType.GEO_POINT: "json",
    FieldType.GEO_SHAPE: "json",
    FieldType.JSON: "json",
    FieldType.FILE: "json",
}
_ID = {"id": "_id", "type": "int"}


def datastore_search(asked: Asked) -> dict[str, Any]:
    """Records: `resource_id`, `filters`, `q`, `fields`, `distinct`, `sort`, `limit` (100, at most 32000), `offset`,
    `include_total`, `records_format`."""
    call, resource_id = asked.call, asked.required("resource_id", "id")
    view = _view(asked, resource_id)
    schema = view.records.schema
    fields = _fields(asked, schema)
    text = _text(asked, schema, fields)
    query = compile_query(text, schema, purpose=Purpose.INTERNAL)
    guard.check(query.where)
    named = asked.list("fields")
    numbered = not query.groups and ("_id" in named or not named)
    found = call.reader.engine.select(view.records, query, numbers=numbered, cancel=call.cancel)
    page = RecordsPage(None, found.columns, found.values)
    rows = objects.record_objects(page, text.timezone)
    if found.numbers is not None:
        rows = [{"_id": number + 1, **row} for number, row in zip(found.numbers, rows, strict=True)]
    listed = [*([_ID] if found.numbers is not None else []), *(_field(field) for field in fields)]
    answer: dict[str, Any] = {
        "resource_id": resource_id,
        "fields": listed,
        "records_format": asked.text("records_format") or "objects",
        "records": _records(asked, rows, [field["id"] for field in listed]),
        "limit": text.limit,
        "offset": text.offset,
        "filters": asked.object("filters"),
        "include_total": asked.flag("include_total", True),
        "_links": _links(asked, text),
    }
    if answer["include_total"]:
        answer |= {"total": _total(asked, view, query), "total_was_estimated": False}
    return answer


def datastore_info(asked: Asked) -> dict[str, Any]:
    """The fields of a table and how many records it has, by the identifier of a file (`id`)."""
    view = _view(asked, asked.required("id", "resource_id"))
    meta: dict[str, Any] = {"id": view.manifest.id, "count": view.rows, "table_type": "BASE TABLE", "aliases": []}
    return {"meta": meta, "fields": [_field(field) for field in view.records.schema]}


def datastore_search_sql(asked: Asked) -> NoReturn:
    """Refused: SQL is taken from nobody."""
    raise Forbidden(
        "datastore_search_sql is not served: no SQL is taken from outside.",
        hint="use datastore_search, or group and compute with ODSQL: /api/explore/v2.1/catalog/datasets/{name}/records",
    )


def _view(asked: Asked, identifier: str) -> DatasetView:
    """The dataset of a file, or of this name. Raises NotFound."""
    view = visible(asked, identifier)
    if view is None:
        view = of_identifier(asked, identifier)[0]
    if view.access.records and view.manifest.data is None:
        raise NotFound("Not found")
    return view


def _fields(asked: Asked, schema: Schema) -> list[Field]:
    names = asked.list("fields")
    unknown = next((name for name in names if name != "_id" and schema.get(name) is None), None)
    if unknown is not None:
        message = f'field "{unknown[:60]}" not in table'
        raise InvalidParameter(
            message, hint=f"fields: {', '.join(schema.by_name)[:600]}", params={"parameter": "fields"}
        )
    return [field for name in names if (field := schema.get(name)) is not None] or list(schema)


def _text(asked: Asked, schema: Schema, fields: list[Field]) -> QueryText:
    names = ", ".join(quoted(field.name) for field in fields)
    distinct = asked.flag("distinct")
    most = max(1, min(MOST, _CELLS // max(1, len(fields))))
    return QueryText(
        select=None if distinct else names,
        group_by=names if distinct else None,
        where=(*(equals(name, v, schema) for name, v in _filters(asked).items()), *_words(asked, schema)),
        order_by=_order(asked, schema),
        limit=asked.number("limit", DEFAULT, most=most),
        offset=asked.number("offset", 0),
        lang=asked.call.domain.language,
    )


def _filters(asked: Asked) -> dict[str, Any]:
    """Without `_id`, which no clause of ours knows."""
    found = asked.object("filters")
    if "_id" in found:
        raise InvalidParameter("_id is not a field to filter on", params={"parameter": "filters"})
    return found


def _words(asked: Asked, schema: Schema) -> list[str]:
    """Words anywhere, or by field."""
    value = asked.values.get("q")
    if isinstance(value, dict) or str(value or "").lstrip().startswith("{"):
        by_field = asked.object("q")
        unknown = next((name for name in by_field if schema.get(name) is None), None)
        if unknown is not None:
            raise InvalidParameter(f'field "{unknown[:60]}" not in table', params={"parameter": "q"})
        return [f"{quoted(name)} like {literal(str(words))}" for name, words in by_field.items()]
    text = asked.text("q")
    return [literal(text)] if text else []


def _order(asked: Asked, schema: Schema) -> str | None:
    """`a desc, b` as an order; `_id` is the order of the rows."""
    found = []
    for part in asked.list("sort"):
        name, _, way = part.rpartition(" ") if part.lower().endswith((" asc", " desc")) else (part, "", "asc")
        name = name.split(" nulls ")[0].strip().strip('"')
        if name == "_id":
            continue
        if schema.get(name) is None:
            raise InvalidParameter(f'field "{name[:60]}" not in table', params={"parameter": "sort"})
        found.append(f"{quoted(name)} {way.lower()}")
    return ", ".join(found) or None


def _total(asked: Asked, view: DatasetView, query: typed.Query) -> int:
    call = asked.call
    if query.groups:
        return call.reader.engine.count_groups(view.records, query, cancel=call.cancel)
    return records.count(call.reader, view, query.where, cancel=call.cancel)


def _records(asked: Asked, rows: list[dict[str, Any]], names: list[str]) -> Any:
    form = asked.text("records_format") or "objects"
    if form not in _FORMATS:
        message = f"{form[:40]!r} is none of {', '.join(_FORMATS)}"
        raise InvalidParameter(message, params={"parameter": "records_format"})
    if form == "objects":
        return rows
    values = [[row.get(name) for name in names] for row in rows]
    if form == "lists":
        return values
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="," if form == "csv" else "\t", lineterminator="\n").writerows(values)
    return text.getvalue()


def _field(field: Field) -> dict[str, Any]:
    info = {"label": field.label or field.name, "notes": field.description or "", "unit": field.unit or ""}
    return {"id": field.name, "type": "_text" if field.is_list else _TYPES.get(field.type, "text"), "info": info}


def _links(asked: Asked, text: QueryText) -> dict[str, str]:
    """Addresses of the first page and of the next one, as parameters of a GET."""
    kept = {name: value for name, value in asked.values.items() if name not in ("offset", "limit")}
    plain = {name: value if isinstance(value, str) else _written(value) for name, value in kept.items()}
    start = "/api/3/action/datastore_search?" + urlencode({**plain, "limit": text.limit or 0})
    return {"start": start, "next": f"{start}&offset={text.offset + (text.limit or 0)}"}


def _written(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()
