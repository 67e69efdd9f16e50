"""Range classes: the key rows are grouped by, and the text that shows it (section 14.6 of the Explore reference).

Groups are made and ordered on numbers or wall-clock starts; texts are made after grouping, once a group.
"""

from __future__ import annotations

import math
from datetime import date

from sqlglot import exp

from parvis.data.engine.lower.common import aligned, coordinate, temporal_type
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.dates import bound_text, bucket, wall_text
from parvis.data.engine.lower.sql import SQL, both, case, either, fn, is_null, num, op, text
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type


def equal_key(node: typed.EqualRange, context: Context) -> SQL:
    """The index of the class counted from ``low`` or 0; -1 below ``low``, one past the last from ``high`` on."""
    value = context.lower(node.operand)
    anchor = node.low or 0
    if _whole(node):
        step = context.bind(int(node.step))
        shifted = op("-", value, context.bind(int(anchor))) if anchor else value
        rest = op("%", op("+", op("%", shifted, step), step.copy()), step.copy())
        index = context.sql.integer_divide(op("-", shifted.copy(), rest), step.copy())
    else:
        shifted = op("-", context.sql.to_double(value), context.bind(float(anchor)))
        index = context.sql.to_int(fn("floor", context.sql.divide(shifted, context.bind(float(node.step)))))
    ends: list[tuple[SQL, SQL]] = []
    if node.low is not None:
        ends.append((op("<", value.copy(), context.bind(node.low)), num(-1)))
    if node.high is not None:
        ends.append((op(">=", value.copy(), context.bind(node.high)), num(_classes(node))))
    return case(*ends, default=index) if ends else index


def _whole(node: typed.EqualRange) -> bool:
    limits = (node.step, node.low or 0, node.high or 0)
    return node.operand.type is Type.INT and all(float(limit).is_integer() for limit in limits)


def _classes(node: typed.EqualRange) -> int:
    """The index past the last class before ``high``."""
    assert node.high is not None
    return math.ceil((node.high - (node.low or 0)) / node.step)


def equal_text(node: typed.EqualRange, key: SQL, context: Context) -> SQL:
    """``[0, 14]`` on integers, ``[10, 15[`` on doubles, ``[*, 10[`` and ``[30, *]`` outside the limits."""
    whole = _whole(node)
    anchor, step = (int(node.low or 0), int(node.step)) if whole else (float(node.low or 0), float(node.step))
    start = op("+", op("*", key, context.bind(step)), context.bind(anchor))
    following = op("+", op("*", op("+", key.copy(), num(1)), context.bind(step)), context.bind(anchor))
    if node.high is not None:
        following = fn("least", following, context.bind(int(node.high) if whole else float(node.high)))
    number = context.sql.to_text if whole else context.sql.number_text
    end = op("-", following, num(1)) if whole else following
    close = text("]") if whole else text("[")
    shown = context.sql.join(text("["), number(start), text(", "), number(end), close)
    ends: list[tuple[SQL, SQL]] = [(is_null(key.copy()), exp.Null())]
    if node.low is not None:
        ends.append((op("<", key.copy(), num(0)), context.bind(_outer(node, None, node.low))))
    if node.high is not None:
        ends.append((op(">=", key.copy(), num(_classes(node))), context.bind(_outer(node, node.high, None))))
    return case(*ends, default=shown)


def _outer(node: typed.EqualRange, low: float | None, high: float | None) -> str:
    kind = node.operand.type
    return class_text(_literal(low, kind), _literal(high, kind), kind, "UTC")


def _literal(value: float | None, kind: Type) -> typed.Literal | None:
    return None if value is None else typed.Literal(value, kind)


def date_key(node: typed.DateRange, context: Context) -> SQL:
    """The wall-clock start of the class."""
    return bucket(node.operand, node.count, node.unit, context)


def date_text(node: typed.DateRange, key: SQL, context: Context) -> SQL:
    """``[2020-01-01T00:00:00.000Z, 2020-01-02T00:00:00.000Z[``, with offsets in another timezone than UTC."""
    shifted = node.operand.type is Type.DATETIME and not context.is_utc
    end = context.sql.add(key.copy(), node.count, node.unit)
    start_text, end_text = wall_text(key, shifted, context), wall_text(end, shifted, context)
    shown = context.sql.join(text("["), start_text, text(", "), end_text, text("["))
    return case((is_null(key.copy()), exp.Null()), default=shown)


def static_key(node: typed.StaticRange, context: Context) -> SQL:
    """How many bounds are at or below the value."""
    finite = [b for b in node.bounds if b is not None]
    target = temporal_type(node.operand, *finite) or node.operand.type
    value = aligned(node.operand, context, target)
    branches: list[tuple[SQL, SQL]] = [(is_null(value), exp.Null())]
    for index, bound in enumerate(finite):
        branches.append((op("<", value.copy(), aligned(bound, context, target)), num(index)))
    return case(*branches, default=num(len(finite)))


def static_text(node: typed.StaticRange, key: SQL, context: Context) -> SQL:
    """The text of the class, from a table."""
    finite = [b for b in node.bounds if b is not None]
    pairs = zip([None, *finite], [*finite, None], strict=True)
    labels = [class_text(low, high, node.operand.type, context.timezone) for low, high in pairs]
    branches = [(op("=", key, num(index)), context.bind(label)) for index, label in enumerate(labels)]
    return case(*branches)


def in_classes(node: typed.StaticRange, context: Context) -> SQL | None:
    """The condition that drops values outside every class, null kept; None when the ends are open."""
    finite = [b for b in node.bounds if b is not None]
    target = temporal_type(node.operand, *finite) or node.operand.type
    value = aligned(node.operand, context, target)
    limits: list[SQL] = []
    if finite and node.bounds[0] is not None:
        limits.append(op(">=", value, aligned(finite[0], context, target)))
    if finite and node.bounds[-1] is not None:
        limits.append(op("<", value.copy(), aligned(finite[-1], context, target)))
    return either(is_null(value.copy()), both(*limits)) if limits else None


def class_text(low: typed.Literal | None, high: typed.Literal | None, kind: Type, timezone: str) -> str:
    """The text of a class between two bounds; integers show a closed upper end."""
    start = "*" if low is None else _bound(low, kind, timezone)
    if high is None:
        return f"[{start}, *{']' if _closed(low, kind) else '['}"
    if _closed(high, kind) and (low is None or _closed(low, kind)):
        return f"[{start}, {int(high.value) - 1}]"  # type: ignore[arg-type]
    return f"[{start}, {_bound(high, kind, timezone)}["


def _closed(bound: typed.Literal | None, kind: Type) -> bool:
    value = bound.value if bound else 0
    return kind is Type.INT and isinstance(value, int | float) and float(value).is_integer()


def _bound(bound: typed.Literal, kind: Type, timezone: str) -> str:
    value = bound.value
    if isinstance(value, date):
        return bound_text(value, kind, timezone)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def cell(node: typed.FieldRef, width: float, context: Context) -> SQL:
    """The cell of a point: longitude index times 2^31 plus latitude index."""
    lon, lat = coordinate(node, "lon"), coordinate(node, "lat")
    x = context.sql.to_int(fn("floor", op("*", op("+", lon, num(180)), num(1 / width))))
    y = context.sql.to_int(fn("floor", op("*", op("+", lat, num(90)), num(1 / width))))
    return op("+", op("*", x, num(2**31)), y)
