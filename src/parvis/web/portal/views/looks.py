"""The sheet and the logo of a domain."""

from django.http import HttpResponse

from parvis.core.errors import NotFound
from parvis.web.portal.pages.look import digest, sheet
from parvis.web.portal.views.door import public
from parvis.web.portal.visit import Visit
from parvis.web.ui.policy import HEADER

MEDIA = {"svg": "image/svg+xml", "png": "image/png"}
FOR_EVER = "public, max-age=31536000, immutable"
# A drawing that is opened alone runs nothing and fetches nothing.
DRAWING = "default-src 'none'; sandbox"


@public
def sheet_css(visit: Visit) -> HttpResponse:
    """`/theme.css?v=`."""
    css = sheet(visit.domain.theme)
    return kept(visit, HttpResponse(css, content_type="text/css; charset=utf-8"), digest(css))


@public
def logo(visit: Visit) -> HttpResponse:
    """`/logo?v=`. Raises NotFound for a domain without."""
    key = dict(visit.domain.theme).get("logo", "")
    if not key:
        raise NotFound("this domain has no logo of its own")
    response = HttpResponse(visit.reader.store.objects.get(key), content_type=MEDIA[key.rpartition(".")[2]])
    response[HEADER] = DRAWING
    return kept(visit, response, digest(key))


def kept(visit: Visit, response: HttpResponse, version: str) -> HttpResponse:
    """For ever at the address that names this content, else asked for again each time."""
    response["Cache-Control"] = FOR_EVER if visit.request.GET.get("v") == version else "no-cache"
    return response
