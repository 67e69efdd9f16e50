"""How two tables meet: the text of ``on`` and two schemas give a checked meeting and the schema of what it makes.

    left.code = right.code and left.year = right.year
    within(left.position, right.area)        intersects(left.area, right.area)
    nearest(left.position, right.position, 500m)

Fields of the result are those of both sides, named ``left.…`` and ``right.…``; ``distance`` is in metres.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from parvis.core.errors import Span
from parvis.core.fields import NUMERIC, Field, FieldType, Schema
from parvis.data.odsql import functions
from parvis.data.odsql.errors import IncompatibleTypes, ODSQLError, QueryError
from parvis.data.odsql.lexer import Kind, Token, tokens, unexpected

CLAUSE = "on"
MOST_PAIRS = 4
FARTHEST = 100_000.0
_KEYS = frozenset({FieldType.TEXT, FieldType.BOOLEAN, FieldType.DATE, FieldType.DATETIME}) | NUMERIC
_PLACES = frozenset({FieldType.GEO_POINT, FieldType.GEO_SHAPE})


class Side(StrEnum):
    """One of the two tables."""

    LEFT = "left"
    RIGHT = "right"


class Keeping(StrEnum):
    """Which rows stay: those that meet, or all of the left ones."""

    INNER = "inner"
    LEFT = "left"


class Touch(StrEnum):
    """How places meet."""

    WITHIN = "within"
    INTERSECTS = "intersects"


@dataclass(frozen=True, slots=True)
class OnKeys:
    """Fields of the left equal fields of the right, pair by pair; an empty value meets nothing."""

    pairs: tuple[tuple[Field, Field], ...]


@dataclass(frozen=True, slots=True)
class OnPlaces:
    """A place of the left meets a place of the right; ``inside`` is the side that is within the other."""

    touch: Touch
    left: Field
    right: Field
    inside: Side = Side.LEFT


@dataclass(frozen=True, slots=True)
class OnNearest:
    """For each point of the left, the nearest point of the right within ``metres``; the first row when several are."""

    left: Field
    right: Field
    metres: float


On = OnKeys | OnPlaces | OnNearest


def compile_on(text: str, left: Schema, right: Schema) -> On:
    """The meeting that a text states. Raises QueryError, which gives the place at fault."""
    return _Reader(text, {Side.LEFT: left, Side.RIGHT: right}).on()


def joined_schema(on: On, left: Schema, right: Schema) -> Schema:
    """The fields of the result."""
    fields = [*_prefixed(Side.LEFT, left), *_prefixed(Side.RIGHT, right)]
    if isinstance(on, OnNearest):
        fields.append(DISTANCE)
    return Schema.of(fields)


DISTANCE = Field("distance", FieldType.DOUBLE, "Distance", unit="m")


def short_names(left: Schema, right: Schema) -> Mapping[str, str]:
    """Names of one side only, which stand without their side."""
    both = set(left.by_name) & set(right.by_name)
    sides = ((Side.LEFT, left), (Side.RIGHT, right))
    return {f.name: name(side, f) for side, schema in sides for f in schema if f.name not in both}


def name(side: Side, field: Field) -> str:
    """The name of a field in the result."""
    return f"{side}.{field.name}"


def _prefixed(side: Side, schema: Schema) -> Iterator[Field]:
    for field in schema:
        yield replace(field, name=name(side, field), key=False)


class _Reader:
    """Reads the tokens of one text."""

    def __init__(self, text: str, schemas: Mapping[Side, Schema]) -> None:
        self._tokens = tokens(text, CLAUSE)
        self._place = 0
        self._schemas = schemas

    def on(self) -> On:
        first, second = self._tokens[0], self._tokens[min(1, len(self._tokens) - 1)]
        found = self._function(first) if second.is_symbol("(") else OnKeys(tuple(self._pairs()))
        self._expect(Kind.END, "")
        return found

    def _pairs(self) -> Iterator[tuple[Field, Field]]:
        for number in range(1, MOST_PAIRS + 2):
            start = self._peek().span
            if number > MOST_PAIRS:
                raise self._error(f"at most {MOST_PAIRS} pairs of fields can be equal.", start)
            one = self._field()
            self._expect(Kind.SYMBOL, "=")
            other = self._field()
            yield self._pair(one, other, Span(start.start, self._tokens[self._place - 1].span.end))
            if not self._peek().is_word("and"):
                return
            self._place += 1

    def _pair(self, one: tuple[Side, Field], other: tuple[Side, Field], span: Span) -> tuple[Field, Field]:
        left, right = self._sides(one, other, span)
        for field in (left, right):
            if field.type not in _KEYS or field.is_list:
                raise self._error(f"{field.name} is {_type(field)} and cannot be a key.", span)
        if left.type is not right.type and not {left.type, right.type} <= NUMERIC:
            raise IncompatibleTypes(
                f"Incompatible types in join: {left.name} is {_type(left)}, {right.name} is {_type(right)}.",
                clause=CLAUSE,
                span=span,
                hint="join on fields of the same type",
            )
        return left, right

    def _function(self, token: Token) -> On:
        self._place = 2
        one = self._field()
        self._expect(Kind.SYMBOL, ",")
        other = self._field()
        called = token.value.lower()
        span = Span(token.span.start, self._tokens[self._place - 1].span.end)
        if called == "nearest":
            self._expect(Kind.SYMBOL, ",")
            found: On = self._nearest(one, other, self._metres(), span)
        elif called in (Touch.WITHIN, Touch.INTERSECTS):
            found = self._touching(Touch(called), one, other, span)
        else:
            raise self._error(f"{token.value[:40]}() does not join.", token.span, "within(), intersects() or nearest()")
        self._expect(Kind.SYMBOL, ")")
        return found

    def _touching(self, touch: Touch, one: tuple[Side, Field], other: tuple[Side, Field], span: Span) -> OnPlaces:
        left, right = self._sides(one, other, span)
        for field in (left, right):
            if field.type not in _PLACES:
                raise self._error(f"{field.name} is {_type(field)}: {touch}() works on geo fields.", span)
        if touch is Touch.WITHIN and other[1].type is FieldType.GEO_POINT:
            raise self._error("nothing is within a point.", span, "the second field is a geo_shape")
        return OnPlaces(touch, left, right, one[0])

    def _nearest(self, one: tuple[Side, Field], other: tuple[Side, Field], metres: float, span: Span) -> OnNearest:
        left, right = self._sides(one, other, span)
        for field in (left, right):
            if field.type is not FieldType.GEO_POINT:
                raise self._error(f"{field.name} is {_type(field)}: nearest() works on geo_point_2d fields.", span)
        return OnNearest(left, right, metres)

    def _metres(self) -> float:
        token = self._expect(Kind.NUMBER, "a distance such as 500m")
        unit, span = 1.0, token.span
        if self._peek().kind is Kind.NAME:
            word = self._tokens[self._place]
            self._place += 1
            if word.value.lower() not in functions.DISTANCES:
                raise self._error(f"{word.value[:20]} is not a unit.", word.span, " ".join(functions.DISTANCES))
            unit = functions.DISTANCES[word.value.lower()]
        metres = float(token.value) * unit
        if not 0 < metres <= FARTHEST:
            raise self._error(f"the distance is above 0 and at most {FARTHEST / 1000:g} km.", span)
        return metres

    def _sides(self, one: tuple[Side, Field], other: tuple[Side, Field], span: Span) -> tuple[Field, Field]:
        if one[0] is other[0]:
            raise self._error("a join compares a field of the left with one of the right.", span)
        return (one[1], other[1]) if one[0] is Side.LEFT else (other[1], one[1])

    def _field(self) -> tuple[Side, Field]:
        token = self._peek()
        if token.kind not in (Kind.NAME, Kind.QUOTED_NAME):
            raise unexpected(token.value, token.span, CLAUSE, hint="left.field or right.field is expected")
        self._place += 1
        side, _, rest = token.value.partition(".")
        if side not in (Side.LEFT, Side.RIGHT) or not rest:
            said = "fields are written left.field and right.field"
            raise self._error(f"{token.value[:60]} does not say its side.", token.span, said)
        schema = self._schemas[Side(side)]
        found = schema.get(rest)
        if found is None:
            near = difflib.get_close_matches(rest.lower(), schema.by_name, n=1)
            hint = f"did you mean {side}.{near[0]}?" if near else None
            raise self._error(f"Unknown field: {token.value[:60]}.", token.span, hint)
        return Side(side), found

    def _peek(self) -> Token:
        return self._tokens[min(self._place, len(self._tokens) - 1)]

    def _expect(self, kind: Kind, what: str) -> Token:
        token = self._peek()
        if token.kind is not kind or (kind is Kind.SYMBOL and token.value != what):
            raise unexpected(token.value, token.span, CLAUSE, hint=f"{what} is expected" if what else None)
        self._place += 1
        return token

    def _error(self, message: str, span: Span, hint: str | None = None) -> QueryError:
        return ODSQLError(f"ODSQL query is malformed: {message}", clause=CLAUSE, span=span, hint=hint)


def _type(field: Field) -> str:
    return "a list of text" if field.is_list else field.type.value


__all__ = ["Keeping", "On", "OnKeys", "OnNearest", "OnPlaces", "Side", "Touch", "compile_on", "joined_schema"]
