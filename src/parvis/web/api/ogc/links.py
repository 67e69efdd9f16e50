"""Addresses inside answers of the OGC APIs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from parvis.web.api.http.endpoint import Call

BASE = "/api/ogc"
JSON, GEOJSON, SCHEMA = "application/json", "application/geo+json", "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
HTML = "text/html"
_SECRET = frozenset({"apikey", "access_token"})


def base(call: Call) -> str:
    """The landing page on this host."""
    return call.root + BASE


def collection(call: Call, name: str) -> str:
    """One collection."""
    return f"{base(call)}/collections/{quote(name, safe='')}"


def items(call: Call, name: str) -> str:
    """The items of a collection."""
    return f"{collection(call, name)}/items"


def page(call: Call, dataset_id: str) -> str:
    """The page that people read about a dataset."""
    return f"{call.root}/explore/dataset/{quote(dataset_id, safe='')}/"


def link(href: str, rel: str, media_type: str, title: str | None = None) -> dict[str, Any]:
    """One link."""
    found = {"href": href, "rel": rel, "type": media_type}
    return found if title is None else {**found, "title": title}


def again(call: Call, address: str, without: Iterable[str] = (), **changed: Any) -> str:
    """The address with the parameters of this request, some changed; never with its key."""
    left = call.parameters.names() - _SECRET - set(without) - set(changed)
    pairs = [(name, value) for name in sorted(left) for value in call.parameters.all(name)]
    pairs += [(name, str(value)) for name, value in changed.items()]
    return f"{address}?{urlencode(pairs)}" if pairs else address
