"""The ``#functions`` of the v1 language."""

from __future__ import annotations

import re
from collections.abc import Callable

from parvis.core.fields import FieldType
from parvis.data.odsql import syntax
from parvis.data.odsql.check import conditions, values
from parvis.data.odsql.check.scope import Scope
from parvis.data.odsql.typed import Expr, FieldRef, IsNull
from parvis.data.odsql.v1.lexer import Token

_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_PAIR = re.compile(rf"\(?\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\)?")
_CHANGE = re.compile(r"(\w+)\s*=\s*([+-]?\d{1,9}|[A-Z]{2}\([+-]?\d{1,9}\))")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PLURALS = ("mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays")


def condition(scope: Scope, token: Token, arguments: list[str]) -> Expr:
    """The condition of a ``#function``. Raises QueryError."""
    build = FUNCTIONS.get(token.text.lower())
    if build is None:
        raise scope.error(f"Unknown function: {token.text}.", token.span, hint=", ".join(sorted(FUNCTIONS)))
    return build(scope, token, arguments)


def now(scope: Scope, token: Token, arguments: list[str]) -> syntax.Node:
    """``#now(years=-1, weekday=MO(2))`` as a date literal in UTC."""
    named: list[syntax.Node] = []
    for argument in arguments:
        match = _CHANGE.fullmatch(argument)
        if match is None:
            raise scope.error(f"{argument[:40]!r} is not an argument of #now().", token.span)
        name, value = match.groups()
        if value[:2] in _DAYS and name == "weekday":
            name, value = _PLURALS[_DAYS.index(value[:2])], value[3:-1]
        named.append(syntax.Named(name, syntax.Number(int(value), token.span), token.span))
    found = values.now(scope, syntax.Call("now", tuple(named), token.span))
    return syntax.DateText(getattr(found, "value").strftime("%Y-%m-%dT%H:%M:%S.%fZ"), token.span)  # noqa: B009


def _field(scope: Scope, token: Token, name: str) -> syntax.Name:
    scope.field(name, token.span)
    return syntax.Name(name, token.span)


def _expect(scope: Scope, token: Token, arguments: list[str], least: int) -> None:
    if len(arguments) < least:
        raise scope.error(f"{token.text}() takes {least} arguments at least.", token.span)


def _null(scope: Scope, token: Token, arguments: list[str]) -> Expr:
    _expect(scope, token, arguments, 1)
    return IsNull(FieldRef(scope.field(arguments[0], token.span)))


def _exact(scope: Scope, token: Token, arguments: list[str]) -> Expr:
    _expect(scope, token, arguments, 2)
    name = _field(scope, token, arguments[0])
    node = syntax.Comparison("=", name, syntax.Text(arguments[1], token.span), token.span)
    return conditions.condition(scope.within("where"), node)


def _words(scope: Scope, token: Token, arguments: list[str]) -> Expr:
    _expect(scope, token, arguments, 1)
    *names, text = arguments
    fields = tuple(_field(scope, token, name) for name in names if name != "*")
    call = syntax.Call(token.text[1:].lower(), (*fields, syntax.Text(text, token.span)), token.span)
    return conditions.condition(scope.within("where"), call)


def _distance(scope: Scope, token: Token, arguments: list[str]) -> Expr:
    """``#distance(field, "lat,lon", metres)``."""
    _expect(scope, token, arguments, 3)
    name, *place, metres = arguments
    match = _PAIR.fullmatch(",".join(place))
    if match is None or not re.fullmatch(_NUMBER, metres) or len(metres) > 20:
        raise scope.error('#distance() is written #distance(field, "lat,lon", metres).', token.span)
    lat, lon = match.groups()
    point = syntax.GeometryText(f"POINT({lon} {lat})", token.span)
    reach = syntax.Number(float(metres), token.span)
    call = syntax.Call("within_distance", (_field(scope, token, name), point, reach), token.span)
    return conditions.condition(scope.within("where"), call)


def _polygon(scope: Scope, token: Token, arguments: list[str]) -> Expr:
    """``#polygon(field, "(lat,lon),(lat,lon),…")`` and ``#geometry``."""
    _expect(scope, token, arguments, 2)
    name, *rest = arguments
    pairs = _PAIR.findall(",".join(rest))
    if len(pairs) < 3:
        raise scope.error(
            f'{token.text}() is written {token.text}(field, "(lat,lon),(lat,lon),(lat,lon)").', token.span
        )
    return polygon(scope, _field(scope, token, name), [(float(a), float(b)) for a, b in pairs], token)


def polygon(scope: Scope, name: syntax.Name, points: list[tuple[float, float]], token: Token) -> Expr:
    """The condition that a geo field meets the polygon of these (latitude, longitude) corners."""
    ring = [*points, points[0]] if points[0] != points[-1] else points
    text = ", ".join(f"{lon} {lat}" for lat, lon in ring)
    shape = syntax.GeometryText(f"POLYGON(({text}))", token.span)
    return conditions.condition(scope.within("where"), syntax.Call("intersects", (name, shape), token.span))


def _attribute(scope: Scope, token: Token, arguments: list[str]) -> Expr:
    """``#attr(…)``: a yes-or-no attribute of a field, read as the field being true."""
    _expect(scope, token, arguments, 1)
    field = scope.field(arguments[0], token.span)
    if field.type is not FieldType.BOOLEAN:
        raise scope.error("#attr() works on boolean fields.", token.span)
    return conditions.condition(scope.within("where"), syntax.Name(field.name, token.span))


FUNCTIONS: dict[str, Callable[[Scope, Token, list[str]], Expr]] = {
    "#null": _null,
    "#exact": _exact,
    "#search": _words,
    "#startswith": _words,
    "#distance": _distance,
    "#polygon": _polygon,
    "#geometry": _polygon,
    "#attr": _attribute,
}
