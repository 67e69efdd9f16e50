"""Views shown inside other sites: chart, key figure, card, table, catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from parvis.core.errors import ParvisError
from parvis.core.fields import Field, FieldType
from parvis.data.serving import catalog, records
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.analysis.choice import Choice
from parvis.web.portal.pages.analysis.keyfigure import KeyFigure, key_figure
from parvis.web.portal.pages.analysis.page import AnalysisPage, analysis_page, located
from parvis.web.portal.pages.cards import Card, card
from parvis.web.portal.pages.cells import Cell, cell, kind
from parvis.web.portal.pages.dataset import address, visible
from parvis.web.portal.pages.embed import EmbedFrame, embed_frame
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import label
from parvis.web.portal.visit import Visit

ROWS = 20
COLUMNS = 12
CARDS = 10


@dataclass(frozen=True, slots=True)
class EmbeddedChart:
    """A chart in its frame."""

    frame: EmbedFrame
    page: AnalysisPage


@dataclass(frozen=True, slots=True)
class EmbeddedFigure:
    """A key figure in its frame; ``error`` is what the condition made wrong."""

    frame: EmbedFrame
    figure: KeyFigure | None
    error: ParvisError | None = None


@dataclass(frozen=True, slots=True)
class EmbeddedCard:
    """The card of a dataset in its frame."""

    frame: EmbedFrame
    card: Card


@dataclass(frozen=True, slots=True)
class EmbeddedTable:
    """The first rows in their frame: names and layouts of columns, cells, how many rows there are."""

    frame: EmbedFrame
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    error: ParvisError | None = None


@dataclass(frozen=True, slots=True)
class EmbeddedCatalogue:
    """Datasets of a search in their frame; ``full`` is the catalogue with the same search."""

    title: str
    cards: tuple[Card, ...]
    total: int
    full: str
    height: int | None


def embedded_chart(visit: Visit, view: DatasetView, selection: Selection, choice: Choice) -> EmbeddedChart:
    """The chart of an address."""
    full = located(address("analyze", view), selection, choice)
    table = selection.filters_only().address(address("table", view))
    return EmbeddedChart(embed_frame(visit, view, full, table), analysis_page(visit, view, selection, choice))


def embedded_figure(visit: Visit, view: DatasetView, selection: Selection, choice: Choice) -> EmbeddedFigure:
    """The key figure of an address."""
    frame = embed_frame(visit, view, located(address("analyze", view), selection, choice))
    try:
        return EmbeddedFigure(frame, key_figure(visit, view, selection, choice))
    except ParvisError as error:
        if error.status != 400:
            raise
        return EmbeddedFigure(frame, None, error)


def embedded_card(visit: Visit, view: DatasetView) -> EmbeddedCard:
    """The card of a dataset."""
    return EmbeddedCard(embed_frame(visit, view, address("information", view)), card(view, visit.language))


def embedded_table(visit: Visit, view: DatasetView, selection: Selection) -> EmbeddedTable:
    """The first rows of a selection, in the columns of the option of that name."""
    frame = embed_frame(visit, view, selection.address(address("table", view)))
    shown = columns(visible(view).fields, frame.options.columns)
    text = selection.text(
        select=", ".join(f"`{field.name}`" for field in shown),
        order_by=order_by(selection.sort, shown),
        limit=ROWS,
        timezone=visit.timezone,
        lang=visit.language,
    )
    heads = tuple((label(field), kind(field)) for field in shown)
    try:
        found = records.search(visit.reader, view, text)
    except ParvisError as error:
        if error.status != 400:
            raise
        return EmbeddedTable(frame, heads, (), 0, error)
    rows = tuple(tuple(cell(v, f, visit.timezone) for v, f in zip(row, shown, strict=True)) for row in found.rows)
    return EmbeddedTable(frame, heads, rows, found.total_count or 0)


def columns(fields: Sequence[Field], wanted: Sequence[str]) -> list[Field]:
    """The fields asked, in the order asked; else the first ones that a cell can show."""
    known = {field.name: field for field in fields}
    asked = [known[name] for name in dict.fromkeys(wanted) if name in known]
    flat = [field for field in fields if field.type is not FieldType.GEO_SHAPE]
    return asked or flat[:COLUMNS] or list(fields[:1])


def order_by(sort: str, fields: Sequence[Field]) -> str | None:
    """The order asked, when it names a column that has one."""
    name = sort.removeprefix("-")
    able = any(f.name == name and f.type is not FieldType.GEO_POINT and not f.is_list for f in fields)
    return f"`{name}` {'desc' if sort.startswith('-') else 'asc'}" if able else None


def embedded_catalogue(visit: Visit, selection: Selection, height: int | None) -> EmbeddedCatalogue:
    """The first datasets of a search. Raises the errors of its condition."""
    order = None if selection.q else "modified desc"
    text = replace(selection.text(lang=visit.language, timezone=visit.timezone), order_by=order, limit=CARDS)
    found = catalog.search(visit.reader, visit.domain, visit.caller, text)
    return EmbeddedCatalogue(
        title=visit.domain.title,
        cards=tuple(card(view, visit.language) for view in found.views),
        total=found.total_count,
        full=visit.host + selection.filters_only().address(reverse("portal:catalog")),
        height=height,
    )
