"""The complete description of a dataset, as a caller sees it: what every metadata dialect is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parvis.data.licensing.names import license_url
from parvis.data.metadata.dcat.quality import TRUST
from parvis.data.metadata.description import Description
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.describing import addresses
from parvis.data.serving.describing.files import distributions
from parvis.data.serving.describing.templates import from_templates
from parvis.data.store.entries import DomainChanged

__all__ = ["description_of", "root_of"]

root_of = addresses.root_of


def description_of(
    root: str,
    domain: DomainChanged,
    view: DatasetView,
    *,
    formats: frozenset[str] | None = None,
    labels: bool = False,
) -> Description:
    """What is stated of the dataset, and what publication knows of it.

    ``root`` begins every address (``https://data.example.fr``); :func:`root_of` gives the lasting one. Identity is the
    address of the page. Only what the caller may see is told: fields, exports, and the box of all rows. ``formats``
    limits the exports to these; ``labels`` gives those addresses of CSV and XLSX whose header holds labels.
    """
    manifest = view.manifest
    stated = manifest.description
    page = addresses.dataset_page(root, manifest.id)
    title = stated.title or manifest.id
    others = dict.fromkeys((manifest.uid, *stated.other_ids, *(i for i in (stated.iri, stated.identifier) if i)))
    others.pop(page, None)
    return replace(
        stated,
        **from_templates(stated),
        title=title,
        license_url=stated.license_url or license_url(stated.license or ""),
        language=stated.language or domain.language,
        modified=stated.modified or manifest.data_processed,
        metadata_modified=manifest.metadata_processed,
        bbox=stated.bbox if view.whole else None,
        name=manifest.id,
        identifier=page,
        iri=page,
        other_ids=tuple(others),
        landing_page=stated.landing_page or page,
        access_rights=stated.access_rights or ("RESTRICTED" if manifest.restricted else "PUBLIC"),
        distributions=distributions(root, view, title, formats, labels=labels),
        fields=view.access.schema.fields,
        extras=_extras(view),
    )


def _extras(view: DatasetView) -> dict[str, Mapping[str, Any]]:
    """What is stated, and the trust score where it is public."""
    score, stated = view.manifest.trust, view.manifest.description.extras
    names = ("score", "axes", "method", "computed_at")
    if not score or any(score.get(name) is None for name in names):
        return dict(stated)
    return {**stated, TRUST: {name: score[name] for name in names}}
