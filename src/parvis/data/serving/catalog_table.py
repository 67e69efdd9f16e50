"""The catalog as a dataset: one row a dataset of the domain, queried by the same language and engine as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.engine import words
from parvis.data.engine.engine import Engine
from parvis.data.engine.table import Table
from parvis.data.metadata import ods
from parvis.data.odsql.typed import Always, Expr, FieldRef, Literal, OneOf, Type
from parvis.data.serving.access import Caller
from parvis.data.store.manifest import Manifest

# A scan for words is faster than an index on catalogs smaller than this.
INDEXED_FROM = 500
GROUPS = Field("_groups", FieldType.TEXT, multivalued=",")
UID = Field("_uid", FieldType.TEXT)


def _text(name: str, label: str, *, facet: bool = False) -> Field:
    return Field(f"default.{name}", FieldType.TEXT, label, facet=facet)


def _list(name: str, label: str, *, facet: bool = False) -> Field:
    return Field(f"default.{name}", FieldType.TEXT, label, multivalued=",", facet=facet)


def _moment(name: str, label: str, *, facet: bool = False) -> Field:
    return Field(f"default.{name}", FieldType.DATETIME, label, facet=facet)


FIELDS: tuple[Field, ...] = (
    Field("dataset_id", FieldType.TEXT, "Dataset identifier"),
    Field("dataset_uid", FieldType.TEXT, "Dataset unique identifier"),
    Field("has_records", FieldType.BOOLEAN, "Has records"),
    Field("data_visible", FieldType.BOOLEAN, "Data visible"),
    Field("visibility", FieldType.TEXT, "Visibility"),
    Field("features", FieldType.TEXT, "Features", multivalued=",", facet=True, disjunctive=True),
    _text("title", "Title"),
    _text("description", "Description"),
    _list("theme", "Theme", facet=True),
    _list("keyword", "Keyword", facet=True),
    _text("license", "License", facet=True),
    _text("license_url", "License URL"),
    _text("language", "Language", facet=True),
    _text("timezone", "Timezone"),
    _moment("modified", "Modified", facet=True),
    _moment("data_processed", "Data processed"),
    _moment("metadata_processed", "Metadata processed"),
    _list("territory", "Territory", facet=True),
    _text("publisher", "Publisher", facet=True),
    _text("references", "References"),
    Field("default.records_count", FieldType.INT, "Number of records"),
    _list("attributions", "Attributions"),
    _text("update_frequency", "Update frequency"),
    Field("default.federated", FieldType.BOOLEAN, "Federated"),
    *(
        Field(f"dcat.{name}", FieldType.TEXT, name.replace("_", " ").capitalize())
        for name in ("created", "issued", "creator", "contributor", "contact_name", "contact_email")
    ),
    *(
        Field(f"dcat.{name}", FieldType.TEXT, name.replace("_", " ").capitalize())
        for name in ("accrualperiodicity", "spatial", "temporal", "granularity", "dataquality")
    ),
    *(
        Field(f"explore.{name}", FieldType.INT, name.replace("_", " ").capitalize())
        for name in ("download_count", "api_call_count", "attachment_download_count", "file_field_download_count")
    ),
    Field("explore.popularity_score", FieldType.DOUBLE, "Popularity score"),
)
FORBIDDEN: Mapping[str, frozenset[str]] = {
    "where": frozenset({"data_visible"}),
    "refine": frozenset({"data_visible"}),
    "exclude": frozenset({"data_visible"}),
}
_ARROW = {
    FieldType.TEXT: pyarrow.string(),
    FieldType.INT: pyarrow.int64(),
    FieldType.DOUBLE: pyarrow.float64(),
    FieldType.BOOLEAN: pyarrow.bool_(),
    FieldType.DATETIME: pyarrow.timestamp("us"),
}


@dataclass(frozen=True)
class CatalogTable:
    """The catalog of a domain at one moment; ``manifests`` by uid are those of its rows."""

    table: Table
    schema: Schema
    aliases: Mapping[str, str]
    manifests: Mapping[str, Manifest]
    sequence: int

    def for_caller(self, caller: Caller) -> Table:
        """The table limited to the datasets that the caller may know of."""
        return replace(self.table, row_filter=visible_to(caller))


def visible_to(caller: Caller) -> Expr:
    """The condition that a dataset has a grant for one of the caller's groups."""
    if caller.is_operator:
        return Always(True)
    return OneOf(FieldRef(GROUPS), tuple(Literal(group, Type.TEXT) for group in sorted(caller.groups)))


