"""The layout of an export: columns of the query, metadata of the manifest."""

from __future__ import annotations

from datetime import UTC, datetime

from parvis.data.engine.rendering import geometry_column
from parvis.data.exports.formats import Format
from parvis.data.exports.layout import Column, Layout
from parvis.data.odsql import typed
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader


def layout(
    reader: Reader, view: DatasetView, query: typed.Query, format: Format, epsg: int, *, use_labels: bool
) -> Layout:
    """What the file of a query says; texts in the language of the query where the publisher translated them."""
    manifest = view.manifest
    described = manifest.description
    translated = described.translations.get(query.lang or "", {})
    return Layout(
        dataset=manifest.id,
        uid=manifest.uid,
        columns=tuple(_column(c) for c in query.columns),
        at=_instant(manifest.data_processed or manifest.published_at),
        timezone=query.timezone,
        lang=query.lang,
        geometry=geometry_column(query) if format.mapped else None,
        epsg=epsg,
        use_labels=use_labels,
        title=translated.get("title") or described.title or manifest.id,
        publisher=translated.get("publisher") or described.publisher,
        license=described.license,
        license_url=described.license_url,
        attributions=described.attributions,
        address=_address(reader, view),
    )


def _column(column: typed.Column) -> Column:
    kind = "geo_cluster" if isinstance(column.expr, typed.GeoCluster) else column.expr.type.value
    return Column(column.name, kind, column.label, column.precision)


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _address(reader: Reader, view: DatasetView) -> str | None:
    """The page of the dataset under the first host of its domain: the same whoever asks."""
    domain = reader.snapshot.domains.get(view.manifest.domain)
    return f"https://{domain.hosts[0]}/explore/dataset/{view.manifest.id}/" if domain and domain.hosts else None
