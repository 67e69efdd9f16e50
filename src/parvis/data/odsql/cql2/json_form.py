"""CQL2 JSON to the syntax tree: the same nodes as its text form."""

from __future__ import annotations

from typing import Any

import orjson

from parvis.core.errors import Span
from parvis.data.odsql import syntax
from parvis.data.odsql.cql2.text import MAX_DEPTH, call
from parvis.data.odsql.filters.errors import FilterError
from parvis.data.odsql.filters.tokens import MAX_LENGTH

_NOWHERE = Span(0, 0)
_COMPARISONS = {"=": "=", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "like": "like"}
_ARITHMETIC = frozenset("+-*/")


def parse(text: str, parameter: str = "filter") -> syntax.Node:
    """The syntax tree of a filter. Raises FilterError."""
    if len(text) > MAX_LENGTH:
        raise FilterError(f"it is longer than {MAX_LENGTH:,} characters.", clause=parameter)
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise FilterError(
            f"it is not JSON ({error.msg}).", clause=parameter, span=Span(error.pos, error.pos)
        ) from error
    return _Reader(parameter).node(found, 0)


class _Reader:
    def __init__(self, parameter: str) -> None:
        self.parameter = parameter

    def node(self, value: Any, depth: int) -> syntax.Node:
        """The node of a JSON value."""
        if depth > MAX_DEPTH:
            raise self.error(f"more than {MAX_DEPTH} levels of nesting.")
        if isinstance(value, dict):
            return self._object(value, depth)
        if isinstance(value, bool):
            return syntax.Boolean(value, _NOWHERE)
        if isinstance(value, int | float):
            return syntax.Number(value, _NOWHERE)
        if isinstance(value, str):
            return syntax.Text(value, _NOWHERE)
        raise self.error("a value, a property or an operation is expected, not null or a list.")

    def _object(self, value: dict[str, Any], depth: int) -> syntax.Node:
        if isinstance(value.get("property"), str):
            return syntax.Name(value["property"], _NOWHERE)
        for key in ("date", "timestamp"):
            if isinstance(value.get(key), str):
                return syntax.DateText(value[key], _NOWHERE)
        if isinstance(value.get("interval"), list):
            ends = (self._end(end, depth) for end in value["interval"][:3])
            return syntax.Call("interval", tuple(ends), _NOWHERE)
        if isinstance(value.get("bbox"), list):
            return syntax.Call("bbox", tuple(self.node(v, depth + 1) for v in value["bbox"][:7]), _NOWHERE)
        if "coordinates" in value or "geometries" in value:
            return syntax.GeometryText(orjson.dumps(value).decode(), _NOWHERE)
        if not isinstance(value.get("op"), str) or not isinstance(value.get("args"), list):
            raise self.error('an operation has "op" (a text) and "args" (a list).')
        return self._operation(value["op"].lower(), value["args"], depth + 1)

    def _end(self, value: Any, depth: int) -> syntax.Node:
        found = self.node(value, depth + 1)
        return syntax.Star(_NOWHERE) if isinstance(found, syntax.Text) and found.value in ("..", "") else found

    def _operation(self, name: str, arguments: list[Any], depth: int) -> syntax.Node:
        if name in ("and", "or"):
            kind = syntax.AllOf if name == "and" else syntax.AnyOf
            if not arguments:
                raise self.error(f'"{name}" has at least one argument.')
            return kind(tuple(self.node(a, depth) for a in arguments), _NOWHERE)
        if name == "in":
            return self._in(arguments, depth)
        found = [self.node(a, depth) for a in arguments]
        match name, found:
            case "not", [operand]:
                return syntax.Negation(operand, _NOWHERE)
            case "isnull", [operand]:
                return syntax.Is(operand, None, False, _NOWHERE)
            case "between", [operand, low, high]:
                bounds = syntax.Brackets((low, high), True, True, True, _NOWHERE)
                return syntax.In(operand, bounds, _NOWHERE)
            case _, [left, right] if name in _COMPARISONS:
                return syntax.Comparison(_COMPARISONS[name], left, right, _NOWHERE)
            case _, [left, right] if name in _ARITHMETIC:
                return syntax.Binary(name, left, right, _NOWHERE)
            case _ if name in _COUNTS or name in _COMPARISONS or name in _ARITHMETIC:
                raise self.error(f'"{name}" has {_COUNTS.get(name, "two")} arguments, not {len(found)}.')
        return call(name, tuple(found), _NOWHERE, lambda message, span: self.error(message))

    def _in(self, arguments: list[Any], depth: int) -> syntax.Node:
        if len(arguments) != 2 or not isinstance(arguments[1], list):
            raise self.error('"in" has a property and a list.')
        values = tuple(self.node(a, depth) for a in arguments[1])
        return syntax.In(self.node(arguments[0], depth), values, _NOWHERE)

    def error(self, message: str) -> FilterError:
        """An error of this filter; JSON has no useful places."""
        return FilterError(message, clause=self.parameter)


_COUNTS = {"not": "one", "isnull": "one", "between": "three"}
