"""Two datasets side by side: one chart when their groups and units are the same, two otherwise, or two maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from parvis.core.fields import GEOGRAPHIC
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.analysis import wording
from parvis.web.portal.pages.analysis.axis import groupable
from parvis.web.portal.pages.analysis.choice import LARGEST_TOP, Choice, Form, Order
from parvis.web.portal.pages.analysis.figure import tick
from parvis.web.portal.pages.analysis.outcome import OTHERS, Outcome, Value, outcome
from parvis.web.portal.pages.analysis.page import Select, selects
from parvis.web.portal.pages.analysis.plan import plan
from parvis.web.portal.pages.dataset import address, visible
from parvis.web.portal.pages.pairing.choosing import Chosen, both, offered
from parvis.web.portal.pages.pairing.meeting import likely
from parvis.web.portal.pages.pairing.sources import Sources, sources
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.visit import Visit
from parvis.web.ui.charts import Chart, Kind, Series, draw, swatch

SHOWN = 40
NAMES = ("measure", "of", "by", "step")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing with its name, for a screen reader too; ``settings`` hold its numbers for the script."""

    id: str
    caption: str
    svg: SafeString
    legend: tuple[tuple[SafeString, str], ...]
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """One dataset with the lists of its form; ``page`` is its own analysis, ``map`` its map to show beside."""

    chosen: Chosen
    selects: tuple[Select, ...]
    page: str
    map: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """``rows`` pair the name of a group with the values of both sides; ``alone`` are groups of one side only."""

    chosen: tuple[Chosen, Chosen]
    offered: Pairs
    sides: tuple[Side, ...]
    drawings: tuple[Drawing, ...]
    heads: tuple[str, ...]
    axis: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    note: str
    maps: bool
    mapped: bool
    chart_address: str
    map_address: str
    join: str
    sources: Sources | None


def compare_page(visit: Visit) -> ComparePage:
    """The page of an address. Raises the errors of the engine."""
    given = visit.request.GET
    chosen = both(visit)
    views = [side.view for side in chosen if side.view is not None]
    ready = views if len(views) == 2 else []
    keys = same_keys(given, ready)
    found = [numbers(visit, side.side, view, key) for side, view, key in zip(chosen, ready, keys, strict=False)]
    mapped = len(ready) == 2 and all(any(f.type in GEOGRAPHIC for f in visible(view)) for view in ready)
    compared = compare(visit, found, ready)
    ids = [("left", chosen[0].typed), ("right", chosen[1].typed)]
    return ComparePage(
        chosen=chosen,
        offered=offered(visit),
        sides=tuple(side(visit, *each) for each in zip(chosen, ready, found, strict=False)),
        drawings=compared.drawings,
        heads=compared.heads,
        axis=compared.axis,
        rows=compared.rows,
        note=compared.note,
        maps=mapped and given.get("view") == "map",
        mapped=mapped,
        chart_address=at([*ids, *chosen_pairs(given)]),
        map_address=at([*ids, *chosen_pairs(given), ("view", "map")]),
        join=f"{reverse('portal:join')}?{urlencode(ids)}",
        sources=sources(visit, ready) if ready else None,
    )


def chosen_pairs(given: QueryDict) -> list[tuple[str, str]]:
    """What the address says of each side."""
    names = [f"{side}.{name}" for side in ("left", "right") for name in NAMES]
    return [(name, value) for name in names if (value := given.get(name))]


def at(pairs: Sequence[tuple[str, str]]) -> str:
    """This page with other parameters."""
    return f"{reverse('portal:compare')}?{urlencode(pairs)}"


def same_keys(given: QueryDict, views: Sequence[DatasetView]) -> tuple[str, str]:
    """The fields to group by when none is chosen: those that most likely hold the same values."""
    if len(views) < 2 or given.get("left.by") or given.get("right.by"):
        return "", ""
    lefts, rights = ([f for f in visible(view) if groupable(f) and not f.is_list] for view in views)
    return likely("equal", views[0], views[1], lefts, rights)


def numbers(visit: Visit, side_: str, view: DatasetView, key: str) -> Outcome:
    """The numbers of one side, in the order of the names of groups."""
    given = visit.request.GET
    members = {name: given.get(f"{side_}.{name}", "").strip()[:200] for name in NAMES}
    members["by"] = members["by"] or key
    made = plan(Choice(**members, top=str(LARGEST_TOP)), visible(view))
    form = made.form if made.form in (Form.LINE, Form.COLUMN) else Form.BAR
    natural = made.axis is not None and made.axis.ordered
    order = Order.UP if natural else Order.LARGEST
    return outcome(visit, view, Selection(), replace(made, split=None, stacked=False, form=form, order=order))


