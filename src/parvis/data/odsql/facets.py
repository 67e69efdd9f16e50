"""Facets: the parameters ``refine``, ``exclude`` and ``facet``, and what they mean on a schema."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parvis.core.errors import Span
from parvis.core.fields import GEOGRAPHIC, NUMERIC, TEMPORAL, Field, FieldType
from parvis.data.odsql import syntax
from parvis.data.odsql.check import comparisons, dates
from parvis.data.odsql.check.conditions import every
from parvis.data.odsql.check.scope import Scope
from parvis.data.odsql.parser.clauses import parse_facet
from parvis.data.odsql.typed import (
    Compare,
    Contains,
    Expr,
    Facet,
    FieldRef,
    Literal,
    Not,
    Or,
    Type,
    UnderPath,
    Within,
)

DEFAULT_LIMIT = 100
MAX_LIMIT = 20_000
_SORTS = frozenset({"count", "-count", "alphanum", "-alphanum", "num", "-num"})
_NAME = re.compile(r"\s*`?([A-Za-z0-9_.]+)`?\s*:(.*)", re.DOTALL)
_NEXT = re.compile(r",(?=\s*`?([A-Za-z0-9_.]+)`?\s*:)")


@dataclass(frozen=True, slots=True)
class Refinement:
    """One value of one field, as sent."""

    field: Field
    path: str


@dataclass(frozen=True, slots=True)
class FacetOptions:
    """What ``facet(…)`` asks about one field."""

    field: Field
    sort: str | None = None
    limit: int = DEFAULT_LIMIT
    disjunctive: bool = False
    separator: str | None = None


# ------------------------------------------------------------------ refine and exclude


def refinements(scope: Scope, parameters: Iterable[str]) -> list[Refinement]:
    """The values of ``refine`` or ``exclude`` parameters. Raises ODSQLError for what is not ``field:value``."""
    return [refinement(scope, part) for parameter in parameters for part in _split(scope, parameter)]


def _split(scope: Scope, parameter: str) -> list[str]:
    """Some map clients join several with commas: cut where a known field follows."""
    cuts = [m.start() for m in _NEXT.finditer(parameter) if scope.find(m.group(1)) is not None]
    edges = [0, *(cut + 1 for cut in cuts), len(parameter) + 1]
    return [parameter[a : b - 1] for a, b in pairwise(edges)]


def refinement(scope: Scope, text: str) -> Refinement:
    """One ``field:value``, cut at the first colon; the value may be between double quotes."""
    match = _NAME.fullmatch(text)
    if match is None:
        raise scope.error(f"{text[:60]!r} is not a refinement.", Span(0, len(text)), hint="write field:value")
    field = scope.field(match.group(1), Span(*match.span(1)))
    if field.type in GEOGRAPHIC:
        raise scope.error(f"{field.name} is {field.type.value} and cannot be refined.", Span(*match.span(1)))
    value = match.group(2)
    if len(value) >= 2 and value[0] == value[-1] == '"':
        value = value[1:-1].replace('\\"', '"')
    return Refinement(field, value)


def matching(scope: Scope, found: Refinement, separator: str | None = None) -> Expr:
    """The condition that a row has the value. Raises ODSQLError for a value that the field's type cannot have."""
    field, path = found.field, found.path
    ref = FieldRef(field)
    separator = separator or field.hierarchical
    if field.is_list:
        return Contains(ref, path)
    if field.type in TEMPORAL:
        return _period(scope, ref, path)
    if field.type in NUMERIC:
        return Compare("=", ref, _number(scope, field, path))
    if field.type is FieldType.BOOLEAN:
        return Compare("=", ref, Literal(_boolean(scope, field, path), Type.BOOLEAN))
    if separator:
        return UnderPath(ref, path, separator)
    return Compare("=", ref, Literal(path, Type.TEXT))


def _period(scope: Scope, ref: FieldRef, path: str) -> Expr:
    moment = dates.read(path.replace("/", "-") if path.count("/") <= 2 else path)
    if moment is None:
        raise scope.error(f"{path[:40]!r} is not a date.", hint="write a path such as 2026, 2026/03 or 2026/03/15")
    start, end = dates.bounds(moment, ref.type.value, scope.zone)
    low = comparisons.literal(start)
    return Compare("=", ref, low) if start == end else Within(ref, low, comparisons.literal(end), True, False)


def _number(scope: Scope, field: Field, path: str) -> Literal:
    try:
        value = int(path) if re.fullmatch(r"\s*[+-]?\d{1,18}\s*", path) else float(path)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise scope.error(f"{path[:40]!r} is not a number; {field.name} is {field.type.value}.")
    return comparisons.literal(value)


def _boolean(scope: Scope, field: Field, path: str) -> bool:
    word = path.strip().lower()
    if word not in ("true", "false", "1", "0"):
        raise scope.error(f"{path[:40]!r} is neither true nor false; {field.name} is boolean.")
    return word in ("true", "1")


