"""The refinement bar: the same in the table, the map, the analysis, the exports and the API page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from parvis.core.errors import ParvisError
from parvis.data.serving import records
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import FacetGroup
from parvis.web.portal.pages.addresses import api_root
from parvis.web.portal.pages.facets import Chip, Facet
from parvis.web.portal.pages.refinement import chips, filters, inputs, values
from parvis.web.portal.pages.refinement.inputs import FieldInput
from parvis.web.portal.pages.selection import DISJUNCTIVE, EXCLUDE, REFINE, Selection
from parvis.web.portal.visit import Visit

OPEN = "open"
ALL = "filters"
_PREFIXES = (REFINE, EXCLUDE, DISJUNCTIVE, *(f"{kind}." for kind in filters.KINDS))
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """The query of the selection: its parameters as a person reads them, and its address in the API."""

    parameters: str
    address: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What the bar shows. ``facets`` and ``fields`` are empty until the panel is ``opened``; ``more`` is the address
    that opens it, ``clear`` the one without filter. ``error`` is what the selection made wrong.

    ``kept_words``, ``kept_where`` and ``kept_fields`` are what each of the three forms sends along.
    """

    path: str
    selection: Selection
    first: str
    opened: bool
    facets: tuple[Facet, ...]
    fields: tuple[FieldInput, ...]
    chips: tuple[Chip, ...]
    clear: str
    more: str
    less: str
    query: Query
    kept_words: Pairs
    kept_where: Pairs
    kept_fields: Pairs
    error: ParvisError | None = None

    @property
    def active(self) -> int:
        """How many filters there are."""
        return len(self.chips)


def refinement_bar(
    visit: Visit,
    view: DatasetView,
    selection: Selection,
    path: str,
    *,
    extra: Pairs = (),
    error: ParvisError | None = None,
) -> Bar:
    """The bar of the view at ``path``.

    ``extra`` are parameters of the view itself that its links and forms keep (a grouping, an extent). A selection that
    cannot be read makes a bar with that ``error``, so that it can be mended.
    """
    schema, wanted = view.access.schema, visit.request.GET.get(OPEN, "")

    def address(target: Selection, *more: tuple[str, str]) -> str:
        pairs = [*target.pairs(), *extra, *more]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    opening = ((OPEN, wanted),) if wanted else ()
    groups, raised = facets_or_error(visit, view, selection) if wanted and not error else ((), error)
    cleared = selection.changed(q="", where="", refine=(), exclude=(), filters=(), disjunctive=())
    return Bar(
        path=path,
        selection=selection,
        first=next((field.name for field in schema), ""),
        opened=bool(wanted),
        facets=values.listed(groups, schema, selection, lambda s: address(s, *opening)),
        fields=inputs.inputs(visit, view, selection, wanted) if wanted else (),
        chips=chips.active(selection, schema, lambda s: address(s, *opening)),
        clear=address(cleared),
        more=address(selection, (OPEN, ALL)) + "#filters",
        less=address(selection),
        query=query(visit, view, selection),
        kept_words=(*selection.changed(q="").pairs(), *extra),
        kept_where=(*selection.changed(where="").pairs(), *extra),
        kept_fields=(*selection.changed(filters=drawn(selection)).pairs(), *extra, *opening),
        error=raised,
    )


def drawn(selection: Selection) -> filters.Filters:
    """The zones that no input of the form states: they are drawn on the map and must survive the form."""
    return tuple(one for one in selection.filters if one.kind == "polygon")


def facets_or_error(
    visit: Visit, view: DatasetView, selection: Selection
) -> tuple[Sequence[FacetGroup], ParvisError | None]:
    """The facets, or what the selection makes wrong."""
    found, error = selection.attempt(lambda: values.counted(visit, view, selection))
    return found or (), error


def query(visit: Visit, view: DatasetView, selection: Selection) -> Query:
    """The selection as the Explore API reads it."""
    pairs = selection.api_pairs()
    root = f"{api_root(visit, view)}/records"
    return Query("\n".join(f"{n}={v}" for n, v in pairs), f"{root}?{urlencode(pairs)}" if pairs else root)


def count(visit: Visit, view: DatasetView, selection: Selection) -> int:
    """How many records a selection keeps: what the API answers as ``total_count``."""
    return records.search(visit.reader, view, selection.text(limit=1, timezone=visit.timezone)).total_count or 0


def is_filter(parameter: str) -> bool:
    """Whether a parameter of an address narrows records."""
    return parameter in ("q", "where") or parameter.startswith(_PREFIXES)
