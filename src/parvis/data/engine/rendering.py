"""Values as export files show them (section 11 of the Explore reference), made inside DuckDB.

Must agree with :mod:`parvis.data.exports.values`, which does the same on Python values.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from parvis.data.engine.lower.common import coordinate
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.dates import offset_text
from parvis.data.engine.lower.duckdb.primitives import cast
from parvis.data.engine.lower.sql import SQL, alias, case, col, fn, is_null, not_null, num, op, text
from parvis.data.engine.lower.statement import Display, Rename
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type

WGS84 = 4326
_PRECISIONS = {"year": "%Y", "month": "%Y-%m"}


def json_value(column: typed.Column, value: SQL, context: Context) -> SQL:
    """A value that COPY to JSON writes in its v2.1 form."""
    kind = column.expr.type
    if kind is Type.GEO_POINT:
        return _point(column, value)
    if kind is Type.GEO_SHAPE:
        feature = context.sql.join(text('{"type":"Feature","geometry":'), value, text(',"properties":{}}'))
        return cast(feature, "JSON")
    if kind in (Type.JSON, Type.FILE):
        return case((fn("json_valid", value), cast(value.copy(), "JSON")), default=fn("to_json", value.copy()))
    return _scalar(column, value, context)


def csv_value(list_separator: str, *, escape_formulas: bool = False) -> Display:
    """Values as CSV writes them, lists joined; ``escape_formulas`` puts an apostrophe before what a sheet would run."""
    plain = _csv_value(list_separator)

    def display(column: typed.Column, value: SQL, context: Context) -> SQL:
        shown = plain(column, value, context)
        if column.expr.type not in _TEXTS:
            return shown
        escaped = context.sql.join(text("'"), shown.copy())
        return case((fn("regexp_matches", shown.copy(), text(FORMULA)), escaped), default=shown)

    return display if escape_formulas else plain


FORMULA = r"^[=+\-@\t\r]"
"""What begins a formula in a spreadsheet."""
_TEXTS = frozenset({Type.TEXT, Type.TEXT_LIST, Type.JSON, Type.FILE})


def _csv_value(list_separator: str) -> Display:
    def display(column: typed.Column, value: SQL, context: Context) -> SQL:
        kind = column.expr.type
        if kind is Type.TEXT_LIST:
            if column.expr in context.replaced:  # a group by element: one text
                return value
            return fn("array_to_string", value, context.bind(list_separator))
        if kind is Type.GEO_POINT:
            lon, lat = _coordinates(column, value)
            return context.sql.join(cast(lat, "VARCHAR"), text(", "), cast(lon, "VARCHAR"))
        return _scalar(column, value, context)

    return display


def parquet_value(column: typed.Column, value: SQL, context: Context) -> SQL:
    """Typed values: instants with their zone, points as structures, shapes as geometries."""
    kind = column.expr.type
    if kind is Type.GEO_POINT:
        return _point(column, value)
    if kind is Type.GEO_SHAPE:
        if isinstance(column.expr, typed.FieldRef):
            return fn("st_geomfromwkb", col(column.expr.field.name))
        return fn("st_geomfromgeojson", value)
    if kind is Type.DATETIME:
        return fn("timezone", text("UTC"), value)
    return value


def arrow_value(column: typed.Column, value: SQL, context: Context) -> SQL:
    """As :func:`parquet_value`, shapes in WKB."""
    if column.expr.type is Type.GEO_SHAPE:
        if isinstance(column.expr, typed.FieldRef):
            return col(column.expr.field.name)
        return fn("st_aswkb", fn("st_geomfromgeojson", value))
    return parquet_value(column, value, context)


@dataclass(frozen=True, slots=True)
class Projection:
    """Which column of a query is the geometry of the file, and the EPSG code of its coordinates."""

    column: int
    epsg: int = WGS84

    @property
    def crs(self) -> str:
        """The name that PROJ knows."""
        return f"EPSG:{self.epsg}"


def projected(query: typed.Query, projection: Projection, plain: Display, form: str) -> Display:
    """As ``plain``, save the geometry of the file, reprojected: as ``wkb``, ``geometry`` or ``json``."""
    chosen = query.columns[projection.column]

    def display(column: typed.Column, value: SQL, context: Context) -> SQL:
        if column != chosen:
            return plain(column, value, context)
        shape = _geometry(column, value)
        if projection.epsg != WGS84:
            shape = fn("st_transform", shape, text("EPSG:4326"), text(projection.crs), exp.true())
        if form == "wkb":
            return fn("st_aswkb", shape)
        if form == "geometry":
            return fn("st_setcrs", shape, text(projection.crs)) if projection.epsg != WGS84 else shape
        if column.expr.type is Type.GEO_SHAPE:
            written = fn("st_asgeojson", shape)
            return cast(context.sql.join(text('{"geometry":'), written, text("}")), "JSON")
        point = structure({"lon": fn("st_x", shape), "lat": fn("st_y", shape.copy())})
        return case((not_null(shape.copy()), point))

    return display


def _geometry(column: typed.Column, value: SQL) -> SQL:
    """The geometry of a point, a cluster or a shape; null without coordinates."""
    if column.expr.type is not Type.GEO_SHAPE:
        lon, lat = _coordinates(column, value)
        return fn("st_point", lon, lat)
    if isinstance(column.expr, typed.FieldRef):
        return fn("st_geomfromwkb", col(column.expr.field.name))
    return fn("st_geomfromgeojson", value)


def geometry_column(query: typed.Query) -> int | None:
    """The column that is the geometry of a file: the first shape, else the first point."""
    kinds = [c.expr.type for c in query.columns]
    return next((kinds.index(kind) for kind in (Type.GEO_SHAPE, Type.GEO_POINT) if kind in kinds), None)


def _scalar(column: typed.Column, value: SQL, context: Context) -> SQL:
    kind = column.expr.type
    if kind is Type.DOUBLE:
        return case((fn("isfinite", value), value.copy()))
    if kind is Type.DATE and column.precision in _PRECISIONS:
        return fn("strftime", value, text(_PRECISIONS[column.precision]))
    if kind is Type.DATETIME:
        return instant(value, context)
    return value


def instant(value: SQL, context: Context) -> SQL:
    """ISO 8601 with the offset of the query's timezone; microseconds only when there are some."""
    wall = value if context.is_utc else context.sql.to_wall(value, context)
    whole = fn("replace", cast(wall, "VARCHAR"), text(" "), text("T"))
    exact = fn("strftime", wall.copy(), text("%Y-%m-%dT%H:%M:%S.%f"))
    fraction = op("%", fn("microsecond", value.copy()), num(1_000_000))
    shown = case((op("=", fraction, num(0)), whole), (not_null(value.copy()), exact))
    offset = text("+00:00") if context.is_utc else offset_text(wall.copy(), context)
    return context.sql.join(shown, offset)


