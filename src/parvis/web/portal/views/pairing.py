"""Two datasets on one page."""

from django.http import HttpResponse

from parvis.web.portal.pages.pairing.compare import compare_page
from parvis.web.portal.pages.pairing.join import join_page
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit


@public
def join(visit: Visit) -> HttpResponse:
    """`/explore/join/`: a wrong query answers 400 with the page, so that it can be corrected."""
    content = join_page(visit)
    return page(visit, "pairing/join", content, status=400 if content.error else 200)


@public
def compare(visit: Visit) -> HttpResponse:
    """`/explore/compare/`."""
    return page(visit, "pairing/compare", compare_page(visit))
