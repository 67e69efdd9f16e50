"""The OpenAPI 3.1 document of v2.1, made from one table of parameters and one of endpoints."""

from __future__ import annotations

from typing import Any

from parvis import __version__
from parvis.web.api.explore_v21.statistics_schemas import STATISTICS
from parvis.web.api.explore_v21.versions_schemas import VERSIONS

BASE = "/api/explore/v2.1"
Json = dict[str, Any]


def _parameter(name: str, summary: str, schema: Json, *, repeat: bool = False) -> Json:
    found: Json = {"name": name, "in": "query", "required": False, "description": summary, "schema": schema}
    if repeat:
        found |= {"schema": {"type": "array", "items": schema}, "style": "form", "explode": True}
    return found


_TEXT: Json = {"type": "string"}
_FLAG: Json = {"type": "boolean", "default": False}
PARAMETERS: dict[str, Json] = {
    "select": _parameter("select", "Output expressions (ODSQL).", _TEXT),
    "where": _parameter("where", "Condition (ODSQL). Several are ANDed.", _TEXT, repeat=True),
    "group_by": _parameter("group_by", "Group keys (ODSQL).", _TEXT),
    "order_by": _parameter("order_by", "Sort (ODSQL); a leading - or desc sorts downwards.", _TEXT),
    "limit": _parameter(
        "limit", "Rows of the page; -1 for as many as allowed.", {"type": "integer", "minimum": -1, "default": 10}
    ),
    "offset": _parameter(
        "offset", "Rows to skip; offset + limit is at most 10,000.", {"type": "integer", "minimum": 0, "default": 0}
    ),
    "after": _parameter(
        "after",
        "Paging by key, beyond any offset (Parvis): empty to begin, then the cursor of the page before.",
        _TEXT,
    ),
    "refine": _parameter("refine", "Facet filter, name:value.", _TEXT, repeat=True),
    "exclude": _parameter("exclude", "Negative facet filter, name:value.", _TEXT, repeat=True),
    "facet": _parameter("facet", "Facet to count: a name, or facet(name=…).", _TEXT, repeat=True),
    "lang": _parameter(
        "lang",
        "Language of labels and dates.",
        {"type": "string", "enum": ["ar", "ca", "de", "en", "es", "eu", "fr", "it", "nl", "pt", "sv"]},
    ),
    "timezone": _parameter(
        "timezone", "Time zone of instants and days (tz database).", {"type": "string", "default": "UTC"}
    ),
    "include_links": _parameter("include_links", "Add _links.", _FLAG),
    "include_app_metas": _parameter("include_app_metas", "Add _id, _timestamp, _size, or usage metadata.", _FLAG),
    "qv1": _parameter("qv1", "A query in the v1 language, ANDed with where.", _TEXT),
    "use_labels": _parameter("use_labels", "Labels instead of names in the header.", _FLAG),
    "compressed": _parameter("compressed", "A gzip file.", _FLAG),
    "delimiter": _parameter(
        "delimiter", "CSV delimiter.", {"type": "string", "enum": [";", ",", "\t", "|"], "default": ";"}
    ),
    "list_separator": _parameter(
        "list_separator", "Joins the values of multivalued text.", {"type": "string", "default": ","}
    ),
    "quote_all": _parameter("quote_all", "Quote every text.", _FLAG),
    "with_bom": _parameter("with_bom", "Begin with a byte order mark.", {"type": "boolean", "default": True}),
    "parquet_compression": _parameter(
        "parquet_compression",
        "Parquet compression.",
        {"type": "string", "enum": ["snappy", "zstd"], "default": "snappy"},
    ),
    "epsg": _parameter("epsg", "EPSG code of the coordinates.", {"type": "integer", "default": 4326}),
    "escape_formulas": _parameter("escape_formulas", "An apostrophe before texts that a spreadsheet would run.", _FLAG),
    "name_field": _parameter("name_field", "GPX, KML, OV2: field that names the places.", _TEXT),
    "description_field_list": _parameter("description_field_list", "GPX: fields of the description.", _TEXT),
    "use_extension": _parameter("use_extension", "GPX: values as extensions.", {"type": "boolean", "default": True}),
    "start_field": _parameter("start_field", "iCalendar: field of the start.", _TEXT),
    "end_field": _parameter("end_field", "iCalendar: field of the end.", _TEXT),
    "summary_field": _parameter("summary_field", "iCalendar: field that names the events.", _TEXT),
    "include_exports": _parameter(
        "include_exports",
        "DCAT: formats of the exports that are distributions, comma-separated; all by default.",
        _TEXT,
    ),
    "use_labels_in_exports": _parameter(
        "use_labels_in_exports",
        "DCAT: distributions in CSV and XLSX have labels in their header.",
        {"type": "boolean", "default": True},
    ),
    "key": _parameter("key", "Fields that identify a record, between commas; empty: whole records (Parvis).", _TEXT),
    "version": _parameter("version", "Number of the version to read (Parvis).", {"type": "integer", "minimum": 1}),
    "as_of": _parameter("as_of", "Read what was public at that date (its end) or instant (Parvis).", _TEXT),
    "apikey": _parameter("apikey", "API key.", _TEXT),
}

