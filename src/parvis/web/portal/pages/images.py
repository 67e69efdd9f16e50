"""The images of a dataset: a gallery of the records that have one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from parvis.core.errors import NotFound, ParvisError
from parvis.core.fields import Field, FieldType
from parvis.data.odsql.text import QueryText
from parvis.data.serving import pictures, records
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import RecordsPage
from parvis.web.portal.pages.calendar import Choice, event_title, title_field
from parvis.web.portal.pages.dataset import DatasetHead, head, visible
from parvis.web.portal.pages.dataset import address as view_address
from parvis.web.portal.pages.paging import Paging, offset, paging
from parvis.web.portal.pages.refinement.bar import Bar, refinement_bar
from parvis.web.portal.pages.refinement.filters import quoted
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import label
from parvis.web.portal.visit import Visit

SIZE = 24


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, the title of its record, and the page of the record."""

    source: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class ImagesPage:
    """A page of the gallery; ``total`` counts the records with a value in the field."""

    head: DatasetHead
    bar: Bar
    fields: tuple[Choice, ...]
    pictures: tuple[Shown, ...]
    paging: Paging
    total: int
    error: ParvisError | None


def images_page(visit: Visit, view: DatasetView, selection: Selection) -> ImagesPage:
    """The gallery of the field that the address names, else of the first."""
    path, held = view_address("images", view), files_of(view)
    field = next((f for f in held if f.name == visit.request.GET.get("image", "")), held[0])
    extra = (("image", field.name),) if field is not held[0] else ()
    found, error = page_or_error(visit, view, selection, field)
    total = (found.total_count if found else 0) or 0

    def address(number: int) -> str:
        pairs = [*replace(selection, page=number).pairs(), *extra]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    return ImagesPage(
        head=head(visit, view, "images", selection),
        bar=refinement_bar(visit, view, selection, path, extra=extra, error=error),
        fields=tuple(
            Choice(label(f), f"{path}?{urlencode([*selection.pairs(), ('image', f.name)])}", f is field)
            for f in (held if len(held) > 1 else ())
        ),
        pictures=tuple(shown(found, view, field, visit.timezone)) if found else (),
        paging=paging(total, SIZE, selection.page, address),
        total=total,
        error=error,
    )


def files_of(view: DatasetView) -> Sequence[Field]:
    """The visible fields that hold files."""
    return [field for field in visible(view) if field.type is FieldType.FILE]


def page_or_error(
    visit: Visit, view: DatasetView, selection: Selection, field: Field
) -> tuple[RecordsPage | None, ParvisError | None]:
    """Titles and files of a page of the selection, or what is wrong with it."""
    condition = f"{quoted(field.name)} is not null"
    narrowed = replace(selection, where=f"({selection.where}) and {condition}" if selection.where else condition)
    text = narrowed.text(
        select=f"{quoted(title_field(view).name)} as title, {quoted(field.name)} as file",
        limit=SIZE,
        offset=offset(selection.page, SIZE),
        timezone=visit.timezone,
        lang=visit.language,
    )
    return selection.attempt(lambda: records.search(visit.reader, view, text, ids=True))


def shown(found: RecordsPage, view: DatasetView, field: Field, timezone: str) -> Iterator[Shown]:
    """The pictures of a page; a value that points to none is left out."""
    named = title_field(view)
    for (title, value), record_id in zip(found.rows, found.ids or (), strict=True):
        if pictures.address_in(value) is not None:
            source = reverse("portal:picture", args=[view.manifest.id, record_id, field.name])
            address = reverse("portal:record", args=[view.manifest.id, record_id])
            yield Shown(source, event_title(title, named, timezone), address)


def source_of(visit: Visit, view: DatasetView, record_id: str, name: str) -> str:
    """The outside address of the picture of a record. Raises NotFound."""
    if not any(field.name == name for field in files_of(view)):
        raise NotFound(f"{view.manifest.id} has no images in {name[:60]}.")
    found = records.lookup(visit.reader, view, record_id, QueryText(select=quoted(name)))
    address = pictures.address_in(found.rows[0][0])
    if address is None:
        raise NotFound("This record points to no picture.")
    return address
