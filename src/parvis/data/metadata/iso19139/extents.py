"""Extents: the box, places by name, periods; both ways."""

from __future__ import annotations

from typing import Any

from parvis.data.metadata.description import Description
from parvis.data.metadata.documents import box
from parvis.data.metadata.iso19139.elements import Element, add, add_anchor, address, every, first, name, said
from parvis.data.metadata.parts import Period, Place

_SIDES = ("westBoundLongitude", "eastBoundLongitude", "southBoundLatitude", "northBoundLatitude")
_EXTENT = "gmd:extent/gmd:EX_Extent"
_PLACE = "gmd:geographicElement/gmd:EX_GeographicDescription/gmd:geographicIdentifier/gmd:MD_Identifier/gmd:code"
_PERIOD = "gmd:temporalElement/gmd:EX_TemporalExtent/gmd:extent/gml:TimePeriod"


def add_extent(node: Element, d: Description) -> None:
    """All the extents."""
    if d.bbox is not None:
        west, south, east, north = d.bbox
        place = add(node, f"{_EXTENT}/gmd:geographicElement/gmd:EX_GeographicBoundingBox")
        for side, value in zip(_SIDES, (west, east, south, north), strict=True):
            add(place, f"gmd:{side}/gco:Decimal").text = str(value)
    for found in d.places:
        add_anchor(add(node, _EXTENT), _PLACE, found.label or found.iri or "", found.iri)
    for number, covered in enumerate(d.temporal, 1):
        period = add(node, f"{_EXTENT}/{_PERIOD}")
        period.set(name("gml:id"), f"period-{number}")
        for end, moment in (("beginPosition", covered.start), ("endPosition", covered.end)):
            position = add(period, f"gml:{end}")
            position.text = moment
            if moment is None:
                position.set("indeterminatePosition", "unknown")


def read_extent(node: Element | None) -> dict[str, Any]:
    """Members ``bbox``, ``places`` and ``temporal``."""
    boxes = every(node, ".//gmd:EX_GeographicBoundingBox")
    found = [b for element in boxes if (b := _box(element))]
    places = (Place(said(e), address(e)) for e in every(node, f"{_EXTENT}/{_PLACE}"))
    periods = every(node, ".//gmd:EX_TemporalExtent")
    covered = (p for element in periods if (p := _period(element)) != Period())
    return {"bbox": found[0] if found else None, "places": tuple(places), "temporal": tuple(covered)}


def _box(element: Element) -> tuple[float, float, float, float] | None:
    west, east, south, north = (said(first(element, f"gmd:{side}")) for side in _SIDES)
    return box((west, south, east, north))


def _period(element: Element) -> Period:
    """Positions of either version of GML."""
    ends: dict[str, str | None] = {}
    for child in element.iter():
        local = child.tag.rsplit("}", 1)[-1] if isinstance(child.tag, str) else ""
        if local in ("beginPosition", "endPosition", "begin", "end") and (moment := said(child)):
            ends.setdefault(local[:3], moment)
    return Period(ends.get("beg"), ends.get("end"))
