"""The table of a dataset: a page of rows, sorted and filtered by the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from parvis.core.errors import ParvisError
from parvis.core.fields import Field, FieldType
from parvis.data.serving import pictures, records
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import RecordsPage
from parvis.web.portal.pages.cells import Cell, cell
from parvis.web.portal.pages.columns import Column, Hidden, columns, hidden, sortable, split
from parvis.web.portal.pages.dataset import DatasetHead, head, visible
from parvis.web.portal.pages.dataset import address as view_address
from parvis.web.portal.pages.paging import Paging, offset, paging
from parvis.web.portal.pages.refinement.bar import Bar, refinement_bar
from parvis.web.portal.pages.refinement.filters import quoted
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.visit import Visit

SIZE = 50
SIZES = (25, 50, 100)
__all__ = ["SIZE", "TablePage", "order_by", "page_size", "quoted", "split", "table_page"]


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and the address of its record within the selection."""

    cells: tuple[Cell, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Size:
    """A number of rows that a page can have."""

    rows: int
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class TablePage:
    """A page of rows. ``error`` is what the visitor's condition made wrong; rows are then empty.

    ``natural`` is the address with the columns as the dataset orders them, None when they are.
    """

    head: DatasetHead
    bar: Bar
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    paging: Paging
    sizes: tuple[Size, ...]
    timezone: str | None
    hidden: tuple[Hidden, ...]
    natural: str | None
    error: ParvisError | None = None

    @property
    def width(self) -> int:
        """How many columns there would be if all were shown."""
        return len(self.columns) + len(self.hidden)


def table_page(visit: Visit, view: DatasetView, selection: Selection) -> TablePage:
    """The page of the selection; a wrong condition is a page that says so, with what was typed."""
    shown, left = split(visible(view), selection.columns)
    found, error = records_or_error(visit, view, selection, shown)
    path = view_address("table", view)
    return TablePage(
        head=head(visit, view, "table", selection),
        bar=refinement_bar(visit, view, selection, path, error=error),
        columns=columns(shown, selection, path),
        rows=tuple(rows(found, view, selection, shown, visit.timezone)),
        paging=pages(found, selection, path),
        sizes=tuple(sizes(selection, path)),
        timezone=visit.timezone if any(f.type is FieldType.DATETIME for f in shown) else None,
        hidden=hidden(left, selection, path),
        natural=selection.changed(columns=()).address(path) if selection.columns else None,
        error=error,
    )


def records_or_error(
    visit: Visit, view: DatasetView, selection: Selection, shown: Iterable[Field]
) -> tuple[RecordsPage | None, ParvisError | None]:
    """The rows of the page as the data plane gives them, or what the selection made wrong."""
    size = page_size(selection)
    text = selection.text(
        select=", ".join(quoted(field.name) for field in shown),
        order_by=order_by(selection.sort, visible(view)),
        limit=size,
        offset=offset(selection.page, size),
        timezone=visit.timezone,
        lang=visit.language,
    )
    return selection.attempt(lambda: records.search(visit.reader, view, text, ids=True))


def page_size(selection: Selection) -> int:
    """How many rows a page has."""
    return selection.size if selection.size in SIZES else SIZE


def order_by(sort: str, fields: Iterable[Field]) -> str | None:
    """The order an address asks for, when it names a field that can be sorted."""
    name = sort.removeprefix("-")
    if not any(field.name == name and sortable(field) for field in fields):
        return None
    return f"{quoted(name)} {'desc' if sort.startswith('-') else 'asc'}"


def rows(
    found: RecordsPage | None, view: DatasetView, selection: Selection, shown: Sequence[Field], timezone: str
) -> Iterator[Row]:
    """The rows of the page; each leads to its record, which knows where it stands in the selection."""
    if found is None:
        return
    size = page_size(selection)
    first = offset(selection.page, size)
    kept = replace(selection, page=1, columns=(), size=0).pairs()
    for number, (values, record_id) in enumerate(zip(found.rows, found.ids or (), strict=True)):
        path = reverse("portal:record", args=[view.manifest.id, record_id])
        cells = tuple(in_row(v, f, timezone, view, record_id) for v, f in zip(values, shown, strict=True))
        yield Row(cells, f"{path}?{urlencode([*kept, ('at', str(first + number))])}")


def in_row(value: Any, field: Field, timezone: str, view: DatasetView, record_id: str) -> Cell:
    """The cell of a record; a file that is an image is shown as one."""
    found = cell(value, field, timezone)
    if field.type is not FieldType.FILE or pictures.address_in(value) is None:
        return found
    return replace(found, picture=reverse("portal:picture", args=[view.manifest.id, record_id, field.name]))


def sizes(selection: Selection, path: str) -> Iterator[Size]:
    """Links to other sizes of page, the row that is first staying in sight."""
    now = page_size(selection)
    first = offset(selection.page, now)
    for size in SIZES:
        target = replace(selection, size=0 if size == SIZE else size, page=first // size + 1)
        yield Size(size, target.address(path), size == now)


def pages(found: RecordsPage | None, selection: Selection, path: str) -> Paging:
    """Links to the other pages."""
    total = (found.total_count if found else 0) or 0
    return paging(total, page_size(selection), selection.page, lambda n: replace(selection, page=n).address(path))
