"""Chart, key figure, card, table and catalogue inside other sites."""

from django.http import HttpResponse

from parvis.web.portal.pages import embedded
from parvis.web.portal.pages.embed import EmbedOptions
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.views.analysis import chosen
from parvis.web.portal.views.dataset import find
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit
from parvis.web.ui.policy import embeddable


def chart(visit: Visit, dataset_id: str) -> HttpResponse:
    """`/embed/v1/chart/<id>`."""
    view = find(visit, dataset_id, records=True)
    content = embedded.embedded_chart(visit, view, Selection.read(visit.request.GET), chosen(visit))
    return page(visit, "embed/chart", content, status=400 if content.page.error else 200)


def key_figure(visit: Visit, dataset_id: str) -> HttpResponse:
    """`/embed/v1/kpi/<id>`."""
    view = find(visit, dataset_id, records=True)
    content = embedded.embedded_figure(visit, view, Selection.read(visit.request.GET), chosen(visit))
    return page(visit, "embed/key_figure", content, status=400 if content.error else 200)


def card(visit: Visit, dataset_id: str) -> HttpResponse:
    """`/embed/v1/card/<id>`."""
    return page(visit, "embed/card", embedded.embedded_card(visit, find(visit, dataset_id)))


def table(visit: Visit, dataset_id: str) -> HttpResponse:
    """`/embed/v1/table/<id>`."""
    view = find(visit, dataset_id, records=True)
    content = embedded.embedded_table(visit, view, Selection.read(visit.request.GET))
    return page(visit, "embed/table", content, status=400 if content.error else 200)


@embeddable
@public
def catalogue(visit: Visit) -> HttpResponse:
    """`/embed/v1/catalogue`."""
    height = EmbedOptions.read(visit.request.GET).height
    return page(visit, "embed/catalogue", embedded.embedded_catalogue(visit, Selection.read(visit.request.GET), height))


KINDS = {"chart": chart, "analyze": chart, "kpi": key_figure, "card": card, "table": table}
"""By the name in the address; ``analyze`` is the older name of charts."""