_CLAUSES = ("select", "where", "group_by", "order_by", "refine", "exclude", "qv1", "lang", "timezone", "apikey")
_PAGE = (*_CLAUSES, "limit", "offset", "facet", "include_links", "include_app_metas")
_ONE = ("select", "lang", "timezone", "include_links", "include_app_metas", "apikey")
_FACETS = ("facet", "where", "refine", "exclude", "qv1", "lang", "timezone", "apikey")
_CSV = ("delimiter", "list_separator", "quote_all", "with_bom", "use_labels")
_PLACES = ("epsg", "name_field", "description_field_list", "use_extension")
_EVENTS = ("start_field", "end_field", "summary_field")
_FILE = ("compressed", *_CSV, "escape_formulas", "parquet_compression", *_PLACES, *_EVENTS)
_EXPORT = (*_CLAUSES, "limit", "offset", "facet", *_FILE)

# Path below the root: (operation, summary, parameters, schema of the answer or None for a file).
ENDPOINTS: dict[str, tuple[str, str, tuple[str, ...], str | None]] = {
    "/catalog/datasets": ("getDatasets", "Search the catalog", _PAGE, "Datasets"),
    "/catalog/datasets/{dataset_id}": ("getDataset", "One dataset", _ONE, "Dataset"),
    "/catalog/facets": ("getDatasetsFacets", "Facets of the catalog", _FACETS, "Facets"),
    "/catalog/exports": ("listExportFormats", "Formats of the catalog's exports", ("apikey",), "Links"),
    "/catalog/exports/{format}": (
        "exportDatasets",
        "Export the catalog",
        (*_CLAUSES, "limit", "offset", "include_app_metas", *_CSV, "include_exports", "use_labels_in_exports"),
        None,
    ),
    "/catalog/datasets/{dataset_id}/records": ("getRecords", "Query the records", (*_PAGE, "after"), "Records"),
    "/catalog/datasets/{dataset_id}/records/{record_id}": ("getRecord", "One record", _ONE, "Record"),
    "/catalog/datasets/{dataset_id}/facets": ("getRecordsFacets", "Facets of the records", _FACETS, "Facets"),
    "/catalog/datasets/{dataset_id}/statistics": (
        "getStatistics",
        "What the fields hold, on all records (Parvis)",
        ("apikey",),
        "Statistics",
    ),
    "/catalog/datasets/{dataset_id}/fields/{field}/statistics": (
        "getFieldStatistics",
        "What one field holds, on all records (Parvis)",
        ("apikey",),
        "OneFieldStatistics",
    ),
    "/catalog/datasets/{dataset_id}/exports": (
        "listDatasetExportFormats",
        "Formats of the exports",
        ("apikey",),
        "Links",
    ),
    "/catalog/datasets/{dataset_id}/exports/{format}": ("exportRecords", "Export the records", _EXPORT, None),
    "/catalog/datasets/{dataset_id}/metadata": ("listDatasetDialects", "Dialects of metadata", ("apikey",), "Links"),
    "/catalog/datasets/{dataset_id}/metadata/{dialect}": (
        "getDatasetMetadata",
        "The description of a dataset in a dialect of metadata (Parvis)",
        ("apikey",),
        None,
    ),
    "/catalog/datasets/{dataset_id}/attachments": ("getDatasetAttachments", "Attachments", ("apikey",), "Attachments"),
}
_VERSION = "/catalog/datasets/{dataset_id}/versions/{number}"
ENDPOINTS |= {
    path: (operation, summary, (*parameters, "version", "as_of"), schema)
    for path, (operation, summary, parameters, schema) in ENDPOINTS.items()
    if path.startswith("/catalog/datasets/{dataset_id}")
} | {
    "/catalog/datasets/{dataset_id}/versions": (
        "getVersions",
        "The versions, newest first (Parvis)",
        ("limit", "offset", "apikey"),
        "Versions",
    ),
    _VERSION: ("getVersion", "One version, and how to cite it (Parvis)", ("lang", "apikey"), "Version"),
    f"{_VERSION}/compare/{{other}}": (
        "compareVersions",
        "How the version other differs (Parvis)",
        ("key", "timezone", "apikey"),
        "Comparison",
    ),
    f"{_VERSION}/compare/{{other}}/exports/{{format}}": (
        "exportDifferences",
        "Every record that differs, as csv or jsonl (Parvis)",
        ("key", "timezone", "delimiter", "escape_formulas", "apikey"),
        None,
    ),
}
_PATH_EXAMPLES = {
    "dataset_id": "communes",
    "record_id": "0" * 40,
    "format": "csv",
    "field": "population",
    "dialect": "croissant",
    "number": "1",
    "other": "2",
}
_ERRORS = {
    "400": "The query or a parameter is wrong; the message says what, where, and how to fix it.",
    "401": "The catalog is private, or the key is not valid here.",
    "403": "The metadata are public, the records are not.",
    "404": "No such dataset, record or route, or the caller may not know of it.",
    "410": "The version was deleted; the message says when, the hint why.",
    "429": "Over the quota.",
    "503": "Too many queries wait; Retry-After says when to come back.",
}
SCHEMAS: Json = {
    "Error": {
        "type": "object",
        "required": ["error_code", "message"],
        "properties": {
            "error_code": _TEXT,
            "message": _TEXT,
            "hint": {"type": "string", "description": "How to fix it (Parvis)."},
            "position": {"type": "integer", "description": "0-based place in the clause (Parvis)."},
        },
    },
    "Dataset": {
        "type": "object",
        "properties": {
            "dataset_id": _TEXT,
            "dataset_uid": _TEXT,
            "metas": {"type": "object"},
            "fields": {"type": "array"},
        },
    },
    "Record": {"type": "object"},
    "Datasets": {
        "type": "object",
        "required": ["total_count", "results"],
        "properties": {"total_count": {"type": "integer"}, "results": {"type": "array", "items": {"type": "object"}}},
    },
    "Records": {
        "type": "object",
        "required": ["results"],
        "properties": {
            "total_count": {"type": "integer"},
            "results": {"type": "array", "items": {"type": "object"}},
            "after": {"type": ["string", "null"]},
        },
    },
    "Facets": {
        "type": "object",
        "required": ["facets"],
        "properties": {"facets": {"type": "array", "items": {"type": "object"}}},
    },
    **STATISTICS,
    **VERSIONS,
    "Links": {
        "type": "object",
        "required": ["links"],
        "properties": {"links": {"type": "array", "items": {"type": "object"}}},
    },
    "Attachments": {"type": "object", "properties": {"attachments": {"type": "array", "items": {"type": "object"}}}},
}


