"""What versions cost: bytes that only one holds, and bytes that several share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from parvis.control.catalog.facts import VersionFacts
from parvis.control.publishing.stores import store
from parvis.data.store.keys import owner_of, version_prefix, words_prefix


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes in the store. ``own`` are freed when the version is deleted, ``shared`` are not: another version has them.

    Rows, word index, statistics and reports count.
    """

    own: int
    shared: int


def costs(uid: str, versions: Sequence[VersionFacts]) -> dict[int, Cost]:
    """The cost of each of these versions, which are all that are not deleted, by number."""
    users = Counter(version.data.key for version in versions)
    return {version.number: _cost(uid, version, users[version.data.key] > 1) for version in versions}


def _cost(uid: str, version: VersionFacts, is_shared: bool) -> Cost:
    objects = store().objects
    owner = owner_of(version.data.key) or version.number
    words = words_prefix(uid, owner)
    rows = {key: objects.size(key) for key in (*_there(version.data.key), *objects.keys(words))}
    rest = [
        objects.size(key)
        for key in objects.keys(version_prefix(uid, version.number))
        if key not in rows and "/words/" not in key and not key.endswith("/data.duckdb")
    ]
    held = sum(rows.values())
    return Cost(sum(rest) + (0 if is_shared else held), held if is_shared else 0)


def _there(key: str) -> list[str]:
    return [key] if store().objects.exists(key) else []
