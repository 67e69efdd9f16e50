"""Views shown inside other sites: one function a kind, and the script that places them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from parvis.core.errors import NotFoundURI
from parvis.web.portal.views import embedded
from parvis.web.portal.views.door import public
from parvis.web.portal.views.maps import embedded_map
from parvis.web.portal.visit import Visit
from parvis.web.ui.assets import FOLDER, entry
from parvis.web.ui.policy import embeddable

Kind = Callable[[Visit, str], HttpResponse]
KINDS: dict[str, Kind] = {"map": embedded_map, **embedded.KINDS}
"""What can be embedded, by the name in ``/embed/v1/<kind>/<dataset>``."""
HOUR = 3600


@embeddable
@public
def embed(visit: Visit, kind: str, dataset_id: str) -> HttpResponse:
    """`/embed/v1/<kind>/<id>`, and the older `/explore/embed/dataset/<id>/<kind>/`."""
    found = KINDS.get(kind)
    if found is None:
        raise NotFoundURI(f"There is no view {kind[:60]!r} to embed.")
    return found(visit, dataset_id)


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """`/embed/v1/embed.js`: the loader, at an address that never changes; any site may load it."""
    path = FOLDER / entry("embed").script.removeprefix("dist/")
    response = HttpResponse(path.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = f"public, max-age={HOUR}"
    return response
