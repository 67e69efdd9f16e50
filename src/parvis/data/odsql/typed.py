"""The typed tree: what a checked query means, with no trace of text, SQL or database.

Nodes are frozen. Every expression carries its ``type``; the checker builds nodes only from fields of
the schema it was given, so a node can never name a column the caller may not see. Instants are aware and in
UTC; distances are metres; angles are degrees, WGS 84.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from parvis.core.fields import Field, FieldType


class Type(StrEnum):
    """Type of an expression: the field types plus lists of text and the untyped null."""

    TEXT = "text"
    TEXT_LIST = "text_list"
    INT = "int"
    DOUBLE = "double"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    GEO_POINT = "geo_point_2d"
    GEO_SHAPE = "geo_shape"
    JSON = "json_blob"
    FILE = "file"
    NULL = "null"


NUMBERS = frozenset({Type.INT, Type.DOUBLE})
TEMPORALS = frozenset({Type.DATE, Type.DATETIME})


def type_of(field: Field) -> Type:
    """The expression type of a field."""
    if field.type is FieldType.TEXT and field.is_list:
        return Type.TEXT_LIST
    return Type(field.type.value)


# ------------------------------------------------------------------ values


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; ``now(...)`` is already one. A datetime is aware in UTC."""

    value: str | int | float | bool | date | datetime | None
    type: Type


@dataclass(frozen=True, slots=True)
class Geometry:
    """A constant geometry as WKB (longitude first)."""

    wkb: bytes


@dataclass(frozen=True, slots=True)
class FieldRef:
    """The value of a field in the current row."""

    field: Field

    @property
    def type(self) -> Type:
        """The field's type."""
        return type_of(self.field)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left op right`` on numbers; ``op`` is one of ``+ - * /``. Division is exact and null by zero."""

    op: str
    left: Expr
    right: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Negate:
    """Minus a number."""

    operand: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Length:
    """Number of characters of a text."""

    operand: Expr
    type: Type = Type.INT


@dataclass(frozen=True, slots=True)
class ChangeCase:
    """Text in lower (``upper`` false) or upper case."""

    operand: Expr
    upper: bool
    type: Type = Type.TEXT


class Part(StrEnum):
    """Parts of a date; dayofweek counts Monday as 0."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"
    DAYOFWEEK = "dayofweek"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"
    MILLISECOND = "millisecond"


@dataclass(frozen=True, slots=True)
class DatePart:
    """A part of a date or datetime, in the query's timezone."""

    part: Part
    operand: Expr
    type: Type = Type.INT


@dataclass(frozen=True, slots=True)
class DateFormat:
    """A date as text, in the query's timezone and language.

    ``pieces`` alternate as given: ``("symbol", "yyyy")`` or ``("text", "/")``; symbols are those of
    section 14.3 of the Explore reference, case kept.
    """

    operand: Expr
    pieces: tuple[tuple[str, str], ...]
    type: Type = Type.TEXT


@dataclass(frozen=True, slots=True)
class IfNull:
    """The operand, or the alternative where it is null."""

    operand: Expr
    alternative: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class JsonFormat:
    """Text read as JSON; when it is not JSON: the fallback, or the text itself when ``fallback`` is absent."""

    operand: Expr
    has_fallback: bool = False
    fallback: str | None = None
    type: Type = Type.JSON


@dataclass(frozen=True, slots=True)
class Distance:
    """Great-circle distance in metres from a point field to a fixed point (haversine, radius 6,371,008.8 m)."""

    operand: Expr
    longitude: float
    latitude: float
    type: Type = Type.DOUBLE


@dataclass(frozen=True, slots=True)
class RandomOrder:
    """A reproducible pseudo-random key of the row for this seed; only in ``order``."""

    seed: int
    type: Type = Type.INT


# ------------------------------------------------------------------ conditions (type is boolean, never null)


@dataclass(frozen=True, slots=True)
class And:
    """All hold."""

    operands: tuple[Expr, ...]
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Or:
    """One holds at least."""

    operands: tuple[Expr, ...]
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Not:
    """The operand does not hold. Conditions are two-valued: ``not x = 1`` keeps nulls, ``x != 1`` drops them."""

    operand: Expr
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right`` with ``op`` in ``= != < <= > >=``; false when a side is null. Types agree.

    Date and datetime sides may mix: a date is its midnight in the query's timezone.
    """

    op: str
    left: Expr
    right: Expr
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class OneOf:
    """The operand equals one of the literals; for a list of text, one element does."""

    operand: Expr
    values: tuple[Literal, ...]
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Within:
    """The operand is in an interval; an open end is ``None``."""

    operand: Expr
    low: Literal | None
    high: Literal | None
    low_included: bool
    high_included: bool
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Contains:
    """A list of text has this element."""

    operand: FieldRef
    value: str
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class IsNull:
    """The operand is null; an empty list is null."""

    operand: Expr
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class IsTrue:
    """A boolean expression is true (null is not)."""

    operand: Expr
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class UnderPath:
    """A hierarchical text equals the path or starts with it and the separator."""

    operand: FieldRef
    path: str
    separator: str
    type: Type = Type.BOOLEAN


class Match(StrEnum):
    """How the words of a text predicate match. All words of the query must match, each in any of the fields.

    WORDS: a folded word of the value equals it, or starts with it where it is marked as a prefix.
    SEARCH: as WORDS, the last word also as a prefix, and words within 1 edit (3 to 5 letters) or 2 edits (6 and more).
    SUGGEST: a word of the value starts with it.
    """

    WORDS = "words"
    SEARCH = "search"
    SUGGEST = "suggest"


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word to look for; ``inside`` finds it anywhere in a word of the value (an old wildcard of ``like``)."""

    text: str
    prefix: bool = False
    edits: int = 0
    inside: bool = False


