"""The export page: each format as a link, for everything and for the current selection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from parvis.core.fields import TEMPORAL
from parvis.data.odsql.text import QueryText
from parvis.data.serving import exports, records
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.dataset import DatasetHead, api_root, head, visible
from parvis.web.portal.pages.dataset import address as view_address
from parvis.web.portal.pages.facets import Chip, chips, worded
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import label
from parvis.web.portal.visit import Visit

# Rows read to say how heavy a file will be.
SAMPLE = 100
FORMATS: Mapping[str, tuple[object, object]] = {
    "csv": ("CSV", _("For spreadsheets: one line a record, columns separated by semicolons.")),
    "xlsx": ("XLSX", _("For Excel and LibreOffice.")),
    "ods": ("ODS", _("For LibreOffice and other office suites.")),
    "json": ("JSON", _("For programs: one list of records.")),
    "jsonl": (_("JSON Lines"), _("For programs that read record by record.")),
    "geojson": ("GeoJSON", _("For maps, on the web and in desktop tools.")),
    "gpkg": ("GeoPackage", _("For QGIS and other mapping software: one file.")),
    "shp": ("Shapefile", _("For older mapping software: a zip archive, column names cut to 10 letters.")),
    "kml": ("KML", _("For Google Earth.")),
    "gpx": ("GPX", _("For navigation devices.")),
    "ics": ("iCalendar", _("For calendars: one event a record.")),
    "sqlite": ("SQLite", _("For databases: one file to query.")),
    "parquet": ("Parquet", _("For analysis: typed columns, light to load.")),
    "turtle": ("Turtle (RDF)", _("For linked data.")),
}
# What a person downloading from a page expects: labels as column names, a semicolon that spreadsheets split.
OPTIONS: Mapping[str, Mapping[str, str]] = {"csv": {"delimiter": ";", "use_labels": "true"}}


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download; ``size`` is an estimate in bytes, None when it cannot be told."""

    format: str
    name: str
    purpose: str
    address: str
    size: int | None


@dataclass(frozen=True, slots=True)
class ExportPage:
    """``selected`` is empty when nothing is selected; ``count`` is how many records the selection keeps."""

    head: DatasetHead
    whole: tuple[Download, ...]
    selected: tuple[Download, ...]
    count: int | None
    total: int
    columns: int
    chips: tuple[Chip, ...]
    table: str


def export_page(visit: Visit, view: DatasetView, selection: Selection) -> ExportPage:
    """The page of the dataset. Raises the errors of the selection's condition."""
    held = exports.formats(view)
    # In the order of the page: what most people open first.
    formats = [name for name in FORMATS if name in held]
    weights = weigh(visit, view)
    count = None if selection.is_empty else matching(visit, view, selection)
    labels = {field.name: label(field) for field in visible(view)}
    path = view_address("export", view)
    wording = worded(dates=[f.name for f in visible(view) if f.type in TEMPORAL])
    total = matching(visit, view, Selection())
    return ExportPage(
        head=head(visit, view, "export", selection),
        whole=tuple(download(visit, view, name, [], weights, total) for name in formats),
        selected=tuple(
            download(visit, view, name, selection.api_pairs(), weights, count or 0) for name in formats if count
        ),
        count=count,
        total=total,
        columns=len(visible(view)),
        chips=chips(selection, labels, lambda s: s.address(path), wording),
        table=selection.address(view_address("table", view)),
    )


def download(
    visit: Visit,
    view: DatasetView,
    name: str,
    selection: list[tuple[str, str]],
    weights: Mapping[str, float],
    rows: int,
) -> Download:
    """The link of one format; the weight of a row times the rows gives its size."""
    parameters = [*selection, ("lang", visit.language), *OPTIONS.get(name, {}).items()]
    weight = weights.get(name)
    return Download(
        format=name,
        name=str(FORMATS[name][0]),
        purpose=str(FORMATS[name][1]),
        address=f"{api_root(visit, view)}/exports/{name}?{urlencode(parameters)}",
        size=None if weight is None else round(weight * rows),
    )


def matching(visit: Visit, view: DatasetView, selection: Selection) -> int:
    """How many records the selection keeps."""
    return records.search(visit.reader, view, selection.text(limit=1, timezone=visit.timezone)).total_count or 0


def weigh(visit: Visit, view: DatasetView) -> dict[str, float]:
    """Bytes a row takes in each text format, measured on the first rows."""
    found = records.search(visit.reader, view, QueryText(limit=SAMPLE))
    if not found.rows:
        return {}
    names = [field.name for field in visible(view)]
    plain = sum(weight(row) for row in found.rows) / len(found.rows)
    named = plain + sum(len(name) + 4 for name in names)
    return {"csv": plain, "json": named, "jsonl": named, "geojson": named + 60}


def weight(row: Iterable[Any]) -> int:
    """Bytes of the values of a row with what separates them."""
    return sum(len(v.encode()) if isinstance(v, str) else len(json.dumps(v, default=str)) for v in row) + len(
        tuple(row)
    )
