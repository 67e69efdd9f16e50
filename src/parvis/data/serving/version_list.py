"""The versions of a dataset as a caller may know them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from parvis.core.fields import Schema
from parvis.data.serving.access import Caller
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader
from parvis.data.serving.schema_changes import SchemaChange, schema_changes
from parvis.data.serving.versions import index_of, version_of
from parvis.data.store.versions import Version


@dataclass(frozen=True)
class Listed:
    """One version. ``rows``, ``size`` (bytes of its object) and the checksums are None for who sees a part of the rows.

    ``author`` is None when it is a person's address and the caller does not run the installation. ``shared_with`` are
    versions whose rows are the same object; ``changes`` tell how the visible fields differ from the version before;
    ``shown`` are the instants from which readers saw it.
    """

    number: int
    created: str
    author: str | None
    reason: str
    mode: str
    source: str
    fingerprint: str | None
    rows: int | None
    size: int | None
    checksum: str | None
    shared_with: tuple[int, ...]
    schema: Schema
    changes: tuple[SchemaChange, ...]
    shown: tuple[str, ...]
    current: bool
    deleted: str | None
    deleted_reason: str

    @property
    def breaking(self) -> bool:
        """Whether a field went or changed its type since the version before."""
        return any(change.breaking for change in self.changes)

    def to_dict(self) -> dict[str, Any]:
        """JSON object; a version that was deleted says when and why."""
        return {
            "version": self.number,
            "current": self.current,
            "created": self.created,
            "author": self.author,
            "reason": self.reason,
            "mode": self.mode,
            "source": {"name": self.source, "sha256": self.fingerprint},
            "records_count": self.rows,
            "size": self.size,
            "sha256": self.checksum,
            "shared_with": list(self.shared_with),
            "shown_from": list(self.shown),
            "fields": [field.to_dict() for field in self.schema],
            "schema_changes": [change.to_dict() for change in self.changes],
            "breaking": self.breaking,
            "deleted": self.deleted,
            "deleted_reason": self.deleted_reason,
        }


def listed(reader: Reader, view: DatasetView, caller: Caller) -> list[Listed]:
    """All versions, newest first, deleted ones as what is left of them."""
    index = index_of(reader, view.manifest)
    shown: dict[int, list[str]] = {}
    for since, number in index.shown:
        shown.setdefault(number, []).append(since)
    found, before = [], None
    for version in index.versions:
        schema = _visible(reader, view, caller, version)
        changes = schema_changes(before, schema) if before is not None else ()
        shared = tuple(index.shared(version))
        found.append(_listed(view, caller, version, schema, changes, tuple(shown.get(version.number, ())), shared))
        before = schema
    return found[::-1]


def one(reader: Reader, view: DatasetView, caller: Caller, number: int) -> Listed:
    """One version, deleted or not. Raises NotFound."""
    version_of(index_of(reader, view.manifest), view.manifest, number)
    return next(version for version in listed(reader, view, caller) if version.number == number)


def _visible(reader: Reader, view: DatasetView, caller: Caller, version: Version) -> Schema:
    """The fields of a version that the caller may see under the rights of today."""
    if version.number == view.manifest.version:
        return view.access.schema
    then = replace(view.manifest, version=version.number, schema=version.schema, data=version.data)
    rights = reader.access(then, caller)
    return rights.schema if rights is not None else Schema(())


def _listed(
    view: DatasetView,
    caller: Caller,
    version: Version,
    schema: Schema,
    changes: tuple[SchemaChange, ...],
    shown: tuple[str, ...],
    shared: tuple[int, ...],
) -> Listed:
    named = version.author if caller.is_operator or "@" not in version.author else None
    told = view.whole
    return Listed(
        number=version.number,
        created=version.created,
        author=named or None,
        reason=version.reason,
        mode=version.mode,
        source=version.source,
        fingerprint=version.fingerprint if told else None,
        rows=version.data.rows if told else None,
        size=version.data.size if told else None,
        checksum=version.data.checksum if told else None,
        shared_with=shared if told else (),
        schema=schema,
        changes=changes,
        shown=shown,
        current=version.number == view.manifest.version,
        deleted=version.deleted,
        deleted_reason=version.deleted_reason,
    )
