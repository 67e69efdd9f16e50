"""Routes of joins under `/api/join/v1`, and their OpenAPI document."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.routing import BaseRoute, Route

from parvis import __version__
from parvis.data.serving.reader import Reader
from parvis.web.api.explore_v21.openapi import PARAMETERS
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call, Endpoint, Handler, Surface
from parvis.web.api.join import records

BASE = "/api/join/v1"
HANDLERS: dict[str, Handler] = {"/records": records.records, "/fields": records.fields}


def _parameter(name: str, description: str, *, required: bool = False, **schema: Any) -> dict[str, Any]:
    given = schema or {"type": "string"}
    return {"name": name, "in": "query", "required": required, "description": description, "schema": given}


_SIDES = [
    _parameter("left", "Identifier of the first dataset.", required=True),
    _parameter("right", "Identifier of the second dataset.", required=True),
    _parameter(
        "on",
        "How rows meet: `left.code = right.code` (up to 4 pairs, with `and`), `within(left.point, right.area)`, "
        "`intersects(left.area, right.area)`, or `nearest(left.point, right.point, 500m)`.",
        required=True,
    ),
    _parameter(
        "keep", "Rows that stay: those that meet, or all of the left ones.", enum=["inner", "left"], default="inner"
    ),
]
_CLAUSES = ("select", "where", "group_by", "order_by", "refine", "exclude", "limit", "offset", "timezone", "lang")
_ANSWERS = {
    "200": {"description": "The answer", "content": {"application/json": {"schema": {"type": "object"}}}},
    "400": {"description": "A clause cannot be read (the error gives its place), or the join is beyond its budget"},
    "404": {"description": "A dataset does not exist, or has no records"},
    "503": {"description": "Too many queries wait; Retry-After says when to come back"},
}
PATHS: dict[str, Any] = {
    "/records": {
        "get": {
            "summary": "Records or groups of two datasets joined, with the licences of both",
            "parameters": [*_SIDES, *(PARAMETERS[name] for name in _CLAUSES)],
            "responses": _ANSWERS,
        }
    },
    "/fields": {
        "get": {
            "summary": "Fields that a query on the join may name",
            "parameters": [*_SIDES, PARAMETERS["lang"]],
            "responses": _ANSWERS,
        }
    },
}


def document(call: Call) -> Answer:
    """The OpenAPI document."""
    info = {"title": "Joins", "version": __version__}
    return json_answer({"openapi": "3.1.0", "info": info, "servers": [{"url": call.root + BASE}], "paths": PATHS})


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """One route an operation; a parameter that is not read is named in a warning."""
    handlers = {**HANDLERS, "/openapi.json": document}
    return [
        Route(BASE + path, Endpoint(reader, executor, handler, Surface(), _known(path)), methods=["GET", "HEAD"])
        for path, handler in handlers.items()
    ]


def _known(path: str) -> frozenset[str]:
    named = PATHS[path]["get"]["parameters"] if path in PATHS else []
    return frozenset({*(parameter["name"] for parameter in named), "lang", "apikey"})
