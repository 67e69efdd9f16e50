"""A key figure: one number, its unit, and its trend over time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from parvis.core.fields import TEMPORAL, Field
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.analysis import wording
from parvis.web.portal.pages.analysis.choice import Choice, Order
from parvis.web.portal.pages.analysis.outcome import Outcome, Value, outcome
from parvis.web.portal.pages.analysis.plan import Plan, plan
from parvis.web.portal.pages.analysis.plan import chosen as find
from parvis.web.portal.pages.dataset import visible
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.visit import Visit
from parvis.web.ui.charts import sparkline

PERIODS = 24


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """``value`` as it is read; ``trend`` is a small line, ``told`` says it in words; both empty without a date."""

    label: str
    value: str
    unit: str
    trend: SafeString
    told: str


def key_figure(visit: Visit, view: DatasetView, selection: Selection, choice: Choice) -> KeyFigure:
    """The figure that the choice computes over the selection; a date in ``by`` gives the trend.

    Raises the errors of the selection's condition and of the engine.
    """
    schema = visible(view)
    whole = replace(plan(replace(choice, by="", split=""), schema), axis=None, split=None)
    value = outcome(visit, view, selection, whole).values[0][0]
    when = find(choice.by, (f for f in schema if f.type in TEMPORAL))
    points = None if when is None else over_time(visit, view, selection, choice, when)
    known = [] if points is None else points.values[0][-PERIODS:]
    return KeyFigure(
        label=wording.measure(whole),
        value=wording.value(value, whole) or "–",
        unit=wording.unit(whole),
        trend=mark_safe(sparkline([None if v is None else float(v) for v in known])),
        told="" if points is None else told(points),
    )


def over_time(visit: Visit, view: DatasetView, selection: Selection, choice: Choice, when: Field) -> Outcome:
    """The same measure, period by period."""
    made: Plan = plan(replace(choice, by=when.name, split="", kind="line"), visible(view))
    found = outcome(visit, view, selection, replace(made, order=Order.UP))
    kept = [place for place, key in enumerate(found.groups) if key is not None]
    values = tuple(found.values[0][place] for place in kept)
    return replace(found, groups=tuple(found.groups[place] for place in kept), values=(values,))


def told(points: Outcome) -> str:
    """The last period beside the one before: ``March 2026: 12, 3 more than the period before``."""
    axis, values = points.plan.axis, points.values[0]
    if axis is None or len(values) < 2:
        return ""
    last, before = values[-1], values[-2]
    named = {"period": wording.period(points.groups[-1], axis.step), "value": wording.value(last, points.plan)}
    if last is None or before is None:
        return _("%(period)s: %(value)s.") % named
    named["change"] = wording.value(change(last, before), points.plan)
    if last > before:
        return _("%(period)s: %(value)s, %(change)s more than the period before.") % named
    if last < before:
        return _("%(period)s: %(value)s, %(change)s less than the period before.") % named
    return _("%(period)s: %(value)s, as in the period before.") % named


def change(last: float, before: float) -> Value:
    """How far apart two values are."""
    return abs(last - before)
