"""The index of the versions of one dataset, as an object beside its manifests."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from parvis.core.errors import NotFound
from parvis.core.fields import Field, Schema
from parvis.data.store.manifest import DataFile

FORMAT = 1


class VersionDeleted(NotFound):
    """The rows of this version were deleted; what is known of it stays."""

    code = "VersionDeleted"
    status = 410


@dataclass(frozen=True, slots=True)
class Version:
    """One version. ``created`` and ``deleted`` are ISO 8601 UTC; ``fingerprint`` is the SHA-256 of its source.

    ``mode`` tells how it was made (replace, append, upsert). A version with ``deleted`` is a tombstone. Equal rows are
    stored once: ``data`` may be the object of another version.
    """

    number: int
    created: str
    author: str
    reason: str
    source: str
    fingerprint: str
    mode: str
    schema: Schema
    data: DataFile
    deleted: str | None = None
    deleted_reason: str = ""


@dataclass(frozen=True)
class VersionIndex:
    """Versions by growing number, and which one (0: none) readers saw from which instant on, by growing instant."""

    versions: tuple[Version, ...]
    shown: tuple[tuple[str, int], ...]

    @cached_property
    def by_number(self) -> Mapping[int, Version]:
        """Versions by number."""
        return {version.number: version for version in self.versions}

    def at(self, instant: str) -> int | None:
        """The number of the version that readers saw at an instant (ISO 8601 UTC, microseconds); None before all."""
        place = bisect_right([since for since, _ in self.shown], instant)
        return (self.shown[place - 1][1] or None) if place else None

    def shared(self, version: Version) -> list[int]:
        """Numbers of other versions, not deleted, whose rows are the same object."""
        same = (v for v in self.versions if v.data.key == version.data.key and not v.deleted)
        return [v.number for v in same if v.number != version.number]

    def to_dict(self) -> dict[str, Any]:
        """JSON object; a schema that several versions have stands once."""
        schemas: dict[bytes, int] = {}
        versions = []
        for version in self.versions:
            fields = orjson.dumps([field.to_dict() for field in version.schema])
            values = {name: getattr(version, name) for name in _PLAIN}
            versions.append(
                {**values, "data": version.data.to_dict(), "schema": schemas.setdefault(fields, len(schemas))}
            )
        return {
            "format": FORMAT,
            "versions": versions,
            "schemas": [orjson.loads(fields) for fields in schemas],
            "shown": [list(pair) for pair in self.shown],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> VersionIndex:
        """The inverse of :meth:`to_dict`. Raises ValueError for a format newer than this program knows."""
        if values["format"] > FORMAT:
            raise ValueError(f"version index format {values['format']} is newer than this program: upgrade Parvis")
        schemas = [Schema.of(Field.from_dict(field) for field in fields) for fields in values["schemas"]]
        versions = (
            Version(
                **{name: found[name] for name in _PLAIN},
                schema=schemas[found["schema"]],
                data=DataFile(**found["data"]),
            )
            for found in values["versions"]
        )
        return cls(tuple(versions), tuple((since, number) for since, number in values["shown"]))


_PLAIN = tuple(name for name in Version.__dataclass_fields__ if name not in ("schema", "data"))
