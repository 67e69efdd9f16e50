"""A field to write."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.data.ingest.inference.columns import ColumnPlan


@dataclass(frozen=True, slots=True)
class Pair:
    """The identifiers of the latitude and the longitude that make a point, and the plan of the longitude."""

    latitude: str
    longitude: str
    plan: ColumnPlan


@dataclass(frozen=True, slots=True)
class PlannedField:
    """A field to write: its identifier, where its values come from, and what they are beside when two columns make a
    point (``plan`` is then the latitude's)."""

    name: str
    plan: ColumnPlan
    pair: Pair | None = None
