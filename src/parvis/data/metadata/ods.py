"""The Explore dialect: the dataset object of API v2.1, and the catalog's flat metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.core.fields import GEOGRAPHIC, NUMERIC, TEMPORAL, Field, FieldType, Schema
from parvis.data.metadata.description import Description

TEMPLATES = ("dcat", "dcat_ap", "inspire", "semantic", "custom")
_LISTS = ("theme", "keyword", "attributions", "territory")


def features(schema: Schema, rows: int) -> list[str]:
    """What a portal can do with a dataset: analyze, timeserie, geo, image."""
    types = {field.type for field in schema}
    found = []
    if rows and (types & NUMERIC or any(field.facet for field in schema)):
        found.append("analyze")
    if types & TEMPORAL:
        found.append("timeserie")
    if types & GEOGRAPHIC:
        found.append("geo")
    if FieldType.FILE in types:
        found.append("image")
    return found


def field_object(field: Field) -> dict[str, Any]:
    """A field of a dataset object; annotations are scalars, since clients test their truth."""
    return {
        "name": field.name,
        "label": field.label or field.name,
        "type": field.type.value,
        "description": field.description,
        "annotations": annotations_of(field),
    }


def annotations_of(field: Field) -> dict[str, Any]:
    """The annotations that are set."""
    found = {
        "facet": field.facet or None,
        "facetsort": field.facet_sort,
        "disjunctive": field.disjunctive or None,
        "hierarchical": field.hierarchical,
        "multivalued": field.multivalued,
        "sortable": field.sortable or None,
        "id": field.key or None,
        "timeserie_precision": field.precision,
        "unit": field.unit,
        "decimals": field.decimals,
    }
    return {name: value for name, value in found.items() if value is not None}


def default_metas(description: Description, facts: Mapping[str, Any], lang: str | None = None) -> dict[str, Any]:
    """The ``default`` template.

    ``facts`` are what publication knows: modified, data_processed, metadata_processed, records_count, geometry_types,
    and ``whole``, false for who may not know what was computed on all rows. Texts are in ``lang`` where the publisher
    translated them.
    """
    translated = description.translations.get(lang or "", {})

    def text(name: str) -> Any:
        return translated.get(name) or getattr(description, name) or None

    variants = {
        f"{name}_{code}": value for code, values in description.translations.items() for name, value in values.items()
    }
    return {
        "title": text("title"),
        "description": text("description"),
        "theme": list(translated.get("theme") or description.theme) or None,
        "keyword": list(translated.get("keyword") or description.keyword) or None,
        "license": description.license,
        "license_url": description.license_url,
        "language": description.language,
        "metadata_languages": sorted({description.language or "fr", *description.translations}),
        "timezone": description.timezone,
        "modified": facts["modified"],
        "modified_updates_on_metadata_change": False,
        "modified_updates_on_data_change": description.modified is None,
        "data_processed": facts["data_processed"],
        "metadata_processed": facts["metadata_processed"],
        "geographic_reference": None,
        "geographic_reference_auto": None,
        "territory": list(description.territory) or None,
        "geometry_types": facts.get("geometry_types"),
        "bbox": bbox_feature(description.bbox if facts.get("whole", True) else None),
        "publisher": text("publisher"),
        "references": description.references,
        "records_count": facts["records_count"],
        "attributions": list(description.attributions) or None,
        "source_domain": None,
        "source_domain_title": None,
        "source_domain_address": None,
        "source_dataset": None,
        "oauth_scope": None,
        "parent_domain": None,
        "shared_catalog": None,
        "federated": False,
        "update_frequency": description.update_frequency,
        **variants,
    }


def metas(
    description: Description, facts: Mapping[str, Any], lang: str | None = None, *, usage: bool = False
) -> dict[str, Any]:
    """All templates of a dataset; ``usage`` adds the ``explore`` one."""
    found: dict[str, Any] = {"default": default_metas(description, facts, lang)}
    for name, values in description.templates.items():
        found[name] = dict(values)
    found.setdefault("custom", {})
    if description.created:
        found["dcat"] = {"created": description.created, **found.get("dcat", {})}
    if usage:
        found["explore"] = {
            "download_count": 0,
            "api_call_count": 0,
            "popularity_score": 0.0,
            "attachment_download_count": 0,
            "file_field_download_count": 0,
            "records_count": facts["records_count"],
        }
    return found


def bbox_feature(bbox: tuple[float, float, float, float] | None) -> dict[str, Any] | None:
    """A box as a GeoJSON feature."""
    if bbox is None:
        return None
    west, south, east, north = bbox
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {}}
