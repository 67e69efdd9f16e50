"""A version as the pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.core.fields import FieldType
from parvis.data.serving import exports
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.schema_changes import SchemaChange
from parvis.data.serving.version_list import Listed
from parvis.web.portal.pages.dataset import api_root
from parvis.web.portal.pages.export_formats import FORMATS
from parvis.web.portal.pages.exports import ASKED
from parvis.web.portal.pages.words import LIST_OF_TEXT, TYPES
from parvis.web.portal.visit import Visit

MODES = {
    "replace": gettext_lazy("All records were replaced."),
    "append": gettext_lazy("Records were added to those of the version before."),
    "upsert": gettext_lazy("Records were added, and those of the same key replaced."),
}
# What a list offers for each version; the page of a version has them all.
SHORT = ("csv", "parquet")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """How a field changed, in words."""

    text: str
    breaking: bool


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the records of a version."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One version. ``compared`` leads to what changed since the version before, when both still have their rows."""

    number: int
    address: str
    created: str
    current: bool
    reason: str
    mode: str
    source: str
    author: str | None
    rows: int | None
    size: int | None
    shared_with: tuple[int, ...]
    changes: tuple[ChangeLine, ...]
    breaking: bool
    downloads: tuple[Download, ...]
    compared: str | None
    deleted: str | None
    deleted_reason: str


def entry(visit: Visit, view: DatasetView, version: Listed, before: Listed | None, formats: Iterable[str]) -> Entry:
    """The entry of a version; ``before`` is the one with rows that came before it."""
    return Entry(
        number=version.number,
        address=address(view, version.number),
        created=version.created,
        current=version.current,
        reason=version.reason,
        mode=str(MODES.get(version.mode, "")) if before is not None or version.mode != "replace" else "",
        source=version.source,
        author=None if version.author == "system" else version.author,
        rows=version.rows,
        size=version.size,
        shared_with=version.shared_with,
        changes=tuple(change_lines(version.changes)),
        breaking=version.breaking,
        downloads=() if version.deleted or view.table is None else tuple(downloads(visit, view, version, formats)),
        compared=None if before is None or version.deleted else compare_address(view, before.number, version.number),
        deleted=version.deleted,
        deleted_reason=version.deleted_reason,
    )


def downloads(visit: Visit, view: DatasetView, version: Listed, formats: Iterable[str]) -> Iterable[Download]:
    """Files of the version, the current one by its number too: the address stays good when it is current no more."""
    for name in formats:
        parameters = {"version": version.number, "lang": visit.language, **ASKED.get(name, {})}
        yield Download(str(FORMATS[name][0]), f"{api_root(visit, view)}/exports/{name}?{urlencode(parameters)}")


def offered(view: DatasetView) -> list[str]:
    """The formats that the dataset has, in the order of the pages."""
    held = exports.formats(view)
    return [name for name in FORMATS if name in held]


def change_lines(changes: Iterable[SchemaChange]) -> Iterable[ChangeLine]:
    """Sentences on how fields changed."""
    for change in changes:
        yield ChangeLine(_sentence(change), change.breaking)


def _sentence(change: SchemaChange) -> str:
    before, after = change.before or "", change.after or ""
    if change.kind == "removed":
        return _("Field “%(field)s” removed") % {"field": change.field}
    if change.kind == "added":
        return _("Field “%(field)s” added (%(type)s)") % {"field": change.field, "type": _type(after)}
    if change.kind == "type":
        values = {"field": change.field, "before": _type(before), "after": _type(after)}
        return _("Field “%(field)s”: type changed from %(before)s to %(after)s") % values
    values = {"field": change.field, "before": before, "after": after}
    return _("Field “%(field)s”: label changed from “%(before)s” to “%(after)s”") % values


def _type(kind: str) -> str:
    name, _space, list_ = kind.partition(" ")
    return str(LIST_OF_TEXT if list_ else TYPES[FieldType(name)])


def address(view: DatasetView, number: int) -> str:
    """The page of a version."""
    return reverse("portal:version", args=[view.manifest.id, number])


def compare_address(view: DatasetView, before: int, after: int) -> str:
    """The page that compares two versions."""
    pairs = urlencode({"from": before, "to": after})
    return f"{reverse('portal:compare_versions', args=[view.manifest.id])}?{pairs}"
