"""A meeting of two tables as a relation, whose columns are named as those of one table with prefixed fields."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlglot import exp

from parvis.core.fields import NUMERIC, Field, FieldType
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.geo import RADIUS
from parvis.data.engine.lower.sql import SQL, alias, both, fn, num, op
from parvis.data.engine.lower.statement import Source
from parvis.data.engine.lower.statement import is_plain as keeps_all
from parvis.data.odsql import typed
from parvis.data.odsql.joining import Keeping, On, OnKeys, OnNearest, OnPlaces, Side, Touch
from parvis.data.odsql.typed import Always

_SUFFIXES = {
    FieldType.GEO_POINT: (".lon", ".lat"),
    FieldType.GEO_SHAPE: ("", ".west", ".south", ".east", ".north"),
}
_ROW = "=row"


@dataclass(frozen=True)
class JoinedSource:
    """A relation made of two. ``rows`` is how many rows the right file has: row numbers of the result are made of both.

    Row filters are lowered inside each side, in UTC; ``row_filter`` of the whole keeps everything. ``left_where`` is
    what the query asks of the left alone: who is nearest is then looked for only for those rows.
    """

    left: Source
    right: Source
    left_fields: tuple[Field, ...]
    right_fields: tuple[Field, ...]
    on: On
    keeping: Keeping
    rows: int
    left_where: typed.Expr = field(default_factory=lambda: Always(True))
    row_filter: typed.Expr = field(default_factory=lambda: Always(True))

    def relation(self, context: Context | None = None) -> exp.Expr:
        """The relation as an expression, in the dialect of DuckDB."""
        assert context is not None
        if isinstance(self.on, OnNearest):
            return self._nearest(self.on, context).subquery("joined")
        select = exp.Select(expressions=list(self._columns()))
        select = select.from_(self._side(Side.LEFT, context), copy=False)
        return self._met(select, self._side(Side.RIGHT, context), condition(self.on)).subquery("joined")

    def _met(self, select: exp.Select, right: exp.Subquery, on: SQL) -> exp.Select:
        kind = {"side": "LEFT"} if self.keeping is Keeping.LEFT else {}
        select.append("joins", exp.Join(this=right, on=on, **kind))
        return select

    def _side(self, side: Side, context: Context) -> exp.Subquery:
        """The rows and columns of one side that the caller may see, with the number of each row."""
        source, fields = (self.left, self.left_fields) if side is Side.LEFT else (self.right, self.right_fields)
        columns: list[SQL] = [exp.Column(this=exp.Identifier(this=name, quoted=True)) for name in physical(fields)]
        columns.append(alias(context.sql.row_number(), _ROW))
        select = exp.Select(expressions=columns).from_(source.relation(context), copy=False)
        if not keeps_all(source.row_filter):
            select.where(context.in_utc().lower(source.row_filter), copy=False)
        if side is Side.LEFT and not keeps_all(self.left_where):
            select.where(context.lower(self.left_where), copy=False)
        return select.subquery(side.value)

    def _columns(self) -> Iterator[SQL]:
        """Every column under its side, then the row number, unique and in the order of the left."""
        for side, fields in ((Side.LEFT, self.left_fields), (Side.RIGHT, self.right_fields)):
            yield from (alias(of(side, name), f"{side}.{name}") for name in physical(fields))
        matched = fn("coalesce", op("+", of(Side.RIGHT, _ROW), num(1)), num(0))
        number = op("+", op("*", of(Side.LEFT, _ROW), num(self.rows + 1)), matched)
        yield exp.Alias(this=exp.Paren(this=number), alias=exp.Identifier(this="rowid", quoted=False))

    def _nearest(self, on: OnNearest, context: Context) -> exp.Select:
        """The nearest of the right for each of the left, found among points of the same and of the next parallels."""
        pairs = self._near(on, context)
        select = exp.Select(expressions=[*self._columns(), alias(exp.column("metres", "near"), "distance")])
        select = select.from_(self._side(Side.LEFT, context), copy=False)
        kind = {"side": "LEFT"} if self.keeping is Keeping.LEFT else {}
        same = op("=", of(Side.LEFT, _ROW), exp.column("left_row", "near"))
        select.append("joins", exp.Join(this=pairs.subquery("near"), on=same, **kind))
        other = op("=", of(Side.RIGHT, _ROW), exp.column("right_row", "near"))
        select.append("joins", exp.Join(this=self._side(Side.RIGHT, context), on=other, **kind))
        return select

    def _near(self, on: OnNearest, context: Context) -> exp.Select:
        """Row numbers and metres of the nearest pairs."""
        width = math.degrees(on.metres / RADIUS) * 1.000001
        metres = between(on)
        best = fn("row", metres, of(Side.RIGHT, _ROW))
        expressions = [
            alias(of(Side.LEFT, _ROW), "left_row"),
            alias(fn("arg_min", of(Side.RIGHT, _ROW), best), "right_row"),
            alias(fn("min", metres.copy()), "metres"),
        ]
        select = exp.Select(expressions=expressions).from_(self._side(Side.LEFT, context), copy=False)
        select.append("joins", exp.Join(this=self._banded(on, width, context), on=same_band(on, width)))
        select.where(op("<=", metres.copy(), num(on.metres)), copy=False)
        select.set("group", exp.Group(expressions=[of(Side.LEFT, _ROW)]))
        return select

    def _banded(self, on: OnNearest, width: float, context: Context) -> exp.Subquery:
        """The right side three times: under its parallel, the one below and the one above."""
        neighbours = fn("unnest", exp.Array(expressions=[num(-1), num(0), num(1)]))
        band = op("+", parallel(of(Side.RIGHT, f"{on.right.name}.lat"), width), neighbours)
        whole = exp.Select(expressions=[exp.Star(), alias(band, "=band")])
        return whole.from_(self._side(Side.RIGHT, context), copy=False).subquery(Side.RIGHT.value)


def physical(fields: tuple[Field, ...]) -> Iterator[str]:
    """The columns that hold these fields in a file."""
    for one in fields:
        yield from (one.name + suffix for suffix in _SUFFIXES.get(one.type, ("",)))


def of(side: Side, name: str) -> SQL:
    """A column of a side."""
    return exp.Column(this=exp.Identifier(this=name, quoted=True), table=exp.Identifier(this=side.value, quoted=True))


def condition(on: OnKeys | OnPlaces) -> SQL:
    """When a row of the left meets one of the right."""
    if isinstance(on, OnKeys):
        return both(*(equal(left, right) for left, right in on.pairs))
    left, right = shape(Side.LEFT, on.left), shape(Side.RIGHT, on.right)
    if on.touch is Touch.INTERSECTS:
        return fn("st_intersects", left, right)
    return fn("st_within", left, right) if on.inside is Side.LEFT else fn("st_within", right, left)


def equal(left: Field, right: Field) -> SQL:
    """Both keys are equal; a whole number meets a decimal one."""
    one, other = of(Side.LEFT, left.name), of(Side.RIGHT, right.name)
    if left.type is not right.type and {left.type, right.type} <= NUMERIC:
        double = exp.DataType.build("DOUBLE", dialect="duckdb")
        one, other = exp.Cast(this=one, to=double), exp.Cast(this=other, to=double.copy())
    return op("=", one, other)


def shape(side: Side, one: Field) -> SQL:
    """The geometry of a field."""
    if one.type is FieldType.GEO_POINT:
        return fn("st_point", of(side, f"{one.name}.lon"), of(side, f"{one.name}.lat"))
    return fn("st_geomfromwkb", of(side, one.name))


def parallel(latitude: SQL, width: float) -> SQL:
    """The number of the band of latitudes."""
    return fn("floor", exp.Paren(this=exp.Div(this=latitude, expression=num(width))))


def same_band(on: OnNearest, width: float) -> SQL:
    """The point of the left is in the band."""
    band = exp.Column(
        this=exp.Identifier(this="=band", quoted=True), table=exp.Identifier(this=Side.RIGHT.value, quoted=True)
    )
    return op("=", parallel(of(Side.LEFT, f"{on.left.name}.lat"), width), band)


def between(on: OnNearest) -> SQL:
    """Great-circle metres between the two points."""
    lon1, lat1 = (of(Side.LEFT, f"{on.left.name}.{end}") for end in ("lon", "lat"))
    lon2, lat2 = (of(Side.RIGHT, f"{on.right.name}.{end}") for end in ("lon", "lat"))
    half = num(0.5)
    dlat = fn("sin", op("*", fn("radians", op("-", lat1, lat2)), half))
    dlon = fn("sin", op("*", fn("radians", op("-", lon1, lon2)), half.copy()))
    across = op("*", fn("cos", fn("radians", lat1.copy())), fn("cos", fn("radians", lat2.copy())))
    chord = op("+", op("*", dlat, dlat.copy()), op("*", across, op("*", dlon, dlon.copy())))
    return op("*", num(2 * RADIUS), fn("asin", fn("least", num(1.0), fn("sqrt", chord))))


__all__ = ["JoinedSource"]
