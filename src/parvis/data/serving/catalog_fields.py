"""The columns of the catalog: what may be searched, sorted, grouped and selected of datasets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.store.manifest import Manifest

TRUST_AXES = ("officialness", "availability", "completeness", "license", "agent")


def _text(name: str, label: str, *, facet: bool = False) -> Field:
    return Field(f"default.{name}", FieldType.TEXT, label, facet=facet)


def _list(name: str, label: str, *, facet: bool = False) -> Field:
    return Field(f"default.{name}", FieldType.TEXT, label, multivalued=",", facet=facet)


def _moment(name: str, label: str, *, facet: bool = False) -> Field:
    return Field(f"default.{name}", FieldType.DATETIME, label, facet=facet)


def _texts(template: str, names: str) -> tuple[Field, ...]:
    return tuple(
        Field(f"{template}.{name}", FieldType.TEXT, name.replace("_", " ").capitalize()) for name in names.split()
    )


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
    _list("metadata_languages", "Metadata languages"),
    _text("timezone", "Timezone"),
    _moment("modified", "Modified", facet=True),
    _moment("data_processed", "Data processed"),
    _moment("metadata_processed", "Metadata processed"),
    _list("geographic_reference", "Geographic coverage"),
    _list("territory", "Territory", facet=True),
    _text("publisher", "Publisher", facet=True),
    _text("references", "References"),
    Field("default.records_count", FieldType.INT, "Number of records"),
    _list("attributions", "Attributions"),
    _text("update_frequency", "Update frequency"),
    Field("default.federated", FieldType.BOOLEAN, "Federated"),
    *_texts("default", "source_domain source_domain_title source_domain_address source_dataset parent_domain"),
    *_texts("dcat", "created issued creator contributor contact_name contact_email accrualperiodicity spatial"),
    *_texts("dcat", "temporal temporal_coverage_start temporal_coverage_end granularity dataquality relation"),
    *(
        Field(f"explore.{name}", FieldType.INT, name.replace("_", " ").capitalize())
        for name in ("download_count", "api_call_count", "attachment_download_count", "file_field_download_count")
    ),
    Field("explore.popularity_score", FieldType.DOUBLE, "Popularity score"),
    Field("trust.score", FieldType.DOUBLE, "Trust score", sortable=True),
    Field("license.family", FieldType.TEXT, "License family", facet=True),
    Field("trust.band", FieldType.TEXT, "Trust band", facet=True),
    *(Field(f"trust.{axis}", FieldType.INT, axis.capitalize()) for axis in TRUST_AXES),
)
OBJECTS: tuple[Field, ...] = tuple(
    Field(name, FieldType.JSON, name.replace("_", " ").capitalize())
    for name in ("fields", "attachments", "alternative_exports")
)
"""Members of a dataset that can be selected, and nothing else."""

PERSONAL = frozenset({"data_visible", "features", "default.records_count", *(f.name for f in OBJECTS)})
"""Columns whose value depends on who asks: a page shows the caller's, not the table's."""

_CLOSED = frozenset({"data_visible", *(f.name for f in OBJECTS)})
FORBIDDEN: Mapping[str, frozenset[str]] = dict.fromkeys(
    ("where", "refine", "exclude", "facet", "group_by", "order_by", "q"), _CLOSED
)


def schema_of(manifests: Iterable[Manifest]) -> Schema:
    """The columns of a catalog: the usual ones, and a text for each other metadata that one of its datasets has."""
    usual = {field.name for field in FIELDS}
    found = {
        f"{template}.{name}": name
        for manifest in manifests
        for template, values in manifest.description.templates.items()
        for name in values
    }
    others = [Field(key, FieldType.TEXT, name) for key, name in sorted(found.items()) if key not in usual]
    return Schema.of([*FIELDS, *others, *OBJECTS])


def aliases(schema: Schema) -> dict[str, str]:
    """Short names of the basic metadata, and old spellings."""
    short = {f.name.removeprefix("default."): f.name for f in schema if f.name.startswith("default.")}
    return {**short, "datasetid": "dataset_id"}
