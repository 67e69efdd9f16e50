"""Nodes, addresses and literals of a tree of RDF, and the prefixes of the vocabularies in use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

PREFIXES: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "locn": "http://www.w3.org/ns/locn#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


@dataclass(frozen=True, slots=True)
class Iri:
    """An address, whole. Characters that no address may hold are escaped."""

    value: str

    def __post_init__(self) -> None:
        if _FORBIDDEN.search(self.value):
            escaped = _FORBIDDEN.sub(lambda m: f"%{ord(m.group()):02X}", self.value)
            object.__setattr__(self, "value", escaped)


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, with its language or its datatype (``xsd:date``)."""

    text: str
    lang: str | None = None
    datatype: str | None = None


@dataclass(slots=True)
class Node:
    """A resource: its types (``dcat:Dataset``) and its values by property, in order. ``iri`` None: a blank node."""

    types: tuple[str, ...]
    iri: Iri | None = None
    values: list[tuple[str, Value]] = field(default_factory=list)

    def add(self, name: str, *values: Value | None) -> Node:
        """Add these values of a property, those that are there."""
        self.values.extend((name, value) for value in values if value is not None)
        return self

    def texts(self, name: str, values: Iterable[str | None], lang: str | None = None) -> Node:
        """Add these texts as literals."""
        return self.add(name, *(Literal(v, lang) for v in values if v))

    def iris(self, name: str, values: Iterable[str | None]) -> Node:
        """Add these addresses."""
        return self.add(name, *(Iri(v) for v in values if v))

    def grouped(self) -> Iterator[tuple[str, list[Value]]]:
        """Values by property, in the order of their first value."""
        found: dict[str, list[Value]] = {}
        for name, value in self.values:
            found.setdefault(name, []).append(value)
        yield from found.items()


Value = Iri | Literal | Node


def expanded(name: str) -> str:
    """The address that a prefixed name stands for."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without the characters that XML and UTF-8 refuse."""
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text
