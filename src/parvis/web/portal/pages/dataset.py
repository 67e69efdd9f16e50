"""What every page of a dataset has: its identity, its views, its addresses."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.core.fields import Schema
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.addresses import API, address, api_root
from parvis.web.portal.pages.cards import foreign, modified, rows
from parvis.web.portal.pages.schema_badge import Badge, badge
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.views import Tab, tabs
from parvis.web.portal.visit import Visit

__all__ = ["API", "DatasetHead", "address", "api_root", "head", "visible"]


@dataclass(frozen=True, slots=True)
class DatasetHead:
    """The band on top of every page of a dataset. ``language`` is set when its texts are not in the page's."""

    id: str
    title: str
    publisher: str | None
    license: str | None
    modified: str
    rows: int | None
    language: str | None
    steps: tuple[tuple[str, str], ...]
    tabs: tuple[Tab, ...]
    conformance: Badge | None = None
    license_url: str | None = None


def head(visit: Visit, view: DatasetView, current: str, selection: Selection | None = None) -> DatasetHead:
    """The band for the view named ``current``; links to other views keep the selection."""
    description = view.manifest.description
    return DatasetHead(
        id=view.manifest.id,
        title=description.title or view.manifest.id,
        publisher=description.publisher,
        license=description.license,
        modified=modified(view),
        rows=rows(view),
        language=foreign(description.language, visit.language),
        steps=((_("Home"), reverse("portal:home")), (_("Catalogue"), reverse("portal:catalog"))),
        tabs=tuple(tabs(view, current, selection or Selection())),
        conformance=badge(view),
        license_url=description.license_url,
    )


def visible(view: DatasetView) -> Schema:
    """The fields the visitor may see."""
    return view.access.schema
