"""Trees of RDF in RDF/XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from parvis.data.metadata.rdf.terms import PREFIXES, Iri, Literal, Node, Value, clean, expanded


def write(nodes: Iterable[Node]) -> Iterator[bytes]:
    """The document, one piece a node."""
    names = "".join(f'\n  xmlns:{prefix}="{address}"' for prefix, address in PREFIXES.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n'.encode()
    for node in nodes:
        yield "".join(_node(node, "  ")).encode()
    yield b"</rdf:RDF>\n"


def _node(node: Node, indent: str) -> Iterator[str]:
    element = node.types[0] if node.types else "rdf:Description"
    about = "" if node.iri is None else f" rdf:about={quoteattr(node.iri.value)}"
    yield f"{indent}<{element}{about}>\n"
    inner = indent + "  "
    for type_ in node.types[1:]:
        yield f'{inner}<rdf:type rdf:resource="{expanded(type_)}"/>\n'
    for name, value in node.values:
        yield from _property(name, value, inner)
    yield f"{indent}</{element}>\n"


def _property(name: str, value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, Iri):
        yield f"{indent}<{name} rdf:resource={quoteattr(value.value)}/>\n"
    elif isinstance(value, Literal):
        kind = f" xml:lang={quoteattr(value.lang)}" if value.lang else ""
        if value.datatype and not kind:
            kind = f' rdf:datatype="{expanded(value.datatype)}"'
        yield f"{indent}<{name}{kind}>{escape(clean(value.text))}</{name}>\n"
    else:
        yield f"{indent}<{name}>\n"
        yield from _node(value, indent + "  ")
        yield f"{indent}</{name}>\n"
