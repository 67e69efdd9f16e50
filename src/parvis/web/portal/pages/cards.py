"""A dataset as a card of a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.prose import summary
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.views import Tab, tabs

# Views worth a link from a list, by their icons.
DIRECT = ("rows", "map", "chart", "image", "calendar", "download")


@dataclass(frozen=True, slots=True)
class Card:
    """What a list says of a dataset. ``modified`` is ISO 8601; ``rows`` None: no record may be read here.

    ``score`` and ``band`` are the public trust score; ``views`` lead straight to the views of its records.
    """

    title: str
    address: str
    publisher: str | None
    summary: str
    license: str | None
    modified: str
    rows: int | None
    geographic: bool
    language: str | None
    score: str | None = None
    band: str | None = None
    views: tuple[Tab, ...] = ()


def card(view: DatasetView, page_language: str) -> Card:
    """The card of a dataset; ``language`` is set when its texts are in another language than the page."""
    manifest = view.manifest
    description = manifest.description
    trust = manifest.trust or {}
    return Card(
        title=description.title or manifest.id,
        address=reverse("portal:information", args=[manifest.id]),
        publisher=description.publisher,
        summary=summary(description.description),
        license=description.license,
        modified=modified(view),
        rows=rows(view),
        geographic=any(f.type.startswith("geo") for f in view.access.schema),
        language=foreign(description.language, page_language),
        score=None if trust.get("provisional") else trust.get("badge"),
        band=None if trust.get("provisional") else trust.get("band"),
        views=tuple(tab for tab in tabs(view, "", Selection()) if tab.icon in DIRECT),
    )


def modified(view: DatasetView) -> str:
    """When the dataset last changed: as stated, else when its data were processed."""
    return view.manifest.description.modified or view.manifest.data_processed


def rows(view: DatasetView) -> int | None:
    """How many rows the dataset has, when every one may be read."""
    return view.rows if view.table is not None else None


def foreign(language: str | None, page_language: str) -> str | None:
    """The language of a text when it is not the page's."""
    return language if language and language[:2] != page_language else None
