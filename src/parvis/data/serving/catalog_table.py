"""The catalog as a dataset: one row a dataset of the domain, queried by the same language and engine as records."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.engine import words
from parvis.data.engine.engine import Engine
from parvis.data.engine.table import Table
from parvis.data.licensing.describing import family
from parvis.data.metadata import ods
from parvis.data.odsql.typed import Always, Expr, FieldRef, Literal, OneOf, Type
from parvis.data.serving.access import Caller
from parvis.data.serving.catalog_coverage import COVERED, covered
from parvis.data.serving.catalog_fields import FIELDS, FORBIDDEN, OBJECTS, TRUST_AXES, aliases, schema_of
from parvis.data.store.manifest import Manifest

__all__ = ["FIELDS", "FORBIDDEN", "GROUPS", "UID", "CatalogTable", "Pieces", "build", "facts", "indexed"]

# A scan for words is fast enough on catalogs smaller than this.
INDEXED_FROM = 20
GROUPS = Field("_groups", FieldType.TEXT, multivalued=",")
UID = Field("_uid", FieldType.TEXT)
HIDDEN = (GROUPS, UID, *COVERED)
_ARROW = {
    FieldType.TEXT: pyarrow.string(),
    FieldType.INT: pyarrow.int64(),
    FieldType.DOUBLE: pyarrow.float64(),
    FieldType.BOOLEAN: pyarrow.bool_(),
    FieldType.DATETIME: pyarrow.timestamp("us"),
    FieldType.JSON: pyarrow.string(),
}


@dataclass(frozen=True)
class CatalogTable:
    """The catalog of a domain at one moment: line ``sequence`` of the feed."""

    table: Table
    schema: Schema
    rows: pyarrow.Table
    sequence: int

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Other names of the columns."""
        return aliases(self.schema)

    def for_caller(self, caller: Caller) -> Table:
        """The table limited to the datasets that the caller may know of."""
        return replace(self.table, row_filter=visible_to(caller))


def visible_to(caller: Caller) -> Expr:
    """The condition that a dataset has a grant for one of the caller's groups."""
    if caller.is_operator:
        return Always(True)
    return OneOf(FieldRef(GROUPS), tuple(Literal(group, Type.TEXT) for group in sorted(caller.groups)))


class Pieces:
    """The Arrow rows of a catalog in pieces, kept so that a change remakes only the piece it is in."""

    COUNT = 128

    def __init__(self) -> None:
        self._schema: Schema | None = None
        self._kept: dict[int, tuple[frozenset[tuple[str, int]], pyarrow.Table]] = {}

    def rows(self, schema: Schema, manifests: Iterable[Manifest]) -> pyarrow.Table:
        """The rows of these datasets by identifier, in the physical layout."""
        if schema != self._schema:
            self._schema, self._kept = schema, {}
        pieces: dict[int, list[Manifest]] = {}
        for manifest in manifests:
            pieces.setdefault(zlib.crc32(manifest.uid.encode()) % self.COUNT, []).append(manifest)
        self._kept = {number: self._piece(schema, number, found) for number, found in pieces.items()}
        tables = [table for _, table in self._kept.values()] or [arrow(schema, [])]
        return pyarrow.concat_tables(tables).sort_by("dataset_id")

    def _piece(
        self, schema: Schema, number: int, manifests: Sequence[Manifest]
    ) -> tuple[frozenset[tuple[str, int]], pyarrow.Table]:
        name = frozenset((m.uid, m.revision) for m in manifests)
        kept = self._kept.get(number)
        return kept if kept and kept[0] == name else (name, arrow(schema, [row(m) for m in manifests]))


def build(engine: Engine, slug: str, datasets: Mapping[str, Manifest], sequence: int, pieces: Pieces) -> CatalogTable:
    """Load the catalog of a domain into the engine."""
    schema = schema_of(datasets.values())
    stored = Schema.of([*schema, *HIDDEN])
    rows = pieces.rows(stored, datasets.values())
    table = replace(engine.load(f"catalog_{slug}", stored, rows), schema=schema)
    return CatalogTable(table, schema, rows, sequence)


def indexed(engine: Engine, slug: str, catalog: CatalogTable, folder: Path) -> CatalogTable:
    """The same catalog with a word index, built in this folder.

    A table of its own: it serves for as long as the next index is being made, however many catalogs pass meanwhile.
    """
    stored = Schema.of([*catalog.schema, *HIDDEN])
    words.build_from_arrow(catalog.rows, stored, folder)
    table = engine.load(f"words_{slug}", stored, catalog.rows)
    return replace(catalog, table=replace(table, schema=catalog.schema, words=folder))


def arrow(schema: Schema, rows: list[dict[str, Any]]) -> pyarrow.Table:
    """Rows as an Arrow table in the physical layout."""
    columns, names = [], []
    for field in schema:
        type_ = pyarrow.list_(pyarrow.string()) if field.is_list else _ARROW[field.type]
        columns.append(pyarrow.array([row.get(field.name) for row in rows], type_))
        names.append(field.name)
    return pyarrow.table(columns, names=names)


def row(manifest: Manifest) -> dict[str, Any]:
    """The row of a dataset: what everybody who knows of it may know."""
    known = facts(manifest, whole=not any(grant.row_filter for grant in manifest.grants))
    default = ods.default_metas(manifest.description, known)
    found: dict[str, Any] = {f"default.{name}": value for name, value in default.items()}
    for template, values in manifest.description.templates.items():
        found |= {f"{template}.{name}": _as_text(value) for name, value in values.items()}
    for name in ("modified", "data_processed", "metadata_processed"):
        found[f"default.{name}"] = _instant(default[name])
    found |= {f"explore.{name}": 0 for name in ("download_count", "api_call_count")}
    return {
        **found,
        **_trust(manifest),
        "license.family": family(manifest.description.license, manifest.description.license_url),
        "dataset_id": manifest.id,
        "dataset_uid": manifest.uid,
        "has_records": manifest.data is not None,
        "visibility": "restricted" if manifest.restricted else "domain",
        "features": ods.features(_common(manifest), known["records_count"] or 0) or None,
        **{field.name: None for field in OBJECTS},
        GROUPS.name: sorted({grant.group for grant in manifest.grants}) or None,
        UID.name: manifest.uid,
        **covered(manifest.description, whole=known["whole"]),
    }


def _trust(manifest: Manifest) -> dict[str, Any]:
    """The columns of the score; null where there is no public number."""
    score = manifest.trust or {}
    axes = score.get("axes", {})
    found = {"trust.score": score.get("score"), "trust.band": score.get("band")}
    return {**found, **{f"trust.{axis}": axes.get(axis) for axis in TRUST_AXES}}


def _common(manifest: Manifest) -> Schema:
    """The fields that every grant shows."""
    limits = [set(grant.fields) for grant in manifest.grants if grant.fields is not None]
    return manifest.schema.only(set.intersection(*limits)) if limits else manifest.schema


def facts(manifest: Manifest, *, whole: bool = True) -> dict[str, Any]:
    """What publication knows of a dataset, for its metadata; what is counted on all rows only for who sees them."""
    rows = manifest.data.rows if manifest.data else 0
    return {
        "modified": manifest.description.modified or manifest.data_processed,
        "data_processed": manifest.data_processed,
        "metadata_processed": manifest.metadata_processed,
        "records_count": rows if whole else None,
        "whole": whole,
    }


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _instant(text: str | None) -> datetime | None:
    """An ISO text as an instant in UTC without zone, as the layout stores it; unreadable text is null."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found.astimezone(UTC).replace(tzinfo=None) if found and found.tzinfo else found
