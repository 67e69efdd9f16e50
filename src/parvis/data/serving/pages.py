"""What reads give back: pages of rows, and facets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parvis.data.engine.engine import FacetValue
from parvis.data.odsql import typed


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """A page of records or groups, in canonical values (see ``engine.rows``).

    ``total_count`` counts the matching records, or all the groups; None when it was not asked. ``numbers`` and ``ids``
    are there when asked, for plain records. ``after`` is the cursor of the next page, in paging by key.
    """

    total_count: int | None
    columns: tuple[typed.Column, ...]
    rows: list[tuple[Any, ...]]
    ids: list[str] | None = None
    grouped: bool = False
    after: str | None = None


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet and its values."""

    name: str
    values: Sequence[FacetValue]
