"""Producers and themes."""

from django.http import HttpResponse

from parvis.web.portal.pages.collections import PRODUCERS, THEMES, collection_page, list_page
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit


@public
def organizations(visit: Visit) -> HttpResponse:
    """`/organizations/`."""
    return page(visit, "collections/list", list_page(visit, PRODUCERS))


@public
def organization(visit: Visit, slug: str) -> HttpResponse:
    """`/organizations/<slug>/`."""
    return page(visit, "collections/page", collection_page(visit, PRODUCERS, slug))


@public
def themes(visit: Visit) -> HttpResponse:
    """`/themes/`."""
    return page(visit, "collections/list", list_page(visit, THEMES))


@public
def theme(visit: Visit, slug: str) -> HttpResponse:
    """`/themes/<slug>/`."""
    return page(visit, "collections/page", collection_page(visit, THEMES, slug))
