"""The two datasets of a page, as the address names them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from parvis.core.errors import Forbidden, NotFound
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import catalog, datasets
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.visit import Visit

LISTED = 300
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Chosen:
    """One side: what was typed, the dataset when it is there, else why it is not."""

    side: str
    label: str
    typed: str
    view: DatasetView | None
    error: str

    @property
    def title(self) -> str:
        """What people call the dataset."""
        return "" if self.view is None else self.view.manifest.description.title or self.view.manifest.id


def both(visit: Visit) -> tuple[Chosen, Chosen]:
    """The left and the right."""
    return one(visit, "left", _("First dataset")), one(visit, "right", _("Second dataset"))


def one(visit: Visit, side: str, label: str) -> Chosen:
    """One side. What cannot be read here is not told apart from what does not exist."""
    typed = visit.request.GET.get(side, "").replace("\0", "").strip()[:LONGEST]
    if not typed:
        return Chosen(side, label, "", None, "")
    try:
        view = datasets.get(visit.reader, visit.domain, visit.caller, typed)
        view.records  # noqa: B018 - raises when they are not open
    except (NotFound, Forbidden):
        return Chosen(side, label, typed, None, _("No dataset with records has this identifier here."))
    return Chosen(side, label, typed, view, "")


def offered(visit: Visit) -> tuple[tuple[str, str], ...]:
    """Identifiers and titles to choose from, by title; an identifier that is not listed may be typed."""
    text = QueryText(select="dataset_id, title", where=("records_count > 0",), order_by="title asc", limit=LISTED)
    found = catalog.search(visit.reader, visit.domain, visit.caller, text, purpose=Purpose.INTERNAL)
    return tuple((row["dataset_id"], row["title"] or row["dataset_id"]) for row in found.rows or ())
