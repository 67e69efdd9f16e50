"""Domains as values."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.core.errors import ParvisError
from parvis.data.store.basemaps import Basemap
from parvis.data.store.themes import PLAIN, Theme


class InvalidDomain(ParvisError):
    """A slug, host name, title or language that cannot be used."""

    code = "InvalidDomain"
    status = 422


class DomainExists(ParvisError):
    """The slug or a host name is taken by another domain."""

    code = "DomainExists"
    status = 409


class InvalidTheme(ParvisError):
    """A colour that cannot be read, a font or header that does not exist, or a file that cannot be a logo."""

    code = "InvalidTheme"
    status = 422


class InvalidBasemap(ParvisError):
    """A map background without a name or a credit, or whose address pages may not show."""

    code = "InvalidBasemap"
    status = 422


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of colours of a theme: what it is for, the colour of the text, its lowest contrast."""

    use: str
    color: str
    contrast: float


@dataclass(frozen=True, slots=True)
class DomainFacts:
    """One domain. ``hosts`` are host names in lower case without port; the default domain answers unknown hosts."""

    slug: str
    title: str
    tagline: str
    hosts: tuple[str, ...]
    language: str
    is_default: bool
    private: bool
    theme: Theme = PLAIN
    basemaps: tuple[Basemap, ...] = ()
