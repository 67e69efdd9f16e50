"""The chart as a file that stands alone: title, drawing, series, source."""

from __future__ import annotations

from django.utils.translation import gettext as _

from parvis.core.errors import InvalidParameter
from parvis.core.words import slug
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.analysis.choice import Choice
from parvis.web.portal.pages.analysis.figure import Figure, figure, tick
from parvis.web.portal.pages.analysis.outcome import outcome
from parvis.web.portal.pages.analysis.page import said, source
from parvis.web.portal.pages.analysis.plan import plan
from parvis.web.portal.pages.cards import modified
from parvis.web.portal.pages.dataset import visible
from parvis.web.portal.pages.refinement.chips import active
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.visit import Visit
from parvis.web.ui.charts import draw, framed


def drawing_file(visit: Visit, view: DatasetView, selection: Selection, choice: Choice) -> tuple[str, str]:
    """The name of the file and its SVG. Raises the errors of the selection, InvalidParameter when nothing is drawn."""
    found = outcome(visit, view, selection, plan(choice, visible(view)))
    filters = [said(chip) for chip in active(selection, visible(view), lambda _: "")]
    made = figure(found, visit.timezone, filters)
    drawing = draw(made.chart, tick)
    if not drawing:
        raise InvalidParameter("There is no value to draw.")
    name = f"{slug(view.manifest.id)}-{slug(made.caption)[:60] or 'chart'}.svg"
    return name, framed(made.chart, drawing, title(made), made.notes, credit(visit, view))


def title(made: Figure) -> str:
    """The caption with the unit."""
    return f"{made.caption} ({made.unit})" if made.unit else made.caption


def credit(visit: Visit, view: DatasetView) -> str:
    """Source, licence and date on one line."""
    origin = source(view, modified(view))
    parts = (origin.title, origin.publisher, origin.license, origin.modified[:10], visit.domain.title)
    return _("Source: %(parts)s") % {"parts": " · ".join(part for part in parts if part)}
