"""The statistics of a version's fields, as publishing left them beside its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from parvis.data.store.keys import statistics_key
from parvis.data.store.objects import Objects

FORMAT = 1


def statistics(objects: Objects, uid: str, version: int) -> Mapping[str, Any] | None:
    """``rows``, ``inferred`` and ``fields`` of the version, on all its rows.

    None while they are not computed, and for a format newer than this program knows.
    """
    try:
        found: dict[str, Any] = orjson.loads(objects.get(statistics_key(uid, version)))
    except FileNotFoundError:
        return None
    return found if found["format"] <= FORMAT else None


def filled_shares(found: Mapping[str, Any]) -> dict[str, float]:
    """The share of rows with a value, 0 to 1, by field; 0 for a table without rows."""
    rows = found["rows"]
    return {field["name"]: field["filled"] / rows if rows else 0.0 for field in found["fields"]}
