"""Facet values and their counts, as grouped queries: a level of values, then the children of refined ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from parvis.core.fields import TEMPORAL
from parvis.data.engine.lower.nodes import PathLevel
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Part, Type

Select = Callable[[typed.Query], list[tuple[Any, ...]]]
DISPLAYED, REFINED, EXCLUDED = "displayed", "refined", "excluded"
_PARTS = (Part.YEAR, Part.MONTH, Part.DAY)
_COUNT = typed.Aggregate(typed.Statistic.COUNT, None, Type.INT)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: ``name`` is its label, ``path`` what to send back to refine; an excluded one has no count."""

    name: str
    path: str
    count: int | None
    state: str
    children: tuple[FacetValue, ...] = ()


def values(facet: typed.Facet, timezone: str, lang: str, select: Select) -> list[FacetValue]:
    """The values of a facet, the refined always among them, then those excluded."""
    refined = [_normal(facet, path) for path in facet.refined]
    excluded = [_normal(facet, path) for path in facet.excluded]

    def level(parent: str) -> tuple[FacetValue, ...]:
        query = _query(facet, parent, timezone, lang)
        if query is None:
            return ()
        counted = [(_text(row[0]), int(row[1])) for row in select(query) if row[0] not in (None, "")][: facet.limit]
        return tuple(_value(name, count, parent) for name, count in _with_missing(counted, parent))

    def _value(name: str, count: int, parent: str) -> FacetValue:
        path = _join(facet, parent, _padded(facet, parent, name))
        below = any(r == path or r.startswith(path + _separator(facet)) for r in refined)
        label = path.rsplit(_separator(facet), 1)[-1] if parent and _separator(facet) else path
        children = level(path) if below and _has_levels(facet) else ()
        return FacetValue(label, path, count, REFINED if below else DISPLAYED, children)

    def _with_missing(counted: list[tuple[str, int]], parent: str) -> list[tuple[str, int]]:
        present = {_join(facet, parent, _padded(facet, parent, name)) for name, _ in counted}
        for path in refined:
            step = _step(facet, path, parent)
            if step is not None and _join(facet, parent, step) not in present:
                present.add(_join(facet, parent, step))
                counted.append((step, _count_of(facet, _join(facet, parent, step), timezone, lang, select)))
        return counted

    found = [value for value in level("") if value.path not in excluded]
    return found + [FacetValue(_label(facet, p), p, None, EXCLUDED) for p in excluded]


def _is_date(facet: typed.Facet) -> bool:
    return facet.field.type in TEMPORAL


def _separator(facet: typed.Facet) -> str:
    return "/" if _is_date(facet) else (facet.separator or "\0")


def _has_levels(facet: typed.Facet) -> bool:
    return _is_date(facet) or facet.separator is not None


def _label(facet: typed.Facet, path: str) -> str:
    return path.rsplit(_separator(facet), 1)[-1] if _has_levels(facet) else path


def _join(facet: typed.Facet, parent: str, name: str) -> str:
    return f"{parent}{_separator(facet)}{name}" if parent else name


def _normal(facet: typed.Facet, path: str) -> str:
    """The path as this module writes it: dates padded, with slashes."""
    if not _is_date(facet):
        return path
    steps = path.replace("-", "/").split("/")
    return "/".join([steps[0], *(step.zfill(2) for step in steps[1:])])


def _padded(facet: typed.Facet, parent: str, name: str) -> str:
    return name.zfill(2) if _is_date(facet) and parent else name


def _step(facet: typed.Facet, path: str, parent: str) -> str | None:
    """The segment of a refined path just below the parent; None when the path is not below."""
    separator = _separator(facet)
    if parent and not path.startswith(parent + separator):
        return None
    rest = path[len(parent) + len(separator) :] if parent else path
    return rest.split(separator)[0] if _has_levels(facet) else rest


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _query(facet: typed.Facet, parent: str, timezone: str, lang: str) -> typed.Query | None:
    """The grouped query of one level; None when there is no level below the parent."""
    ref = typed.FieldRef(facet.field)
    conditions: list[typed.Expr] = [facet.where]
    key: Any
    if _is_date(facet):
        depth = parent.count("/") + 1 if parent else 0
        if depth >= len(_PARTS):
            return None
        key = typed.DatePart(_PARTS[depth], ref)
        conditions += [period(facet, parent)] if parent else []
    elif facet.separator is not None:
        key = PathLevel(ref, facet.separator, parent)
        conditions += [typed.UnderPath(ref, parent, facet.separator)] if parent else []
    else:
        key = ref
    conditions.append(typed.Not(typed.IsNull(ref)))
    order = (*_order(facet.sort, key), typed.Order(key))
    columns = (typed.Column("value", key), typed.Column("count", _COUNT))
    limit = facet.limit + 2
    where = typed.And(tuple(conditions))
    return typed.Query(columns, where, (key,), order, limit, timezone=timezone, lang=lang)


def _order(sort: str, key: typed.Expr) -> Iterable[typed.Order]:
    descending = sort.startswith("-")
    if sort.lstrip("-") == "count":
        return (typed.Order(_COUNT, descending),)
    return (typed.Order(key, descending),)


def period(facet: typed.Facet, path: str) -> typed.Expr:
    """The condition that a date is in the year, month or day of a path."""
    steps = [int(step) for step in path.split("/")]
    start = date(*[*steps, 1, 1][:3])
    low, high = typed.Literal(start, Type.DATE), _following(start, len(steps))
    return typed.Within(typed.FieldRef(facet.field), low, high, True, False)


def _following(start: date, depth: int) -> typed.Literal | None:
    """The first day after the period; None at the end of the calendar."""
    try:
        beyond = start + timedelta(days=(366, 31, 1)[depth - 1])
    except OverflowError:
        return None
    if depth == 1:
        beyond = beyond.replace(month=1)
    return typed.Literal(beyond if depth == 3 else beyond.replace(day=1), Type.DATE)


def _count_of(facet: typed.Facet, path: str, timezone: str, lang: str, select: Select) -> int:
    """How many rows a refined value has when it is not among the first ones."""
    ref = typed.FieldRef(facet.field)
    condition: typed.Expr
    if _is_date(facet):
        condition = period(facet, path)
    elif facet.separator is not None:
        condition = typed.UnderPath(ref, path, facet.separator)
    elif ref.type in (Type.TEXT, Type.TEXT_LIST):
        condition = typed.OneOf(ref, (typed.Literal(path, Type.TEXT),))
    else:
        condition = _scalar_test(ref, path)
    where = typed.And((facet.where, condition))
    query = typed.Query((typed.Column("count", _COUNT),), where, aggregated=True, timezone=timezone, lang=lang)
    return int(select(query)[0][0])


def _scalar_test(ref: typed.FieldRef, path: str) -> typed.Expr:
    if ref.type is Type.BOOLEAN:
        test: typed.Expr = typed.IsTrue(ref)
        return test if path == "true" else typed.And((typed.Not(test), typed.Not(typed.IsNull(ref))))
    try:
        return typed.Compare("=", ref, typed.Literal(float(path), Type.DOUBLE))
    except ValueError:
        return typed.Always(False)
