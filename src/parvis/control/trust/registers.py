"""The registers of this installation: tables in the folder ``registers`` of the data folder, absent ones left out."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from parvis.control.trust.facts.registers import CataloguedBody, Registers
from parvis.control.trust.rules.tables import CatalogueTable, DomainsTable, UnitsTable

UNITS, DOMAINS, CATALOGUE = "legal-units.csv", "official-domains.txt", "organisations.csv"


def registers(home: Path) -> Registers:
    """The tables as they are now; each is read again when its file changes."""
    folder = home / "registers"
    stamps = tuple(_stamp(folder / name) for name in (UNITS, DOMAINS, CATALOGUE))
    return _loaded(folder, stamps)


@lru_cache(maxsize=4)
def _loaded(folder: Path, stamps: tuple[int | None, ...]) -> Registers:
    units, domains, catalogue = stamps
    return Registers(
        units=None if units is None else _units(folder / UNITS),
        domains=None if domains is None else _domains(folder / DOMAINS),
        catalogue=None if catalogue is None else _catalogue(folder / CATALOGUE),
    )


def _units(path: Path) -> UnitsTable:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return UnitsTable.from_csv(file, source=path.name, at=_date(path))


def _domains(path: Path) -> DomainsTable:
    return DomainsTable(path.read_text(encoding="utf-8-sig").splitlines(), source=path.name, at=_date(path))


def _catalogue(path: Path) -> CatalogueTable:
    with path.open(encoding="utf-8-sig", newline="") as file:
        bodies = [
            CataloguedBody(
                row["name"], row.get("siren") or None, frozenset(row["badges"].split("|")), row.get("url") or None
            )
            for row in csv.DictReader(file)
        ]
    return CatalogueTable(bodies, source=path.name, at=_date(path))


def _stamp(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return None


def _date(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
