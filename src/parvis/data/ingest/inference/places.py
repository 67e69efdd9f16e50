"""Points and shapes as they are written."""

from __future__ import annotations

import re

from parvis.core.fields import FieldType
from parvis.data.ingest.inference import names
from parvis.data.ingest.inference.kind import Kind, Sample, all_match, any_text, matches, surely

_COORDINATE = r"[+-]?[0-9]{1,3}(?:\.[0-9]+)?"
_PAIR = rf"\s*{_COORDINATE}\s*,\s*{_COORDINATE}\s*"
_PAIR_LOOKS = all_match(_PAIR)
# A few broken geometries among many are reported; they do not take the map away.
_TOLERANCE = 0.01


def latitude(column: str) -> str:
    """SQL of the latitude of a ``lat, lon`` text."""
    return f"try_cast(trim(split_part({column}, ',', 1)) AS DOUBLE)"


def longitude(column: str) -> str:
    """SQL of the longitude of a ``lat, lon`` text."""
    return f"try_cast(trim(split_part({column}, ',', 2)) AS DOUBLE)"


def in_world(lat: str, lon: str) -> str:
    """SQL: the coordinates are degrees."""
    return f"abs({lat}) <= 90 AND abs({lon}) <= 180"


def _is_pair(label: str, sample: Sample) -> bool:
    """Two numbers with decimals, or any two numbers when the name announces coordinates."""
    if not _PAIR_LOOKS(label, sample):
        return False
    return names.says_point(label) or all("." in half for value in sample for half in value.split(","))


def _is_geojson(label: str, sample: Sample) -> bool:
    return all(v.startswith("{") and ('"coordinates"' in v or '"geometries"' in v) for v in sample)


POINT = Kind(
    "lat, lon",
    FieldType.GEO_POINT,
    _is_pair,
    lambda column: surely(f"{matches(column, _PAIR)} AND {in_world(latitude(column), longitude(column))}"),
    lambda column: column,
    "every value is a latitude and a longitude",
)
GEOJSON = Kind(
    "GeoJSON",
    FieldType.GEO_SHAPE,
    _is_geojson,
    lambda column: surely(f"TRY(ST_GeomFromGeoJSON({column})) IS NOT NULL"),
    lambda column: f"TRY(ST_GeomFromGeoJSON({column}))",
    "every value is a GeoJSON geometry",
    tolerance=_TOLERANCE,
)
WKT = Kind(
    "WKT",
    FieldType.GEO_SHAPE,
    all_match(
        r"\s*(?:(?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\s*Z?M?\s*(?:\(.*|EMPTY\s*)",
        re.IGNORECASE | re.DOTALL,
    ),
    lambda column: surely(f"TRY(ST_GeomFromText({column})) IS NOT NULL"),
    lambda column: f"TRY(ST_GeomFromText({column}))",
    "every value is a WKT geometry",
    tolerance=_TOLERANCE,
)
WKB = Kind(
    "WKB",
    FieldType.GEO_SHAPE,
    any_text,
    lambda column: surely(f"TRY(ST_GeomFromWKB({column})) IS NOT NULL"),
    lambda column: f"TRY(ST_GeomFromWKB({column}))",
    "geometry of the file",
    tolerance=1.0,
)

PLACES: tuple[Kind, ...] = (POINT, GEOJSON, WKT)
