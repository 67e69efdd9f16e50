"""Places: points made, shapes changed and measured, other coordinates, codes, addresses found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyproj
import pyproj.exceptions
from sqlglot import exp

from parvis.core.fields import GEOGRAPHIC, NUMERIC, FieldType
from parvis.data.engine.lower.duckdb.primitives import cast
from parvis.data.engine.lower.sql import SQL, both, col, fn, invert, is_null, not_null, num, op, text
from parvis.data.ingest.processors.constants import constant
from parvis.data.ingest.processors.definition import Example, processor
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.frame import Frame, Output, columns_of, value_of
from parvis.data.ingest.processors.library.calculation import quotient
from parvis.data.ingest.processors.library.privacy import DEGREE
from parvis.data.ingest.processors.library.shared import FIELD, NEW, TO, new, target
from parvis.data.ingest.processors.parameters import Parameter

Values = Mapping[str, Any]
EPSG = Parameter(
    "epsg", "integer", "The EPSG code of the coordinates, such as 2154 (Lambert-93).", 4326, low=1024, high=999_999
)
SQUARE = "POLYGON ((2 49, 3 49, 3 48, 2 48, 2 49))"


@processor(
    "create_point",
    "places",
    en=("Make a point", "Makes a point of two number fields, in degrees or in the coordinates of an EPSG code."),
    fr=("Créer un point", "Fait un point de deux champs numériques, en degrés ou dans les coordonnées d’un code EPSG."),
    takes=(
        Parameter("longitude", "field", "Longitude, or the coordinate to the east."),
        Parameter("latitude", "field", "Latitude, or the coordinate to the north."),
        NEW,
        EPSG,
    ),
    example=Example(
        ({"x": 652301.565, "y": 6861302.726},),
        {"longitude": "x", "latitude": "y", "to": "p", "epsg": 2154},
        ({"x": 652301.565, "y": 6861302.726, "p": [2.35, 48.85]},),
        types={"x": "double", "y": "double"},
    ),
)
def create_point(frame: Frame, p: Values) -> Frame:
    """Both coordinates or none; what lies out of the world is rejected."""
    x, y = (frame.field(p[name], *NUMERIC) for name in ("longitude", "latitude"))
    lon, lat = cast(col(x.name), "DOUBLE"), cast(col(y.name), "DOUBLE")
    given = both(not_null(lon.copy()), not_null(lat.copy()))
    if p["epsg"] != 4326:
        point = fn("try", transform(frame, fn("ST_Point", lon, lat), p["epsg"], 4326))
        lon, lat = fn("ST_X", point), fn("ST_Y", point.copy())
    inside = both(
        exp.Between(this=lon.copy(), low=num(-180), high=num(180)),
        exp.Between(this=lat.copy(), low=num(-90), high=num(90)),
    )
    wrong = both(given, invert(fn("coalesce", inside, exp.false())))
    shown = fn("concat_ws", text(", "), col(x.name), col(y.name))
    return frame.put(
        Output(new(frame, p["to"], FieldType.GEO_POINT), (lon, lat), wrong, shown, "not a place in the world")
    )


def transform(frame: Frame, geometry: SQL, source: int, to: int) -> SQL:
    """Coordinates of another system, x before y. Raises InvalidPipeline for a code that PROJ does not know."""
    for code in (source, to):
        try:
            pyproj.CRS.from_epsg(code)
        except pyproj.exceptions.CRSError as error:
            raise InvalidPipeline(f"EPSG:{code} is not a known system of coordinates") from error
    order = exp.PropertyEQ(this=exp.to_identifier("always_xy"), expression=exp.true())
    return fn("ST_Transform", geometry, text(f"EPSG:{source}"), text(f"EPSG:{to}"), order)


def _metric(geometry: SQL, change: Any) -> SQL:
    """A change made in metres around the middle of each shape."""
    scale = op("*", fn("cos", fn("radians", fn("ST_Y", fn("ST_Centroid", geometry.copy())))), constant(DEGREE))
    zero, high = constant(0.0), constant(DEGREE)
    flat = fn("ST_Affine", geometry, scale, zero, zero, high, zero, zero)
    back = (
        quotient(constant(1.0), scale.copy()),
        constant(0.0),
        constant(0.0),
        constant(1 / DEGREE),
        constant(0.0),
        constant(0.0),
    )
    return fn("ST_Affine", change(flat), *back)


@processor(
    "reproject",
    "places",
    en=("Bring to WGS 84", "Brings shapes from the coordinates of an EPSG code to degrees."),
    fr=("Ramener en WGS 84", "Ramène des formes des coordonnées d’un code EPSG aux degrés."),
    takes=(FIELD, Parameter("epsg", "integer", "The EPSG code of the shapes.", low=1024, high=999_999)),
    example=Example(
        ({"g": "POINT (652301.5648305 6861302.7258999)"},),
        {"field": "g", "epsg": 2154},
        ({"g": "POINT (2.35 48.85)"},),
        types={"g": "geo_shape"},
    ),
)
def reproject(frame: Frame, p: Values) -> Frame:
    """By the parameters of PROJ."""
    field = frame.field(p["field"], FieldType.GEO_SHAPE)
    value = fn("try", transform(frame, value_of(field), p["epsg"], 4326))
    wrong = both(not_null(col(field.name)), is_null(value.copy()))
    return frame.put(
        Output(field, value, wrong, fn("left", fn("ST_AsText", value_of(field)), num(100)), "out of the system")
    )


def _changed(
    name: str, en: tuple[str, str], fr: tuple[str, str], low: float, result: str, change: Any, metres: float
) -> None:
    """A processor that changes shapes by a number of metres."""

    @processor(
        name,
        "places",
        en=en,
        fr=fr,
        takes=(FIELD, Parameter("metres", "number", "Metres.", low=low, high=100_000), TO),
        example=Example(({"g": SQUARE},), {"field": "g", "metres": metres}, ({"g": result},), types={"g": "geo_shape"}),
    )
    def compile_(frame: Frame, p: Values) -> Frame:
        field = frame.field(p["field"], *GEOGRAPHIC)
        value = _metric(value_of(field), lambda flat: change(flat, constant(float(p["metres"]))))
        return frame.put(Output(target(frame, field, p["to"], FieldType.GEO_SHAPE), value), after=field.name)


_changed(
    "simplify",
    ("Simplify shapes", "Takes off points of shapes that are nearer than a distance to what is left."),
    ("Simplifier les formes", "Retire des formes les points à moins d’une distance de ce qui reste."),
    0,
    SQUARE,
    lambda flat, metres: fn("ST_SimplifyPreserveTopology", flat, metres),
    10,
)
_changed(
    "buffer",
    ("Buffer", "Widens places by a distance."),
    ("Zone tampon", "Élargit les lieux d’une distance."),
    0,
    SQUARE,
    lambda flat, metres: fn("ST_Buffer", flat, metres),
    0,
)


@processor(
    "centroid",
    "places",
    en=("Centre of a shape", "Makes a point of the centre of a shape, or of a point that surely lies in it."),
    fr=("Centre d’une forme", "Fait un point du centre d’une forme, ou d’un point qui y est assurément."),
    takes=(FIELD, NEW, Parameter("inside", "boolean", "Whether the point must lie in the shape.", False)),
    example=Example(
        ({"g": SQUARE},), {"field": "g", "to": "p"}, ({"g": SQUARE, "p": [2.5, 48.5]},), types={"g": "geo_shape"}
    ),
)
def centroid(frame: Frame, p: Values) -> Frame:
    """In degrees."""
    field = frame.field(p["field"], FieldType.GEO_SHAPE)
    point = fn("ST_PointOnSurface" if p["inside"] else "ST_Centroid", value_of(field))
    output = Output(new(frame, p["to"], FieldType.GEO_POINT), (fn("ST_X", point), fn("ST_Y", point.copy())))
    return frame.put(output, after=field.name)


@processor(
    "measure",
    "places",
    en=("Area, length, perimeter", "Measures shapes on the ellipsoid, in metres and square metres."),
    fr=("Aire, longueur, périmètre", "Mesure les formes sur l’ellipsoïde, en mètres et mètres carrés."),
    takes=(FIELD, Parameter("what", "choice", "What to measure.", choices=("area", "length", "perimeter")), NEW),
    example=Example(
        ({"g": "LINESTRING (0 0, 0 1)"},),
        {"field": "g", "what": "length", "to": "m"},
        ({"g": "LINESTRING (0 0, 0 1)", "m": 110574.388558},),
        types={"g": "geo_shape"},
    ),
)
def measure(frame: Frame, p: Values) -> Frame:
    """The engine's geodesic functions want latitude first."""
    field = frame.field(p["field"], FieldType.GEO_SHAPE)
    value = fn(f"ST_{p['what'].title()}_Spheroid", fn("ST_FlipCoordinates", value_of(field)))
    return frame.put(Output(new(frame, p["to"], FieldType.DOUBLE), fn("round", value, num(6))), after=field.name)


