"""Places of schema.org: boxes and names, both ways."""

from __future__ import annotations

import re
from typing import Any

from parvis.data.metadata.description import Description
from parvis.data.metadata.documents import box, compact, obj, objects, text
from parvis.data.metadata.parts import Place


def places(d: Description) -> list[dict[str, Any]]:
    """The box of the data, the territories by name, the other places."""
    found = [] if d.bbox is None else [_box(*d.bbox)]
    found += [{"@type": "AdministrativeArea", "name": name} for name in d.territory]
    return found + [compact({"@type": "Place", "@id": p.iri, "name": p.label}) for p in d.places]


def _box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    return {"@type": "Place", "geo": {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}}


def read_places(value: Any) -> dict[str, Any]:
    """Members ``bbox``, ``territory`` and ``places``."""
    if isinstance(value, str):
        return {"places": (Place(value),)}
    found = objects(value)
    boxes = [b for place in found if (b := _read_box(obj(place.get("geo")).get("box")))]
    areas = [place for place in found if place.get("@type") == "AdministrativeArea"]
    others = [place for place in found if place not in areas and (place.get("name") or place.get("@id"))]
    return {
        "bbox": boxes[0] if boxes else None,
        "territory": tuple(name for place in areas if (name := text(place.get("name")))),
        "places": tuple(Place(text(place.get("name")), text(place.get("@id"))) for place in others),
    }


def _read_box(value: Any) -> tuple[float, float, float, float] | None:
    """The box of ``south west north east``, with spaces or commas."""
    parts = re.split(r"[ ,]+", (text(value) or "").strip())
    return box((parts[1], parts[0], parts[3], parts[2])) if len(parts) == 4 else None
