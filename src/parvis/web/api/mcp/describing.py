"""The tool that describes a dataset: what an agent must know before it asks for records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from parvis.core.errors import Forbidden, NotFound
from parvis.core.fields import Field
from parvis.data.licensing.obligations.deciding import together
from parvis.data.licensing.obligations.uses import Act, Modality, Obligation, Use
from parvis.data.odsql.text import QueryText
from parvis.data.serving import exports, records, statistics, version_list
from parvis.data.serving.conformance import verdict
from parvis.data.serving.datasets import DatasetView
from parvis.web.api.explore_v21 import objects
from parvis.web.api.mcp import stating
from parvis.web.api.mcp.asking import Ask
from parvis.web.api.mcp.bounding import MOST_BYTES, fitted
from parvis.web.api.mcp.searching import trust

DESCRIPTION = 4_000
MOST_FIELDS = 250
SAMPLE = 2
VERSIONS = 5
_FREQUENT = 6
_SAMPLE_BYTES = 4_000


def describe_dataset(ask: Ask) -> dict[str, Any]:
    """Everything about one dataset but its records."""
    view = ask.dataset()
    manifest, stated = view.manifest, view.manifest.description
    measured, why = _measured(ask, view)
    found = {
        "title": stating.title(ask, view),
        "description": stating.prose(stated.description, DESCRIPTION),
        "publisher": stating.seen(stated.publisher),
        "themes": list(stated.theme),
        "keywords": list(stated.keyword),
        "territory": list(stated.territory),
        "update_frequency": stated.update_frequency,
        "modified": stated.modified or manifest.data_processed,
        "records": view.rows,
        "records_open": view.access.records,
        "license": license_in_words(view, ask.language),
        "trust": _trust(ask, view),
        "versions": _versions(ask, view),
        "export_formats": exports.formats(view),
        "statistics": why,
        "schema_conformance": _conformance(view),
    }
    kept = {name: value for name, value in found.items() if value not in (None, [], "")}
    fields = [_field(field, measured.get(field.name)) for field in view.access.schema.fields[:MOST_FIELDS]]
    address = stating.of_dataset(ask.visit, view, "", [("lang", ask.language)])
    known = _bounded(fields, len(view.access.schema)) | _sample(ask, view)
    return {**kept, **known, "source": stating.source(ask, view, address)}


def license_in_words(view: DatasetView, language: str) -> dict[str, Any]:
    """The licence, and what it lets one do, asks and refuses, in sentences, for publishing what is made of the data."""
    found: dict[str, Any] = {"line": stating.license_line(view, language)}
    if (name := stating.license_id(view)) is None:
        return found
    said: dict[str, Obligation] = {}
    for act in (Act.REDISTRIBUTE, Act.DERIVE, Act.PRODUCE):
        for one in together((name,), Use(act, commercial=True)):
            said.setdefault(f"{one.modality} {one.code}", one)
    return {**found, "id": name, **sentences(said.values(), language)}


def sentences(said: Any, language: str) -> dict[str, list[str]]:
    """Obligations as sentences by modality."""
    found: dict[str, list[str]] = {modality.value: [] for modality in Modality}
    for one in said:
        found[one.modality.value].append(one.text.in_(language))
    return found


def _measured(ask: Ask, view: DatasetView) -> tuple[dict[str, Mapping[str, Any]], str]:
    """Statistics by field, and what is to be known of them."""
    try:
        found = statistics.of_dataset(ask.visit.reader, view)
    except (Forbidden, NotFound) as error:
        return {}, error.message
    return {field.name: values for field, values in found.fields}, f"on all {found.rows} records of this version"


def _sample(ask: Ask, view: DatasetView) -> dict[str, Any]:
    """The first records, to see how values are written."""
    if view.table is None:
        return {}
    page = records.search(ask.visit.reader, view, QueryText(limit=SAMPLE), total=False, cancel=ask.visit.cancel)
    rows, _ = fitted(objects.record_objects(page, "UTC"), total=None, most=_SAMPLE_BYTES)
    return {"sample": rows} if len(orjson.dumps(rows, default=str)) <= _SAMPLE_BYTES else {}


def _field(field: Field, values: Mapping[str, Any] | None) -> dict[str, Any]:
    found = {
        "name": field.name,
        "label": stating.seen(field.label) if field.label != field.name else None,
        "type": field.type.value,
        "description": stating.seen((field.description or "")[:600]),
        "unit": field.unit,
        "key": field.key or None,
        "facet": field.facet or None,
        "list": field.is_list or None,
        "precision": field.precision,
    }
    kept = {name: value for name, value in found.items() if value is not None}
    return kept if values is None else {**kept, **_values(values)}


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The statistics of a field in short: how full, how varied, from where to where, the most frequent."""
    found = {name: values.get(name) for name in ("filled", "min", "max", "mean", "bbox")}
    distinct, frequent = values.get("distinct") or {}, values.get("frequent") or {}
    found["distinct" if distinct.get("exact") else "distinct_about"] = distinct.get("count")
    found["frequent"] = [_short(one.get("value")) for one in frequent.get("values", ())[:_FREQUENT]] or None
    return {name: _short(value) for name, value in found.items() if value is not None}


def _short(value: Any) -> Any:
    return f"{value[:120]}…" if isinstance(value, str) and len(value) > 120 else value


def _bounded(fields: list[dict[str, Any]], total: int) -> dict[str, Any]:
    """The fields within the budget of an answer: without statistics, then without words, when they are very many."""
    for kept in (None, ("name", "label", "type", "description", "unit"), ("name", "type")):
        shown = fields if kept is None else [{n: v for n, v in f.items() if n in kept} for f in fields]
        if len(orjson.dumps(shown, default=str)) <= MOST_BYTES:
            break
    said: dict[str, Any] = {"fields_total": total, "fields": shown}
    if shown is not fields or len(fields) < total:
        said["fields_shortened"] = "The dataset has too many fields for one answer; source.api has them whole."
    return said


def _trust(ask: Ask, view: DatasetView) -> dict[str, Any] | None:
    known = trust(view)
    if known is None:
        return None
    axes = dict((view.manifest.trust or {}).get("axes", {}))
    address = f"{ask.visit.root}/api/trust/v1/datasets/{view.manifest.id}"
    return {**known, "out_of": 100, "axes": axes, "evidence": address}


def _versions(ask: Ask, view: DatasetView) -> dict[str, Any]:
    """What is read; ``version`` names the data, ``revision`` every act of publication. Then the newest versions."""
    manifest = view.manifest
    listed = version_list.listed(ask.visit.reader, view, ask.visit.caller)
    return {
        "version": manifest.version,
        "revision": manifest.revision,
        "published_at": manifest.published_at,
        "data_processed": manifest.data_processed,
        "metadata_processed": manifest.metadata_processed,
        "permanent": stating.permanent(ask.visit, view),
        "total": len(listed),
        "newest": [
            {
                "version": one.number,
                "created": one.created,
                "reason": stating.seen(one.reason),
                "records": one.rows,
                "breaking": one.breaking,
                "deleted": one.deleted,
            }
            for one in listed[:VERSIONS]
        ],
    }


def _conformance(view: DatasetView) -> dict[str, Any] | None:
    found = verdict(view)
    return found.to_dict() if found else None
