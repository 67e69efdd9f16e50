"""Under which licences a database derived from each licence may be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from parvis.data.licensing.decisions import Verdict, read_table, weakest
from parvis.data.licensing.facts import Confidence

OWN = "own"
_LEVELS = {"H": Confidence.HIGH, "M": Confidence.MEDIUM, "L": Confidence.LOW}
_LOWER = {Confidence.HIGH: Confidence.MEDIUM, Confidence.MEDIUM: Confidence.LOW, Confidence.LOW: Confidence.LOW}


class Group(StrEnum):
    """Licences that combine in the same manner."""

    PUBLIC_DOMAIN = "public_domain"
    ATTRIBUTION = "attribution"
    SHARE_ALIKE = "share_alike"
    ODBL = "odbl"
    NON_COMMERCIAL = "non_commercial"
    NON_COMMERCIAL_SHARE_ALIKE = "non_commercial_share_alike"
    NO_DERIVATIVES = "no_derivatives"
    CLOSED = "closed"
    EXTRA_CONDITIONS = "extra_conditions"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Edge:
    """Publication under one licence: allowed or under conditions, and how sure that is."""

    verdict: Verdict
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Terms:
    """What one source licence lets its derived databases be published under.

    ``edges`` holds the licences allowed or conditional; those absent are refused. ``odbl`` and ``condition`` are codes
    of reasons. ``unread`` terms name no text: a person decides.
    """

    license_id: str
    group: Group
    edges: Mapping[str, Edge]
    confidence: Confidence = Confidence.HIGH
    odbl: str | None = None
    condition: str | None = None
    unread: bool = False


@cache
def outputs() -> tuple[str, ...]:
    """Every licence a result may be published under: the ten usual ones first."""
    table = _table()
    return (*table["outputs"], *table["others"])


def main_outputs() -> tuple[str, ...]:
    """The ten usual outputs."""
    return tuple(_table()["outputs"])


def known() -> tuple[str, ...]:
    """Identifiers of the licences whose terms were studied."""
    return tuple(_all())


def terms_of(license_id: str) -> Terms:
    """The terms of a licence; those nobody studied let nothing be published."""
    return _all().get(license_id) or Terms(license_id, Group.CLOSED, MappingProxyType({}))


@cache
def _table() -> Any:
    return read_table("parvis.data.licensing.compatibility", "terms.yaml")


@cache
def _all() -> Mapping[str, Terms]:
    table = _table()
    rows = {key: _row(key, row, table) for key, row in table["rows"].items()}
    likes = {key: _like(key, rows[change["like"]], change) for key, change in table["likes"].items()}
    return MappingProxyType(rows | likes)


def _row(key: str, row: Mapping[str, Any], table: Mapping[str, Any]) -> Terms:
    cells = dict(zip(table["outputs"], row["edges"].split(), strict=True))
    if "others" in row:
        cells |= dict.fromkeys(table["others"], row["others"])
    cells |= row.get("to", {})
    return Terms(
        key,
        Group(row["group"]),
        MappingProxyType({output: _edge(cell) for output, cell in cells.items() if cell != "-"}),
        Confidence(row.get("confidence", "high")),
        odbl=row.get("odbl"),
        unread=row["group"] == Group.UNREAD,
    )


def _edge(cell: str) -> Edge:
    status, level = cell.split("/")
    return Edge(Verdict.ALLOWED if status == "Y" else Verdict.CONDITIONS, _LEVELS[level])


def _like(key: str, model: Terms, change: Mapping[str, Any]) -> Terms:
    """The terms of the model, weakened as the change says."""
    edges = {output: edge for output, edge in model.edges.items() if output not in change.get("without", ())}
    edges |= {output: _edge(cell) for output, cell in change.get("to", {}).items()}
    return Terms(
        key,
        model.group,
        MappingProxyType({output: _weakened(edge, change) for output, edge in edges.items()}),
        _level(model.confidence, change),
        odbl=model.odbl,
        condition=change.get("conditional"),
        unread=change.get("unread", False),
    )


def _weakened(edge: Edge, change: Mapping[str, Any]) -> Edge:
    verdict = Verdict.CONDITIONS if "conditional" in change or "unread" in change else edge.verdict
    return Edge(verdict, _level(edge.confidence, change))


def _level(confidence: Confidence, change: Mapping[str, Any]) -> Confidence:
    lowered = _LOWER[confidence] if change.get("lower") else confidence
    return weakest((lowered, Confidence(change.get("at_most", "high"))))
