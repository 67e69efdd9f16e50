"""The map of a dataset, as a page and inside other sites."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect

from parvis.data.store.basemaps import read
from parvis.web.portal.pages.dataset import address
from parvis.web.portal.pages.embed import EmbedFrame, embed_frame
from parvis.web.portal.pages.maps.page import MapPage, map_page
from parvis.web.portal.pages.refinement.tidy import tidied
from parvis.web.portal.views.dataset import find
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit
from parvis.web.ui.policy import with_images


@public
def map_(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/map/`: a wrong condition answers 400 with the page, so that it can be corrected."""
    view = find(visit, dataset_id, records=True)
    better = tidied(visit.request.path, visit.request.GET, view.access.schema)
    if better is not None:
        return HttpResponseRedirect(better)
    content = map_page(visit, view, visit.request.GET)
    return shown(visit, page(visit, "dataset/map", content, status=400 if content.error else 200))


def shown(visit: Visit, response: HttpResponse) -> HttpResponse:
    """The page, allowed to show the backgrounds that its domain offers."""
    return with_images(response, (basemap.origin for basemap in read(visit.domain.basemaps)))


@dataclass(frozen=True, slots=True)
class EmbeddedMap:
    """A map in its frame."""

    frame: EmbedFrame
    map: MapPage

    @property
    def settings(self) -> dict[str, object]:
        """What the script reads: that of the page, and the options of the address."""
        options = self.frame.options
        return {**self.map.settings, "static": options.static, "scrollwheel": options.scrollwheel, "embedded": True}


def embedded_map(visit: Visit, dataset_id: str) -> HttpResponse:
    """`/embed/v1/map/<id>`."""
    view = find(visit, dataset_id, records=True)
    content = map_page(visit, view, visit.request.GET)
    full = content.selection.filters_only().address(address("map", view))
    frame = embed_frame(visit, view, full, content.table)
    return shown(visit, page(visit, "embed/map", EmbeddedMap(frame, content), status=400 if content.error else 200))
