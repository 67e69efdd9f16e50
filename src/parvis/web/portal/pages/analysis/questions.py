"""The questions a plan asks of the records, in ODSQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from parvis.core.fields import Schema
from parvis.data.odsql.text import QueryText
from parvis.web.portal.pages.analysis.axis import Axis
from parvis.web.portal.pages.analysis.choice import Form, Order
from parvis.web.portal.pages.analysis.plan import Plan
from parvis.web.portal.pages.selection import Selection


def name(schema: Schema, *wanted: str) -> str:
    """The first of these names that no field has, so that an alias hides nothing."""
    return next(
        n
        for n in (*wanted, *(f"{wanted[-1]}_{i}" for i in range(1, len(tuple(schema)) + 2)))
        if n not in schema.by_name
    )


def clauses(plan: Plan, schema: Schema) -> dict[str, str]:
    """``select``, ``group_by`` and ``order_by`` of the groups that are drawn."""
    if plan.form is Form.SCATTER:
        shown = (plan.axis and plan.axis.field, plan.of, plan.split)
        return {"select": ", ".join(f"`{field.name}`" for field in shown if field)}
    value, key = name(schema, "value", "measure"), name(schema, "key", "group")
    found = {"select": f"{plan.expression} as {value}"}
    keys = [] if plan.axis is None else [f"{plan.axis.expression} as {key}"]
    keys += [] if plan.split is None else [f"`{plan.split.name}`"]
    if keys:
        found["group_by"] = ", ".join(keys)
    if plan.axis is not None:
        found["order_by"] = {
            Order.LARGEST: f"{value} desc",
            Order.SMALLEST: f"{value} asc",
            Order.UP: f"{key} asc",
            Order.DOWN: f"{key} desc",
        }[plan.order]
    return found


def text(selection: Selection, asked: dict[str, Any], more: Sequence[str] = (), **members: Any) -> QueryText:
    """The query of these clauses under the selection and these other conditions."""
    base = selection.text(**asked, **members)
    return replace(base, where=(*base.where, *more))


def one_of(axis: Axis, keys: Iterable[Any]) -> str:
    """The condition that keeps the records of these groups; the axis is plain values."""
    return among(axis.field.name, keys)


def among(field: str, keys: Iterable[Any]) -> str:
    """The condition that a field has one of these values, None included."""
    known = list(keys)
    listed = ", ".join(literal(value) for value in known if value is not None)
    tests = [f"`{field}` in ({listed})"] if listed else []
    tests += [f"`{field}` is null"] if None in known else []
    return " or ".join(tests)


def literal(value: Any) -> str:
    """A value as ODSQL writes it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