def build(engine: Engine, slug: str, datasets: Mapping[str, Manifest], sequence: int, scratch: Path) -> CatalogTable:
    """Load the catalog of a domain into the engine; a large one gets a word index."""
    manifests = sorted(datasets.values(), key=lambda manifest: manifest.id)
    schema = Schema.of([*FIELDS, *_custom_fields(manifests)])
    stored = Schema.of([*schema, GROUPS, UID])
    rows = arrow(stored, [row(manifest) for manifest in manifests])
    table = replace(engine.load(f"catalog_{slug}", stored, rows), schema=schema)
    if len(manifests) >= INDEXED_FROM:
        folder = scratch / f"catalog-words-{slug}-{sequence}-{id(rows):x}"
        words.build_from_arrow(rows, stored, folder)
        table = replace(table, words=folder)
    return CatalogTable(table, schema, aliases(schema), {m.uid: m for m in manifests}, sequence)


def aliases(schema: Schema) -> dict[str, str]:
    """Short names of the basic metadata, and old spellings."""
    short = {f.name.removeprefix("default."): f.name for f in schema if f.name.startswith("default.")}
    return {**short, "datasetid": "dataset_id", "dataset_uid": "dataset_uid"}


def _custom_fields(manifests: list[Manifest]) -> list[Field]:
    """A text field for each custom metadata that a dataset of the domain has."""
    names = {name for m in manifests for name in m.description.templates.get("custom", {})}
    return [Field(f"custom.{name}", FieldType.TEXT, name) for name in sorted(names)]


def arrow(schema: Schema, rows: list[dict[str, Any]]) -> pyarrow.Table:
    """Rows as an Arrow table in the physical layout."""
    columns, names = [], []
    for field in schema:
        type_ = pyarrow.list_(pyarrow.string()) if field.is_list else _ARROW[field.type]
        columns.append(pyarrow.array([row.get(field.name) for row in rows], type_))
        names.append(field.name)
    return pyarrow.table(columns, names=names)


def row(manifest: Manifest) -> dict[str, Any]:
    """The row of a dataset."""
    stated, known = manifest.description, facts(manifest)
    default = ods.default_metas(stated, known)
    found: dict[str, Any] = {f"default.{name}": value for name, value in default.items()}
    for template, values in stated.templates.items():
        found |= {f"{template}.{name}": _as_text(value) for name, value in values.items()}
    for name in ("modified", "data_processed", "metadata_processed"):
        found[f"default.{name}"] = _instant(default[name])
    found |= {f"explore.{name}": 0 for name in ("download_count", "api_call_count")}
    return {
        **found,
        "dataset_id": manifest.id,
        "dataset_uid": manifest.uid,
        "has_records": manifest.data is not None,
        "data_visible": manifest.data is not None,
        "visibility": "restricted" if manifest.restricted else "domain",
        "features": ods.features(manifest.schema, known["records_count"]) or None,
        GROUPS.name: sorted({grant.group for grant in manifest.grants}) or None,
        UID.name: manifest.uid,
    }


def facts(manifest: Manifest) -> dict[str, Any]:
    """What publication knows of a dataset, for its metadata."""
    return {
        "modified": manifest.description.modified or manifest.data_processed,
        "data_processed": manifest.data_processed,
        "metadata_processed": manifest.metadata_processed,
        "records_count": manifest.data.rows if manifest.data else 0,
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