def _coordinates(column: typed.Column, value: SQL) -> tuple[SQL, SQL]:
    if isinstance(column.expr, typed.FieldRef):
        return coordinate(column.expr, "lon"), coordinate(column.expr, "lat")
    return fn("array_extract", value, num(1)), fn("array_extract", value.copy(), num(2))


def _point(column: typed.Column, value: SQL) -> SQL:
    lon, lat = _coordinates(column, value)
    point = structure({"lon": lon, "lat": lat})
    if isinstance(column.expr, typed.GeoCluster):
        point = structure({"cluster_centroid": point})
    return case((is_null(lon.copy()), exp.Null()), default=point)


def structure(members: dict[str, SQL]) -> SQL:
    """A structure with these members, in order."""
    pairs = [
        exp.PropertyEQ(this=exp.Identifier(this=name, quoted=True), expression=value) for name, value in members.items()
    ]
    return exp.Struct(expressions=pairs)


def feature_of(chosen: int | None, shape: bool, names: list[str], query: typed.Query) -> Rename:
    """GeoJSON features: the chosen column is the geometry, the others are properties."""

    def rename(columns: list[SQL]) -> list[SQL]:
        geometry: SQL = exp.Null()
        if chosen is not None:
            value = columns[chosen]
            geometry = fn("json_extract", value, text("$.geometry")) if shape else _point_geometry(value)
        kept = {name: c for i, (name, c) in enumerate(zip(names, columns, strict=True)) if i != chosen}
        properties = structure(kept) if kept else cast(text("{}"), "JSON")
        return [
            alias(text("Feature"), "type"),
            alias(geometry, "geometry"),
            alias(properties, "properties"),
        ]

    return rename


def _point_geometry(value: SQL) -> SQL:
    """The point structure of :func:`json_value` as a GeoJSON geometry."""
    lon, lat = (fn("struct_extract", value.copy(), text(name)) for name in ("lon", "lat"))
    coordinates = exp.Array(expressions=[lon, lat])
    point = structure({"type": text("Point"), "coordinates": coordinates})
    return case((not_null(value), point))
