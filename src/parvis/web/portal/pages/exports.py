"""The export page: each format as a link and a form, for everything and for the current selection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from parvis.core.errors import ParvisError
from parvis.core.fields import FieldType
from parvis.data.exports.formats import FORMATS as KINDS
from parvis.data.exports.formats import OPTIONS as KNOWN
from parvis.data.odsql.text import QueryText
from parvis.data.serving import exports, records
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.dataset import DatasetHead, api_root, head, visible
from parvis.web.portal.pages.dataset import address as view_address
from parvis.web.portal.pages.export_formats import (
    FORMATS,
    LIMITS,
    OPTIONS,
    PROJECTIONS,
    SEPARATORS,
    USUAL,
    WEIGHTS,
    YES_NO,
)
from parvis.web.portal.pages.refinement.bar import Bar, count, refinement_bar
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.visit import Visit

# Rows read to say how heavy a file will be.
SAMPLE = 100
# What a person downloading from a page expects: labels as column names, a semicolon that spreadsheets split.
ASKED: Mapping[str, Mapping[str, str]] = {"csv": {"delimiter": ";", "use_labels": "true"}}
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OptionInput:
    """An option of a format: a list of ``choices`` (value, words), or a text when there are none."""

    id: str
    name: str
    label: str
    help: str
    value: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download: ``address`` is the one of a click, ``action`` and ``kept`` those of the form of its options.

    ``size`` is in bytes, an estimate unless ``exact``, None when it cannot be told; ``checksum`` is there once made.
    """

    format: str
    name: str
    purpose: str
    limit: str
    address: str
    action: str
    kept: Pairs
    options: tuple[OptionInput, ...]
    size: int | None
    exact: bool
    checksum: str | None


@dataclass(frozen=True, slots=True)
class ExportPage:
    """``selected`` is empty when nothing is selected; ``count`` is how many records the selection keeps.

    Each list comes in two: usual formats, others.
    """

    head: DatasetHead
    bar: Bar
    whole: tuple[tuple[Download, ...], tuple[Download, ...]]
    selected: tuple[tuple[Download, ...], tuple[Download, ...]]
    count: int | None
    total: int
    columns: int
    table: str
    error: ParvisError | None


def export_page(visit: Visit, view: DatasetView, selection: Selection) -> ExportPage:
    """The page of the dataset; a selection that cannot be read is a page that says so."""
    weights, total = weigh(visit, view), count(visit, view, Selection())
    kept, error = count_or_error(visit, view, selection)
    return ExportPage(
        head=head(visit, view, "export", selection),
        bar=refinement_bar(visit, view, selection, view_address("export", view), error=error),
        whole=listed(visit, view, Selection(), weights, total),
        selected=listed(visit, view, selection, weights, kept) if kept else ((), ()),
        count=kept,
        total=total,
        columns=len(visible(view)),
        table=selection.address(view_address("table", view)),
        error=error,
    )


def count_or_error(visit: Visit, view: DatasetView, selection: Selection) -> tuple[int | None, ParvisError | None]:
    """How many records the selection keeps, None for no selection; or what is wrong with it."""
    if selection.is_empty:
        return None, None
    return selection.attempt(lambda: count(visit, view, selection))


def listed(
    visit: Visit, view: DatasetView, selection: Selection, weights: Mapping[str, float], rows: int
) -> tuple[tuple[Download, ...], tuple[Download, ...]]:
    """The formats of the dataset, the usual ones first."""
    held = [name for name in FORMATS if name in exports.formats(view)]
    usual = list(FORMATS)[:USUAL]
    found = {name: download(visit, view, name, selection, weights, rows) for name in held}
    return tuple(found[n] for n in held if n in usual), tuple(found[n] for n in held if n not in usual)


def download(
    visit: Visit, view: DatasetView, name: str, selection: Selection, weights: Mapping[str, float], rows: int
) -> Download:
    """One format; the weight of a row times the rows gives its size until it is made."""
    own = ASKED.get(name, {})
    kept = (*selection.api_pairs(), ("lang", visit.language))
    action = f"{api_root(visit, view)}/exports/{name}"
    weight, made = weights.get(name), ready(visit, view, name, selection, own)
    estimate = None if weight is None else round(weight * rows)
    return Download(
        format=name,
        name=str(FORMATS[name][0]),
        purpose=str(FORMATS[name][1]),
        limit=str(LIMITS.get(name, "")),
        address=f"{action}?{urlencode([*kept, *own.items()])}",
        action=action,
        kept=kept,
        options=tuple(inputs(visit, view, name, f"{'s' if selection.api_pairs() else 'w'}-{name}")),
        size=made.length if made else estimate,
        exact=made is not None,
        checksum=made.checksum if made else None,
    )


def ready(
    visit: Visit, view: DatasetView, name: str, selection: Selection, options: Mapping[str, str]
) -> exports.Export | None:
    """The file of a click when it is made already."""
    try:
        made = exports.export(visit.reader, view, name, selection.text(lang=visit.language), options, make=False)
    except ParvisError:
        return None
    return made if made.path is not None else None


def inputs(visit: Visit, view: DatasetView, name: str, prefix: str) -> Iterator[OptionInput]:
    """The inputs of the options of a format, with what a click chooses."""
    kind = KINDS[name]
    timed = any(field.type is FieldType.DATETIME for field in visible(view))
    names = [n for n in kind.options if n in OPTIONS]
    names += [n for n, held in (("epsg", kind.reprojects), ("timezone", timed), ("compressed", True)) if held]
    for option in names:
        label, help_ = OPTIONS[option]
        value = ASKED.get(name, {}).get(option) or (KNOWN[option].default if option in KNOWN else "UTC")
        choices = tuple((code, str(words)) for code, words in choices_of(option, visit))
        # A default told in words is what an empty text means.
        value = value if choices or len(value) == 1 else ""
        yield OptionInput(f"{prefix}-{option}", option, str(label), str(help_), value, choices)


def choices_of(option: str, visit: Visit) -> Iterable[tuple[str, object]]:
    """The values of an option with their words; none for a text."""
    if option == "delimiter":
        return SEPARATORS
    if option == "epsg":
        return PROJECTIONS
    if option == "timezone":
        return [(zone, zone) for zone in dict.fromkeys((visit.timezone, "UTC"))]
    known = KNOWN[option]
    if known.kind == "flag":
        yes, no = YES_NO.get(option, (_("yes"), _("no")))
        return [("true", yes), ("false", no)]
    return [(value, value) for value in known.choices]


def weigh(visit: Visit, view: DatasetView) -> dict[str, float]:
    """Bytes a row takes in each format, measured on the first rows."""
    found = records.search(visit.reader, view, QueryText(limit=SAMPLE))
    if not found.rows:
        return {}
    names = [field.name for field in visible(view)]
    plain = sum(weight(row) for row in found.rows) / len(found.rows)
    named = plain + sum(len(name) + 4 for name in names)
    written = {"csv": plain, "json": named, "jsonl": named, "geojson": named + 60}
    return written | {name: plain * ratio for name, ratio in WEIGHTS.items()}


def weight(row: Iterable[Any]) -> int:
    """Bytes of the values of a row with what separates them."""
    return sum(len(v.encode()) if isinstance(v, str) else len(json.dumps(v, default=str)) for v in row) + len(
        tuple(row)
    )
