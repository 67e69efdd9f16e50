"""Routes of the facts under `/api/licenses/v1`, and the OpenAPI document of the whole licence API."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.routing import BaseRoute, Route

from parvis import __version__
from parvis.data.serving.reader import Reader
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call, Endpoint, Handler, Surface
from parvis.web.api.licenses import facts, rules
from parvis.web.api.licenses.rules_routing import BASE


def _operation(summary: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    answers = {"200": {"description": "Found"}, "default": {"description": "error_code, message, hint"}}
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": answers}}


def _parameter(name: str, place: str, kind: str = "string", *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "schema": {"type": kind}}


HANDLERS: dict[str, Handler] = {
    "/licenses": facts.all_licenses,
    "/licenses/{license_id}": facts.one_license,
    "/normalize": facts.normalized,
}
PATHS: dict[str, Any] = {
    "/licenses": _operation("Every licence, in short"),
    "/licenses/{license_id}": _operation("One licence", _parameter("license_id", "path", required=True)),
    "/normalize": _operation(
        "The licence that a text means",
        _parameter("text", "query", required=True),
        _parameter("platform", "query"),
        _parameter("french_administration", "query", "boolean"),
    ),
}


def document(call: Call) -> Answer:
    """The OpenAPI document."""
    info = {"title": "Licences", "version": __version__}
    paths = {**PATHS, **rules.PATHS}
    return json_answer({"openapi": "3.1.0", "info": info, "servers": [{"url": call.root + BASE}], "paths": paths})


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
