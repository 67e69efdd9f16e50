"""Entity sets: entities by pages, one by its key, how many there are."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlencode

from parvis.core.errors import NotFound
from parvis.data.odsql import typed
from parvis.data.serving import records
from parvis.data.serving.pages import RecordsPage
from parvis.web.api.explore_v21.links import of_file
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.odata import names, options, service
from parvis.web.api.odata.entities import entities
from parvis.web.api.odata.options import Options

_KEYED = re.compile(r"(.+)\((?:_id=)?'([0-9a-f]{1,64})'\)")
_SECRET = frozenset({"apikey", "access_token"})


def entity_set(call: Call) -> Answer:
    """``GET /{entity_set}`` and ``/{entity_set}('key')``."""
    service.only_json(call)
    name = call.path["entity_set"]
    match = _KEYED.fullmatch(name)
    _open(call, match[1] if match else name)
    return _one(call, match[2]) if match else _many(call)


def _open(call: Call, name: str) -> None:
    """Find the dataset once; the path then names it as elsewhere."""
    call.path["dataset_id"] = names.dataset(call, name).manifest.id


def _many(call: Call) -> Answer:
    view = call.dataset
    asked = options.read(call.parameters, view.records.schema)
    grouped = bool(asked.query.groups) or asked.query.aggregated
    page = records.page(
        call.reader,
        view,
        asked.query,
        ids=asked.keyed and not grouped,
        after=asked.cursor,
        total=asked.cursor is None,
        cancel=call.cancel,
    )
    found: dict[str, Any] = {"@odata.context": _context(call, asked)}
    if asked.count:
        found["@odata.count"] = _total(call, asked, page)
    found["value"] = entities(page, keyed=asked.keyed)
    next_ = _next(call, asked, page)
    if next_:
        found["@odata.nextLink"] = next_
    return _answer(call, found)


def _total(call: Call, asked: Options, page: RecordsPage) -> int:
    """How many there are whatever the page."""
    if asked.query.groups or asked.query.aggregated:
        return page.total_count or 0
    return records.count(call.reader, call.dataset, asked.query.where, cancel=call.cancel)


def _context(call: Call, asked: Options) -> str:
    chosen = ""
    if call.parameters.get("$select") or not asked.keyed:
        listed = [*(["_id"] if asked.keyed else []), *(column.name for column in asked.query.columns)]
        chosen = f"({','.join(listed)})"
    return f"{service.root(call)}/$metadata#{names.simple(call.dataset.manifest.id)}{chosen}"


def _next(call: Call, asked: Options, page: RecordsPage) -> str | None:
    """The address of the next page: by key, or by ``$skip`` where the request counts so."""
    returned = len(page.rows)
    left = None if asked.top is None else asked.top - returned
    if left is not None and left <= 0:
        return None
    changed: dict[str, Any] = {} if left is None else {"$top": left}
    if asked.cursor is not None:
        return None if page.after is None else _again(call, {**changed, "$skiptoken": page.after})
    beyond = asked.query.offset + returned
    if not returned or beyond >= (page.total_count or 0):
        return None
    return _again(call, {**changed, "$skip": beyond})


def _again(call: Call, changed: dict[str, Any]) -> str:
    kept = sorted(call.parameters.names() - _SECRET - changed.keys())
    pairs = [(name, call.parameters.get(name)) for name in kept]
    query = urlencode([*pairs, *((name, str(value)) for name, value in changed.items())], safe="$,", quote_via=quote)
    return f"{service.root(call)}/{quote(call.dataset.manifest.id)}?{query}"


def _one(call: Call, key: str) -> Answer:
    view = call.dataset
    asked = options.read(call.parameters, view.records.schema)
    page = records.one(call.reader, view, key, typed.Query(asked.query.columns, limit=1), cancel=call.cancel)
    if not page.rows:
        raise NotFound(f"The requested entity {key[:60]} does not exist.")
    (entity,) = entities(page, keyed=asked.keyed)
    return _answer(call, {"@odata.context": f"{_context(call, asked)}/$entity", **entity})


def count(call: Call) -> Answer:
    """``GET /{entity_set}/$count``: a number alone."""
    _open(call, call.path["entity_set"])
    where = options.where_of(call.parameters, call.dataset.records.schema)
    found = records.count(call.reader, call.dataset, where, cancel=call.cancel)
    modified = call.dataset.manifest.published_at
    return Answer(str(found).encode(), media_type="text/plain; charset=utf-8", modified=modified)


def _answer(call: Call, found: dict[str, Any]) -> Answer:
    manifest = call.dataset.manifest
    return Answer(
        json_answer(found).body,
        media_type=service.JSON,
        modified=manifest.published_at,
        headers=of_file(call, manifest),
    )