def document(root: str) -> Json:
    """The document, with addresses on this host."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Explore API",
            "version": f"2.1 (Parvis {__version__})",
            "description": "Search datasets, query and export their records with ODSQL.",
        },
        "servers": [{"url": root + BASE}],
        "security": [{}, {"apikey": []}],
        "paths": {path: {"get": _operation(path, *endpoint)} for path, endpoint in ENDPOINTS.items()},
        "components": {
            "parameters": PARAMETERS,
            "schemas": SCHEMAS,
            "securitySchemes": {"apikey": {"type": "apiKey", "in": "query", "name": "apikey"}},
        },
    }


def _operation(path: str, operation: str, summary: str, parameters: tuple[str, ...], schema: str | None) -> Json:
    return {
        "operationId": operation,
        "summary": summary,
        "parameters": [
            *(_path_parameter(name) for name in _PATH_EXAMPLES if f"{{{name}}}" in path),
            *({"$ref": f"#/components/parameters/{name}"} for name in parameters),
        ],
        "responses": {
            "200": _success(schema),
            "304": {"description": "The client's copy is the current one."},
            **{status: _failure(text) for status, text in _ERRORS.items()},
        },
    }


def _path_parameter(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": _TEXT, "example": _PATH_EXAMPLES[name]}


def _success(schema: str | None) -> Json:
    if schema is None:
        return {"description": "A file.", "content": {"*/*": {"schema": {}}}}
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": "The answer.", "content": content}


def _failure(text: str) -> Json:
    return {"description": text, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}


def known_parameters(path: str) -> frozenset[str] | None:
    """The parameters that an endpoint reads; None for one that is not in the document."""
    endpoint = ENDPOINTS.get(path)
    return None if endpoint is None else frozenset(endpoint[2]) | {"access_token"}
