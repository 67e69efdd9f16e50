"""Places and periods as nodes."""

from __future__ import annotations

from parvis.data.metadata.dcat.values import address, moment
from parvis.data.metadata.description import Description
from parvis.data.metadata.parts import Period
from parvis.data.metadata.rdf.terms import Iri, Literal, Node


def places(description: Description, lang: str) -> list[Node]:
    """The box of the data, then the places that are named."""
    found = [] if description.bbox is None else [_box(*description.bbox)]
    for place in description.places:
        iri = address(place.iri)
        labels = [place.label or (place.iri if iri is None else None)]
        found.append(_location(labels, lang, iri))
    return found + [_location([name], lang) for name in description.territory]


def _location(labels: list[str | None], lang: str, iri: str | None = None) -> Node:
    node = Node(("dct:Location",), Iri(iri) if iri else None)
    return node.texts("skos:prefLabel", labels, lang).texts("rdfs:label", labels, lang)


def _box(west: float, south: float, east: float, north: float) -> Node:
    """The box in WKT, which harvesters of udata read as a polygon too."""
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    wkt = f"POLYGON(({', '.join(f'{x} {y}' for x, y in ring)}))"
    return Node(("dct:Location",)).add("dcat:bbox", Literal(wkt, datatype="geo:wktLiteral"))


def period(covered: Period) -> Node | None:
    """A period, None when neither end can be read."""
    start, end = moment(covered.start), moment(covered.end)
    if start is None and end is None:
        return None
    return Node(("dct:PeriodOfTime",)).add("dcat:startDate", start).add("dcat:endDate", end)
