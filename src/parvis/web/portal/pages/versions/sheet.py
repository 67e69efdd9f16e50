"""One version: what it is, how to cite it, its files. Its address never changes."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.urls import reverse

from parvis.data.serving import citing, version_list
from parvis.data.serving.citing import Citation
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.descriptions import root_of
from parvis.web.portal.pages.dataset import DatasetHead, api_root, head
from parvis.web.portal.pages.versions.entries import Entry, address, entry, offered
from parvis.web.portal.pages.versions.listing import before_of
from parvis.web.portal.pages.words import type_name
from parvis.web.portal.visit import Visit


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field of the version."""

    name: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version. ``shown`` are the instants from which readers saw it; ``csl`` is CSL-JSON as text."""

    head: DatasetHead
    version: Entry
    checksum: str | None
    shown: tuple[str, ...]
    fields: tuple[FieldLine, ...]
    citation: Citation
    csl: str
    permanent: str
    all: str
    records: str


def version_page(visit: Visit, view: DatasetView, number: int) -> VersionPage:
    """The page of a version, deleted or not. Raises NotFound."""
    found = version_list.listed(visit.reader, view, visit.caller)
    version = version_list.one(visit.reader, view, visit.caller, number)
    shown = entry(visit, view, version, before_of(found, version), offered(view))
    permanent = root_of(visit.domain, visit.host) + address(view, number)
    cited = citing.cite(view.manifest.description, view.manifest.id, number, version.created, permanent, visit.language)
    return VersionPage(
        head=head(visit, view, "versions"),
        version=shown,
        checksum=version.checksum,
        shown=version.shown,
        fields=tuple(FieldLine(f.name, f.label or f.name, type_name(f)) for f in version.schema),
        citation=cited,
        csl=json.dumps(cited.csl, ensure_ascii=False, indent=2),
        permanent=permanent,
        all=reverse("portal:versions", args=[view.manifest.id]),
        records=f"{api_root(visit, view)}/records?version={number}",
    )
