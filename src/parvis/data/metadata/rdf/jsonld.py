"""Trees of RDF in JSON-LD, with a context of prefixes inside: nothing has to be fetched to read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from parvis.data.metadata.rdf.terms import PREFIXES, Iri, Node, Value, clean


def write(nodes: Iterable[Node]) -> Iterator[bytes]:
    """The document, one piece a node."""
    yield b'{"@context":' + orjson.dumps(dict(PREFIXES)) + b',"@graph":['
    for number, node in enumerate(nodes):
        yield (b",\n" if number else b"\n") + orjson.dumps(_node(node))
    yield b"\n]}\n"


def _node(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {} if node.iri is None else {"@id": node.iri.value}
    if node.types:
        found["@type"] = list(node.types)
    return found | {name: [_value(v) for v in values] for name, values in node.grouped()}


def _value(value: Value) -> Any:
    if isinstance(value, Iri):
        return {"@id": value.value}
    if isinstance(value, Node):
        return _node(value)
    if value.lang:
        return {"@value": clean(value.text), "@language": value.lang}
    return {"@value": clean(value.text), "@type": value.datatype} if value.datatype else clean(value.text)
