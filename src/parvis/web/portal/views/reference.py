"""The reference of the API."""

from django.http import HttpResponse

from parvis.web.portal.pages.reference import reference_page
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit


@public
def docs(visit: Visit) -> HttpResponse:
    """`/api/docs/`: every operation."""
    return page(visit, "reference", reference_page(visit, None))


@public
def operation(visit: Visit, operation_id: str) -> HttpResponse:
    """`/api/docs/<operation>/`."""
    return page(visit, "reference", reference_page(visit, operation_id))
