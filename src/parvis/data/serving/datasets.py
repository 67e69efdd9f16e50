"""One dataset as a caller sees it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from parvis.core.errors import Forbidden, NotFound
from parvis.data.engine.table import Table
from parvis.data.serving.access import EVERY_ROW, Access, Caller
from parvis.data.serving.catalog_table import facts
from parvis.data.serving.parents import with_known_parents
from parvis.data.serving.reader import Reader
from parvis.data.serving.versions import Wanted, as_it_was
from parvis.data.store.entries import DomainChanged
from parvis.data.store.manifest import Manifest


@dataclass(frozen=True)
class DatasetView:
    """A manifest with what the caller may see of it. ``table`` is None without data, or when records are closed."""

    manifest: Manifest
    access: Access
    table: Table | None

    @property
    def key(self) -> Hashable:
        """Names the content that the caller sees: results are kept under it."""
        table = self.records
        return (table.key, self.manifest.revision, self.manifest.version, self.access.fingerprint, table.row_filter)

    @property
    def whole(self) -> bool:
        """Whether the caller sees every row: only then do they see what was counted on all of them."""
        return self.access.row_filter == EVERY_ROW or not self.access.records

    @property
    def facts(self) -> dict[str, Any]:
        """What publication knows of the dataset, as far as the caller may know it."""
        return facts(self.manifest, whole=self.whole)

    @property
    def rows(self) -> int | None:
        """How many rows there are, None for who sees a part of them."""
        found: int | None = self.facts["records_count"]
        return found

    @property
    def records(self) -> Table:
        """The table of the records. Raises Forbidden when only the metadata are open, NotFound without data."""
        if self.table is not None:
            return self.table
        if not self.access.records:
            raise Forbidden(f"The records of {self.manifest.id} are not open to you.")
        raise NotFound(f"The dataset {self.manifest.id} has no records.")


def get(
    reader: Reader, domain: DomainChanged, caller: Caller, dataset_id: str, asked: Wanted | None = None
) -> DatasetView:
    """The dataset of that id, with the rows of the version ``asked`` (None: the current one) and the rights of today.

    Raises NotFound when there is none that the caller may know of, Unauthorized, VersionDeleted.
    """
    reader.require_catalog(domain, caller)
    id_, _, place = dataset_id.partition("@")
    manifest = None
    if not place or place == domain.slug:
        manifest = reader.snapshot.datasets.get(domain.slug, {}).get(id_)
    found = None if manifest is None else view(reader, manifest, caller)
    if manifest is None or found is None:
        raise NotFound(f"The requested dataset {dataset_id[:120]} does not exist.")
    if asked is None:
        return found
    # Whoever knew of the dataset still does: its grants have not changed.
    return view(reader, as_it_was(reader, manifest, asked), caller) or found


def view(reader: Reader, manifest: Manifest, caller: Caller) -> DatasetView | None:
    """The dataset as the caller sees it, or None when it is hidden from them."""
    rights = reader.access(manifest, caller)
    if rights is None:
        return None
    table = None
    if rights.records and manifest.data is not None:
        prefix = reader.snapshot.words.get((manifest.uid, manifest.version))
        objects = reader.store.objects
        table = Table(
            # Versions with equal rows share an object, which an engine attaches once.
            key=manifest.data.key,
            path=objects.local_path(manifest.data.key),
            schema=rights.schema,
            rows=manifest.data.rows,
            row_filter=rights.row_filter,
            words=objects.local_path(prefix) if prefix else None,
        )
    return DatasetView(with_known_parents(reader, manifest, caller), rights, table)
