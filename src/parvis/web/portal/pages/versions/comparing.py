"""How one version differs from another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.core.errors import ParvisError
from parvis.data.serving import comparing, comparing_forms, datasets, version_list
from parvis.data.serving.comparing import Change, Comparison
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.versions import number
from parvis.web.portal.pages.cells import Cell, cell
from parvis.web.portal.pages.dataset import DatasetHead, api_root, head
from parvis.web.portal.pages.versions.entries import ChangeLine, change_lines
from parvis.web.portal.pages.versions.listing import choices_of
from parvis.web.portal.visit import Visit

KINDS = {"added": _("Added"), "removed": _("Removed"), "changed": _("Changed")}
# Columns of the sample; the files have all of them.
COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Value:
    """A cell of the sample: what it was (None: the same, or nothing) and what it is."""

    before: Cell | None
    after: Cell | None


@dataclass(frozen=True, slots=True)
class Sampled:
    """A row of the sample."""

    kind: str
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Two versions compared; ``error`` tells what could not be compared, the form stays."""

    head: DatasetHead
    all: str
    action: str
    choices: tuple[tuple[str, str], ...]
    before: str
    after: str
    key: str
    error: str | None = None
    status: int = 200
    hint: str | None = None
    counts: Any = None
    same: bool = False
    by: tuple[str, ...] = ()
    crowded: tuple[str, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    values: tuple[tuple[str, int], ...] = ()
    columns: tuple[str, ...] = ()
    hidden: int = 0
    sample: tuple[Sampled, ...] = ()
    csv: str = ""
    jsonl: str = ""
    json: str = ""


def comparison_page(visit: Visit, view: DatasetView, before: str, after: str, key: str | None) -> ComparisonPage:
    """The page; without numbers, the newest version and the one before it. ``key``: names between commas."""
    found = version_list.listed(visit.reader, view, visit.caller)
    choices = choices_of(found)
    known = [code for code, _words in choices]
    after = after or (known[0] if known else "")
    before = before or next((code for code in known if after.isdecimal() and int(code) < int(after)), after)
    page = ComparisonPage(
        head=head(visit, view, "versions"),
        all=reverse("portal:versions", args=[view.manifest.id]),
        action=reverse("portal:compare_versions", args=[view.manifest.id]),
        choices=choices,
        before=before,
        after=after,
        key=key or "",
    )
    try:
        return _told(visit, view, page, _compared(visit, view, before, after, key), key)
    except ParvisError as error:
        return _with(page, error=error.message, hint=error.hint, status=error.status)


def _compared(visit: Visit, view: DatasetView, before: str, after: str, key: str | None) -> Comparison:
    one, other = (
        datasets.get(visit.reader, visit.domain, visit.caller, view.manifest.id, number(text, name))
        for text, name in ((before, "from"), (after, "to"))
    )
    # An empty box of the form asks for the key of the dataset.
    names = [name.strip() for name in (key or "").split(",") if name.strip()] or None
    return comparing.compare(visit.reader, one, other, names)


def _told(visit: Visit, view: DatasetView, page: ComparisonPage, found: Comparison, key: str | None) -> ComparisonPage:
    counts = comparing_forms.summary(found)["records"]
    fields = _columns(found)
    address = f"{api_root(visit, view)}/versions/{page.before}/compare/{page.after}"
    asked = f"?{urlencode({'key': key})}" if key else ""
    labels = {field.name: field.label or field.name for field in found.compared}
    return _with(
        page,
        counts=counts,
        same=not (found.schema or counts["added"] or counts["removed"] or counts["changed"]),
        by=tuple(labels[field.name] for field in found.key),
        crowded=found.crowded_key,
        changes=tuple(change_lines(found.schema)),
        values=tuple((labels[name], count) for name, count in found.counted.fields.items()),
        columns=tuple(labels[name] for name in fields),
        hidden=len(found.compared) - len(fields),
        sample=tuple(_sampled(found, change, fields, visit.timezone) for change in found.sample),
        csv=f"{address}/exports/csv{asked}",
        jsonl=f"{address}/exports/jsonl{asked}",
        json=f"{address}{asked}",
    )


def _columns(found: Comparison) -> list[str]:
    """Fields of the sample: the key, then those that changed most, then the first ones."""
    most = sorted(found.counted.fields, key=lambda name: -found.counted.fields[name])
    names = dict.fromkeys([*(f.name for f in found.key), *most, *(f.name for f in found.compared)])
    return list(names)[:COLUMNS]


def _sampled(found: Comparison, change: Change, names: Iterable[str], timezone: str) -> Sampled:
    changed = set(comparing_forms.changed_fields(found, change))
    before, after = (
        {} if row is None else {f.name: cell(v, f, timezone) for f, v in zip(side.records.schema, row, strict=True)}
        for side, row in ((found.before, change.before), (found.after, change.after))
    )
    values = tuple(Value(before.get(n) if change.after is None or n in changed else None, after.get(n)) for n in names)
    return Sampled(change.kind, str(KINDS[change.kind]), values)


def _with(page: ComparisonPage, **members: Any) -> ComparisonPage:
    return replace(page, **members)
