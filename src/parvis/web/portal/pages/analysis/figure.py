"""The figure of an analysis: the drawing, the table beside it, what it says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from parvis.web.portal.pages.analysis import wording
from parvis.web.portal.pages.analysis.axis import start, unbroken
from parvis.web.portal.pages.analysis.choice import Form
from parvis.web.portal.pages.analysis.outcome import OTHERS, Outcome, Value
from parvis.web.portal.pages.analysis.plan import Plan
from parvis.web.ui.charts import Chart, Kind, Series, draw, swatch

SHARES = frozenset({Form.PIE, Form.TREEMAP})
KINDS = {
    Form.COLUMN: Kind.COLUMN,
    Form.BAR: Kind.BAR,
    Form.LINE: Kind.LINE,
    Form.AREA: Kind.AREA,
    Form.PIE: Kind.PIE,
    Form.TREEMAP: Kind.BAR,
    Form.SCATTER: Kind.SCATTER,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """``drawing`` is SVG; ``rows`` pair the name of a group with its values; ``legend`` are the marks and names of the
    series, ``heads`` name the columns of values.

    ``settings`` hold the same numbers for the script that makes the chart live.
    """

    caption: str
    unit: str
    finding: str
    notes: tuple[str, ...]
    drawing: SafeString
    axis: str
    legend: tuple[tuple[SafeString, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    settings: dict[str, Any]
    chart: Chart


def figure(outcome: Outcome, timezone: str, filters: Sequence[str]) -> Figure:
    """The figure of these numbers; ``filters`` say what they were limited to."""
    plan = outcome.plan
    keys, values = filled(outcome)
    names = tuple(name(key, plan, timezone) for key in keys)
    legend = tuple(wording.series(key, plan, timezone) for key in outcome.series)
    drawn = Chart(
        KINDS[plan.form],
        names,
        tuple(
            Series(n, tuple(None if v is None else float(v) for v in vs)) for n, vs in zip(legend, values, strict=True)
        ),
        stacked=plan.stacked,
        ordered=plan.axis is not None and plan.axis.ordered,
        places=tuple(float(key) for key in keys) if plan.form is Form.SCATTER else (),
    )
    shown = drawn_part(drawn, keys, plan)
    return Figure(
        caption=wording.caption(plan),
        unit=wording.unit(plan),
        finding=finding(plan, names, keys, values),
        notes=tuple(notes(outcome, filters)),
        drawing=mark_safe(draw(shown, tick)),
        axis=wording.axis(plan),
        legend=tuple((mark_safe(swatch(shown.kind, i)), n) for i, n in enumerate(legend)) if len(legend) > 1 else (),
        heads=legend,
        rows=tuple((n, tuple(wording.value(v[i], plan) for v in values)) for i, n in enumerate(names)),
        settings=settings(plan, shown),
        chart=shown,
    )


def tick(number: float) -> str:
    """A number of an axis."""
    if number and (abs(number) >= 1e15 or abs(number) < 1e-6):
        return f"{number:.3g}"
    return number_format(f"{round(number, 9):.9f}".rstrip("0").rstrip("."), force_grouping=True)


def filled(outcome: Outcome) -> tuple[tuple[Any, ...], tuple[tuple[Value, ...], ...]]:
    """The groups with the periods that are missing between them, as gaps."""
    axis, order = outcome.plan.axis, outcome.plan.order
    if axis is None or outcome.plan.form is Form.SCATTER or not axis.is_period or not order.endswith("key"):
        return outcome.groups, outcome.values
    places = {start(key): place for place, key in enumerate(outcome.groups) if start(key) is not None}
    moments = list(unbroken(sorted(m for m in places if m is not None), axis.step))
    if len(moments) < len(places):
        return outcome.groups, outcome.values
    if order == "-key":
        moments.reverse()
    kept = [places.get(moment) for moment in moments]
    unknown = [place for place, key in enumerate(outcome.groups) if start(key) is None]
    values = tuple(
        tuple([None if place is None else line[place] for place in kept] + [line[place] for place in unknown])
        for line in outcome.values
    )
    return (*moments, *(outcome.groups[place] for place in unknown)), values


def name(key: Any, plan: Plan, timezone: str) -> str:
    """The name of a group, or of everything when there are none."""
    if plan.axis is None:
        return wording.measure(plan)
    return (
        wording.plain(key, plan.axis.field, timezone)
        if plan.form is Form.SCATTER
        else wording.group(key, plan.axis, timezone)
    )


def drawn_part(chart: Chart, keys: Sequence[Any], plan: Plan) -> Chart:
    """The chart without what would make it unreadable; the table has it all.

    The group of no value has no place on an axis that is in order; the others added up are most often far above each of
    those drawn, and count only among shares of the whole.
    """
    ordered = plan.axis is not None and plan.axis.ordered and plan.form is not Form.SCATTER
    whole = plan.form in SHARES
    kept = [i for i, key in enumerate(keys) if not (ordered and key is None) and (whole or key is not OTHERS)]
    if len(kept) == len(keys) or not kept:
        return chart
    series = tuple(Series(s.name, tuple(s.values[place] for place in kept)) for s in chart.series)
    return replace(chart, labels=tuple(chart.labels[p] for p in kept), series=series)


def finding(plan: Plan, names: Sequence[str], keys: Sequence[Any], values: Sequence[Sequence[Value]]) -> str:
    """The highest and the lowest value, when there is one series of several groups."""
    if len(values) != 1 or plan.axis is None or plan.form is Form.SCATTER:
        return ""
    known = [(v, names[i]) for i, v in enumerate(values[0]) if v is not None and keys[i] is not OTHERS]
    if len(known) < 2:
        return ""
    (most, where), (least, elsewhere) = max(known, key=lambda p: p[0]), min(known, key=lambda p: p[0])
    if most == least:
        return _("Every value is %(value)s.") % {"value": wording.value(most, plan)}
    values_ = [value for value, _name in known]
    told = [_("Highest: %(where)s (%(value)s).") % {"where": where, "value": wording.value(most, plan)}]
    told += [_("Lowest: %(where)s (%(value)s).") % {"where": elsewhere, "value": wording.value(least, plan)}]
    return " ".join(words for words, value in zip(told, (most, least), strict=True) if values_.count(value) == 1)


def notes(outcome: Outcome, filters: Sequence[str]) -> list[str]:
    """What a reader must know to read the chart rightly."""
    found = []
    if filters:
        found.append(_("Limited to: %(filters)s.") % {"filters": ", ".join(filters)})
    if outcome.cut and outcome.plan.form is Form.SCATTER:
        found.append(_("A sample of %(shown)d records, drawn by chance.") % {"shown": len(outcome.groups)})
    elif outcome.cut:
        found.append(cut(outcome))
    if outcome.cut_series:
        folded = OTHERS in outcome.series
        told = {"shown": len(outcome.series) - folded}
        found.append(
            _("The %(shown)d largest series are shown, the others are added up.") % told
            if folded
            else _("Only the %(shown)d largest series are shown.") % told
        )
    return found


def cut(outcome: Outcome) -> str:
    """That groups were left out, and where they are."""
    folded = OTHERS in outcome.groups
    told = {"shown": len(outcome.groups) - folded}
    if not folded:
        return _("Only the first %(shown)d groups are shown.") % told
    if outcome.plan.form in SHARES:
        return _("The first %(shown)d groups are shown, the others are added up.") % told
    return _("The first %(shown)d groups are drawn; the others, added up, are in the table.") % told


def settings(plan: Plan, chart: Chart) -> dict[str, Any]:
    """What the script needs: names and numbers of what is drawn."""
    return {
        "form": plan.form.value,
        "stacked": chart.stacked,
        "ordered": chart.ordered,
        "labels": list(chart.labels),
        "series": [{"name": s.name, "values": list(s.values)} for s in chart.series],
        "places": list(chart.places),
    }
