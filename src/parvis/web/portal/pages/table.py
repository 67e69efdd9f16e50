"""The table of a dataset: a page of rows, sorted and filtered by the server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from parvis.core.errors import ParvisError
from parvis.core.fields import GEOGRAPHIC, TEMPORAL, Field, FieldType, Schema
from parvis.data.serving import records
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import FacetGroup, RecordsPage
from parvis.web.portal.pages.cells import Cell, cell, kind
from parvis.web.portal.pages.dataset import DatasetHead, head, visible
from parvis.web.portal.pages.dataset import address as view_address
from parvis.web.portal.pages.facets import Chip, Facet, chips, facets, worded
from parvis.web.portal.pages.paging import Paging, offset, paging
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import label, type_icon, type_name
from parvis.web.portal.visit import Visit

SIZE = 50
COLUMNS = 60
UNSORTED = GEOGRAPHIC | {FieldType.JSON, FieldType.FILE}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``address`` sorts by it, the other way when it is sorted already; None where order has no sense."""

    name: str
    label: str
    type: str
    icon: str
    kind: str
    sorted: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class TablePage:
    """A page of rows. ``error`` is what the visitor's condition made wrong; rows are then empty."""

    head: DatasetHead
    selection: Selection
    kept: tuple[tuple[str, str], ...]
    kept_expert: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    paging: Paging
    clear: str
    timezone: str | None
    hidden: tuple[str, ...]
    error: ParvisError | None = None


def table_page(visit: Visit, view: DatasetView, selection: Selection) -> TablePage:
    """The page of the selection; a wrong condition is a page that says so, with what was typed."""
    shown, hidden = split(visible(view))
    try:
        found, groups, error = records_of(visit, view, selection, shown), facets_of(visit, view, selection), None
    except ParvisError as raised:
        if raised.status != 400 or selection.is_empty:
            raise
        found, groups, error = None, [], raised
    path = view_address("table", view)
    labels = {field.name: label(field) for field in visible(view)}
    wording = worded(dates=[f.name for f in visible(view) if f.type in TEMPORAL])
    return TablePage(
        head=head(visit, view, "table", selection),
        selection=selection,
        kept=tuple(selection.changed(q="").pairs()),
        kept_expert=tuple(selection.changed(where="").pairs()),
        columns=tuple(column(field, selection, path) for field in shown),
        rows=rows(found, shown, visit.timezone),
        facets=facets(groups, labels, selection, lambda s: s.address(path), wording),
        chips=chips(selection, labels, lambda s: s.address(path), wording),
        paging=pages(found, selection, path),
        clear=path,
        timezone=visit.timezone if any(f.type is FieldType.DATETIME for f in shown) else None,
        hidden=tuple(label(field) for field in hidden),
        error=error,
    )


def split(schema: Schema) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """The fields shown as columns, and those left out: shapes, and what passes the limit."""
    flat = [f for f in schema if f.type is not FieldType.GEO_SHAPE]
    shown = tuple(flat[:COLUMNS]) or tuple(schema)[:1]
    return shown, tuple(f for f in schema if f not in shown)


def records_of(visit: Visit, view: DatasetView, selection: Selection, shown: Iterable[Field]) -> RecordsPage:
    """The rows of the page, as the data plane gives them."""
    text = selection.text(
        select=", ".join(quoted(field.name) for field in shown),
        order_by=order_by(selection.sort, shown),
        limit=SIZE,
        offset=offset(selection.page, SIZE),
        timezone=visit.timezone,
        lang=visit.language,
    )
    return records.search(visit.reader, view, text)


def facets_of(visit: Visit, view: DatasetView, selection: Selection) -> Sequence[FacetGroup]:
    """The facets of the dataset under the selection."""
    names = tuple(field.name for field in visible(view) if field.facet)
    if not names:
        return ()
    return records.facets(visit.reader, view, selection.text(facet=names, timezone=visit.timezone, lang=visit.language))


def quoted(name: str) -> str:
    """A field name that no keyword or digit can make into something else."""
    return f"`{name}`"


def order_by(sort: str, shown: Iterable[Field]) -> str | None:
    """The order an address asks for, when it names a column that can be sorted."""
    name = sort.removeprefix("-")
    if not any(field.name == name and sortable(field) for field in shown):
        return None
    return f"{quoted(name)} {'desc' if sort.startswith('-') else 'asc'}"


def sortable(field: Field) -> bool:
    """Whether rows have an order by this field."""
    return field.type not in UNSORTED and not field.is_list


def column(field: Field, selection: Selection, path: str) -> Column:
    """The head of a column."""
    directions = {field.name: "ascending", "-" + field.name: "descending"}
    upside = "-" + field.name if selection.sort == field.name else field.name
    return Column(
        name=field.name,
        label=label(field),
        type=type_name(field),
        icon=type_icon(field),
        kind=kind(field),
        sorted=directions.get(selection.sort) if sortable(field) else None,
        address=selection.changed(sort=upside).address(path) if sortable(field) else None,
    )


def rows(found: RecordsPage | None, shown: Sequence[Field], timezone: str) -> tuple[tuple[Cell, ...], ...]:
    """The cells of the page, row by row."""
    if found is None:
        return ()
    return tuple(tuple(cell(v, f, timezone) for v, f in zip(values, shown, strict=True)) for values in found.rows)


def pages(found: RecordsPage | None, selection: Selection, path: str) -> Paging:
    """Links to the other pages."""
    total = (found.total_count if found else 0) or 0
    return paging(total, SIZE, selection.page, lambda n: replace(selection, page=n).address(path))
