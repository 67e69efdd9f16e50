"""French territories by code, from the reference files that come with the package (no shapes among them)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pyarrow
import pyarrow.parquet

import parvis

SOURCE = Path(parvis.__file__).parent / "cli" / "demo"
Row = dict[str, str | None]
_KEPT: list[tempfile.TemporaryDirectory[str]] = []


@cache
def table(level: str) -> Path:
    """A Parquet file of one level with ``code`` and what it gives, made once a process."""
    folder = tempfile.TemporaryDirectory(prefix="parvis-territories-")
    _KEPT.append(folder)
    rows = {"commune": _communes, "epci": _epci, "departement": _departements, "region": _regions}[level]()
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(str(row["code"]), row)
    path = Path(folder.name) / f"{level}.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(found.values())), path)
    return path


def _read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads((SOURCE / f"{name}.json").read_bytes())
    return found


def _regions() -> Iterator[Row]:
    for region in _read("regions"):
        yield {"code": region["code"], "nom_region": region["nom"]}


def _departements() -> Iterator[Row]:
    regions = {row["code"]: row["nom_region"] for row in _regions()}
    for one in _read("departements"):
        region = one.get("region")
        yield {
            "code": one["code"],
            "nom_departement": one["nom"],
            "code_region": region,
            "nom_region": regions.get(region),
        }


def _epci() -> Iterator[Row]:
    for one in _read("epci"):
        yield {"code": one["code"], "nom_epci": one["nom"]}


def _communes() -> Iterator[Row]:
    """Communes of today, then the codes of those that became part of one, which lead to it."""
    departements = {row["code"]: row for row in _departements()}
    epci = {member["code"]: one for one in _read("epci") for member in one["membres"]}
    communes = _read("communes")
    today = [one for one in communes if one["type"] == "commune-actuelle"]
    by_code = {one["code"]: one for one in today}
    for one in today:
        yield _commune(one["code"], one, departements, epci)
    for one in communes:
        heir = by_code.get(one.get("chefLieu", ""))
        if one["type"] != "commune-actuelle" and heir is not None:
            yield _commune(one["code"], heir, departements, epci)
    for one in today:
        for former in one.get("anciensCodes", ()):
            yield _commune(former, one, departements, epci)


def _commune(code: str, one: dict[str, Any], departements: dict[Any, Row], epci: dict[str, dict[str, Any]]) -> Row:
    departement = departements.get(one.get("departement"), {})
    group = epci.get(one["code"], {})
    return {
        "code": code,
        "nom_commune": one["nom"],
        "code_epci": group.get("code"),
        "nom_epci": group.get("nom"),
        "code_departement": one.get("departement"),
        "nom_departement": departement.get("nom_departement"),
        "code_region": departement.get("code_region"),
        "nom_region": departement.get("nom_region"),
    }
