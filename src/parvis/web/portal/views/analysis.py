"""The analysis of a dataset: its page, and its drawing as a file."""

from django.http import HttpResponse

from parvis.web.portal.pages.analysis.choice import Choice
from parvis.web.portal.pages.analysis.file import drawing_file
from parvis.web.portal.pages.analysis.legacy import old_choice
from parvis.web.portal.pages.analysis.page import analysis_page
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.views.dataset import find
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit

OLD = "dataChart"
SVG = "image/svg+xml; charset=utf-8"


def chosen(visit: Visit) -> Choice:
    """What the address asks to draw; addresses of the Explore portals are understood too."""
    given = visit.request.GET
    choice = Choice.read(given)
    return (old_choice(given.get(OLD, "")) or choice) if choice.is_empty and OLD in given else choice


@public
def analyze(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/analyze/`: a wrong condition answers 400 with the page, so that it can be corrected."""
    view = find(visit, dataset_id, records=True)
    content = analysis_page(visit, view, Selection.read(visit.request.GET), chosen(visit))
    return page(visit, "dataset/analyze", content, status=400 if content.error else 200)


@public
def drawing(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/analyze/chart.svg`: the chart alone, with its title and its source, to keep or to print."""
    view = find(visit, dataset_id, records=True)
    name, text = drawing_file(visit, view, Selection.read(visit.request.GET), chosen(visit))
    response = HttpResponse(text, content_type=SVG)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache"
    return response