def refined(
    scope: Scope, found: Sequence[Refinement], disjunctive: Iterable[str], options: Sequence[FacetOptions] = ()
) -> list[Expr]:
    """The conditions of refinements: one a value, or one a field when the field is disjunctive."""
    separators = {o.field.name: o.separator for o in options}
    chosen = {*disjunctive, *(o.field.name for o in options if o.disjunctive)}
    by_field: dict[str, list[Expr]] = defaultdict(list)
    for item in found:
        by_field[item.field.name].append(matching(scope, item, separators.get(item.field.name)))
    either = {i.field.name for i in found if i.field.disjunctive or i.field.name in chosen}
    conditions: list[Expr] = []
    for name, tests in by_field.items():
        conditions += [Or(tuple(tests))] if name in either and len(tests) > 1 else tests
    return conditions


def excluded(scope: Scope, found: Sequence[Refinement]) -> list[Expr]:
    """The conditions of exclusions."""
    return [Not(matching(scope, item)) for item in found]


# ------------------------------------------------------------------ the facet parameter


def options(scope: Scope, parameters: Iterable[str]) -> list[FacetOptions]:
    """What ``facet`` parameters ask, in order, each field once."""
    found: dict[str, FacetOptions] = {}
    for parameter in parameters:
        for item in parse_facet(parameter):
            option = _option(scope, item.node)
            found[option.field.name] = option
    return list(found.values())


def _option(scope: Scope, node: syntax.Node) -> FacetOptions:
    if isinstance(node, syntax.Name | syntax.Text):
        return FacetOptions(_facet_field(scope, node))
    if not isinstance(node, syntax.Call) or node.function != "facet":
        raise scope.error("a field or facet(name=…) is expected.", node.span)
    given: dict[str, syntax.Node] = {}
    for argument in node.arguments:
        if isinstance(argument, syntax.Named):
            given[argument.name] = argument.value
        elif "name" not in given:
            given["name"] = argument
        else:
            raise scope.error("facet() takes named arguments.", argument.span)
    unknown = set(given) - {"name", "disjunctive", "hierarchical", "separator", "sort", "limit"}
    name = given.get("name")
    if unknown or not isinstance(name, syntax.Name | syntax.Text):
        hint = 'facet(name="field", disjunctive=true, hierarchical=true, separator="/", sort="count", limit=100)'
        raise scope.error("facet() is not well written.", node.span, hint=hint)
    return _complete(scope, _facet_field(scope, name), given)


def _complete(scope: Scope, field: Field, given: dict[str, syntax.Node]) -> FacetOptions:
    separator = _text_of(given.get("separator"))
    if _true(given.get("hierarchical")):
        separator = separator or field.hierarchical or "/"
    sort = _text_of(given.get("sort"))
    if sort is not None and sort not in _SORTS:
        raise scope.error(f"{sort!r} is not a sort of facets.", given["sort"].span, hint=", ".join(sorted(_SORTS)))
    limit = given.get("limit", syntax.Number(DEFAULT_LIMIT, Span(0, 0)))
    if not isinstance(limit, syntax.Number) or not 0 <= limit.value <= MAX_LIMIT:
        raise scope.error(f"the limit of a facet is a number from 0 to {MAX_LIMIT}.", limit.span)
    return FacetOptions(field, sort, int(limit.value), _true(given.get("disjunctive")), separator)


def _true(node: syntax.Node | None) -> bool:
    return (isinstance(node, syntax.Boolean) and node.value) or (_text_of(node) or "").lower() == "true"


def _text_of(node: syntax.Node | None) -> str | None:
    if isinstance(node, syntax.Text):
        return node.value
    return node.name if isinstance(node, syntax.Name) else None


def _facet_field(scope: Scope, node: syntax.Name | syntax.Text) -> Field:
    field = scope.field(node.name if isinstance(node, syntax.Name) else node.value, node.span)
    if field.type in GEOGRAPHIC or field.type in (FieldType.JSON, FieldType.FILE):
        raise scope.error(f"{field.name} is {field.type.value} and cannot be a facet.", node.span)
    return field


def facets(
    scope: Scope,
    asked: Sequence[FacetOptions],
    refined_: Sequence[Refinement],
    excluded_: Sequence[Refinement],
    base: Sequence[Expr],
    disjunctive: Iterable[str],
) -> tuple[Facet, ...]:
    """The facets to count; without ``asked``, the facets that the schema declares.

    ``base`` holds the conditions that come neither from refine nor from exclude.
    """
    wanted = list(asked) or [FacetOptions(field) for field in scope.schema if field.facet]
    chosen = set(disjunctive) | {o.field.name for o in asked if o.disjunctive}
    removed = excluded(scope.within("exclude"), excluded_)
    made = []
    for option in wanted:
        name = option.field.name
        either = option.field.disjunctive or name in chosen
        kept = [r for r in refined_ if not (either and r.field.name == name)]
        tests = [*base, *refined(scope.within("refine"), kept, chosen, asked), *removed]
        made.append(
            Facet(
                field=option.field,
                where=every(tests),
                sort=option.sort or option.field.facet_sort or "-count",
                limit=option.limit,
                disjunctive=either,
                separator=option.separator or option.field.hierarchical,
                refined=tuple(r.path for r in refined_ if r.field.name == name),
                excluded=tuple(r.path for r in excluded_ if r.field.name == name),
            )
        )
    return tuple(made)
