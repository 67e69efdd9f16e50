"""The numbers of a plan: groups and series, what is folded, what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from parvis.core.fields import NUMERIC, TEMPORAL, FieldType
from parvis.data.serving import records, sampling
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.analysis import questions
from parvis.web.portal.pages.analysis.axis import MOST_POINTS, VALUE, settled
from parvis.web.portal.pages.analysis.choice import Form
from parvis.web.portal.pages.analysis.plan import SERIES, Plan
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.visit import Visit

Value = float | int | None
DOTS = 1_000
OTHERS = object()
"""The key of what is folded together."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``values[series][group]``; ``series`` is ``(None,)`` without split. Keys may be ``OTHERS``.

    ``cut`` tells that groups were left out, ``cut_series`` that series were, ``plan`` has the step that was settled.
    """

    plan: Plan
    groups: tuple[Any, ...]
    series: tuple[Any, ...]
    values: tuple[tuple[Value, ...], ...]
    cut: bool = False
    cut_series: bool = False


class Asking:
    """Asks the records of one dataset under one selection."""

    def __init__(self, visit: Visit, view: DatasetView, selection: Selection) -> None:
        self.visit = visit
        self.view = view
        self.selection = selection

    def rows(self, asked: dict[str, Any], more: Sequence[str] = (), limit: int | None = None) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        text = questions.text(
            self.selection, asked, more, limit=limit, timezone=self.visit.timezone, lang=self.visit.language
        )
        return records.search(self.visit.reader, self.view, text, total=False).rows


def outcome(visit: Visit, view: DatasetView, selection: Selection, plan: Plan) -> Outcome:
    """The numbers of the plan. Raises the errors of the selection's condition and of the engine."""
    asking = Asking(visit, view, selection)
    if plan.form is Form.SCATTER:
        return scattered(asking, plan)
    plan = stepped(asking, plan)
    if plan.axis is None:
        ((value,),) = asking.rows({"select": plan.expression})
        return Outcome(plan, ("",), (None,), ((value,),))
    groups, values, cut = grouped(asking, plan)
    if plan.split is not None:
        return crossed(asking, plan, groups, values, cut)
    if cut and plan.additive and not plan.axis.ordered:
        rest = remainder(asking, plan, values)
        groups, values = [*groups, OTHERS], [*values, rest]
    return Outcome(plan, tuple(groups), (None,), (tuple(values),), cut)


def scattered(asking: Asking, plan: Plan) -> Outcome:
    """One group a record, by the number of the first axis; each record has a value in its series alone."""
    assert plan.axis is not None
    assert plan.of is not None
    fields = [plan.axis.field, plan.of, *([plan.split] if plan.split else [])]
    select = ", ".join(f"`{field.name}`" for field in fields)
    known = [f"`{field.name}` is not null" for field in fields[:2]]
    text = questions.text(asking.selection, {"select": select}, known, timezone=asking.visit.timezone)
    found = sampling.sample(asking.visit.reader, asking.view, text, DOTS)
    rows = sorted(found.rows, key=lambda row: row[0])
    keys = [row[2] for row in rows] if plan.split else [None] * len(rows)
    counted = Counter(keys).most_common()
    series = [key for key, _ in counted[:SERIES]]
    values = tuple(tuple(row[1] if key == one else None for row, key in zip(rows, keys, strict=True)) for one in series)
    cut = (found.total_count or 0) > len(rows)
    return Outcome(plan, tuple(row[0] for row in rows), tuple(series), values, cut, len(counted) > SERIES)


def stepped(asking: Asking, plan: Plan) -> Plan:
    """With the step that suits the values that are selected."""
    if plan.axis is None or plan.axis.step:
        return plan
    field = plan.axis.field
    name = f"`{field.name}`"
    ((low, high),) = asking.rows({"select": f"min({name}) as low_end, max({name}) as high_end"})
    return replace(plan, axis=replace(plan.axis, step=settled(field, low, high)))


def grouped(asking: Asking, plan: Plan) -> tuple[list[Any], list[Value], bool]:
    """The groups of the first axis with their values, and whether there are more."""
    assert plan.axis is not None
    most = MOST_POINTS if plan.axis.ordered and plan.axis.step != VALUE else plan.top
    asked = questions.clauses(replace(plan, split=None), asking.view.records.schema)
    rows = asking.rows(asked, limit=most + 1)
    return [row[0] for row in rows[:most]], [row[1] for row in rows[:most]], len(rows) > most


def remainder(asking: Asking, plan: Plan, values: Sequence[Value]) -> Value:
    """What the groups that are not shown add up to."""
    ((whole,),) = asking.rows({"select": plan.expression})
    return rest(whole, values)


def rest(whole: Value, parts: Sequence[Value]) -> Value:
    """The whole without the parts; rounding does not make something out of nothing."""
    left = (whole or 0) - sum(part or 0 for part in parts)
    return 0 if isinstance(left, float) and abs(left) <= 1e-9 * abs(whole or 0) else left


def crossed(asking: Asking, plan: Plan, groups: list[Any], totals: list[Value], cut: bool) -> Outcome:
    """The values of each series in each group; beyond the first series, the others together when they add up."""
    assert plan.axis is not None
    assert plan.split is not None
    asked = questions.clauses(plan, asking.view.records.schema)
    series, more = leading(asking, plan)
    conditions = [questions.among(plan.split.name, series)] if more and restricts(plan.split.type) else []
    if cut and restricts(plan.axis.field.type) and plan.axis.step == VALUE:
        conditions.append(questions.one_of(plan.axis, groups))
    rows = asking.rows({k: v for k, v in asked.items() if k != "order_by"}, conditions)
    place = {(group, one): value for group, one, value in rows}
    values = [tuple(place.get((group, one)) for group in groups) for one in series]
    if more and plan.additive:
        values.append(tuple(rest(totals[i], [v[i] for v in values]) for i in range(len(groups))))
        series = [*series, OTHERS]
    kept = [i for i, line in enumerate(values) if any(value is not None for value in line)] or [0]
    shown = tuple(series[i] for i in kept if i < len(series))
    return Outcome(plan, tuple(groups), shown, tuple(values[i] for i in kept if i < len(series)), cut, more)


def leading(asking: Asking, plan: Plan) -> tuple[list[Any], bool]:
    """The series of the largest values, and whether there are more: seven and the others, or eight."""
    assert plan.split is not None
    key = f"`{plan.split.name}`"
    value = questions.name(asking.view.records.schema, "value", "measure")
    asked = {"select": f"{plan.expression} as {value}", "group_by": key, "order_by": f"{value} desc"}
    found = [row[0] for row in asking.rows(asked, limit=SERIES + 1)]
    if len(found) <= SERIES:
        return found, False
    return found[: SERIES - 1 if plan.additive else SERIES], True


def restricts(type_: FieldType) -> bool:
    """Whether a condition on values of this type can be written."""
    return type_ is FieldType.TEXT or type_ in NUMERIC - TEMPORAL
