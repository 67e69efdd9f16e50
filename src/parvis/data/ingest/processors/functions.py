"""Functions in Python for what SQL does not have; each takes a text or numbers, and gives null for null."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import duckdb
import phonenumbers
import pyarrow
from duckdb import list_type
from duckdb.func import ARROW, SPECIAL
from duckdb.sqltypes import BIGINT, DOUBLE, VARCHAR, DuckDBPyType

from parvis.data.ingest.processors.resources import Address, Geocode

_BASE32 = "0123456789bcdefghjkmnpqrstuvwxyz"
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)


def html_text(value: str) -> str:
    """Readable text of HTML: tags off, breaks as line ends, entities decoded."""
    bare = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", value)))
    return html.unescape(bare).strip()


def phone(value: str, region: str) -> str | None:
    """The number in E.164 form, None when no such number can exist."""
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def geohash(longitude: float, latitude: float, length: int) -> str:
    """The geohash of a point, by bits of longitude and latitude in turn."""
    west, east, south, north = -180.0, 180.0, -90.0, 90.0
    letters = []
    even = True
    for _ in range(length):
        cell = 0
        for _ in range(5):
            if even:
                middle = (west + east) / 2
                high = longitude >= middle
                west, east = (middle, east) if high else (west, middle)
            else:
                middle = (south + north) / 2
                high = latitude >= middle
                south, north = (middle, north) if high else (south, middle)
            cell = cell << 1 | high
            even = not even
        letters.append(_BASE32[cell])
    return "".join(letters)


def percent_decoded(value: str) -> str:
    """The text behind percent signs."""
    return unquote(value)


_FUNCTIONS: tuple[tuple[str, Callable[..., Any], list[Any], DuckDBPyType], ...] = (
    ("parvis_html_text", html_text, [VARCHAR], VARCHAR),
    ("parvis_html_unescape", html.unescape, [VARCHAR], VARCHAR),
    ("parvis_phone", phone, [VARCHAR, VARCHAR], VARCHAR),
    ("parvis_geohash", geohash, [DOUBLE, DOUBLE, BIGINT], VARCHAR),
    ("parvis_unquote", percent_decoded, [VARCHAR], VARCHAR),
)


def register(connection: duckdb.DuckDBPyConnection, sql: str, geocode: Geocode | None = None) -> None:
    """Give the connection the functions that a statement names; the service answers a vector of addresses at a time."""
    if geocode is not None and "parvis_geocode" in sql:
        found = _Addresses(geocode)
        connection.create_function(
            "parvis_geocode", found.batch, [VARCHAR, DOUBLE], list_type(DOUBLE), type=ARROW, null_handling=SPECIAL
        )
    for name, function, takes, gives in _FUNCTIONS:
        if name in sql:
            # A function that may give null for a value is not called "special" by the engine unless told.
            connection.create_function(name, _skipping(function, len(takes)), takes, gives, null_handling=SPECIAL)


class _Addresses:
    """Points of addresses, each asked once."""

    def __init__(self, geocode: Geocode) -> None:
        self._geocode = geocode
        self._known: dict[str, Address | None] = {}

    def batch(self, addresses: Any, scores: Any) -> pyarrow.Array:
        """[longitude, latitude] of each address, null when it is not found surely."""
        texts, least = addresses.to_pylist(), scores.to_pylist()
        asked = [text for text in dict.fromkeys(texts) if text is not None and text not in self._known]
        if asked:
            self._known.update(zip(asked, self._geocode(asked), strict=True))
        found = [None if text is None else self._known[text] for text in texts]
        points = [
            None if one is None or one.score < low else [one.longitude, one.latitude]
            for one, low in zip(found, least, strict=True)
        ]
        return pyarrow.array(points, pyarrow.list_(pyarrow.float64()))


def _skipping(function: Callable[..., Any], count: int) -> Callable[..., Any]:
    """The function with null for null; the engine wants to see as many parameters as it gives."""

    def one(a: Any) -> Any:
        return None if a is None else function(a)

    def two(a: Any, b: Any) -> Any:
        return None if a is None or b is None else function(a, b)

    def three(a: Any, b: Any, c: Any) -> Any:
        return None if a is None or b is None or c is None else function(a, b, c)

    return (one, two, three)[count - 1]
