"""Pages of a dataset, one address a view."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from parvis.core.errors import NotFound
from parvis.data.serving import datasets
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.api import api_page
from parvis.web.portal.pages.conformance import conformance_page
from parvis.web.portal.pages.exports import export_page
from parvis.web.portal.pages.information import information_page
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.table import table_page
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit


def find(visit: Visit, dataset_id: str, *, records: bool = False) -> DatasetView:
    """The dataset as the visitor may see it. Raises NotFound, also when its records are asked and not visible."""
    view = datasets.get(visit.reader, visit.domain, visit.caller, dataset_id)
    if records and view.table is None:
        raise NotFound(f"The records of {dataset_id} are not published here.")
    return view


@public
def entrance(visit: Visit, dataset_id: str) -> HttpResponse:
    """`/explore/dataset/<id>/`: leads to the first view."""
    found = find(visit, dataset_id)
    return HttpResponseRedirect(reverse("portal:information", args=[found.manifest.id]))


@public
def information(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/information/`."""
    return page(visit, "dataset/information", information_page(visit, find(visit, dataset_id)))


@public
def table(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/table/`: a wrong condition answers 400 with the page, so that it can be corrected."""
    content = table_page(visit, find(visit, dataset_id, records=True), Selection.read(visit.request.GET))
    return page(visit, "dataset/table", content, status=400 if content.error else 200)


@public
def export(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/export/`."""
    view = find(visit, dataset_id, records=True)
    return page(visit, "dataset/export", export_page(visit, view, Selection.read(visit.request.GET)))


@public
def api(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/api/`."""
    return page(visit, "dataset/api", api_page(visit, find(visit, dataset_id), Selection.read(visit.request.GET)))


@public
def conformance(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/conformance/`."""
    return page(visit, "dataset/conformance", conformance_page(visit, find(visit, dataset_id)))
