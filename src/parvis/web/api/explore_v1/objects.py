"""Objects of v1: records with ``fields`` and ``geometry``, flat metadata, facet groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from parvis.core.fields import FieldType
from parvis.data.engine.engine import FacetValue
from parvis.data.metadata import ods
from parvis.data.odsql.typed import FieldRef
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import FacetGroup, RecordsPage
from parvis.web.api.explore_v21.objects import record_objects


def records(view: DatasetView, page: RecordsPage, timezone: str) -> list[dict[str, Any]]:
    """Records of v1: fields without nulls, the geometry beside."""
    found = record_objects(page, timezone, "1.0", nulls=False)
    separators = {f.name: f.multivalued for f in view.access.schema if f.multivalued}
    for fields in found:
        for name, separator in separators.items():
            if isinstance(fields.get(name), list):
                fields[name] = (separator or ",").join(fields[name])
    return [
        _record(view, id_, fields, geometry)
        for id_, fields, geometry in zip(page.ids or (), found, geometries(page), strict=True)
    ]


def _record(view: DatasetView, id_: str, fields: dict[str, Any], geometry: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"datasetid": view.manifest.id, "recordid": id_, "fields": fields}
    if geometry is not None:
        found["geometry"] = geometry
    found["record_timestamp"] = view.manifest.data_processed
    return found


def geometries(page: RecordsPage) -> Iterable[dict[str, Any] | None]:
    """The geometry of each record: its first point, else its first shape."""
    places = {
        type_: next(
            (n for n, c in enumerate(page.columns) if isinstance(c.expr, FieldRef) and c.expr.field.type is type_), None
        )
        for type_ in (FieldType.GEO_POINT, FieldType.GEO_SHAPE)
    }
    point, shape = places[FieldType.GEO_POINT], places[FieldType.GEO_SHAPE]
    for row in page.rows:
        if point is not None and row[point] is not None:
            yield {"type": "Point", "coordinates": list(row[point])}
        elif shape is not None and row[shape] is not None:
            yield orjson.loads(row[shape])
        else:
            yield None


def dataset(view: DatasetView, lang: str) -> dict[str, Any]:
    """A dataset of v1: basic metadata flat, others by template."""
    manifest, known = view.manifest, view.facts
    all_metas = ods.metas(manifest.description, known, lang)
    basic = {name: value for name, value in all_metas["default"].items() if value is not None}
    return {
        "datasetid": manifest.id,
        "has_records": manifest.data is not None,
        "data_visible": view.access.records,
        "features": ods.features(view.access.schema, known["records_count"] or 0),
        "metas": basic,
        "basic_metas": {"default": basic},
        "interop_metas": {"dcat": all_metas.get("dcat", {})},
        "extra_metas": {"custom": all_metas["custom"]},
        "attachments": [dict(a) for a in manifest.attachments],
        "alternative_exports": [dict(a) for a in manifest.alternative_exports],
        "fields": [_field(ods.field_object(field)) for field in view.access.schema],
    }


def _field(field: dict[str, Any]) -> dict[str, Any]:
    """A field with its annotations as a list of names and arguments."""
    marks = [
        {"name": name, "args": [] if value is True else [str(value)]} for name, value in field["annotations"].items()
    ]
    kept = {name: field[name] for name in ("name", "label", "type") if field[name] is not None}
    if field["description"]:
        kept["description"] = field["description"]
    return {**kept, "annotations": marks} if marks else kept


def facet_groups(groups: Iterable[FacetGroup]) -> list[dict[str, Any]]:
    """Facets with values; ``path`` is what to refine by."""
    return [
        {"name": g.name, "count": sum(v.count or 0 for v in g.values), "facets": [_facet(v) for v in g.values]}
        for g in groups
        if g.values
    ]


def _facet(value: FacetValue) -> dict[str, Any]:
    found: dict[str, Any] = {"name": value.name, "path": value.path, "state": value.state}
    if value.count is not None:
        found["count"] = value.count
    if value.children:
        found["facets"] = [_facet(child) for child in value.children]
    return found
