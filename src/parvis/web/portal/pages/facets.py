"""Facets as lists of links, and the chips of what is refined."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.core.words import slug
from parvis.data.engine.facets import FacetValue
from parvis.data.serving.pages import FacetGroup
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import BANDS, FAMILIES, FEATURES

SHOWN = 6
MOST = 60
EXCLUDED = "excluded"
# Facets whose values are codes.
NAMES = {"features": FEATURES, "license.family": FAMILIES, "trust.band": BANDS}

Address = Callable[[Selection], str]
Wording = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet; its address adds it to the selection, or takes it away when selected."""

    label: str
    count: int | None
    address: str
    selected: bool
    children: tuple[Choice, ...] = ()

    @property
    def key(self) -> str:
        """Names the choice in its group, on this page and on the next: the focus finds it again."""
        return f"{zlib.crc32(self.label.encode()):08x}"


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: ``first`` choices, then ``more`` behind a disclosure. ``id`` is unique in the page."""

    id: str
    label: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A refinement that is active; its address takes it away."""

    label: str
    value: str
    address: str


def facets(
    groups: Iterable[FacetGroup], labels: Mapping[str, str], selection: Selection, address: Address, wording: Wording
) -> tuple[Facet, ...]:
    """The groups that have values, in their order; selected values are always among the first."""
    return tuple(facet(g, labels.get(g.name, g.name), selection, address, wording) for g in groups if g.values)


def facet(group: FacetGroup, label: str, selection: Selection, address: Address, wording: Wording) -> Facet:
    """One facet."""
    values = [value for value in group.values if value.state != EXCLUDED][:MOST]
    choices = [choice(group.name, value, selection, address, wording) for value in values]
    ordered = sorted(choices, key=lambda c: not (c.selected or c.children))
    return Facet(slug(group.name) or "x", label, tuple(ordered[:SHOWN]), tuple(ordered[SHOWN:]))


def choice(name: str, value: FacetValue, selection: Selection, address: Address, wording: Wording) -> Choice:
    """One value; those below it are listed once it, or one of them, is selected."""
    selected = (name, value.path) in selection.refine
    target = selection.without(name, value.path) if selected else selection.refined(name, value.path)
    opened = selected or any(n == name and v.startswith(value.path + "/") for n, v in selection.refine)
    children = [choice(name, v, selection, address, wording) for v in value.children] if opened else []
    return Choice(wording(name, value.path), value.count, address(target), selected, tuple(children))


def chips(selection: Selection, labels: Mapping[str, str], address: Address, wording: Wording) -> tuple[Chip, ...]:
    """A chip for the words, the condition, each refinement and each exclusion."""
    found = []
    if selection.q:
        found.append(Chip("", _("“%(words)s”") % {"words": selection.q}, address(selection.changed(q=""))))
    if selection.where:
        found.append(Chip(_("Condition"), selection.where, address(selection.changed(where=""))))
    for pair in selection.refine:
        found.append(Chip(labels.get(pair[0], pair[0]), wording(*pair), address(selection.without(*pair))))
    for name, value in selection.exclude:
        label = _("Without %(name)s") % {"name": labels.get(name, name)}
        found.append(Chip(label, wording(name, value), address(selection.without(name, value))))
    return tuple(found)


def worded(dates: Sequence[str]) -> Wording:
    """How values are written: codes by name, paths of these date fields as dates, all else as it is."""

    def wording(name: str, path: str) -> str:
        if name in NAMES:
            return str(NAMES[name].get(path, path))
        return period(path) if name in dates else path

    return wording


def period(path: str) -> str:
    """A year, a month or a day from ``2026``, ``2026/03``, ``2026/03/15``."""
    try:
        year, *rest = (int(part) for part in path.split("/"))
        month, day = (*rest, 1, 1)[:2]
        first = date(year, month, day)
    except ValueError:
        return path
    if not rest:
        return path
    return date_format(first, "F Y" if len(rest) == 1 else "j F Y")
