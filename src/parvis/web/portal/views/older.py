"""Addresses that other portals gave to the same things: each leads to ours, with what it selected."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from parvis.web.portal.views.dataset import find
from parvis.web.portal.views.door import public
from parvis.web.portal.visit import Visit


def led(visit: Visit, name: str, *places: str) -> HttpResponse:
    """To an address of ours, with the same parameters."""
    asked = visit.request.GET.urlencode()
    return HttpResponseRedirect(reverse(f"portal:{name}", args=places) + (f"?{asked}" if asked else ""))


@public
def records(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/records/`."""
    return led(visit, "table", find(visit, dataset_id, records=True).manifest.id)


@public
def record(visit: Visit, dataset_id: str, record_id: str) -> HttpResponse:
    """`…/records/<record id>/`."""
    return led(visit, "record", find(visit, dataset_id, records=True).manifest.id, record_id)


@public
def asset(visit: Visit, dataset_id: str) -> HttpResponse:
    """`/explore/assets/<id>/`."""
    return led(visit, "dataset", find(visit, dataset_id).manifest.id)
