"""The catalog."""

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from parvis.web.portal.pages.catalog import catalog_page, read
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit

# The part of the page that changes with a filter; scripts ask for it alone, at the same address.
PART = "catalog"


@public
def catalog(visit: Visit) -> HttpResponse:
    """`/explore/`: the page, or its changing part for the script that asks for it."""
    partial = visit.request.headers.get("HX-Target") == PART
    response = page(visit, "catalog/part" if partial else "catalog", catalog_page(visit, read(visit.request.GET)))
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
