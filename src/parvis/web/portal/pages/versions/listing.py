"""The list of versions with what changed in each."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.data.serving import version_list
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.version_list import Listed
from parvis.web.portal.pages.dataset import DatasetHead, api_root, head
from parvis.web.portal.pages.paging import Paging, paging
from parvis.web.portal.pages.versions.entries import SHORT, Entry, entry, offered
from parvis.web.portal.visit import Visit
from parvis.web.ui.templatetags.ui import day

SIZE = 30


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """Versions newest first. ``choices`` are those that can be compared (number and words), the newest 200."""

    head: DatasetHead
    versions: tuple[Entry, ...]
    paging: Paging
    choices: tuple[tuple[str, str], ...]
    compare: str
    before: str
    after: str
    api: str


def versions_page(visit: Visit, view: DatasetView, page: int) -> VersionsPage:
    """The page of the list, by number from 1."""
    found = version_list.listed(visit.reader, view, visit.caller)
    path = reverse("portal:versions", args=[view.manifest.id])
    links = paging(len(found), SIZE, page, lambda number: f"{path}?{urlencode({'page': number})}")
    formats = [name for name in SHORT if name in offered(view)]
    shown = found[max(links.first - 1, 0) : links.final]
    choices = choices_of(found) if view.table is not None else ()
    return VersionsPage(
        head=head(visit, view, "versions"),
        versions=tuple(entry(visit, view, version, before_of(found, version), formats) for version in shown),
        paging=links,
        choices=choices,
        compare=reverse("portal:compare_versions", args=[view.manifest.id]),
        before=choices[1][0] if len(choices) > 1 else "",
        after=choices[0][0] if choices else "",
        api=f"{api_root(visit, view)}/versions",
    )


def before_of(found: list[Listed], version: Listed) -> Listed | None:
    """The newest version before this one whose rows are there."""
    return next((one for one in found if one.number < version.number and not one.deleted), None)


def choices_of(found: list[Listed]) -> tuple[tuple[str, str], ...]:
    """Versions whose rows are there, as choices of a form."""
    kept = [version for version in found if not version.deleted][:200]
    return tuple(
        (str(v.number), _("Version %(number)s, %(day)s") % {"number": v.number, "day": day(v.created)}) for v in kept
    )
