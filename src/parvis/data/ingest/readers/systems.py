"""Coordinate systems: which one a source is in, and whether its coordinates are already degrees of WGS 84."""

from __future__ import annotations

from collections.abc import Sequence

from parvis.data.ingest.errors import IngestError

# WGS 84, ETRS89, RGF93, RGF93 v2b and their like differ by less than the precision of what is published.
DEGREES = ("4326", "4979", "4258", "4171", "4964", "4937", "9777", "9784")
# Where Lambert-93 puts the mainland: west, south, east, north.
_LAMBERT_93 = (50_000.0, 6_000_000.0, 1_300_000.0, 7_200_000.0)
Box = Sequence[float]


def named(system: str | None) -> str | None:
    """The system to transform from; None when its coordinates are degrees already (``EPSG:4326``, ``OGC:CRS84``)."""
    if system is None:
        return None
    authority, _, code = system.partition(":")
    if (authority.upper() == "EPSG" and code in DEGREES) or (authority.upper() == "OGC" and code.startswith("CRS84")):
        return None
    return system


def epsg(code: int) -> str | None:
    """The system of an EPSG code, as ``named`` gives it."""
    return named(f"EPSG:{code}")


def guessed(box: Box | None, name: str) -> tuple[str | None, str | None]:
    """The system of coordinates that announce none, from the box they fill, and what to tell.

    Raises IngestError when it cannot be known.
    """
    if box is None or in_degrees(box):
        return None, None
    west, south, east, north = _LAMBERT_93
    if west <= box[0] and south <= box[1] and box[2] <= east and box[3] <= north:
        return "EPSG:2154", "the file does not say its coordinate system; Lambert-93 (EPSG:2154) was taken"
    message = f"the coordinates of {name} are not in degrees, and the file does not say their system."
    raise IngestError(message, hint="give its EPSG code, such as 2154 for Lambert-93")


def in_degrees(box: Box) -> bool:
    """Whether a box (west, south, east, north) lies in the world."""
    return box[0] >= -180.5 and box[1] >= -90.5 and box[2] <= 180.5 and box[3] <= 90.5
