"""The columns and the order of a query: what select, group_by and order_by mean together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parvis.core.fields import Field
from parvis.data.odsql import syntax
from parvis.data.odsql.check import aggregates, groups, values
from parvis.data.odsql.check.scope import Scope
from parvis.data.odsql.typed import (
    Aggregate,
    Arithmetic,
    ChangeCase,
    Column,
    DateFormat,
    DatePart,
    DateRange,
    EqualRange,
    Expr,
    FieldRef,
    GeoCluster,
    IfNull,
    IsNull,
    Length,
    Literal,
    Negate,
    Not,
    Order,
    RandomOrder,
    StaticRange,
    Type,
)

_UNSORTABLE = {Type.GEO_POINT, Type.GEO_SHAPE, Type.FILE}


def field_column(field: Field, name: str | None = None) -> Column:
    """The column of a field as it is."""
    return Column(name or field.name, FieldRef(field), field.label, field.precision)


def column(expr: Expr, item: syntax.Item) -> Column:
    """The column of an item: its alias, or the text as typed."""
    if isinstance(expr, FieldRef):
        typed_name = item.node.name if isinstance(item.node, syntax.Name) else item.text
        label = item.alias or expr.field.label
        return Column(item.alias or typed_name, expr, label, expr.field.precision)
    precision = (
        expr.operand.field.precision if isinstance(expr, Aggregate) and isinstance(expr.operand, FieldRef) else None
    )
    return Column(item.alias or item.text, expr, item.alias or item.text, precision)


def selected(scope: Scope, items: Sequence[syntax.Item]) -> list[Column]:
    """The columns of a select clause, stars and patterns spread out.

    Raises ODSQLError for an alias declared twice.
    """
    found: dict[str, Column] = {}
    excluded: set[str] = set()
    declared: set[str] = set()
    for item in items:
        if isinstance(item.node, syntax.Star) or _is_pattern(item.node, "include"):
            for field in _spread(scope, item.node):
                found.setdefault(field.name, field_column(field))
            continue
        if _is_pattern(item.node, "exclude"):
            excluded |= {field.name for field in _spread(scope, item.node)}
            continue
        if item.alias is not None and item.alias in declared:
            raise scope.error(f"The alias {item.alias} is declared several times.", item.node.span)
        declared |= {item.alias} if item.alias else set()
        made = column(aggregates.output(scope, item.node), item)
        found[made.name] = made
    if all(_is_pattern(item.node, "exclude") for item in items):
        found = {field.name: field_column(field) for field in _visible(scope)}
    return [c for name, c in found.items() if name not in excluded]


def _is_pattern(node: syntax.Node, function: str) -> bool:
    return isinstance(node, syntax.Call) and node.function == function


def _visible(scope: Scope) -> list[Field]:
    forbidden = scope.forbidden.get("select", ())
    return [field for field in scope.schema if field.name not in forbidden]


def _spread(scope: Scope, node: syntax.Node) -> list[Field]:
    visible = _visible(scope)
    if not isinstance(node, syntax.Call):
        return visible
    names: set[str] = set()
    for pattern in node.arguments:
        assert isinstance(pattern, syntax.Pattern)
        if pattern.prefix:
            names |= {f.name for f in visible if f.name.startswith(pattern.name)}
        else:
            names.add(scope.field(pattern.name, pattern.span).name)
    return [f for f in visible if f.name in names]


def grouped(scope: Scope, items: Sequence[syntax.Item], outputs: Mapping[str, Expr]) -> list[Column]:
    """The columns of the group keys. An alias of select names its expression; the same alias twice is an error."""
    found: list[Column] = []
    inner = replace(scope, outputs={n: e for n, e in outputs.items() if not aggregates.has_aggregate(e)})
    for item in items:
        if item.alias is not None and (item.alias in outputs or any(c.name == item.alias for c in found)):
            raise scope.error(f"The alias {item.alias} is declared several times.", item.node.span)
        if isinstance(item.node, syntax.Star):
            raise scope.error("* is not a group key.", item.node.span)
        found.append(column(groups.key(inner, item.node), item))
    return found


def merge(scope: Scope, keys: Sequence[Column], selected_: Sequence[Column]) -> tuple[Column, ...]:
    """Group keys first, then what select adds. Raises ODSQLError for a field that is not a key."""
    expressions = {c.expr for c in keys}
    names = {c.name for c in keys}
    added = []
    for made in selected_:
        if not _is_grouped(made.expr, expressions):
            message = f"{made.name} is neither a group key nor an aggregate."
            raise scope.within("select").error(message, hint="add it to group_by, or aggregate it")
        if made.name not in names:
            added.append(made)
    return (*keys, *added)


def _is_grouped(expr: Expr, keys: set[Expr]) -> bool:
    if expr in keys or isinstance(expr, Aggregate | Literal):
        return True
    return bool(_operands(expr)) and all(_is_grouped(operand, keys) for operand in _operands(expr))


def _operands(expr: Expr) -> tuple[Expr, ...]:
    match expr:
        case Arithmetic():
            return (expr.left, expr.right)
        case IfNull():
            return (expr.operand, expr.alternative)
        case Negate() | Length() | ChangeCase() | DatePart() | DateFormat():
            return (expr.operand,)
        case _:
            return ()


def sorted_by(
    scope: Scope, items: Sequence[syntax.Item], keys: Sequence[Column], *, aggregated: bool
) -> tuple[Order, ...]:
    """The order of a query; ``scope.outputs`` are the columns by name. Raises ODSQLError for what cannot be sorted."""
    found: list[Order] = []
    for item in items:
        expr = _sort_key(scope, item.node)
        if expr.type in _UNSORTABLE:
            message = f"{item.text} is {expr.type.value} and cannot be sorted."
            raise scope.error(message, item.node.span, hint="sort by distance(field, geom'POINT(lon lat)')")
        if (keys or aggregated) and not _is_grouped(expr, {c.expr for c in keys}):
            message = f"{item.text} is neither a group key nor an aggregate."
            raise scope.error(message, item.node.span)
        if not keys and not aggregated and aggregates.has_aggregate(expr):
            raise scope.error("an aggregate needs group_by.", item.node.span)
        if aggregates.has_aggregate(expr) and any(not aggregates.has_aggregate(o.expr) for o in found):
            raise scope.error("aggregates must come first in order_by.", item.node.span)
        found.append(Order(expr, item.descending))
    return tuple(found)


def known_keys(keys: Sequence[Column]) -> list[Expr]:
    """The conditions that no group key is null."""
    found: list[Expr] = []
    for key in keys:
        expr = key.expr
        while isinstance(expr, EqualRange | DateRange | StaticRange | GeoCluster | DatePart | DateFormat | ChangeCase):
            expr = expr.operand
        if not isinstance(expr, IfNull):
            found.append(Not(IsNull(expr)))
    return found


def _sort_key(scope: Scope, node: syntax.Node) -> Expr:
    if isinstance(node, syntax.Call) and node.function == "random":
        seed = node.arguments[0] if len(node.arguments) == 1 else None
        if (
            not isinstance(seed, syntax.Number)
            or not isinstance(seed.value, int)
            or abs(seed.value) >= values.INT_LIMIT
        ):
            raise scope.error("random() takes a whole number as its seed.", node.span)
        return RandomOrder(seed.value)
    if isinstance(node, syntax.Name) and node.name in scope.outputs:
        return scope.outputs[node.name]
    if not isinstance(node, syntax.Name | syntax.Call | syntax.Binary | syntax.Unary):
        raise scope.error("a field, an alias, a function or an aggregate is expected.", node.span)
    return aggregates.output(scope, node)
