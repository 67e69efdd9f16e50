"""RDF: each row is a node of its own, each column a property; JSON-LD, Turtle, N3 and RDF/XML, streamed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import orjson
import pyarrow
import shapely

from parvis.data.exports.cells import day, rows
from parvis.data.exports.layout import Column, Layout, clean
from parvis.data.exports.packing import grouped

_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_DCAT = "http://www.w3.org/ns/dcat#"
_DCT = "http://purl.org/dc/terms/"
_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
_DAYS = {"year": "gYear", "month": "gYearMonth"}
_TERMS = {"title": "title", "identifier": "identifier", "attribution": "rightsHolder", "published": "issued"}

Literal = tuple[str, str | None]
"""Lexical form and datatype."""


def literals(value: Any, column: Column) -> list[Literal]:
    """The literals of a value, null excepted: one for each text of a list."""
    if isinstance(value, list):
        return [(v, None) for v in value]
    if isinstance(value, bool):
        return [("true" if value else "false", f"{_XSD}boolean")]
    if isinstance(value, int):
        return [(str(value), f"{_XSD}integer")]
    if isinstance(value, float):
        return [(repr(value), f"{_XSD}double")]
    if isinstance(value, datetime):
        return [(value.isoformat(), f"{_XSD}dateTime")]
    if isinstance(value, date):
        return [(day(value, column.precision), _XSD + _DAYS.get(column.precision or "", "date"))]
    if isinstance(value, tuple):
        return [(f"POINT ({value[0]!r} {value[1]!r})", _WKT)]
    if column.type == "geo_shape":
        return [(shapely.to_wkt(shapely.from_geojson(value), rounding_precision=-1), _WKT)]
    return [(value, None)]


def properties(layout: Layout) -> list[str]:
    """The property of each column: its name after the address of the dataset."""
    return [f"{layout.iri}#{quote(name, safe='')}" for name in layout.heads()]


def statements(layout: Layout) -> list[tuple[str, str, Literal | str]]:
    """What is said of the dataset and of the properties: subject, predicate, literal or IRI."""
    found: list[tuple[str, str, Literal | str]] = [(layout.iri, f"{_RDF}type", f"{_DCAT}Dataset")]
    for name, value in layout.notices().items():
        if name in _TERMS:
            kind = f"{_XSD}dateTime" if name == "published" else None
            found.append((layout.iri, f"{_DCT}{_TERMS[name]}", (value, kind)))
    license_ = _iri(layout.license_url)
    if license_ or layout.license:
        found.append((layout.iri, f"{_DCT}license", license_ or (clean(layout.license or ""), None)))
    for iri, column in zip(properties(layout), layout.columns, strict=True):
        found.append((iri, f"{_RDFS}label", (clean(column.label or column.name), None)))
    return found


def _iri(address: str | None) -> str | None:
    return address if address and re.fullmatch(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", address) else None


# ------------------------------------------------------------------ Turtle


def turtle(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any]) -> Iterator[bytes]:
    """Turtle, which is N3 too."""
    return grouped(_turtle(batches, layout))


def _turtle(batches: Iterable[pyarrow.RecordBatch], layout: Layout) -> Iterator[str]:
    yield f"@prefix xsd: <{_XSD}> .\n@prefix f: <{layout.iri}#> .\n\n"
    for subject, predicate, value in statements(layout):
        shown = f"<{value}>" if isinstance(value, str) else _turtle_literal(value)
        yield f"<{subject}> <{predicate}> {shown} .\n"
    names = [f"<{iri}>" for iri in properties(layout)]
    for row in rows(batches, layout):
        pairs = [
            f"{names[i]} {', '.join(map(_turtle_literal, literals(value, layout.columns[i])))}"
            for i, value in enumerate(row)
            if value is not None and value != []
        ]
        yield f"\n[] a <{layout.iri}#>" + "".join(f" ;\n  {pair}" for pair in pairs) + " .\n"


def _turtle_literal(literal: Literal) -> str:
    text, kind = literal
    shown = f'"{text.translate(_ESCAPES)}"'
    return shown if kind is None else f"{shown}^^<{kind}>"


_ESCAPES = {
    **{code: f"\\u{code:04X}" for code in range(32)},
    ord("\\"): "\\\\",
    ord('"'): '\\"',
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
}


# ------------------------------------------------------------------ RDF/XML


def rdfxml(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any]) -> Iterator[bytes]:
    """RDF/XML. A property whose name XML cannot hold is written by its number, and said to be the same."""
    return grouped(_rdfxml(batches, layout))


def _rdfxml(batches: Iterable[pyarrow.RecordBatch], layout: Layout) -> Iterator[str]:
    space = f"{layout.iri}#"
    names = f'xmlns:rdf="{_RDF}" xmlns:rdfs="{_RDFS}" xmlns:dct="{_DCT}" xmlns:f={quoteattr(space)}'
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF {names}>\n'
    for subject, predicate, value in statements(layout):
        said = _element(_short(predicate), value)
        yield f"<rdf:Description rdf:about={quoteattr(subject)}>{said}</rdf:Description>\n"
    tags = [_tag(head, place) for place, head in enumerate(layout.heads())]
    for iri, tag in zip(properties(layout), tags, strict=True):
        if iri != space + tag[2:]:
            same = _element("rdfs:isDefinedBy", iri)
            yield f"<rdf:Description rdf:about={quoteattr(space + tag[2:])}>{same}</rdf:Description>\n"
    for row in rows(batches, layout):
        found = "".join(
            _element(tags[i], literal)
            for i, value in enumerate(row)
            if value is not None
            for literal in literals(value, layout.columns[i])
        )
        yield f"<rdf:Description><rdf:type rdf:resource={quoteattr(space)}/>{found}</rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _tag(head: str, place: int) -> str:
    return f"f:{head}" if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.\-]*", head) else f"f:column_{place + 1}"


def _short(predicate: str) -> str:
    for prefix, space in (("rdf", _RDF), ("rdfs", _RDFS), ("dct", _DCT)):
        if predicate.startswith(space):
            return f"{prefix}:{predicate.removeprefix(space)}"
    raise ValueError(predicate)


def _element(tag: str, value: Literal | str) -> str:
    if isinstance(value, str):
        return f"<{tag} rdf:resource={quoteattr(value)}/>"
    text, kind = value
    typed = f' rdf:datatype="{kind}"' if kind else ""
    # A bare carriage return would be read as a line feed.
    return f"<{tag}{typed}>{escape(clean(text), {chr(13): '&#13;'})}</{tag}>"


# ------------------------------------------------------------------ JSON-LD


def jsonld(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any]) -> Iterator[bytes]:
    """JSON-LD 1.1: a context that types the properties, then the rows as a graph."""
    return grouped(_jsonld(batches, layout))


def _jsonld(batches: Iterable[pyarrow.RecordBatch], layout: Layout) -> Iterator[str]:
    heads = [f"_{h}" if h.startswith("@") else h for h in layout.heads()]
    context = dict(zip(heads, properties(layout), strict=True))
    yield '{"@context":' + _json(context) + ',"@graph":[\n'
    about: dict[str, dict[str, Any]] = {}
    for subject, predicate, value in statements(layout):
        node = about.setdefault(subject, {"@id": subject})
        if predicate == f"{_RDF}type":
            node["@type"] = value
        else:
            node[predicate] = {"@id": value} if isinstance(value, str) else _typed(value)
    yield ",\n".join(map(_json, about.values()))
    for row in rows(batches, layout):
        node = {"@type": f"{layout.iri}#"}
        for i, value in enumerate(row):
            if value is not None:
                found = [_typed(literal) for literal in literals(value, layout.columns[i])]
                node[heads[i]] = found if isinstance(value, list) else found[0]
        yield ",\n" + _json(node)
    yield "\n]}\n"


def _typed(literal: Literal) -> Any:
    """A plain value where JSON has its type, so that programs need no RDF to read it."""
    text, kind = literal
    if kind == f"{_XSD}boolean":
        return text == "true"
    if kind is None:
        return text
    return {"@value": text, "@type": kind}


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


Writer = Callable[[Iterable[pyarrow.RecordBatch], Layout, Mapping[str, Any]], Iterator[bytes]]