def side(visit: Visit, chosen: Chosen, view: DatasetView, found: Outcome) -> Side:
    """The form of one side, its names prefixed."""
    asked = visit.request.GET.get(f"{chosen.side}.step", "")
    lists = [s for s in selects(found.plan, Choice(step=asked), visible(view)) if s.name in NAMES]
    named = tuple(replace(s, name=f"{chosen.side}.{s.name}") for s in lists)
    kept = [(n, v) for n in NAMES if (v := visit.request.GET.get(f"{chosen.side}.{n}"))]
    page = address("analyze", view)
    return Side(chosen, named, f"{page}?{urlencode(kept)}" if kept else page, embedded_map(view))


def embedded_map(view: DatasetView) -> str:
    """The map of a dataset, as other sites show it."""
    return reverse("portal:embed", args=["map", view.manifest.id])


# ------------------------------------------------------------------ the comparison


@dataclass(frozen=True, slots=True)
class Compared:
    """What both sides give together."""

    drawings: tuple[Drawing, ...] = ()
    heads: tuple[str, ...] = ()
    axis: str = ""
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    note: str = ""


def compare(visit: Visit, found: Sequence[Outcome], views: Sequence[DatasetView]) -> Compared:
    """Groups of the same name beside one another; one drawing when both have the same unit."""
    if len(found) < 2:
        return Compared()
    known = [named(visit, one) for one in found]
    shared = [name for name in known[0] if name in known[1]]
    names = shared[:SHOWN]
    titles = [view.manifest.description.title or view.manifest.id for view in views]
    heads = tuple(f"{title}{_(':')} {wording.measure(one.plan)}" for title, one in zip(titles, found, strict=True))
    alone = sum(len(one) for one in known) - 2 * len(shared)
    return Compared(
        drawings=tuple(drawings(found, known, names, heads)) if names else (),
        heads=heads,
        axis=" / ".join(dict.fromkeys(wording.axis(one.plan) for one in found)),
        rows=tuple((n, tuple(wording.value(k[n], f.plan) for k, f in zip(known, found, strict=True))) for n in names),
        note=told(len(shared), len(names), alone),
    )


def named(visit: Visit, one: Outcome) -> dict[str, Value]:
    """Values by the name of their group; what is folded and what has no name is left out."""
    if one.plan.axis is None:
        return {}
    axis = one.plan.axis
    groups = zip(one.groups, one.values[0], strict=True)
    return {wording.group(k, axis, visit.timezone): v for k, v in groups if k is not None and k is not OTHERS}


def drawings(
    found: Sequence[Outcome], known: Sequence[Mapping[str, Value]], names: Sequence[str], heads: Sequence[str]
) -> list[Drawing]:
    """One drawing of both series when they share a unit, else one a side, in the same order."""
    flowing = all(one.plan.axis is not None and one.plan.axis.is_period for one in found)
    kind = Kind.LINE if flowing else Kind.BAR
    lines = [
        Series(h, tuple(None if k[n] is None else float(k[n] or 0) for n in names))
        for h, k in zip(heads, known, strict=True)
    ]
    units = [wording.unit(one.plan) for one in found]
    if units[0] == units[1]:
        return [
            drawn("compared", " · ".join(heads), units[0], Chart(kind, tuple(names), tuple(lines), ordered=flowing))
        ]
    return [
        drawn(f"compared-{i}", heads[i], units[i], Chart(kind, tuple(names), (lines[i],), ordered=flowing))
        for i in range(2)
    ]


def drawn(id_: str, caption: str, unit: str, chart: Chart) -> Drawing:
    """A chart as it is shown."""
    legend = tuple((mark_safe(swatch(chart.kind, i)), s.name) for i, s in enumerate(chart.series))
    settings = {
        "form": chart.kind.value,
        "stacked": False,
        "ordered": chart.ordered,
        "labels": list(chart.labels),
        "series": [{"name": s.name, "values": list(s.values)} for s in chart.series],
    }
    title = f"{caption} ({unit})" if unit else caption
    return Drawing(id_, title, mark_safe(draw(chart, tick)), legend if len(legend) > 1 else (), settings)


def told(shared: int, shown: int, alone: int) -> str:
    """How many groups are common, shown, and of one side only."""
    if not shared:
        return _("The two datasets have no group of the same name. Group them by fields that hold the same values.")
    said = _("%(shared)d groups are in both datasets, %(alone)d in one only.") % {"shared": shared, "alone": alone}
    return said + " " + _("The first %(shown)d are shown.") % {"shown": shown} if shown < shared else said


__all__ = ["ComparePage", "compare_page"]
