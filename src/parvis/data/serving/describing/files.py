"""The distributions of a dataset: its exports, attachments, other files, and the API."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

from parvis.data.exports.formats import FORMATS
from parvis.data.metadata.parts import Distribution
from parvis.data.serving import exports
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.describing import addresses

# The suffix stands in the addresses by which other catalogs know these files: no other format may get it.
LABELLED = ("csv", "xlsx")


def distributions(
    root: str, view: DatasetView, title: str, formats: frozenset[str] | None = None, *, labels: bool = False
) -> tuple[Distribution, ...]:
    """The exports that the caller may have, the other files, and the API when records are open."""
    found = [
        *_exports(root, view, title, formats, labels=labels),
        *_alternatives(root, view),
        *_attachments(root, view),
    ]
    if view.table is not None:
        found.append(_api(root, view, title))
    return tuple(found)


def _exports(
    root: str, view: DatasetView, title: str, formats: frozenset[str] | None, *, labels: bool
) -> Iterator[Distribution]:
    manifest = view.manifest
    page = addresses.dataset_page(root, manifest.id)
    for name in exports.formats(view):
        if formats is not None and name not in formats:
            continue
        kind = FORMATS[name]
        asked = "?use_labels=true" if labels and name in LABELLED else ""
        yield Distribution(
            url=addresses.export_file(root, manifest.id, name) + asked,
            id=name,
            title=f"{manifest.id}.{kind.extension}",
            description=f"{title} ({name})",
            access_url=page,
            format=name,
            media_type=_bare(kind.media_type),
            modified=manifest.data_processed,
            live=True,
        )


def _alternatives(root: str, view: DatasetView) -> Iterator[Distribution]:
    for file in view.manifest.alternative_exports if view.access.records else ():
        yield _file(root, view, file, "alternative_exports", "alternative")


def _attachments(root: str, view: DatasetView) -> Iterator[Distribution]:
    role = "data" if view.manifest.data is None else "documentation"
    for file in view.manifest.attachments:
        yield _file(root, view, file, "attachments", role)


def _file(root: str, view: DatasetView, file: Mapping[str, Any], place: str, role: str) -> Distribution:
    dataset = view.manifest.id
    url = str(file.get("url") or "")
    if urlsplit(url).scheme not in ("http", "https"):
        url = f"{addresses.dataset_api(root, dataset)}/{place}/{quote(str(file.get('id', '')), safe='')}"
    title = file.get("title")
    media_type = file.get("mimetype") or mimetypes.guess_type(str(title or ""))[0]
    return Distribution(
        url=url,
        id=file.get("id"),
        title=title,
        description=file.get("description"),
        access_url=addresses.dataset_page(root, dataset),
        format=PurePosixPath(str(title or url)).suffix.removeprefix(".").lower() or None,
        media_type=_bare(media_type) if media_type else None,
        size=file.get("size"),
        checksum=file.get("checksum"),
        algorithm="sha256" if file.get("checksum") else None,
        role=role,
    )


def _api(root: str, view: DatasetView, title: str) -> Distribution:
    return Distribution(
        url=f"{addresses.dataset_api(root, view.manifest.id)}/records",
        id="api",
        title="API Explore 2.1",
        description=f"{title} (API)",
        access_url=f"{root}{addresses.API}/swagger.json",
        format="json",
        media_type="application/json",
        conforms_to=f"{root}{addresses.API}/swagger.json",
        role="api",
        live=True,
    )


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip()
