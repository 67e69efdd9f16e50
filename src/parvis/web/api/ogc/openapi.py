"""The OpenAPI 3.0 document of the OGC APIs."""

from __future__ import annotations

from typing import Any

from parvis import __version__
from parvis.web.api.ogc import paging
from parvis.web.api.ogc.links import BASE

_TEXT, _NUMBER = {"type": "string"}, {"type": "number"}
_BOX = {"type": "array", "minItems": 4, "maxItems": 6, "items": _NUMBER}


def _query(name: str, schema: dict[str, Any], description: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description, **more}


_LIMIT = {"type": "integer", "minimum": 1, "maximum": paging.LARGEST, "default": paging.DEFAULT}
PARAMETERS: dict[str, dict[str, Any]] = {
    "collectionId": {"name": "collectionId", "in": "path", "required": True, "schema": _TEXT},
    "featureId": {"name": "featureId", "in": "path", "required": True, "schema": _TEXT},
    "recordId": {"name": "recordId", "in": "path", "required": True, "schema": _TEXT},
    "limit": _query("limit", _LIMIT, "How many items; more than the largest page gives the largest page."),
    "offset": _query("offset", {"type": "integer", "minimum": 0, "default": 0}, "How many items to pass over."),
    "cursor": _query("cursor", _TEXT, "Where the page before ended: follow the link `next`."),
    "bbox": _query("bbox", _BOX, "West, south, east, north.", style="form", explode=False),
    "bbox-crs": _query("bbox-crs", {"type": "string", "format": "uri"}, "The system of `bbox`."),
    "crs": _query("crs", {"type": "string", "format": "uri"}, "The system of the coordinates of the answer."),
    "datetime": _query("datetime", _TEXT, "An instant, or an interval whose ends may be `..`."),
    "filter": _query("filter", _TEXT, "A condition in CQL2."),
    "filter-lang": _query(
        "filter-lang", {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"}, "Its form."
    ),
    "filter-crs": _query("filter-crs", {"type": "string", "format": "uri"}, "The system of its geometries."),
    "properties": _query(
        "properties", {"type": "array", "items": _TEXT}, "The properties to give.", style="form", explode=False
    ),
    "sortby": _query(
        "sortby", {"type": "array", "items": _TEXT}, "`name` or `-name`, joined by commas.", style="form", explode=False
    ),
    "skipGeometry": _query("skipGeometry", {"type": "boolean", "default": False}, "Leave the geometry out."),
    "version": _query("version", {"type": "integer"}, "A version of the dataset."),
    "as_of": _query("as_of", _TEXT, "The version that was published at this date or instant."),
    "q": _query("q", _TEXT, "Words; those joined by commas are alternatives."),
    "type": _query("type", _TEXT, "Kinds of resources, joined by commas."),
    "ids": _query("ids", _TEXT, "Identifiers of records, joined by commas."),
    "externalIds": _query("externalIds", _TEXT, "Identifiers elsewhere, joined by commas."),
}
_ITEMS = (
    *("limit", "offset", "cursor", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs"),
    *("properties", "sortby", "skipGeometry", "version", "as_of"),
)
_RECORDS = (
    *("limit", "offset", "bbox", "datetime", "q", "type", "ids", "externalIds", "sortby"),
    *("filter", "filter-lang", "filter-crs"),
)
_PATHS: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "/": ("getLandingPage", "The landing page", (), "application/json"),
    "/conformance": ("getConformance", "What the server conforms to", (), "application/json"),
    "/collections": ("getCollections", "The collections", ("limit", "offset"), "application/json"),
    "/collections/catalog/items": ("getRecords", "The datasets of the catalog", _RECORDS, "application/geo+json"),
    "/collections/catalog/items/{recordId}": ("getRecord", "One dataset", ("recordId",), "application/geo+json"),
    "/collections/catalog/queryables": ("getRecordQueryables", "What a filter may name", (), "application/schema+json"),
    "/collections/{collectionId}": ("getCollection", "One collection", ("collectionId",), "application/json"),
    "/collections/{collectionId}/queryables": (
        "getQueryables",
        "What a filter may name",
        ("collectionId",),
        "application/schema+json",
    ),
    "/collections/{collectionId}/schema": (
        "getSchema",
        "What a feature holds",
        ("collectionId",),
        "application/schema+json",
    ),
    "/collections/{collectionId}/items": (
        "getFeatures",
        "Features of a collection; each property is also a parameter",
        ("collectionId", *_ITEMS),
        "application/geo+json",
    ),
    "/collections/{collectionId}/items/{featureId}": (
        "getFeature",
        "One feature",
        ("collectionId", "featureId", "crs", "properties", "skipGeometry"),
        "application/geo+json",
    ),
}


def document(root: str, title: str) -> dict[str, Any]:
    """The document of a portal."""
    return {
        "openapi": "3.0.3",
        "info": {"title": f"OGC API – {title}", "version": __version__},
        "servers": [{"url": root + BASE}],
        "paths": {path: {"get": _operation(*described)} for path, described in _PATHS.items()},
        "components": {"parameters": PARAMETERS, "schemas": {"problem": _PROBLEM}},
    }


def _operation(name: str, summary: str, parameters: tuple[str, ...], media_type: str) -> dict[str, Any]:
    schema = {"type": "object"}
    refused = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [{"$ref": f"#/components/parameters/{p}"} for p in parameters],
        "responses": {
            "200": {"description": summary, "content": {media_type: {"schema": schema}}},
            "default": {"description": "An error", "content": refused},
        },
    }


_PROBLEM = {
    "type": "object",
    "required": ["code", "status", "detail"],
    "properties": {
        "code": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "description": _TEXT,
        "hint": _TEXT,
        "position": {"type": "integer"},
    },
}
