"""Pages about licences."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.web.portal.pages.licenses.attribution import attribution_page
from parvis.web.portal.pages.licenses.catalog import catalog_page
from parvis.web.portal.pages.licenses.compatibility import compatibility_page
from parvis.web.portal.pages.licenses.sheet import sheet_page
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit

Steps = tuple[tuple[str, str], ...]


def home() -> Steps:
    """The way to the catalog of licences."""
    return ((_("Home"), reverse("portal:home")),)


def below() -> Steps:
    """The way to what stands below it."""
    return (*home(), (_("Licences"), reverse("portal:licenses")))


@public
def licenses(visit: Visit) -> HttpResponse:
    """`/licenses/`."""
    return page(visit, "licenses/catalog", catalog_page(visit, home()))


@public
def license_sheet(visit: Visit, license_id: str) -> HttpResponse:
    """`/licenses/<id>/`."""
    return page(visit, "licenses/sheet", sheet_page(visit, license_id, below()))


@public
def compatibility(visit: Visit) -> HttpResponse:
    """`/licenses/compatibility/`."""
    return page(visit, "licenses/compatibility", compatibility_page(visit, below()))


@public
def attribution(visit: Visit) -> HttpResponse:
    """`/licenses/attribution/`."""
    return page(visit, "licenses/attribution", attribution_page(visit, below()))
