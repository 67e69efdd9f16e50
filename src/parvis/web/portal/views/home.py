"""The home page."""

from django.http import HttpResponse

from parvis.web.portal.pages.home import home_page
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit


@public
def home(visit: Visit) -> HttpResponse:
    """`/`."""
    return page(visit, "home", home_page(visit))
