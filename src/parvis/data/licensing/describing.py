"""Licences and readings as JSON objects, the same for the API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from parvis.data.licensing.facts import License
from parvis.data.licensing.normalized import Normalized
from parvis.data.licensing.obligations.deciding import together
from parvis.data.licensing.obligations.uses import Act, Modality, Use
from parvis.data.licensing.registry import registry
from parvis.data.licensing.stated import stated

_PUBLISHING = (Act.REDISTRIBUTE, Act.DERIVE, Act.PRODUCE)


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


@lru_cache(maxsize=4096)
def block(name: str | None, url: str | None) -> Mapping[str, Any]:
    """The licence that a description states, for its metadata: identifier, address, how sure, codes of what it says.

    ``id`` is None when the words are not understood. To be read only: the value is shared.
    """
    found = stated(name, url)
    entry = registry().by_id.get(found.license_id or "")
    said = [one for act in _PUBLISHING for one in (together((entry.id,), Use(act, commercial=True)) if entry else ())]
    return {
        "id": found.license_id,
        "url": entry.page if entry else None,
        "open": entry.open.value if entry else None,
        "match": found.match.value,
        "confidence": found.confidence,
        **{kind.value: list(dict.fromkeys(one.code for one in said if one.modality is kind)) for kind in Modality},
    }


@lru_cache(maxsize=4096)
def family(name: str | None, url: str | None) -> str | None:
    """The family of the licence that a description states; None when none is stated or its words are not understood."""
    entry = registry().by_id.get(stated(name, url).license_id or "")
    return entry.family.value if entry else None
