"""Query options of OData, as a typed query."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parvis.core.errors import InvalidParameter, Span
from parvis.core.fields import Schema
from parvis.data.odsql import syntax, typed
from parvis.data.odsql.check import conditions
from parvis.data.odsql.check.conditions import every
from parvis.data.odsql.cql2.compiling import filter_scope
from parvis.data.odsql.cql2.conditions import condition
from parvis.data.odsql.cql2.scope import FilterScope
from parvis.data.odsql.limits import GROUPS
from parvis.data.odsql.odata import applying, filters
from parvis.data.serving.keyset import MAX_PAGE
from parvis.web.api.http.parameters import Parameters
from parvis.web.api.odata.errors import NotImplementedOption
from parvis.web.api.odata.names import KEY, aliases, simple

KNOWN = frozenset(
    {"$select", "$filter", "$orderby", "$top", "$skip", "$skiptoken", "$count", "$search", "$apply", "$format"}
)
_NOWHERE = Span(0, 0)
_SORTABLE = frozenset({"text", "int", "double", "boolean", "date", "datetime"})
_INTEGER = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Options:
    """What a request asks of an entity set.

    ``query.limit`` is that of this page, ``top`` what is asked in all. ``cursor`` is None where pages are counted by
    ``$skip``, and for groups. ``keyed`` tells whether the entities show their key.
    """

    query: typed.Query
    top: int | None
    cursor: str | None
    count: bool
    keyed: bool


def refuse_unknown(parameters: Parameters) -> None:
    """Raise NotImplementedOption for an option of OData that is not there: the answer would mislead."""
    for name in sorted(parameters.names()):
        if name.startswith("$") and name not in KNOWN:
            raise NotImplementedOption(
                f"The option {name[:40]} is not available.", hint=f"options: {', '.join(sorted(KNOWN))}"
            )


def read(parameters: Parameters, schema: Schema) -> Options:
    """The options of a request. Raises FilterError, InvalidParameter, NotImplementedOption."""
    refuse_unknown(parameters)
    top, skip = _number(parameters, "$top"), _number(parameters, "$skip") or 0
    count = parameters.flag("$count")
    applied = parameters.get("$apply")
    if applied:
        query = _applied(parameters, schema, applied)
        if query.groups or query.aggregated:
            limit = min(GROUPS, GROUPS if top is None else top)
            return Options(replace(query, limit=limit, offset=skip), top, None, count, False)
    else:
        query = typed.Query((), where=_where(parameters, schema))
    columns, keyed = _selected(parameters.get("$select"), schema)
    query = replace(
        query,
        columns=columns,
        order=_order(parameters.get("$orderby"), scope_of(schema, "$orderby"), {}),
        limit=min(MAX_PAGE, MAX_PAGE if top is None else top),
        offset=skip,
    )
    cursor = None if skip or top == 0 else parameters.get("$skiptoken") or ""
    return Options(query, top, cursor, count, keyed)


def scope_of(schema: Schema, parameter: str, clause: str = "select") -> FilterScope:
    """The context of an option; values may use every function that ODSQL has for outputs."""
    return filter_scope(schema, parameter=parameter, aliases=aliases(schema), clause=clause)


def where_of(parameters: Parameters, schema: Schema) -> typed.Expr:
    """The condition of ``$filter`` and ``$search``. Raises FilterError."""
    refuse_unknown(parameters)
    return _where(parameters, schema)


def _where(parameters: Parameters, schema: Schema) -> typed.Expr:
    found = []
    if parameters.get("$filter"):
        found.append(condition(scope_of(schema, "$filter"), filters.parse(parameters.get("$filter") or "")))
    if parameters.get("$search"):
        found.append(_searched(parameters.get("$search") or "", schema))
    return every(found)


def _searched(text: str, schema: Schema) -> typed.Expr:
    """Words that are all there; OR between groups of them."""
    scope = scope_of(schema, "$search", "where")
    groups = []
    for group in re.split(r"\s+OR\s+", text.strip()):
        if re.search(r"(^|\s)NOT\s", group):
            raise scope.error("NOT is not available in $search.")
        words = re.sub(r"\s+AND\s+", " ", group).replace('"', " ")
        groups.append(conditions.condition(scope, syntax.Call("search", (syntax.Text(words, _NOWHERE),), _NOWHERE)))
    return groups[0] if len(groups) == 1 else typed.Or(tuple(groups))


def _applied(parameters: Parameters, schema: Schema, text: str) -> typed.Query:
    if parameters.get("$select"):
        raise NotImplementedOption("$select does not go with $apply.", hint="name what is wanted inside $apply")
    query = applying.query_of(applying.parse(text), scope_of(schema, "$apply"))
    named = {column.name: column.expr for column in query.columns}
    order = _order(parameters.get("$orderby"), scope_of(schema, "$orderby"), named)
    return replace(query, where=every([query.where, _where(parameters, schema)]), order=order)


def _selected(text: str | None, schema: Schema) -> tuple[tuple[typed.Column, ...], bool]:
    names = [part.strip() for part in (text or "*").split(",") if part.strip()]
    keyed = KEY in names or "*" in names
    if "*" in names:
        names = [simple(field.name) for field in schema]
    scope = scope_of(schema, "$select")
    fields = dict.fromkeys(scope.field(name, _NOWHERE) for name in names if name != KEY)
    return tuple(typed.Column(simple(f.name), typed.FieldRef(f), precision=f.precision) for f in fields), keyed


def _order(text: str | None, scope: FilterScope, named: dict[str, typed.Expr]) -> tuple[typed.Order, ...]:
    found = []
    for part in filter(None, (p.strip() for p in (text or "").split(","))):
        name, *direction = part.split()
        if direction not in ([], ["asc"], ["desc"]):
            raise scope.error(f"{part[:60]!r} is not a property with asc or desc.")
        if named and name not in named:
            raise scope.error(f"{name[:40]} is none of {', '.join(named)}.")
        expression = named.get(name) or typed.FieldRef(scope.field(name, _NOWHERE))
        if expression.type.value not in _SORTABLE:
            raise scope.error(f"{name[:40]} has no order.")
        found.append(typed.Order(expression, descending=direction == ["desc"]))
    return tuple(found)


def _number(parameters: Parameters, name: str) -> int | None:
    text = parameters.get(name)
    if text is None:
        return None
    if not _INTEGER.fullmatch(text):
        message = f"Invalid value for {name} API parameter: {text[:30]!r} is not a whole number from 0."
        raise InvalidParameter(message, params={"parameter": name})
    return int(text)
