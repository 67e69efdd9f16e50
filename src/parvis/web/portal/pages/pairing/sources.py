"""What both datasets ask of who uses them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from parvis.data.serving import crediting
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.cards import modified
from parvis.web.portal.pages.dataset import address
from parvis.web.portal.pages.licenses.terms import Answer, answer
from parvis.web.portal.visit import Visit


@dataclass(frozen=True, slots=True)
class Source:
    """One dataset: its page, its licence, the line that credits it."""

    title: str
    address: str
    publisher: str | None
    license: str | None
    license_address: str | None
    modified: str
    credit: str | None


@dataclass(frozen=True, slots=True)
class Sources:
    """Both, and whether they go together: ``database`` for data made of both, ``work`` for a chart, a map or a text.

    Both answers are None when a licence is not understood. ``checker`` explains at length.
    """

    each: tuple[Source, ...]
    database: Answer | None
    work: Answer | None
    checker: str


def sources(visit: Visit, views: Sequence[DatasetView]) -> Sources:
    """What to show of the datasets that a page puts together."""
    found = crediting.combined(views)
    pairs = [(f"source.{n}", view.manifest.id) for n, view in enumerate(views, 1)]
    return Sources(
        each=tuple(source(visit, view) for view in views),
        database=None if found.database is None else answer(found.database, visit.language),
        work=None if found.work is None else answer(found.work, visit.language),
        checker=f"{reverse('portal:compatibility')}?{urlencode(pairs)}",
    )


def source(visit: Visit, view: DatasetView) -> Source:
    """One dataset."""
    path = address("information", view)
    described = view.manifest.description
    known = crediting.license_id(view)
    credit = crediting.credit(view, visit.host + path, visit.language)
    return Source(
        title=described.title or view.manifest.id,
        address=path,
        publisher=described.publisher,
        license=described.license,
        license_address=None if known is None else reverse("portal:license", args=[known]),
        modified=modified(view),
        credit=None if credit is None else credit.text,
    )
