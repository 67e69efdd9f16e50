"""Places by their name: the shapes that the portal publishes are its gazetteer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import orjson

from parvis.core.errors import ParvisError
from parvis.core.fields import Field, FieldType
from parvis.data.odsql.text import QueryText
from parvis.data.serving import datasets
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.maps.colours import quoted, rows
from parvis.web.portal.pages.maps.territories import SCANNED, naming
from parvis.web.portal.visit import Visit

MOST = 8
ASKED = 12
"""Datasets looked into for one name."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A named shape and its bounds: west, south, east, north."""

    name: str
    dataset: str
    bounds: Box

    @property
    def parameter(self) -> str:
        """The bounds as a filter writes them: south, west, north, east."""
        west, south, east, north = self.bounds
        return ",".join(f"{side:.5f}" for side in (south, west, north, east))


def places(visit: Visit, name: str) -> list[Place]:
    """The places that have this name, exact ones first; whatever cannot be read is left out."""
    if not any(char.isalnum() for char in name):
        return []
    wanted = name.strip().casefold()
    shapes = islice(_shapes(visit), ASKED)
    found = [place for view, shape, title in shapes for place in _of(visit, view, shape, title, name)]
    # The search forgives a wrong letter; where the name is there as it was typed, that is not wanted.
    found = [place for place in found if wanted in place.name.casefold()] or found
    return sorted(found, key=lambda place: (place.name.casefold() != wanted, len(place.name)))[:MOST]


def _shapes(visit: Visit) -> Iterator[tuple[DatasetView, Field, str]]:
    """The datasets of shapes that have names."""
    for manifest in list(visit.reader.snapshot.datasets.get(visit.domain.slug, {}).values())[:SCANNED]:
        shape = next((f for f in manifest.schema if f.type is FieldType.GEO_SHAPE), None)
        view = None if shape is None else datasets.view(visit.reader, manifest, visit.caller)
        if shape is None or view is None or view.table is None or view.records.schema.get(shape.name) is None:
            continue
        title = naming(view.records.schema, shape)
        if title is not None:
            yield view, shape, title


def _of(visit: Visit, view: DatasetView, shape: Field, title: str, name: str) -> Iterator[Place]:
    text = QueryText(
        select=f"{quoted(title)} as `the name`, bbox({quoted(shape.name)}) as `the box`",
        where=(f"search({quoted(title)}, {json.dumps(name.strip(), ensure_ascii=False)})",),
        group_by="`the name`",
        limit=MOST,
    )
    try:
        found = rows(visit, view, text)
    except ParvisError:
        return
    for value, box in found:
        if value and box:
            yield Place(str(value), view.manifest.description.title or view.manifest.id, bounds(box))


def bounds(box: str) -> Box:
    """The sides of a polygon that is a box, in GeoJSON."""
    ring = orjson.loads(box)["coordinates"][0]
    longitudes, latitudes = [p[0] for p in ring], [p[1] for p in ring]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)
