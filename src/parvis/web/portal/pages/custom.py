"""The view that a publisher wrote: their HTML around the values of each record, cleaned of everything that acts."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import nh3
from django.utils.safestring import SafeString, mark_safe

from parvis.core.errors import ParvisError
from parvis.data.serving import records
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import RecordsPage
from parvis.web.portal.pages.cells import written
from parvis.web.portal.pages.dataset import DatasetHead, head, visible
from parvis.web.portal.pages.dataset import address as view_address
from parvis.web.portal.pages.paging import Paging, offset, paging
from parvis.web.portal.pages.prose import HEADING, TAGS
from parvis.web.portal.pages.refinement.bar import Bar, refinement_bar
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.views import CUSTOM
from parvis.web.portal.visit import Visit

SIZE = 24
LONGEST = 20_000
MOST = 200_000
ALLOWED = TAGS | {"section", "figure", "figcaption", "span", "small", "mark", "time"}
BLOCK = re.compile(r"\{\{#\s*([\w.]+)\s*\}\}(.*?)\{\{/\s*\1\s*\}\}", re.DOTALL)
VALUE = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class CustomPage:
    """A page of records as the publisher shows them. ``error`` is what the selection made wrong."""

    head: DatasetHead
    bar: Bar
    title: str
    items: tuple[SafeString, ...]
    paging: Paging
    error: ParvisError | None


def custom_page(visit: Visit, view: DatasetView, selection: Selection) -> CustomPage:
    """The page of the selection."""
    path, stated = view_address("custom", view), view.manifest.description.templates.get(CUSTOM, {})
    found, error = page_or_error(visit, view, selection)
    template = str(stated.get("html") or "")[:LONGEST]
    total = (found.total_count if found else 0) or 0
    return CustomPage(
        head=head(visit, view, "custom", selection),
        bar=refinement_bar(visit, view, selection, path, error=error),
        title=str(stated.get("title") or ""),
        items=items(template, view, found, visit.timezone),
        paging=paging(total, SIZE, selection.page, lambda n: replace(selection, page=n).address(path)),
        error=error,
    )


def page_or_error(
    visit: Visit, view: DatasetView, selection: Selection
) -> tuple[RecordsPage | None, ParvisError | None]:
    """The records of the page, or what is wrong with the selection."""
    text = selection.text(limit=SIZE, offset=offset(selection.page, SIZE), timezone=visit.timezone, lang=visit.language)
    return selection.attempt(lambda: records.search(visit.reader, view, text))


def items(template: str, view: DatasetView, found: RecordsPage | None, timezone: str) -> tuple[SafeString, ...]:
    """Each record in the template; fields that the visitor does not see are empty."""
    fields = tuple(visible(view))
    shown = []
    for row in found.rows if found else ():
        pairs = zip(fields, row, strict=True)
        values = {f.name: "" if v in (None, "") else written(v, f, timezone) for f, v in pairs}
        shown.append(rendered(template, values))
    return tuple(shown)


def rendered(template: str, values: Mapping[str, str]) -> SafeString:
    """The template with these values: ``{{ field }}``, and ``{{#field}}…{{/field}}`` shown where there is one.

    Nothing of the result runs, styles, submits or loads; headings are third level.
    """
    kept = BLOCK.sub(lambda m: m[2] if values.get(m[1]) else "", template)
    filled = VALUE.sub(lambda m: html.escape(values.get(m[1], "")), kept)[:MOST]
    clean = nh3.clean(
        filled,
        tags=ALLOWED,
        attributes={"a": {"href", "hreflang", "lang"}, "abbr": {"title"}, "th": {"scope"}, "time": {"datetime"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    return mark_safe(HEADING.sub(r"<\1h3>", clean))
