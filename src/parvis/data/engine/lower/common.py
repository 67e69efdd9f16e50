"""Functions of nodes that every dialect shares, written on its primitives.

Conditions: null stands for false wherever rows are kept or dropped, and AND and OR agree with that (Kleene); only NOT
and a condition shown as a value need ``coalesce``. Engines skip blocks of rows on bare comparisons and not on coalesce.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlglot import exp

from parvis.data.engine.lower.context import Bound, Context
from parvis.data.engine.lower.nodes import PathLevel
from parvis.data.engine.lower.sql import SQL, both, case, either, fn, invert, is_null, not_null, num, op
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type

INT64 = 2**63


def value_of(literal: typed.Literal, context: Context, target: Type | None = None) -> Bound | None:
    """The Python value to bind: instants naive in UTC; a date compared with instants is its local midnight."""
    value = literal.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, date) and target is Type.DATETIME:
        local = datetime.combine(value, time(), ZoneInfo(context.timezone))
        return local.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, int) and not isinstance(value, bool) and not -INT64 <= value < INT64:
        return float(value)
    return value


def literal(node: typed.Literal, context: Context) -> SQL:
    """A constant, bound."""
    return context.bind(value_of(node, context))


def aligned(node: typed.Expr, context: Context, other: Type) -> SQL:
    """A side of a comparison, a date turned into an instant where the other side is one."""
    if isinstance(node, typed.Literal):
        return context.bind(value_of(node, context, other))
    lowered = context.lower(node)
    if node.type is Type.DATE and other is Type.DATETIME:
        midnight = context.sql.midnight(lowered)
        return midnight if context.is_utc else context.sql.to_instant(midnight, context.zone())
    return lowered


def temporal_type(*operands: typed.Expr | None) -> Type | None:
    """DATETIME when one side is an instant: the other is brought to it."""
    return Type.DATETIME if any(o is not None and o.type is Type.DATETIME for o in operands) else None


def arithmetic(node: typed.Arithmetic, context: Context) -> SQL:
    """Numbers; division is on doubles and null by zero."""
    left, right = context.lower(node.left), context.lower(node.right)
    if node.op == "/":
        return context.sql.divide(context.sql.to_double(left), fn("nullif", context.sql.to_double(right), num(0)))
    return op(node.op, left, right)


def negate(node: typed.Negate, context: Context) -> SQL:
    """Minus a number."""
    return exp.Paren(this=op("-", num(0), context.lower(node.operand)))


def length(node: typed.Length, context: Context) -> SQL:
    """Characters of a text."""
    return context.sql.to_int(context.sql.length(context.lower(node.operand)))


def if_null(node: typed.IfNull, context: Context) -> SQL:
    """The first that is not null, as a double when the result is one."""
    operand, alternative = context.lower(node.operand), context.lower(node.alternative)
    if node.operand.type is Type.TEXT_LIST:
        if node.alternative.type is not Type.TEXT_LIST:
            alternative = exp.Array(expressions=[alternative])
        return case((context.sql.no_list(operand), alternative), default=operand.copy())
    if node.type is Type.DOUBLE:
        operand, alternative = context.sql.to_double(operand), context.sql.to_double(alternative)
    return fn("coalesce", operand, alternative)


def random_order(node: typed.RandomOrder, context: Context) -> SQL:
    """MD5 of row number and seed: the same order in every engine."""
    number = context.sql.to_text(context.sql.row_number())
    return context.sql.hash_text(context.sql.join(number, context.bind(f":{node.seed}")))


# ------------------------------------------------------------------ conditions


def conjunction(node: typed.And, context: Context) -> SQL:
    """AND."""
    return both(*(condition(o, context) for o in node.operands))


def disjunction(node: typed.Or, context: Context) -> SQL:
    """OR."""
    return either(*(condition(o, context) for o in node.operands))


def negation(node: typed.Not, context: Context) -> SQL:
    """NOT, null first made false."""
    return invert(certain(node.operand, context))


def condition(node: typed.Expr, context: Context) -> SQL:
    """A condition where null may stand for false."""
    return context.lower(node)


_NEVER_NULL = (typed.Not, typed.IsNull, typed.Always)


def certain(node: typed.Expr, context: Context) -> SQL:
    """A condition that is true or false."""
    lowered = context.lower(node)
    return lowered if isinstance(node, _NEVER_NULL) else fn("coalesce", lowered, exp.false())


def always(node: typed.Always, context: Context) -> SQL:
    """TRUE or FALSE."""
    return exp.true() if node.value else exp.false()


def compare(node: typed.Compare, context: Context) -> SQL:
    """A comparison; on a list, equality asks for one element."""
    if node.left.type is Type.TEXT_LIST:
        found = context.sql.has(context.lower(node.left), context.lower(node.right))
        if node.op == "=":
            return found
        return both(invert(context.sql.no_list(context.lower(node.left))), invert(found))
    target = temporal_type(node.left, node.right)
    left = aligned(node.left, context, target or node.left.type)
    right = aligned(node.right, context, target or node.right.type)
    return op(node.op, left, right)


def one_of(node: typed.OneOf, context: Context) -> SQL:
    """IN a list of constants."""
    if not node.values:
        return exp.false()
    if node.operand.type is Type.TEXT_LIST:
        return context.sql.has_any(context.lower(node.operand), context.bind([str(v.value) for v in node.values]))
    target = temporal_type(node.operand, *node.values) or node.operand.type
    values = [aligned(v, context, target) for v in node.values]
    return exp.In(this=aligned(node.operand, context, target), expressions=values)


def within(node: typed.Within, context: Context) -> SQL:
    """An interval, each end open or closed or absent."""
    target = temporal_type(node.operand, node.low, node.high) or node.operand.type
    operand = aligned(node.operand, context, target)
    ends = []
    if node.low is not None:
        ends.append(op(">=" if node.low_included else ">", operand, aligned(node.low, context, target)))
    if node.high is not None:
        ends.append(op("<=" if node.high_included else "<", operand.copy(), aligned(node.high, context, target)))
    return both(*ends) if ends else not_null(operand)


def contains(node: typed.Contains, context: Context) -> SQL:
    """A list has this element."""
    return context.sql.has(context.lower(node.operand), context.bind(node.value))


def null_test(node: typed.IsNull, context: Context) -> SQL:
    """IS NULL; a list without element counts as null."""
    operand = node.operand
    if operand.type is Type.TEXT_LIST:
        return context.sql.no_list(context.lower(operand))
    if operand.type is Type.GEO_POINT and isinstance(operand, typed.FieldRef):
        return is_null(coordinate(operand, "lon"))
    if operand.type is Type.GEO_SHAPE and isinstance(operand, typed.FieldRef):
        return is_null(coordinate(operand, "west"))
    return is_null(context.lower(operand))


def coordinate(field: typed.FieldRef, member: str) -> SQL:
    """A numeric column of a geo field: lon, lat of a point; west, south, east, north of a shape."""
    return exp.Column(this=exp.Identifier(this=f"{field.field.name}.{member}", quoted=True))


def true_test(node: typed.IsTrue, context: Context) -> SQL:
    """A boolean is true; null is not."""
    return context.lower(node.operand)


def under_path(node: typed.UnderPath, context: Context) -> SQL:
    """A hierarchical text is the path or below it; of a list, one element is."""

    def test(value: SQL) -> SQL:
        below = context.sql.starts_with(value, context.bind(node.path + node.separator))
        return either(op("=", value.copy(), context.bind(node.path)), below)

    if node.operand.type is Type.TEXT_LIST:
        return context.sql.any_element(context.lower(node.operand), test(exp.to_identifier("x")), "x")
    return test(context.lower(node.operand))


def path_level(node: PathLevel, context: Context) -> SQL:
    """The segment after a parent path."""
    value = context.lower(node.operand)
    separator = context.bind(node.separator)
    if not node.parent:
        return fn("nullif", context.sql.segment(value, separator), context.bind(""))
    start = node.parent + node.separator
    rest = context.sql.segment(context.sql.after(value, len(start)), separator)
    return case((context.sql.starts_with(value.copy(), context.bind(start)), fn("nullif", rest, context.bind(""))))
