"""The routes of the tiles, and their OpenAPI document."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.routing import BaseRoute, Route

from parvis import __version__
from parvis.data.serving.reader import Reader
from parvis.data.serving.tiles.mvt import MEDIA_TYPE
from parvis.web.api.explore_v21.openapi import PARAMETERS as EXPLORE
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call, Endpoint, Handler, Surface
from parvis.web.api.tiles import handlers
from parvis.web.api.tiles.handlers import BASE, DATASET, PARAMETERS, TILE

HANDLERS: dict[str, Handler] = {TILE: handlers.tile, DATASET: handlers.document}
_OURS: dict[str, str] = {
    "q": "Words to look for in the records.",
    "geometry": "Geographic field to draw; by default the first shape, else the first point.",
    "fields": "Fields whose values the features carry, separated by commas; 10 at most.",
    "v": "The publication that the TileJSON document names; with it, the answer may be kept for ever.",
}


def openapi(call: Call) -> Answer:
    """The OpenAPI document."""
    paths = {
        DATASET: _operation("TileJSON: count, bounds, address of the tiles", DATASET, "application/json"),
        TILE: _operation("A vector tile", TILE, MEDIA_TYPE),
    }
    info = {"title": "Tiles", "version": __version__}
    return json_answer({"openapi": "3.1.0", "info": info, "servers": [{"url": call.root + BASE}], "paths": paths})


def _operation(summary: str, path: str, media_type: str) -> dict[str, Any]:
    named = [part.removesuffix(".mvt").strip("{}") for part in path.split("/") if part.startswith("{")]
    placed = [{"name": n, "in": "path", "required": True, "schema": _schema(n)} for n in named]
    answers = {
        "200": {"description": "Found", "content": {media_type: {}}},
        "304": {"description": "The client's copy is the current one."},
        "default": {"description": "error_code, message, hint"},
    }
    return {"get": {"summary": summary, "parameters": [*placed, *map(_parameter, PARAMETERS)], "responses": answers}}


def _schema(name: str) -> dict[str, Any]:
    return {"type": "string"} if name == "dataset_id" else {"type": "integer", "minimum": 0}


def _parameter(name: str) -> dict[str, Any]:
    if name in EXPLORE:
        return EXPLORE[name]
    return {"name": name, "in": "query", "description": _OURS[name], "schema": {"type": "string"}}


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """Tiles first: they are asked most. A parameter that is not read is named in a warning."""
    known = frozenset(PARAMETERS)
    found = {**HANDLERS, "/openapi.json": openapi}
    return [
        Route(BASE + path, Endpoint(reader, executor, handler, Surface(), known), methods=["GET", "HEAD"])
        for path, handler in found.items()
    ]
