"""Pages of a dataset, one address a view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from parvis.core.errors import NotFound
from parvis.core.fields import TEMPORAL
from parvis.data.serving import datasets
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.api import api_page
from parvis.web.portal.pages.calendar import calendar_page
from parvis.web.portal.pages.conformance import conformance_page
from parvis.web.portal.pages.custom import custom_page
from parvis.web.portal.pages.exports import export_page
from parvis.web.portal.pages.information import information_page
from parvis.web.portal.pages.record import record_page
from parvis.web.portal.pages.refinement.bar import is_filter
from parvis.web.portal.pages.refinement.tidy import tidied
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.table import table_page
from parvis.web.portal.pages.views import first, with_custom_view
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit


def find(visit: Visit, dataset_id: str, *, records: bool = False) -> DatasetView:
    """The dataset as the visitor may see it. Raises NotFound, also when its records are asked and not visible."""
    view = datasets.get(visit.reader, visit.domain, visit.caller, dataset_id)
    if records and view.table is None:
        raise NotFound(f"The records of {dataset_id} are not published here.")
    return view


def filtered(view_of: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of ``(visit, dataset, selection, **captured)`` on the records of a dataset: answers a tidy address only,
    and leads there from the addresses of forms and of older portals."""

    @public
    @wraps(view_of)
    def wrapped(visit: Visit, dataset_id: str, **captured: Any) -> HttpResponse:
        view = find(visit, dataset_id, records=True)
        better = tidied(visit.request.path, visit.request.GET, view.access.schema)
        if better is not None:
            return HttpResponseRedirect(better)
        return view_of(visit, view, Selection.read(visit.request.GET), **captured)

    return wrapped


@public
def entrance(visit: Visit, dataset_id: str) -> HttpResponse:
    """`/explore/dataset/<id>/`: leads to the first view, or to the table when the address filters records."""
    found = find(visit, dataset_id)
    name = "table" if found.table is not None and any(map(is_filter, visit.request.GET)) else first(found)
    asked = f"?{visit.request.GET.urlencode()}" if visit.request.GET else ""
    return HttpResponseRedirect(reverse(f"portal:{name}", args=[found.manifest.id]) + asked)


@public
def information(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/information/`."""
    return page(visit, "dataset/information", information_page(visit, find(visit, dataset_id)))


@filtered
def table(visit: Visit, view: DatasetView, selection: Selection) -> HttpResponse:
    """`…/table/`: a wrong condition answers 400 with the page, so that it can be corrected."""
    content = table_page(visit, view, selection)
    return page(visit, "dataset/table", content, status=400 if content.error else 200)


@filtered
def record(visit: Visit, view: DatasetView, selection: Selection, record_id: str) -> HttpResponse:
    """`…/record/<record id>/`: one record, with those before and after it in the selection."""
    return page(visit, "dataset/record", record_page(visit, view, record_id, selection))


@filtered
def calendar(visit: Visit, view: DatasetView, selection: Selection) -> HttpResponse:
    """`…/calendar/`: one month. Raises NotFound without a date."""
    if not any(field.type in TEMPORAL for field in view.access.schema):
        raise NotFound(f"{view.manifest.id} has no date.")
    content = calendar_page(visit, view, selection)
    return page(visit, "dataset/calendar", content, status=400 if content.error else 200)


@filtered
def custom(visit: Visit, view: DatasetView, selection: Selection) -> HttpResponse:
    """`…/custom/`: the view that the publisher wrote. Raises NotFound when they wrote none."""
    if not with_custom_view(view):
        raise NotFound(f"{view.manifest.id} has no custom view.")
    content = custom_page(visit, view, selection)
    return page(visit, "dataset/custom", content, status=400 if content.error else 200)


@filtered
def export(visit: Visit, view: DatasetView, selection: Selection) -> HttpResponse:
    """`…/export/`."""
    content = export_page(visit, view, selection)
    return page(visit, "dataset/export", content, status=400 if content.error else 200)


@public
def api(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/api/`: a query that the API refuses is a page that says so; a partial page for who asks for the answer."""
    view = find(visit, dataset_id)
    better = tidied(visit.request.path, visit.request.GET, view.access.schema)
    if better is not None:
        return HttpResponseRedirect(better)
    content = api_page(visit, view, Selection.read(visit.request.GET))
    refused = content.console.answer.error if content.console else None
    partial = bool(visit.request.headers.get("HX-Request"))
    response = page(visit, "dataset/api", content, status=(422 if partial else refused.status) if refused else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@public
def conformance(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/conformance/`."""
    return page(visit, "dataset/conformance", conformance_page(visit, find(visit, dataset_id)))
