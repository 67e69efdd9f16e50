"""The catalog."""

from django.http import HttpResponse

from parvis.web.portal.pages.catalog import catalog_page
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit


@public
def catalog(visit: Visit) -> HttpResponse:
    """`/explore/`."""
    return page(visit, "catalog", catalog_page(visit, Selection.read(visit.request.GET)))
