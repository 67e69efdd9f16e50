"""The landing page and what the server conforms to."""

from __future__ import annotations

from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.ogc import links
from parvis.web.api.ogc.endpoint import OgcCall, only_known
from parvis.web.api.ogc.openapi import document
from parvis.web.api.ogc.redirects import to_page

_SPEC = "http://www.opengis.net/spec"
CLASSES = (
    f"{_SPEC}/ogcapi-common-1/1.0/conf/core",
    f"{_SPEC}/ogcapi-common-2/1.0/conf/collections",
    *(f"{_SPEC}/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson", "oas30")),
    f"{_SPEC}/ogcapi-features-2/1.0/conf/crs",
    *(
        f"{_SPEC}/ogcapi-features-3/1.0/conf/{name}"
        for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(
        f"{_SPEC}/cql2/1.0/conf/{name}"
        for name in (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "property-property",
        )
    ),
    *(
        f"{_SPEC}/ogcapi-records-1/1.0/{name}"
        for name in (
            "conf/record-core",
            "conf/record-collection",
            "conf/record-core-query-parameters",
            "conf/searchable-catalog",
            "conf/searchable-catalog-sorting",
            "conf/searchable-catalog-filtering",
            "conf/json",
            "conf/oas30",
        )
    ),
    *(f"{_SPEC}/ogcapi-features-5/1.0/conf/{name}" for name in ("schemas", "core-roles-features", "queryables")),
)


def landing(call: Call) -> Answer:
    """``GET /``."""
    if isinstance(call, OgcCall) and call.wants_html:
        return to_page(f"{call.root}/explore/")
    only_known(call, frozenset())
    here = links.base(call)
    found = [
        links.link(here, "self", links.JSON),
        links.link(f"{call.root}/explore/", "alternate", links.HTML),
        links.link(f"{here}/api", "service-desc", links.OPENAPI),
        links.link(f"{call.root}/explore/", "service-doc", links.HTML),
        links.link(f"{here}/conformance", "conformance", links.JSON),
        links.link(f"{here}/collections", "data", links.JSON),
    ]
    title = call.domain.title
    return json_answer({"title": title, "description": f"OGC API – {title}", "links": found})


def conformance(call: Call) -> Answer:
    """``GET /conformance``."""
    only_known(call, frozenset())
    return json_answer({"conformsTo": list(CLASSES)})


def openapi(call: Call) -> Answer:
    """``GET /api``."""
    only_known(call, frozenset())
    made = json_answer(document(call.root, call.domain.title))
    return Answer(made.body, media_type=links.OPENAPI)