@dataclass(frozen=True, slots=True)
class TextMatch:
    """Every word matches in at least one of the fields (text or list of text); no word matches everything.

    The checker has already turned :class:`Match` into ``prefix`` and ``edits`` of each word:
    a word matches a value's word when equal, or value's word starts with it (``prefix``),
    or value's word holds it (``inside``), or their optimal-string-alignment distance is at most ``edits``.
    """

    words: tuple[Word, ...]
    fields: tuple[Field, ...]
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class StartsWith:
    """The whole value of one of the fields starts with the text, case-sensitive."""

    text: str
    fields: tuple[Field, ...]
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Like:
    """The whole text is of this form; a list of text: one element is.

    In ``pattern``, ``%`` stands for any characters, ``_`` for one, and a backslash makes the next one ordinary.
    """

    operand: Expr
    pattern: str
    ignore_case: bool = False
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class WithinDistance:
    """A geo field is at most ``metres`` from a point (a shape: its nearest point)."""

    operand: FieldRef
    longitude: float
    latitude: float
    metres: float
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class InBox:
    """A point is inside, a shape touches, the box; ``west > east`` crosses the antimeridian."""

    operand: FieldRef
    south: float
    west: float
    north: float
    east: float
    type: Type = Type.BOOLEAN


class Relation(StrEnum):
    """Topological tests."""

    INTERSECTS = "intersects"
    DISJOINT = "disjoint"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Topology:
    """A geo field is in this relation to a constant geometry; false when the field is null."""

    relation: Relation
    operand: FieldRef
    geometry: Geometry
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Always:
    """True or false for every row."""

    value: bool
    type: Type = Type.BOOLEAN


# ------------------------------------------------------------------ aggregates and groups


class Statistic(StrEnum):
    """Aggregates; COUNT without operand counts rows."""

    COUNT = "count"
    SUM = "sum"
    AVG = "avg"
    MEDIAN = "median"
    PERCENTILE = "percentile"
    MIN = "min"
    MAX = "max"
    STDDEV = "stddev"
    SUMSQUARES = "sumsquares"
    ENVELOPE = "envelope"
    BBOX = "bbox"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A statistic over the rows of a group, nulls ignored. ``percent`` (0 to 100) is for PERCENTILE, interpolated."""

    statistic: Statistic
    operand: Expr | None
    type: Type
    distinct: bool = False
    percent: float | None = None


class Unit(StrEnum):
    """Widths of date ranges, as ODSQL writes them."""

    MILLISECOND = "millisecond"
    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class EqualRange:
    """Classes of equal width on a number: ``[k*step, (k+1)*step[``. Keys are texts (section 14.6)."""

    operand: Expr
    step: float
    low: float | None = None
    high: float | None = None
    type: Type = Type.TEXT


@dataclass(frozen=True, slots=True)
class DateRange:
    """Classes of equal duration in the query's timezone; week starts on Monday."""

    operand: Expr
    count: int
    unit: Unit
    type: Type = Type.TEXT


@dataclass(frozen=True, slots=True)
class StaticRange:
    """Classes between bounds, lower included, upper excluded; ``None`` first or last is unbounded."""

    operand: Expr
    bounds: tuple[Literal | None, ...]
    type: Type = Type.TEXT


@dataclass(frozen=True, slots=True)
class GeoCluster:
    """Clusters of points for a slippy-map zoom (0 to 25) and a radius in pixels of a 256-pixel tile."""

    operand: FieldRef
    zoom: int
    radius: float = 40.0
    type: Type = Type.GEO_POINT


Expr = (
    Literal
    | FieldRef
    | Arithmetic
    | Negate
    | Length
    | ChangeCase
    | DatePart
    | DateFormat
    | IfNull
    | JsonFormat
    | Distance
    | RandomOrder
    | And
    | Or
    | Not
    | Compare
    | OneOf
    | Within
    | Contains
    | IsNull
    | IsTrue
    | UnderPath
    | TextMatch
    | StartsWith
    | Like
    | WithinDistance
    | InBox
    | Topology
    | Always
    | Aggregate
    | EqualRange
    | DateRange
    | StaticRange
    | GeoCluster
)


# ------------------------------------------------------------------ queries


@dataclass(frozen=True, slots=True)
class Column:
    """One output column. ``name`` is the alias, or the expression exactly as typed; ``label`` is for exports."""

    name: str
    expr: Expr
    label: str = ""
    precision: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One sort item; nulls last in both directions."""

    expr: Expr
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A checked query.

    Without ``groups`` and aggregates: plain rows. With an aggregate and no group: one row.
    ``columns`` hold the group keys first, then the other selected columns, in output order.
    ``limit`` None means all. A stable internal order (row number, or group keys ascending) completes ``order``.
    """

    columns: tuple[Column, ...]
    where: Expr = Always(True)
    groups: tuple[Expr, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = 10
    offset: int = 0
    timezone: str = "UTC"
    lang: str = "fr"
    aggregated: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet to count: distinct values of a field (elements of a list, levels of a path, years of a date).

    ``sort`` is one of count, -count, alphanum, -alphanum, num, -num. ``where`` is the whole condition to count
    under; for a disjunctive facet its own refinements are left out.
    ``prefix`` holds the refined path, whose children are listed: ``("2026",)`` asks years, then the months of 2026.
    """

    field: Field
    where: Expr
    sort: str = "-count"
    limit: int = 100
    disjunctive: bool = False
    separator: str | None = None
    refined: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
