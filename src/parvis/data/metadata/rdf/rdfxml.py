"""Trees of RDF in RDF/XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

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
    about = "" if node.iri is None else f' rdf:about="{_address(node.iri)}"'
    yield f"{indent}<{element}{about}>\n"
    inner = indent + "  "
    for type_ in node.types[1:]:
        yield f'{inner}<rdf:type rdf:resource="{expanded(type_)}"/>\n'
    for name, value in node.values:
        yield from _property(name, value, inner)
    yield f"{indent}</{element}>\n"


def _property(name: str, value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, Iri):
        yield f'{indent}<{name} rdf:resource="{_address(value)}"/>\n'
    elif isinstance(value, Literal):
        kind = f" xml:lang={quoteattr(value.lang)}" if value.lang else ""
        if value.datatype and not kind:
            kind = f' rdf:datatype="{expanded(value.datatype)}"'
        yield f"{indent}<{name}{kind}>{_text(value.text)}</{name}>\n"
    else:
        yield f"{indent}<{name}>\n"
        yield from _node(value, indent + "  ")
        yield f"{indent}</{name}>\n"


def _address(iri: Iri) -> str:
    """An address in quotes: what else would end them is escaped in it already."""
    return iri.value.replace("&", "&amp;")


def _text(text: str) -> str:
    found = clean(text)
    return found.translate(_ESCAPES) if "&" in found or "<" in found or ">" in found else found


_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
