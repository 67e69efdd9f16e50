"""Registers loaded from tables: the same questions as the online services, answered offline."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from parvis.control.trust.facts.registers import CataloguedBody, LegalUnit
from parvis.core.words import words


class UnitsTable:
    """Legal units by SIREN."""

    def __init__(self, units: Iterable[LegalUnit], *, source: str, at: str) -> None:
        self.source, self.at = source, at
        self._units = {unit.siren: unit for unit in units}

    @classmethod
    def from_csv(cls, lines: Iterable[str], *, source: str, at: str) -> UnitsTable:
        """Columns siren, name, legal_category, state (``A``: active), aliases (separated by ``|``)."""
        rows = csv.DictReader(lines)
        return cls((_unit(row) for row in rows), source=source, at=at)

    def find(self, siren: str) -> LegalUnit | None:
        """The entry of nine digits."""
        return self._units.get(siren)


class DomainsTable:
    """Official domains; those below a listed one count."""

    def __init__(self, domains: Iterable[str], *, source: str, at: str) -> None:
        self.source, self.at = source, at
        self._domains = frozenset(name.strip().lower().rstrip(".") for name in domains if "." in name)

    def covers(self, host: str) -> bool:
        """Whether the host or a domain above it is listed."""
        parts = host.lower().split(".")
        return any(".".join(parts[place:]) in self._domains for place in range(len(parts) - 1))


class CatalogueTable:
    """Bodies of the national catalogue by SIREN, else by the exact words of their name."""

    def __init__(self, bodies: Iterable[CataloguedBody], *, source: str, at: str) -> None:
        self.source, self.at = source, at
        found = list(bodies)
        self._by_siren = {body.siren: body for body in found if body.siren}
        self._by_name: dict[tuple[str, ...], CataloguedBody | None] = {}
        for body in found:
            key = tuple(words(body.name))
            # A name that two bodies bear designates neither.
            self._by_name[key] = None if key in self._by_name else body

    def find(self, siren: str | None, name: str) -> CataloguedBody | None:
        """The body of that identifier; by name only where neither side gives another identifier."""
        if siren and siren in self._by_siren:
            return self._by_siren[siren]
        found = self._by_name.get(tuple(words(name)))
        return found if found is not None and not (siren and found.siren) else None


def _unit(row: dict[str, str]) -> LegalUnit:
    aliases = tuple(part.strip() for part in (row.get("aliases") or "").split("|") if part.strip())
    return LegalUnit(row["siren"], row["name"], row["legal_category"], (row.get("state") or "A") == "A", aliases)
