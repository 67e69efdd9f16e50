"""What the addresses answer: a TileJSON document, a tile."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from parvis.core.errors import InvalidParameter
from parvis.core.fields import Field
from parvis.data.serving.access import ANONYMOUS
from parvis.data.serving.tiles import making, mvt
from parvis.data.serving.tiles.asking import Asked, asked, geometries
from parvis.data.serving.tiles.mercator import DEEPEST
from parvis.data.store.manifest import Manifest
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.http.parameters import query_text

BASE = "/api/tiles/v1"
DATASET = "/datasets/{dataset_id}"
TILE = f"{DATASET}/{{z}}/{{x}}/{{y}}.mvt"
QUERY = ("where", "refine", "exclude", "facet", "qv1", "lang", "timezone")
PARAMETERS = (*QUERY, "q", "geometry", "fields", "v", "apikey")
FOREVER = "public, max-age=31536000, immutable"
_NUMBER = re.compile(r"[0-9]{1,8}")


def document(call: Call) -> Answer:
    """``GET /api/tiles/v1/datasets/{dataset_id}``: TileJSON 3.0, with what is counted."""
    request = _asked(call)
    found = making.extent(call.reader, call.dataset, request, call.cancel)
    manifest = call.dataset.manifest
    answer: dict[str, Any] = {
        "tilejson": "3.0.0",
        "name": manifest.description.title or manifest.id,
        "attribution": _attribution(manifest),
        "version": f"1.0.{manifest.revision}",
        "scheme": "xyz",
        "tiles": [_template(call)],
        "minzoom": 0,
        "maxzoom": DEEPEST,
        "bounds": list(found.bounds) if found.bounds else None,
        "vector_layers": _layers(request),
        "count": found.count,
        "placed": found.placed,
        "small": found.small,
        "geometry": request.geometry.name,
        "geometries": [field.name for field in geometries(call.dataset.records.schema)],
    }
    return json_answer({k: v for k, v in answer.items() if v is not None}, modified=manifest.published_at)


def _attribution(manifest: Manifest) -> str | None:
    """Who published, under which licence; plain text made safe for the clients that show it as HTML."""
    named = (manifest.description.publisher, manifest.description.license)
    return escape(" – ".join(text for text in named if text)) or None


def _layers(request: Asked) -> list[dict[str, Any]]:
    fields = {field.name: _kind(field) for field in request.fields}
    return [{"id": making.FEATURES, "fields": fields}, {"id": making.CELLS, "fields": {"count": "Number"}}]


def _kind(field: Field) -> str:
    kinds = {"int": "Number", "double": "Number", "boolean": "Boolean"}
    return kinds.get(field.type.value, "String")


def _template(call: Call) -> str:
    """The address of the tiles of this very request; the version in it lets them be kept for ever."""
    kept = [n for n in (*QUERY, "q", "geometry", "fields") if n in call.parameters.names()]
    pairs = [("v", version(call.dataset.manifest))]
    pairs += [(name, value) for name in kept for value in call.parameters.all(name)]
    address = f"{call.root}{BASE}/datasets/{quote(call.dataset.manifest.id)}"
    return f"{address}/{{z}}/{{x}}/{{y}}.mvt?{urlencode(pairs)}"


def version(manifest: Manifest) -> str:
    """What changes with every publication of the dataset."""
    return f"{manifest.version}.{manifest.revision}"


def tile(call: Call) -> Answer:
    """``GET /api/tiles/v1/datasets/{dataset_id}/{z}/{x}/{y}.mvt``."""
    at = making.address(*(_number(call.path[name]) for name in ("z", "x", "y")))
    body = making.tile(call.reader, call.dataset, _asked(call), at, call.cancel)
    manifest = call.dataset.manifest
    headers = {}
    if call.parameters.get("v") == version(manifest) and call.caller is ANONYMOUS and not call.depends_on_time:
        # Only what everybody may see, under an address that names this very publication.
        headers["Cache-Control"] = FOREVER
    return Answer(body, media_type=mvt.MEDIA_TYPE, modified=manifest.published_at, headers=headers)


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise InvalidParameter(f"There is no tile {text[:20]!r}: zoom, x and y are whole numbers.")
    return int(text)


def _asked(call: Call) -> Asked:
    text = query_text(call.parameters, call.domain.language)
    words = call.parameters.get("q")
    if words:
        condition = f"search({orjson.dumps(words).decode()})"
        text = replace(text, where=(*text.where, condition))
    names = tuple(name for value in call.parameters.all("fields") for name in value.split(",") if name)
    return asked(call.dataset, text, call.parameters.get("geometry") or None, names)
