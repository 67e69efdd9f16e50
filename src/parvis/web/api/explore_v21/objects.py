"""Objects of the answers: datasets, records, facets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from parvis.data.engine.engine import FacetValue
from parvis.data.exports.values import json_writer
from parvis.data.licensing.describing import block
from parvis.data.metadata import ods
from parvis.data.odsql import typed
from parvis.data.serving.conformance import verdict
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import FacetGroup, RecordsPage


def dataset_object(view: DatasetView, lang: str | None = None, *, usage: bool = False) -> dict[str, Any]:
    """The flat dataset object of v2.1 (section 10.1), as its caller may see it."""
    manifest = view.manifest
    known = view.facts
    return {
        "dataset_id": manifest.id,
        "dataset_uid": manifest.uid,
        "visibility": "restricted" if manifest.restricted else "domain",
        "data_visible": view.access.records,
        "has_records": manifest.data is not None,
        "features": ods.features(view.access.schema, known["records_count"] or 0),
        "attachments": [dict(a) for a in manifest.attachments],
        "alternative_exports": [dict(a) for a in manifest.alternative_exports],
        "metas": {**ods.metas(manifest.description, known, lang, usage=usage), "parvis": own_template(view)},
        "fields": [ods.field_object(field) for field in view.access.schema],
    }


def own_template(view: DatasetView) -> dict[str, Any]:
    """The template ``parvis`` of the metadata: what the licence says, what the dataset is made from, and whether its
    rows follow their schema."""
    manifest = view.manifest
    found: dict[str, Any] = {"license": block(manifest.description.license, manifest.description.license_url)}
    if manifest.derivation:
        found["derivation"] = dict(manifest.derivation)
    follows = verdict(view)
    if follows is not None:
        found["conformance"] = follows.to_dict()
    return found


def record_objects(
    page: RecordsPage, timezone: str, version: str = "2.1", *, nulls: bool = True
) -> list[dict[str, Any]]:
    """The rows of a page as JSON objects; without ``nulls``, members without value are left out."""
    names = [column.name for column in page.columns]
    writers = [
        (position, writer)
        for position, column in enumerate(page.columns)
        if (writer := json_writer(column_type(column), column.precision, timezone, version)) is not None
    ]
    found = []
    for row in page.rows:
        values = list(row)
        for position, writer in writers:
            if values[position] is not None:
                values[position] = writer(values[position])
        found.append(dict(zip(names, values, strict=True)))
    if nulls:
        return found
    return [{name: value for name, value in record.items() if value is not None} for record in found]


def column_type(column: typed.Column) -> str:
    """The type by which a column is written; a cluster is a point of its own form."""
    return "geo_cluster" if isinstance(column.expr, typed.GeoCluster) else column.expr.type.value


def with_application_fields(
    records: Sequence[dict[str, Any]], ids: Iterable[str], timestamp: str
) -> list[dict[str, Any]]:
    """Records with ``_id``, ``_timestamp`` (ISO) and ``_size`` (bytes of their JSON)."""
    return [
        {"_id": id_, "_timestamp": timestamp, "_size": len(orjson.dumps(record, default=str)), **record}
        for record, id_ in zip(records, ids, strict=True)
    ]


def facets_object(groups: Iterable[FacetGroup]) -> dict[str, Any]:
    """The answer of a facets route; ``links`` under both names that clients read."""
    found = [{"name": group.name, "facets": [_value(v) for v in group.values]} for group in groups]
    return {"links": [], "_links": [], "facets": found}


def _value(value: FacetValue) -> dict[str, Any]:
    found: dict[str, Any] = {"name": value.name, "value": value.path, "state": value.state}
    if value.count is not None:
        found["count"] = value.count
    if value.children:
        found["facets"] = [_value(child) for child in value.children]
    return found
