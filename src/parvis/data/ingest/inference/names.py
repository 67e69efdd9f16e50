"""What the name of a column says of its type."""

from __future__ import annotations

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
        "tel",
        "telephone",
        "phone",
    }
    | {"fax", "mobile", "uai", "finess", "iban", "bic", "ean", "gtin", "isbn", "nir", "cis", "uic", "geocode"}
)
# "pop-insee" is a population, whatever its second word says.
_MEASURES = frozenset(
    {"pop", "population", "nb", "nbre", "nombre", "total", "taux", "montant", "part", "count", "number"}
)
_JOINED_CODES = ("regcode", "depcode", "codepostal", "codeinsee", "codegeo", "codecommune")
_LATITUDES = frozenset({"lat", "latitude", "ylat", "latwgs84", "ywgs84", "lat_wgs84", "y_wgs84", "geo_lat"})
_LONGITUDES = frozenset(
    {"lon", "long", "lng", "longitude", "xlong", "lonwgs84", "xwgs84", "lon_wgs84", "x_wgs84", "geo_lon", "geo_long"}
)
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
    found = words(label.replace("_", " "))
    if _MEASURES.intersection(found):
        return False
    return bool(_CODES.intersection(found)) or "".join(found) in _JOINED_CODES


def is_latitude(name: str) -> bool:
    """Whether the identifier names a latitude."""
    return name in _LATITUDES


def is_longitude(name: str) -> bool:
    """Whether the identifier names a longitude."""
    return name in _LONGITUDES


def says_date(label: str) -> bool:
    """Whether the column announces dates: eight digits may then be one."""
    return bool(_DATES.intersection(words(label.replace("_", " "))))


def says_point(label: str) -> bool:
    """Whether the column announces coordinates."""
    return bool(_POINTS.intersection(words(label.replace("_", " "))))