@processor(
    "distance",
    "places",
    en=("Distance", "Measures the metres between two points, or to a fixed one (great circle)."),
    fr=("Distance", "Mesure les mètres entre deux points, ou jusqu’à un point fixe (grand cercle)."),
    takes=(
        FIELD,
        Parameter("other", "field", "The field of the other point.", None),
        Parameter("longitude", "number", "Longitude of the fixed point.", None, low=-180, high=180),
        Parameter("latitude", "number", "Latitude of the fixed point.", None, low=-90, high=90),
        NEW,
    ),
    example=Example(
        ({"p": [0.0, 0.0]},),
        {"field": "p", "longitude": 0, "latitude": 1, "to": "m"},
        ({"p": [0.0, 0.0], "m": 111195.1},),
        types={"p": "geo_point_2d"},
    ),
)
def distance(frame: Frame, p: Values) -> Frame:
    """Haversine, as in queries; to a decimetre."""
    field = frame.field(p["field"], FieldType.GEO_POINT)
    fixed = p["longitude"] is not None and p["latitude"] is not None
    if fixed == (p["other"] is not None):
        raise InvalidPipeline("state either other, or longitude and latitude")
    here = [fn("radians", col(name)) for name in columns_of(field)]
    if fixed:
        there = [fn("radians", constant(float(p[name]))) for name in ("longitude", "latitude")]
    else:
        there = [fn("radians", col(name)) for name in columns_of(frame.field(p["other"], FieldType.GEO_POINT))]
    half = [fn("pow", fn("sin", quotient(op("-", a, b), num(2))), num(2)) for a, b in zip(here, there, strict=True)]
    across = op("*", op("*", fn("cos", here[1].copy()), fn("cos", there[1].copy())), half[0])
    arc = fn("asin", fn("least", num(1), fn("sqrt", op("+", half[1], across))))
    value = fn("round", op("*", constant(2 * 6_371_008.8), arc), num(1))
    return frame.put(Output(new(frame, p["to"], FieldType.DOUBLE), value), after=field.name)


