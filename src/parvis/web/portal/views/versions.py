"""Pages of the versions of a dataset."""

from __future__ import annotations

from django.http import HttpResponse

from parvis.web.portal.pages.versions.comparing import comparison_page
from parvis.web.portal.pages.versions.listing import versions_page
from parvis.web.portal.pages.versions.sheet import version_page
from parvis.web.portal.views.dataset import find
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit


@public
def versions(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/versions/`."""
    asked = visit.request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else 1
    return page(visit, "dataset/versions", versions_page(visit, find(visit, dataset_id), max(number, 1)))


@public
def version(visit: Visit, dataset_id: str, number: int) -> HttpResponse:
    """`…/versions/<number>/`: 410 for a version that was deleted, with what is known of it."""
    content = version_page(visit, find(visit, dataset_id), number)
    return page(visit, "dataset/version", content, status=410 if content.version.deleted else 200)


@public
def compare(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/versions/compare/?from=1&to=2&key=code`."""
    asked = visit.request.GET
    view = find(visit, dataset_id, records=True)
    content = comparison_page(visit, view, asked.get("from", ""), asked.get("to", ""), asked.get("key"))
    return page(visit, "dataset/comparison", content, status=content.status)
