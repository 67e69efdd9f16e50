"""Licences and readings as JSON objects, the same for the API and the command line."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from parvis.data.licensing.facts import License
from parvis.data.licensing.normalized import Normalized


def summary(entry: License) -> dict[str, Any]:
    """The line of a list: id, name by language, family, openness, address."""
    return {
        "id": entry.id,
        "name": asdict(entry.name),
        "kind": entry.kind.value,
        "family": entry.family.value,
        "open": entry.open.value,
        "url": entry.page,
    }


def whole(entry: License) -> dict[str, Any]:
    """Every fact of a licence; aliases as plain texts."""
    return {**asdict(entry), "url": entry.page, "aliases": [alias.text for alias in entry.aliases]}


def reading(found: Normalized) -> dict[str, Any]:
    """What a text was found to mean."""
    return {
        "text": found.raw,
        "license_id": found.license_id,
        "match": found.match.value,
        "confidence": found.confidence,
        "why": asdict(found.why),
        "candidates": list(found.candidates),
        "operator": found.operator.value if found.operator else None,
        "flags": [flag.value for flag in found.flags],
        "needs_review": found.needs_review,
    }