@processor(
    "geohash",
    "places",
    en=("Geohash", "Writes a point as a geohash."),
    fr=("Geohash", "Écrit un point en geohash."),
    takes=(FIELD, Parameter("length", "integer", "Signs of the code.", 8, low=1, high=12), NEW),
    example=Example(
        ({"p": [-5.6, 42.6]},),
        {"field": "p", "length": 5, "to": "h"},
        ({"p": [-5.6, 42.6], "h": "ezs42"},),
        types={"p": "geo_point_2d"},
    ),
)
def geohash(frame: Frame, p: Values) -> Frame:
    """Cells of base 32."""
    field = frame.field(p["field"], FieldType.GEO_POINT)
    lon, lat = map(col, columns_of(field))
    value = fn("parvis_geohash", lon, lat, constant(p["length"]))
    return frame.put(Output(new(frame, p["to"], FieldType.TEXT), value), after=field.name)


@processor(
    "write_shape",
    "places",
    en=(
        "Write as WKT or GeoJSON",
        "Writes a place as text; to read such texts, change the type of the field to geo_shape.",
    ),
    fr=(
        "Écrire en WKT ou GeoJSON",
        "Écrit un lieu en texte ; pour lire ces textes, passez le champ au type geo_shape.",
    ),
    takes=(FIELD, Parameter("as", "choice", "The form.", choices=("wkt", "geojson")), NEW),
    example=Example(
        ({"p": [2.0, 48.0]},),
        {"field": "p", "as": "wkt", "to": "t"},
        ({"p": [2.0, 48.0], "t": "POINT (2 48)"},),
        types={"p": "geo_point_2d"},
    ),
)
def write_shape(frame: Frame, p: Values) -> Frame:
    """Longitude first."""
    field = frame.field(p["field"], *GEOGRAPHIC)
    value = fn("ST_AsText" if p["as"] == "wkt" else "ST_AsGeoJSON", value_of(field))
    type_ = FieldType.TEXT if p["as"] == "wkt" else FieldType.JSON
    return frame.put(Output(new(frame, p["to"], type_), value), after=field.name)


@processor(
    "geocode",
    "places",
    en=("Geocode addresses", "Finds the point of French addresses with the address service of the installation."),
    fr=("Géocoder des adresses", "Trouve le point d’adresses françaises avec le service d’adresses de l’installation."),
    takes=(
        Parameter("fields", "fields", "The fields of the address, in order."),
        NEW,
        Parameter("score", "number", "The least certainty.", 0.5, low=0, high=1),
    ),
    example=Example(
        ({"adresse": "8 rue de la mairie 29200 Brest"}, {"adresse": "nulle part"}),
        {"fields": ["adresse"], "to": "p"},
        ({"adresse": "8 rue de la mairie 29200 Brest", "p": [-4.486, 48.39]}, {"adresse": "nulle part", "p": None}),
        rejected=((2, "nulle part"),),
    ),
)
def geocode(frame: Frame, p: Values) -> Frame:
    """Batches of addresses through the run's service; what is not found, or not surely, is rejected."""
    if frame.run.geocode is None:
        raise InvalidPipeline("no address service is set here", hint="the operator sets one")
    parts = [frame.text(name).name for name in p["fields"]]
    address = fn("nullif", fn("trim", fn("concat_ws", text(" "), *map(col, parts))), text(""))
    found = fn("parvis_geocode", address, constant(float(p["score"])))
    lon, lat = fn("list_extract", found, num(1)), fn("list_extract", found.copy(), num(2))
    wrong = both(not_null(address.copy()), is_null(found.copy()))
    output = Output(new(frame, p["to"], FieldType.GEO_POINT), (lon, lat), wrong, address.copy(), "address not found")
    return frame.put(output)
