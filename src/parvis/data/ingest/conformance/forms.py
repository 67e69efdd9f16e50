"""The forms that texts may be asked to have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextForm:
    """A pattern of the whole text (RE2), and what it stands for, in words."""

    pattern: str
    what: Mapping[str, str]


_PART = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
TEXT_FORMS: Mapping[str, TextForm] = {
    "email": TextForm(
        rf"{_LOCAL}@({_PART}\.)+[A-Za-z][A-Za-z0-9-]{{0,61}}[A-Za-z0-9]",
        {"en": "e-mail addresses, such as name@town.fr", "fr": "des adresses électroniques, comme nom@ville.fr"},
    ),
    "uri": TextForm(
        r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+",
        {"en": "addresses such as https://town.fr/page", "fr": "des adresses comme https://ville.fr/page"},
    ),
    "uuid": TextForm(
        r"[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}",
        {"en": "UUIDs (32 hexadecimal digits)", "fr": "des UUID (32 chiffres hexadécimaux)"},
    ),
    "binary": TextForm(
        r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
        {"en": "content in base64", "fr": "un contenu en base64"},
    ),
}

JSON_KINDS = (
    *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"),
    *("Feature", "FeatureCollection"),
)
