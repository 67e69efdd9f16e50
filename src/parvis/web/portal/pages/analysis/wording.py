"""An analysis in words: the measure, the axis, the names of groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parvis.core.fields import Field
from parvis.web.portal.pages.analysis.axis import Axis, start
from parvis.web.portal.pages.analysis.choice import Form, Measure, Order
from parvis.web.portal.pages.analysis.outcome import OTHERS
from parvis.web.portal.pages.analysis.plan import Plan
from parvis.web.portal.pages.cells import quantity, short_day, written
from parvis.web.portal.pages.words import label

MEASURES: Mapping[Measure, object] = {
    Measure.COUNT: gettext_lazy("Number of records"),
    Measure.SUM: gettext_lazy("Sum"),
    Measure.AVG: gettext_lazy("Average"),
    Measure.MEDIAN: gettext_lazy("Median"),
    Measure.MIN: gettext_lazy("Minimum"),
    Measure.MAX: gettext_lazy("Maximum"),
    Measure.STDDEV: gettext_lazy("Standard deviation"),
    Measure.DISTINCT: gettext_lazy("Number of different values"),
}
OF_FIELD: Mapping[Measure, object] = {
    Measure.SUM: gettext_lazy("Sum of %(field)s"),
    Measure.AVG: gettext_lazy("Average of %(field)s"),
    Measure.MEDIAN: gettext_lazy("Median of %(field)s"),
    Measure.MIN: gettext_lazy("Minimum of %(field)s"),
    Measure.MAX: gettext_lazy("Maximum of %(field)s"),
    Measure.STDDEV: gettext_lazy("Standard deviation of %(field)s"),
    Measure.DISTINCT: gettext_lazy("Number of different values of %(field)s"),
}
STEPS: Mapping[str, object] = {
    "year": pgettext_lazy("step", "Year"),
    "quarter": pgettext_lazy("step", "Quarter"),
    "month": pgettext_lazy("step", "Month"),
    "week": pgettext_lazy("step", "Week"),
    "day": pgettext_lazy("step", "Day"),
    "hour": pgettext_lazy("step", "Hour"),
    "monthofyear": gettext_lazy("Month of the year"),
    "dayofweek": gettext_lazy("Day of the week"),
    "hourofday": gettext_lazy("Hour of the day"),
    "value": gettext_lazy("Each value"),
}
FORMS: Mapping[Form, object] = {
    Form.COLUMN: gettext_lazy("Columns"),
    Form.BAR: gettext_lazy("Bars"),
    Form.LINE: gettext_lazy("Line"),
    Form.AREA: gettext_lazy("Area"),
    Form.PIE: gettext_lazy("Pie"),
    Form.TREEMAP: gettext_lazy("Treemap"),
    Form.SCATTER: gettext_lazy("Scatter plot"),
}
ORDERS: Mapping[Order, object] = {
    Order.LARGEST: gettext_lazy("Largest first"),
    Order.SMALLEST: gettext_lazy("Smallest first"),
    Order.UP: gettext_lazy("By name or date"),
    Order.DOWN: gettext_lazy("By name or date, backwards"),
}
_BOUNDS = re.compile(r"\[(\S+), (\S+)([\[\]])")
SHORT_MONTH = "M Y"


def measure(plan: Plan) -> str:
    """The measure: ``Sum of Height``."""
    if plan.form is Form.SCATTER and plan.of is not None:
        return label(plan.of)
    if plan.of is None:
        return str(MEASURES[Measure.COUNT])
    return str(OF_FIELD[plan.measure]) % {"field": label(plan.of)}


def unit(plan: Plan) -> str:
    """The unit of the values; a count has none."""
    return "" if plan.of is None or plan.measure is Measure.DISTINCT else plan.of.unit or ""


def axis(plan: Plan) -> str:
    """The first axis: ``Planted (month)``."""
    if plan.axis is None:
        return ""
    step = plan.axis.step
    name = label(plan.axis.field)
    return f"{name} ({str(STEPS[step]).lower()})" if step in STEPS and step != "value" else name


def caption(plan: Plan) -> str:
    """What the chart shows, in one line."""
    values = {"measure": measure(plan), "axis": axis(plan), "split": label(plan.split) if plan.split else ""}
    if plan.axis is None:
        return values["measure"]
    if plan.form is Form.SCATTER and plan.of is not None:
        return _("%(vertical)s against %(horizontal)s") % {
            "vertical": label(plan.of),
            "horizontal": label(plan.axis.field),
        }
    if plan.split is None:
        return _("%(measure)s by %(axis)s") % values
    return _("%(measure)s by %(axis)s and by %(split)s") % values


def group(key: Any, axis_: Axis, timezone: str) -> str:
    """The name of a group."""
    if key is OTHERS:
        return _("Others")
    if key is None:
        return _("no value")
    if axis_.is_period:
        return period(key, axis_.step)
    if axis_.is_part:
        return part(int(key), axis_.step)
    return class_(str(key)) if axis_.is_class else plain(key, axis_.field, timezone)


def plain(key: Any, field: Field, timezone: str) -> str:
    """A value as the table of records writes it; an empty text has a name too."""
    return written(key, field, timezone) or _("empty text")


def series(key: Any, plan: Plan, timezone: str) -> str:
    """The name of a series."""
    if plan.split is None:
        return measure(plan)
    if key is OTHERS:
        return _("Others")
    return _("no value") if key is None else plain(key, plan.split, timezone)


def period(key: Any, step: str) -> str:
    """A period from its beginning, a wall-clock instant or the text of its class."""
    begins = start(key) if isinstance(key, str) else key
    if begins is None:
        return str(key)
    if step == "year":
        return str(begins.year)
    if step == "quarter":
        return _("Q%(number)d %(year)d") % {"number": (begins.month + 2) // 3, "year": begins.year}
    formats = {"month": SHORT_MONTH, "hour": f"{short_day()} H:00"}
    return date_format(begins, formats.get(step, short_day()))


def part(number: int, step: str) -> str:
    """A month, a day of the week (0 is Monday) or an hour, whatever the year."""
    if step == "monthofyear":
        return date_format(date(2001, number, 1), "F") if 1 <= number <= 12 else str(number)
    if step == "dayofweek":
        return date_format(date(2001, 1, 1 + number), "l") if 0 <= number <= 6 else str(number)
    return f"{number:02d}:00"


def class_(text: str) -> str:
    """A class of numbers from its text: ``[0, 10[`` is 0 to 10."""
    found = _BOUNDS.fullmatch(text)
    if found is None:
        return text
    ends = [number_format(end, force_grouping=True) if "e" not in end else end for end in found.groups()[:2]]
    if ends[0] == ends[1]:
        return ends[0]
    words = _("%(low)s to %(high)s") if found[3] == "]" else _("%(low)s to under %(high)s")
    return words % {"low": ends[0], "high": ends[1]}


def value(number: float | int | None, plan: Plan) -> str:
    """A value of the measure in the reader's language; empty when there is none."""
    if number is None:
        return ""
    if plan.of is None or plan.measure is Measure.DISTINCT:
        return number_format(number, force_grouping=True)
    return rounded(number, plan.of)


def rounded(number: float | int, field: Field) -> str:
    """A number rounded to what a reader can use: as the field says, else four significant digits or so."""
    if field.decimals is not None:
        return quantity(number, field)
    if isinstance(number, int) or abs(number) >= 1e15 or number != number:
        return number_format(number, force_grouping=True) if isinstance(number, int) else f"{number:.4g}"
    if abs(number) >= 10_000:
        return number_format(round(number), force_grouping=True)
    return number_format(round(number, 2 if abs(number) >= 10 or number == 0 else 4), force_grouping=True)
