"""A description as a record of CSW 2.0.2 (OGC 07-006r1): Dublin Core, brief, summary or full. Only written."""

from __future__ import annotations

from lxml import etree

from parvis.data.metadata import stated
from parvis.data.metadata.description import Description
from parvis.data.metadata.parts import Distribution
from parvis.data.metadata.prose import plain
from parvis.data.metadata.rdf.terms import clean

NAMESPACES = {
    "csw": "http://www.opengis.net/cat/csw/2.0.2",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dct": "http://purl.org/dc/terms/",
    "ows": "http://www.opengis.net/ows",
    "ogc": "http://www.opengis.net/ogc",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
SETS = {"brief": "BriefRecord", "summary": "SummaryRecord", "full": "Record"}
_SCHEMES = {"api": "WWW:LINK-1.0-http--link", "documentation": "WWW:LINK-1.0-http--link"}


def name(short: str) -> str:
    """The whole name of ``prefix:local``."""
    prefix, _, local = short.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def record(description: Description, element_set: str) -> etree._Element:
    """The record, its elements in the order of the schema."""
    d = description
    node = etree.Element(name(f"csw:{SETS[element_set]}"), nsmap=NAMESPACES)
    _add(node, "dc:identifier", stated.identity(d))
    _add(node, "dc:title", d.title)
    _add(node, "dc:type", "dataset")
    if element_set != "brief":
        _summary(node, d)
    if element_set == "full":
        _full(node, d)
    if d.bbox:
        _box(node, d.bbox)
    return node


def _summary(node: etree._Element, d: Description) -> None:
    for word in dict.fromkeys((*d.keyword, *d.theme)):
        _add(node, "dc:subject", word)
    for format_ in dict.fromkeys(f.media_type or f.format for f in d.distributions):
        _add(node, "dc:format", format_)
    for relation in d.relations:
        _add(node, "dc:relation", relation)
    _add(node, "dct:modified", d.modified)
    _add(node, "dct:abstract", plain(d.description))
    for place in d.places:
        _add(node, "dct:spatial", place.label or place.iri)


def _full(node: etree._Element, d: Description) -> None:
    _add(node, "dc:date", d.issued or d.created or d.modified)
    for creator in d.creators:
        _add(node, "dc:creator", creator.name)
    _add(node, "dc:publisher", d.publisher)
    for contributor in d.contributors:
        _add(node, "dc:contributor", contributor.name)
    _add(node, "dc:language", d.language)
    _add(node, "dc:source", d.provenance)
    for right in (d.license, stated.license_address(d), d.rights):
        _add(node, "dc:rights", right)
    for period in d.temporal:
        _add(node, "dct:temporal", f"{period.start or ''}/{period.end or ''}")
    if d.landing_page:
        _reference(node, d.landing_page, "WWW:LINK-1.0-http--link")
    for file in d.distributions:
        _reference(node, file.url, _scheme(file))


def _scheme(file: Distribution) -> str:
    return _SCHEMES.get(file.role, "WWW:DOWNLOAD-1.0-http--download")


def _reference(node: etree._Element, url: str, scheme: str) -> None:
    added = _add(node, "dct:references", url)
    if added is not None:
        added.set("scheme", scheme)


def _box(node: etree._Element, box: tuple[float, float, float, float]) -> None:
    """Latitude first, as the system of that name states."""
    west, south, east, north = box
    found = etree.SubElement(node, name("ows:BoundingBox"), crs="urn:x-ogc:def:crs:EPSG:6.11:4326", dimensions="2")
    etree.SubElement(found, name("ows:LowerCorner")).text = f"{south!r} {west!r}"
    etree.SubElement(found, name("ows:UpperCorner")).text = f"{north!r} {east!r}"


def _add(node: etree._Element, short: str, text: str | None) -> etree._Element | None:
    if not text:
        return None
    added = etree.SubElement(node, name(short))
    added.text = clean(text)
    return added
