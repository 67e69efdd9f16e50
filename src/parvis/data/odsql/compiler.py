"""The entrances: a query's text and a schema give a typed query, a condition or facets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from parvis.core.errors import InvalidParameter
from parvis.core.fields import Schema
from parvis.data.odsql import facets, limits, v1
from parvis.data.odsql.check import aggregates, outputs
from parvis.data.odsql.check.conditions import condition, every
from parvis.data.odsql.check.scope import Scope, language, present, zone
from parvis.data.odsql.parser.clauses import parse_group_by, parse_order_by, parse_select, parse_where
from parvis.data.odsql.text import Purpose, QueryText, Version
from parvis.data.odsql.typed import Column, Expr, Facet, Order, Query

Aliases = Mapping[str, str]
Forbidden = Mapping[str, frozenset[str]]
_TEXTS = ("select", "where", "group_by", "order_by", "refine", "exclude", "facet", "q")


def compile_query(
    text: QueryText,
    schema: Schema,
    *,
    purpose: Purpose = Purpose.RECORDS,
    aliases: Aliases | None = None,
    forbidden: Forbidden | None = None,
    now: datetime | None = None,
) -> Query:
    """The typed query of a request.

    ``aliases`` are other names of fields (``title`` for ``default.title``); ``forbidden`` names the fields that a
    clause refuses. Raises QueryError (ODSQL) or InvalidParameter (limit, offset, timezone, lang).
    """
    scope = _scope(text, schema, aliases, forbidden, now)
    keys, columns = _columns(scope, text)
    aggregated = any(aggregates.has_aggregate(c.expr) for c in columns)
    if aggregated and not keys:
        columns = outputs.merge(scope, (), columns)
    limit = limits.check_window(text, purpose, grouped=bool(keys))
    order = _order(scope, text, keys, columns, aggregated=aggregated)
    _check_export(scope, purpose, order, limit)
    return Query(
        columns=columns,
        where=every(_base(scope, text) + _refined(scope, text) + _known(text, keys)),
        groups=tuple(c.expr for c in keys),
        order=order,
        limit=limit,
        offset=text.offset,
        timezone=text.timezone,
        lang=text.lang,
        aggregated=aggregated,
    )


def compile_where(where: str, schema: Schema, *, timezone: str = "UTC", now: datetime | None = None) -> Expr:
    """One condition, for row filters. Raises QueryError."""
    scope = _scope(QueryText(where=(where,), timezone=timezone), schema, None, None, now)
    return condition(scope.within("where"), parse_where(where))


def compile_facets(
    text: QueryText,
    schema: Schema,
    *,
    aliases: Aliases | None = None,
    forbidden: Forbidden | None = None,
    now: datetime | None = None,
) -> tuple[Facet, ...]:
    """The facets of a request: those asked, else those that the schema declares.

    Raises QueryError or InvalidParameter.
    """
    scope = _scope(text, schema, aliases, forbidden, now)
    return facets.facets(
        scope.within("facet"),
        facets.options(scope.within("facet"), text.facet),
        facets.refinements(scope.within("refine"), text.refine),
        facets.refinements(scope.within("exclude"), text.exclude),
        _base(scope, text),
        _disjunctive(scope, text),
    )


def _scope(
    text: QueryText, schema: Schema, aliases: Aliases | None, forbidden: Forbidden | None, now: datetime | None
) -> Scope:
    _check_encodable(text)
    return Scope(
        schema=schema,
        clause="select",
        zone=zone(text.timezone),
        lang=language(text.lang),
        now=present(now),
        version=text.version,
        aliases=aliases or {},
        forbidden=forbidden or {},
    )


def _columns(scope: Scope, text: QueryText) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """The group keys, and all the columns (keys first)."""
    given = parse_select(text.select) if text.select and text.select.strip() else []
    if not text.group_by or not text.group_by.strip():
        return (), tuple(outputs.selected(scope, given or parse_select("*")))
    # A star beside group keys says nothing: only keys and aggregates have a value in a group.
    named = [item for item in given if item.text != "*"]
    selected = outputs.selected(scope, named) if named else []
    aliases = {item.alias for item in named if item.alias}
    known = {c.name: c.expr for c in selected if c.name in aliases}
    keys = outputs.grouped(scope.within("group_by"), parse_group_by(text.group_by), known)
    return tuple(keys), outputs.merge(scope, keys, selected)


def _order(
    scope: Scope, text: QueryText, keys: tuple[Column, ...], columns: tuple[Column, ...], *, aggregated: bool
) -> tuple[Order, ...]:
    if not text.order_by or not text.order_by.strip():
        return ()
    sorting = replace(scope, clause="order_by", outputs={c.name: c.expr for c in columns})
    return outputs.sorted_by(sorting, parse_order_by(text.order_by), keys, aggregated=aggregated)


def _check_export(scope: Scope, purpose: Purpose, order: tuple[Order, ...], limit: int | None) -> None:
    on_aggregate = any(aggregates.has_aggregate(item.expr) for item in order)
    if purpose is Purpose.EXPORT and on_aggregate and not limits.check_sorted_export(limit):
        message = f"an aggregate in order_by is not supported above {limits.GROUPS} rows."
        raise scope.within("order_by").error(message, hint=f"set a limit of {limits.GROUPS} at most")


def _base(scope: Scope, text: QueryText) -> list[Expr]:
    """The conditions of ``where`` and of the v1 language."""
    where = scope.within("where")
    found = [condition(where, parse_where(part)) for part in text.where if part.strip()]
    return found + [v1.condition(scope.within("q"), part) for part in text.q if part.strip()]


def _refined(scope: Scope, text: QueryText) -> list[Expr]:
    """The conditions of ``refine`` and ``exclude``."""
    if not text.refine and not text.exclude:
        return []
    refine, exclude = scope.within("refine"), scope.within("exclude")
    options = facets.options(scope.within("facet"), text.facet)
    found = facets.refinements(refine, text.refine)
    tests = facets.refined(refine, found, _disjunctive(scope, text), options)
    return tests + facets.excluded(exclude, facets.refinements(exclude, text.exclude))


def _disjunctive(scope: Scope, text: QueryText) -> set[str]:
    return {field.name for name in text.disjunctive if (field := scope.find(name)) is not None}


def _known(text: QueryText, keys: tuple[Column, ...]) -> list[Expr]:
    """Before version 2.1 there was no group of nulls."""
    return [] if text.version is Version.V2_1 else outputs.known_keys(keys)


def _check_encodable(text: QueryText) -> None:
    """Half a surrogate pair is not text: no engine could be sent it."""
    for name in _TEXTS:
        given = getattr(text, name)
        for part in (given,) if isinstance(given, str) else given or ():
            if any("\ud800" <= char <= "\udfff" for char in part):
                raise InvalidParameter(f"Invalid value for {name}: it is not Unicode text.", params={"parameter": name})
