"""What an address says of a map, beside the selection."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import QueryDict

CHOICES = ("geometry", "color", "territories", "measure", "location", "place", "basemap")
_LOCATION = re.compile(r"(\d{1,2}(?:\.\d{1,4})?),(-?\d{1,2}(?:\.\d{1,8})?),(-?\d{1,3}(?:\.\d{1,8})?)")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address says of the map. ``location`` is zoom, latitude, longitude."""

    geometry: str = ""
    color: str = ""
    territories: str = ""
    measure: str = ""
    location: str = ""
    place: str = ""
    basemap: str = ""

    @classmethod
    def read(cls, parameters: QueryDict) -> Chosen:
        """The choices of an address; a place that cannot be read is ignored."""
        found = {name: parameters.get(name, "").replace("\0", "")[:400] for name in CHOICES}
        if not is_location(found["location"]):
            found["location"] = ""
        return cls(**found)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that are not their default."""
        return [(name, value) for name in CHOICES if (value := getattr(self, name))]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Those that another place does not change."""
        return [(name, value) for name, value in self.pairs() if name not in ("location", "place")]


def is_location(text: str) -> bool:
    """Whether it is a zoom, a latitude and a longitude that a map can show."""
    match = _LOCATION.fullmatch(text)
    if match is None:
        return False
    zoom, latitude, longitude = map(float, match.groups())
    return zoom <= 22 and abs(latitude) <= 85 and abs(longitude) <= 180
