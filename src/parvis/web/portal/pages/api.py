"""The API page: a console for the records, the other questions a program asks, and where to read more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.console import Console, asked, console
from parvis.web.portal.pages.dataset import API, DatasetHead, api_root, head
from parvis.web.portal.pages.dataset import address as view_address
from parvis.web.portal.pages.refinement.bar import Bar, refinement_bar
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.visit import Visit


@dataclass(frozen=True, slots=True)
class Call:
    """A question in words, its address, and the line of a terminal that asks it."""

    title: str
    text: str
    address: str
    line: str


@dataclass(frozen=True, slots=True)
class ApiPage:
    """``console`` and ``bar`` are None for a dataset without records; ``contract`` is the OpenAPI document."""

    head: DatasetHead
    bar: Bar | None
    console: Console | None
    kept: tuple[tuple[str, str], ...]
    calls: tuple[Call, ...]
    contract: str


def api_page(visit: Visit, view: DatasetView, selection: Selection) -> ApiPage:
    """The page of the dataset; the console asks what the selection keeps."""
    has_records = view.table is not None
    path, extra = view_address("api", view), asked(visit.request.GET)
    made = console(visit, view, selection) if has_records else None
    return ApiPage(
        head=head(visit, view, "api", selection),
        bar=refinement_bar(visit, view, selection, path, extra=extra) if has_records else None,
        console=made,
        kept=tuple(selection.changed(where="").pairs()),
        calls=tuple(calls(visit, view, selection)),
        contract=f"{visit.host}{API}/swagger.json",
    )


def calls(visit: Visit, view: DatasetView, selection: Selection) -> Iterator[Call]:
    """The other calls that make sense for this dataset."""
    root, kept = api_root(visit, view), selection.api_pairs()
    if view.table is not None:
        yield call(_("Count by value"), _("The facets of the dataset, with counts."), f"{root}/facets", kept)
        yield call(_("Download"), _("All of them in one file."), f"{root}/exports/csv", kept)
    yield call(_("Describe the dataset"), _("Its metadata and its fields."), root, [])


def call(title: str, text: str, address: str, kept: list[tuple[str, str]]) -> Call:
    """A call; every special character of the address is encoded, so that single quotes hold it in a shell."""
    whole = f"{address}?{urlencode(kept)}" if kept else address
    return Call(title, text, whole, f"curl '{whole}'")
