"""The images of a dataset, and each of them through this host."""

from django.http import HttpResponse

from parvis.core.config import Settings
from parvis.core.errors import NotFound
from parvis.data.connectors.guarded import Policy
from parvis.data.connectors.guarded.policy import networks_of
from parvis.data.serving import pictures
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.images import files_of, images_page, source_of
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.views.dataset import filtered, find
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit

DAY = 24 * 3600


@filtered
def images(visit: Visit, view: DatasetView, selection: Selection) -> HttpResponse:
    """`…/images/`: a gallery. Raises NotFound without files."""
    if not files_of(view):
        raise NotFound(f"{view.manifest.id} has no images.")
    content = images_page(visit, view, selection)
    return page(visit, "dataset/images", content, status=400 if content.error else 200)


@public
def picture(visit: Visit, dataset_id: str, record_id: str, field: str) -> HttpResponse:
    """`…/picture/<record id>/<field>/`: the picture, from wherever its record says it is."""
    address = source_of(visit, find(visit, dataset_id, records=True), record_id, field)
    settings = Settings.from_environment()
    policy = Policy(networks=networks_of(settings.fetch_networks), ports=settings.fetch_ports)
    found = pictures.picture(visit.reader, address, policy)
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Cache-Control"] = f"public, max-age={DAY}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
