"""The views of a dataset, in the order of their links: one line a view, and when it exists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from parvis.core.fields import GEOGRAPHIC, NUMERIC, TEMPORAL, FieldType
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.selection import Selection

# The metadata template that holds the view of the publisher: ``title`` and ``html``.
CUSTOM = "custom_view"
# The one that names, under ``view``, what opens the dataset.
OPENING = "opening"
Exists = Callable[[DatasetView], bool]


@dataclass(frozen=True, slots=True)
class Tab:
    """The link to a view of the dataset."""

    name: str
    icon: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class View:
    """A view: ``name`` is its address in ``portal:``, ``exists`` tells whether the dataset has it.

    ``filtered`` views keep the selection of the view they are reached from.
    """

    name: str
    label: object
    icon: str
    exists: Exists
    filtered: bool = True


def always(view: DatasetView) -> bool:
    """Every dataset has it."""
    return True


def with_records(view: DatasetView) -> bool:
    """The visitor may read its records."""
    return view.table is not None


def holding(*types: FieldType) -> Exists:
    """The visitor may read records that have a field of one of these types."""

    def exists(view: DatasetView) -> bool:
        return view.table is not None and any(field.type in types for field in view.access.schema)

    return exists


def with_measures(view: DatasetView) -> bool:
    """There is something to count by, or to sum."""
    return view.table is not None and any(f.facet or f.type in NUMERIC | TEMPORAL for f in view.access.schema)


def with_custom_view(view: DatasetView) -> bool:
    """Its publisher wrote a view of their own."""
    return view.table is not None and bool(view.manifest.description.templates.get(CUSTOM, {}).get("html"))


def with_reuses(view: DatasetView) -> bool:
    """Somebody said what they made of it."""
    return bool(view.manifest.description.extras.get("reuses"))


VIEWS: tuple[View, ...] = (
    View("information", _("Information"), "info", always, filtered=False),
    View("table", _("Table"), "rows", with_records),
    View("map", _("Map"), "map", holding(*GEOGRAPHIC)),
    View("analyze", _("Analysis"), "chart", with_measures),
    View("images", _("Images"), "image", holding(FieldType.FILE)),
    View("calendar", _("Calendar"), "calendar", holding(*TEMPORAL)),
    View("custom", _("Custom view"), "star", with_custom_view),
    View("export", _("Export"), "download", with_records),
    View("api", _("API"), "code", always),
    View("reuses", _("Reuses"), "reuse", with_reuses, filtered=False),
    View("versions", _("Versions"), "clock", always, filtered=False),
)


def tabs(view: DatasetView, current: str, selection: Selection) -> Iterator[Tab]:
    """Links to the views of the dataset that exist; those to filtered views keep what is selected."""
    kept = selection.filters_only()
    for known in VIEWS:
        path = address_or_none(known.name, view)
        if path is not None and known.exists(view):
            target = kept.address(path) if known.filtered else path
            yield Tab(str(known.label), known.icon, target, known.name == current)


def first(view: DatasetView) -> str:
    """The name of the view that opens a dataset: the one its publisher chose, else the information."""
    chosen = view.manifest.description.templates.get(OPENING, {}).get("view")
    held = {known.name for known in VIEWS if known.exists(view) and address_or_none(known.name, view)}
    return chosen if isinstance(chosen, str) and chosen in held else "information"


def address_or_none(name: str, view: DatasetView) -> str | None:
    """The address of a view, None for one that this installation does not serve."""
    try:
        return reverse(f"portal:{name}", args=[view.manifest.id])
    except NoReverseMatch:
        return None
