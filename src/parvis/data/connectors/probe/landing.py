"""What a page or an API says of itself to programs."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import orjson

from parvis.data.connectors.probe.columns import text_of

_DATASET = frozenset({"Dataset", "dcat:Dataset", "schema:Dataset", "http://www.w3.org/ns/dcat#Dataset"})
_KNOWN_APIS = (
    "/api/explore/v2", "/api/records/1.0", "/api/datasets/1.0", "/api/3/action/", "/api/1/datasets", "/api/2/datasets",
    "request=getcapabilities", "service=wfs", "service=wms", "/featureserver", "/mapserver",
)  # fmt: skip
_MOST_NODES = 2000


def embeds_metadata(sample: bytes) -> bool:
    """Whether a page holds a Dataset in JSON-LD with name, description and distribution."""
    reader = _Scripts()
    reader.feed(text_of(sample))
    return any(_is_dataset(node) for script in reader.scripts for node in _nodes(script))


def describes_itself(sample: bytes, kind: str, url: str) -> bool:
    """Whether an API is one that programs know, or answers with its own description."""
    address = url.lower()
    if any(part in address for part in _KNOWN_APIS):
        return True
    head = sample[:4096]
    if kind == "json":
        return b'"openapi"' in head or b'"swagger"' in head
    return kind == "xml" and b"Capabilities" in head


class _Scripts(HTMLParser):
    """Collects the JSON-LD of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A script begins."""
        self._inside = tag == "script" and (dict(attrs).get("type") or "").lower() == "application/ld+json"
        if self._inside:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        """A script ends."""
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        """Inside a script."""
        if self._inside:
            self.scripts[-1] += data


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    try:
        waiting = [orjson.loads(script)]
    except orjson.JSONDecodeError:
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            yield value
            waiting += [value[name] for name in ("@graph", "mainEntity") if name in value]


def _is_dataset(node: dict[str, Any]) -> bool:
    types = node.get("@type")
    named = {types} if isinstance(types, str) else {t for t in types or () if isinstance(t, str)}
    if not named & _DATASET:
        return False
    return all(any(node.get(name) for name in names) for names in _WANTED)


_WANTED = (
    ("name", "dct:title", "schema:name"),
    ("description", "dct:description", "schema:description"),
    ("distribution", "dcat:distribution", "schema:distribution"),
)
