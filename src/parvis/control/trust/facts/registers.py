"""What registers say, and the questions that can be put to any of them, offline table or online service alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LegalUnit:
    """An entry of the register of legal units. ``legal_category`` has four digits; ``active``: not closed."""

    siren: str
    name: str
    legal_category: str
    active: bool = True
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CataloguedBody:
    """A body as the national catalogue shows it, with its badges."""

    name: str
    siren: str | None
    badges: frozenset[str]
    url: str | None = None


class LegalUnits(Protocol):
    """A register of legal units."""

    source: str
    at: str

    def find(self, siren: str) -> LegalUnit | None:
        """The entry of nine digits, None when there is none."""


class OfficialDomains(Protocol):
    """The list of domains of public bodies."""

    source: str
    at: str

    def covers(self, host: str) -> bool:
        """Whether the host or a domain above it is listed."""


class Catalogue(Protocol):
    """Bodies of the national catalogue."""

    source: str
    at: str

    def find(self, siren: str | None, name: str) -> CataloguedBody | None:
        """The body of that identifier, else of that name."""


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers that are loaded; None: not loaded, and nothing is proven or contradicted by it."""

    units: LegalUnits | None = None
    domains: OfficialDomains | None = None
    catalogue: Catalogue | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a publisher says of itself, and what was confirmed about it. Instants are ISO 8601.

    ``control`` is when the DNS or well-known challenge was last found, ``email`` when an address on the domain was
    confirmed; ``failures`` counts the re-tests failed since. ``reviewed`` is when an administrator approved it.
    """

    name: str | None = None
    sector: str = "unknown"
    identifier: str | None = None
    site: str | None = None
    mandate: str | None = None
    aliases: tuple[str, ...] = ()
    control: str | None = None
    email: str | None = None
    failures: int = 0
    links_here: bool = False
    producer: bool = False
    reviewed: str | None = None
    reviewer: str | None = None
