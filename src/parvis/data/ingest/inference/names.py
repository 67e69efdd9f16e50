"""What the name of a column says of its type."""

from __future__ import annotations

import re

from parvis.core.words import words

# Codes that look like numbers and are not: nobody adds two SIRENs.
_CODES = frozenset(
    {
        "code",
        "codes",
        "siren",
        "siret",
        "nic",
        "rna",
        "insee",
        "cog",
        "postal",
        "cp",
        "zip",
        "dep",
        "dept",
        "departement",
        "epci",
        "iris",
        "naf",
        "ape",
        "tel",
        "telephone",
        "phone",
        "fax",
        "mobile",
        "uai",
        "finess",
        "iban",
        "bic",
        "ean",
        "gtin",
        "isbn",
        "nir",
        "cis",
        "uic",
        "geocode",
    }
)
# "pop-insee" is a population, whatever its second word says.
_MEASURES = frozenset(
    {"pop", "population", "nb", "nbre", "nombre", "total", "taux", "montant", "part", "count", "number"}
)
_JOINED_CODE = re.compile(r"code.*|.*(siren|siret)|(reg|dep|com|geo)code")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_LONGITUDES_BESIDE = {
    "lat": ("lon", "long", "lng", "longitude"),
    "latitude": ("longitude", "long", "lon", "lng"),
    "ylat": ("xlong", "xlon", "xlng"),
    "latwgs84": ("lonwgs84", "longwgs84"),
    "ywgs84": ("xwgs84",),
}
_WGS84 = {"y_wgs84": "x_wgs84", "wgs84_y": "wgs84_x", "y_wgs_84": "x_wgs_84", "coord_y_wgs84": "coord_x_wgs84"}
_DATES = frozenset({"date", "dt", "jour", "day", "datum", "debut", "fin", "maj"})
_POINTS = frozenset(
    {
        "point",
        "geo",
        "coord",
        "coords",
        "coordonnees",
        "coordinates",
        "position",
        "localisation",
        "xy",
        "latlon",
        "latlong",
    }
)


def is_code(label: str) -> bool:
    """Whether the column holds codes: numbers stay text."""
    found = _parts(label)
    if _MEASURES.intersection(found):
        return False
    return bool(_CODES.intersection(found)) or any(_JOINED_CODE.fullmatch(word) for word in found)


def _parts(label: str) -> list[str]:
    """Words of a label: ``codePostal_siege`` gives code, postal, siege."""
    return words(_CAMEL.sub(" ", label).replace("_", " "))


def says_date(label: str) -> bool:
    """Whether the column announces dates: eight digits may then be one."""
    return bool(_DATES.intersection(_parts(label)))


def says_point(label: str) -> bool:
    """Whether the column announces coordinates."""
    return bool(_POINTS.intersection(_parts(label)))


def longitude_names(name: str) -> list[str]:
    """The identifiers that a longitude may have beside this latitude, none when the name is no latitude's.

    ``stop_lat`` stands beside ``stop_lon``, ``ylat`` beside ``xlong``, ``y_wgs84`` beside ``x_wgs84``.
    """
    if name in _WGS84:
        return [_WGS84[name]]
    parts = name.split("_")
    for position, part in enumerate(parts):
        if part in _LONGITUDES_BESIDE:
            return ["_".join([*parts[:position], other, *parts[position + 1 :]]) for other in _LONGITUDES_BESIDE[part]]
    return []
