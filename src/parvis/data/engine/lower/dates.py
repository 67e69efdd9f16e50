"""Dates in the query's timezone: wall-clock values, parts, range keys."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.sql import SQL, case, num, op, text
from parvis.data.odsql.typed import Expr, Type, Unit

WIDTHS = {
    Unit.MILLISECOND: 1,
    Unit.SECOND: 1_000,
    Unit.MINUTE: 60_000,
    Unit.HOUR: 3_600_000,
    Unit.DAY: 86_400_000,
}
"""Milliseconds of the units that always last the same on the wall clock."""


def wall(node: Expr, context: Context) -> SQL:
    """The wall-clock value of a date or instant: a date is its midnight and is never shifted."""
    lowered = context.lower(node)
    if node.type is Type.DATE:
        return context.sql.midnight(lowered)
    return lowered if context.is_utc else context.sql.to_wall(lowered, context)


def bucket(node: Expr, count: int, unit: Unit, context: Context) -> SQL:
    """The wall-clock start of the class of equal duration that holds a date."""
    value = wall(node, context)
    if unit not in WIDTHS or (count == 1 and unit is not Unit.MILLISECOND):
        return context.sql.truncate(unit, value)
    width = num(WIDTHS[unit] * count)
    since = context.sql.epoch_ms(value)
    rest = op("%", op("+", op("%", since, width), width.copy()), width.copy())
    return context.sql.from_epoch_ms(op("-", since.copy(), rest))


def wall_text(value: SQL, shifted: bool, context: Context) -> SQL:
    """``2026-03-01T00:00:00.000Z``, or with the offset of that instant when ``shifted``."""
    shown = context.sql.iso_ms(value)
    if not shifted:
        return context.sql.join(shown, text("Z"))
    return context.sql.join(shown, offset_text(value.copy(), context))


def offset_text(value: SQL, context: Context) -> SQL:
    """``+01:00``: how far the wall clock is from UTC at that wall-clock value."""
    instant = context.sql.to_instant(value, context.zone())
    apart = op("-", context.sql.epoch_ms(value.copy()), context.sql.epoch_ms(instant))
    minutes = context.sql.integer_divide(apart, num(60_000))
    size = _absolute(minutes)
    hours = context.sql.pad(context.sql.to_text(context.sql.integer_divide(size, num(60))), 2)
    rest = context.sql.pad(context.sql.to_text(op("%", size.copy(), num(60))), 2)
    sign = case((op("<", minutes.copy(), num(0)), text("-")), default=text("+"))
    return context.sql.join(sign, hours, text(":"), rest)


def _absolute(value: SQL) -> SQL:
    return case((op("<", value, num(0)), op("-", num(0), value.copy())), default=value.copy())


def bound_text(value: date | datetime, operand: Type, timezone: str) -> str:
    """The text of a bound of a static range, in the form of :func:`wall_text`."""
    zone = ZoneInfo(timezone)
    if isinstance(value, datetime):
        local = value.astimezone(zone)
    else:
        local = datetime.combine(value, time(), UTC if operand is Type.DATE else zone)
    shown = local.replace(tzinfo=None).isoformat(timespec="milliseconds")
    shifted = operand is Type.DATETIME and timezone not in ("UTC", "Etc/UTC", "GMT", "Z")
    return shown + (local.isoformat()[-6:] if shifted else "Z")
