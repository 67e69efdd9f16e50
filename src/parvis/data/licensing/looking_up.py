"""One name, identifier or address to the entry that it designates."""

from __future__ import annotations

import re

from parvis.data.licensing import creative_commons
from parvis.data.licensing.facts import Precision
from parvis.data.licensing.index import Hit, Index
from parvis.data.licensing.keys import address_key, surface_key, words_key

_LANGUAGE = re.compile(r"/(?:fr|en|de|it|es|nl|no)$")
_CREATIVE_COMMONS = re.compile(
    r"^creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/(\d(?:\.\d)?)(?:/([a-z]+))?$"
)
# Sites whose addresses end with an identifier.
_LISTS = re.compile(
    r"^(spdx\.org|opendefinition\.org|opensource\.org|dcat-ap\.de|publications\.europa\.eu)/.*/licen[cs]es?/(.+)$"
)
_LISTS_SHORT = re.compile(r"^(spdx\.org|opendefinition\.org|opensource\.org)/licen[cs]es?/(.+)$")


def by_address(found: Index, address: str) -> Hit | None:
    """The entry of an address: listed, or built from the elements that the address shows."""
    key = address_key(address)
    hit = found.addresses.get(key) or found.addresses.get(_LANGUAGE.sub("", key))
    return hit or _creative_commons(key) or _listed(found, key)


def by_name(found: Index, text: str, platform: str | None = None) -> Hit | None:
    """The entry of a name or identifier, as its platform means it when it is one of its own."""
    words = words_key(text)
    if platform is not None and (hit := found.platforms.get((platform, words))) is not None:
        return hit
    return found.surfaces.get(surface_key(text)) or found.words.get(words)


def _creative_commons(key: str) -> Hit | None:
    if (parts := _CREATIVE_COMMONS.match(key)) is None:
        return None
    elements, version, port = parts.groups()
    named = set(elements.split("-")) | ({"igo"} if port == "igo" else set())
    if named == {"mark"}:
        return Hit("CC-PDM-1.0", Precision.EXACT) if version == "1" else None
    return creative_commons.resolve(frozenset(named), version.removesuffix(".0"))


def _listed(found: Index, key: str) -> Hit | None:
    parts = _LISTS_SHORT.match(key) or _LISTS.match(key)
    if parts is None:
        return None
    hit = by_name(found, parts.group(2))
    exact = hit is not None and hit.precision is Precision.EXACT and parts.group(1) != "spdx.org"
    return Hit(hit.license_id, Precision.ASSUMED, hit.candidates) if hit is not None and exact else hit
