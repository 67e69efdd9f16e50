"""The API page: the questions a program asks of the dataset, ready to paste."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from parvis.core.fields import Field
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.dataset import API, DatasetHead, api_root, head, visible
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
    """Calls in the order a newcomer tries them; ``contract`` is the OpenAPI document."""

    head: DatasetHead
    calls: tuple[Call, ...]
    contract: str
    selected: bool


def api_page(visit: Visit, view: DatasetView, selection: Selection) -> ApiPage:
    """The page of the dataset; calls keep the selection."""
    return ApiPage(
        head=head(visit, view, "api", selection),
        calls=tuple(calls(visit, view, selection)),
        contract=f"{visit.host}{API}/swagger.json",
        selected=not selection.is_empty,
    )


def calls(visit: Visit, view: DatasetView, selection: Selection) -> Iterator[Call]:
    """The calls that make sense for this dataset."""
    root, kept = api_root(visit, view), selection.api_pairs()
    if view.table is not None:
        yield call(
            _("Read records"), _("The first 20, with how many there are in all."), f"{root}/records", kept, limit=20
        )
        yield from grouped(root, kept, visible(view))
        yield call(_("Download"), _("All of them in one file."), f"{root}/exports/csv", kept)
    yield call(_("Describe the dataset"), _("Its metadata and its fields."), root, [])


def grouped(root: str, kept: Iterable[tuple[str, str]], fields: Iterable[Field]) -> Iterator[Call]:
    """Counts by the first facet, when there is one."""
    name = next((field.name for field in fields if field.facet), None)
    if name is not None:
        yield call(
            _("Count by value"),
            _("How many records for each value of “%(field)s”.") % {"field": name},
            f"{root}/records",
            kept,
            select="count(*) as total",
            group_by=f"`{name}`" if not name.isidentifier() else name,
            order_by="total desc",
        )


def call(title: str, text: str, address: str, kept: Iterable[tuple[str, str]], **clauses: object) -> Call:
    """A call; every special character of the address is encoded, so that single quotes hold it in a shell."""
    pairs = [*kept, *((name, str(value)) for name, value in clauses.items())]
    whole = f"{address}?{urlencode(pairs)}" if pairs else address
    return Call(title, text, whole, f"curl '{whole}'")
