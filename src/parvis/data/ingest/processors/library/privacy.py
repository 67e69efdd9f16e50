"""Less about persons: hashes, masks, small counts, places moved, how many rows look alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from parvis.core.fields import NUMERIC, FieldType
from parvis.data.engine.lower.duckdb.primitives import cast
from parvis.data.engine.lower.sql import SQL, both, case, col, fn, num, op, text
from parvis.data.ingest.processors.constants import constant
from parvis.data.ingest.processors.definition import Example, processor
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.frame import Frame, Output, columns_of
from parvis.data.ingest.processors.library.calculation import quotient
from parvis.data.ingest.processors.library.shared import FIELD, NEW, TO, new, target
from parvis.data.ingest.processors.library.texts import as_text
from parvis.data.ingest.processors.parameters import Parameter

Values = Mapping[str, Any]
DEGREE = 111_194.93
"""Metres of a degree of latitude on the mean sphere."""


def hmac(frame: Frame, value: SQL) -> SQL:
    """HMAC-SHA-256 of a text under the domain's secret, in hexadecimal. Raises InvalidPipeline without secret."""
    if frame.run.secret is None:
        raise InvalidPipeline("there is no secret to hash with here", hint="run it on a domain")
    inner, outer = (fn("getvariable", text(f"parvis_secret_{side}")) for side in ("inner", "outer"))
    first = fn("sha256", exp.DPipe(this=cast(inner, "BLOB"), expression=fn("encode", value)))
    return fn("sha256", exp.DPipe(this=cast(outer, "BLOB"), expression=fn("unhex", first)))


@processor(
    "hash",
    "privacy",
    en=("Hash", "Replaces a value by a code that only this domain makes (HMAC-SHA-256): equal values stay equal."),
    fr=(
        "Hacher",
        "Remplace une valeur par un code propre au domaine (HMAC-SHA-256) : des valeurs égales restent égales.",
    ),
    takes=(FIELD, Parameter("length", "integer", "Signs of the code.", 16, low=8, high=64), TO),
    example=Example(({"nom": "Le Goff"},), {"field": "nom"}, ({"nom": "1e46431249a7d639"},)),
)
def hash_value(frame: Frame, p: Values) -> Frame:
    """A keyed hash: without the secret nobody can try values."""
    field = frame.field(p["field"])
    value = fn("left", hmac(frame, as_text(frame, field.name)), num(p["length"]))
    return frame.put(Output(target(frame, field, p["to"]), value), after=field.name)


@processor(
    "mask",
    "privacy",
    en=("Mask", "Hides the signs of a text but for a few at its ends; a text too short is hidden whole."),
    fr=(
        "Masquer",
        "Cache les signes d’un texte sauf quelques-uns aux bouts ; un texte trop court est caché en entier.",
    ),
    takes=(
        FIELD,
        Parameter("start", "integer", "Signs to show at the start.", 0, low=0, high=20),
        Parameter("end", "integer", "Signs to show at the end.", 0, low=0, high=20),
        TO,
    ),
    example=Example(({"tel": "0298008080"},), {"field": "tel", "end": 2}, ({"tel": "********80"},)),
)
def mask(frame: Frame, p: Values) -> Frame:
    """Stars."""
    field = frame.text(p["field"])
    value, shown = col(field.name), num(p["start"] + p["end"])
    hidden = op("-", fn("length", value), shown)
    stars = fn("repeat", text("*"), hidden)
    start, end = fn("left", value.copy(), num(p["start"])), fn("right", value.copy(), num(p["end"]))
    enough = op(">", fn("length", value.copy()), op("*", shown.copy(), num(2)))
    whole = fn("repeat", text("*"), fn("length", value.copy()))
    result = case((enough, fn("concat", start, stars, end)), (exp.true(), whole))
    kept = case((exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null())), result))
    return frame.put(Output(target(frame, field, p["to"]), kept), after=field.name)


@processor(
    "suppress_small",
    "privacy",
    en=("Suppress small counts", "Empties counts above zero and below a threshold, which might point at persons."),
    fr=(
        "Supprimer les petits effectifs",
        "Vide les effectifs non nuls sous un seuil, qui pourraient désigner des personnes.",
    ),
    takes=(
        FIELD,
        Parameter("threshold", "integer", "The smallest count to show.", 11, low=2),
        Parameter("others", "fields", "Other fields to empty in the same rows.", None),
    ),
    example=Example(
        ({"n": 3}, {"n": 0}, {"n": 40}), {"field": "n"}, ({"n": None}, {"n": 0}, {"n": 40}), types={"n": "int"}
    ),
)
def suppress_small(frame: Frame, p: Values) -> Frame:
    """Primary suppression."""
    field = frame.field(p["field"], *NUMERIC)
    small = both(op(">", col(field.name), num(0)), op("<", col(field.name), num(p["threshold"])))
    outputs = []
    for name in dict.fromkeys((field.name, *(p["others"] or ()))):
        other = frame.field(name)
        kept = tuple(case((small.copy(), exp.Null()), default=col(n)) for n in columns_of(other))
        if other.type is FieldType.GEO_SHAPE:
            raise InvalidPipeline(f"{name} is geo_shape, which cannot be emptied by row", hint="drop it")
        value = (kept[0], kept[1]) if other.type is FieldType.GEO_POINT else kept[0]
        outputs.append(Output(other, value))
    return frame.put(*outputs)


@processor(
    "k_anonymity",
    "privacy",
    en=(
        "k-anonymity",
        "Counts the rows that look the same by these fields; rows with fewer than k are reported, or left out.",
    ),
    fr=(
        "k-anonymat",
        "Compte les lignes semblables par ces champs ; celles sous k sont signalées ou retirées.",
    ),
    takes=(
        Parameter("fields", "fields", "The fields that might tell who somebody is."),
        Parameter("k", "integer", "The least number of rows alike.", 5, low=2),
        Parameter("remove", "boolean", "Whether rows below k are left out.", False),
        NEW,
    ),
    example=Example(
        ({"age": 30}, {"age": 30}, {"age": 81}),
        {"fields": ["age"], "k": 2, "to": "alike"},
        ({"age": 30, "alike": 2}, {"age": 30, "alike": 2}, {"age": 81, "alike": 1}),
        types={"age": "int"},
        rejected=((3, "1"),),
    ),
)
def k_anonymity(frame: Frame, p: Values) -> Frame:
    """Rows by combination of values; nulls are alike."""
    partition = [col(n) for name in p["fields"] for n in columns_of(frame.field(name))[:2]]
    window = exp.Window(this=fn("count", exp.Star()), partition_by=partition)
    counted = frame.put(Output(new(frame, p["to"], FieldType.INT), window)).reordered(frame.keys)
    alike = col(p["to"])
    below = op("<", alike, num(p["k"]))
    told = counted.put(
        Output(counted.field(p["to"]), alike.copy(), below, alike.copy(), f"fewer than {p['k']} rows alike")
    )
    return told.where(op(">=", col(p["to"]), num(p["k"]))) if p["remove"] else told


@processor(
    "donut",
    "privacy",
    en=(
        "Move places (donut)",
        "Moves each point by a distance between two bounds, in a direction drawn from the domain's secret.",
    ),
    fr=(
        "Déplacer les lieux (anneau)",
        "Déplace chaque point d’une distance entre deux bornes, dans une direction tirée du secret du domaine.",
    ),
    takes=(
        FIELD,
        Parameter("least", "number", "The least distance, in metres.", low=1, high=100_000),
        Parameter("most", "number", "The greatest distance, in metres.", low=1, high=100_000),
    ),
    example=Example(
        ({"p": None},), {"field": "p", "least": 100, "most": 200}, ({"p": None},), types={"p": "geo_point_2d"}
    ),
)
def donut(frame: Frame, p: Values) -> Frame:
    """Even over the ring; the same place and row always move alike, so that versions cannot be averaged."""
    field = frame.field(p["field"], FieldType.GEO_POINT)
    if p["least"] >= p["most"]:
        raise InvalidPipeline("least must be below most")
    lon, lat = map(col, columns_of(field))
    code = hmac(frame, fn("concat_ws", text("|"), cast(lon, "VARCHAR"), cast(lat, "VARCHAR")))
    first, second = (_share(fn("substr", code.copy(), num(start), num(12))) for start in (1, 13))
    low, high = constant(float(p["least"]) ** 2), constant(float(p["most"]) ** 2)
    reach = quotient(fn("sqrt", op("+", low, op("*", first, op("-", high, low.copy())))), constant(DEGREE))
    angle = op("*", second, constant(6.283185307179586))
    return frame.put(Output(field, moved(lon, lat, reach, angle)))


def _share(hexadecimal: SQL) -> SQL:
    """Twelve hexadecimal signs as a number from 0 to 1."""
    whole = cast(exp.DPipe(this=text("0x"), expression=hexadecimal), "BIGINT")
    return quotient(cast(whole, "DOUBLE"), constant(float(16**12)))


def moved(lon: SQL, lat: SQL, degrees: SQL, angle: SQL) -> tuple[SQL, SQL]:
    """The end of a great-circle arc from a point, by its length in degrees and its bearing in radians."""
    phi, arc = fn("radians", lat.copy()), fn("radians", degrees)
    sine = op(
        "+",
        op("*", fn("sin", phi), fn("cos", arc)),
        op("*", op("*", fn("cos", phi.copy()), fn("sin", arc.copy())), fn("cos", angle.copy())),
    )
    end = fn("asin", fn("greatest", num(-1), fn("least", num(1), sine)))
    east = op("*", op("*", fn("sin", angle), fn("sin", arc.copy())), fn("cos", phi.copy()))
    north = op("-", fn("cos", arc.copy()), op("*", fn("sin", phi.copy()), fn("sin", end.copy())))
    turned = op("+", lon.copy(), fn("degrees", fn("atan2", east, north)))
    wrapped = op("-", fn("fmod", op("+", turned, num(540)), num(360)), num(180))
    return wrapped, fn("degrees", end)


@processor(
    "grid",
    "privacy",
    en=(
        "Places on a grid",
        "Brings each point to the centre of its cell of a grid, whose side is about a number of metres.",
    ),
    fr=("Lieux sur une grille", "Ramène chaque point au centre de sa maille, de côté donné en mètres environ."),
    takes=(FIELD, Parameter("metres", "number", "The side of a cell.", low=1, high=1_000_000)),
    example=Example(
        ({"p": [2.0, 0.0]},),
        {"field": "p", "metres": 111194.93},
        ({"p": [1.500057, 0.5]},),
        types={"p": "geo_point_2d"},
    ),
)
def grid(frame: Frame, p: Values) -> Frame:
    """Rows of equal latitude; in each row, cells as wide as they are high."""
    field = frame.field(p["field"], FieldType.GEO_POINT)
    lon, lat = map(col, columns_of(field))
    side = constant(p["metres"] / DEGREE)
    middle = op("*", op("+", fn("floor", quotient(lat, side)), constant(0.5)), side.copy())
    middle = fn("greatest", constant(-89.999), fn("least", constant(89.999), middle))
    width = quotient(side.copy(), fn("cos", fn("radians", middle.copy())))
    east = op("*", op("+", fn("floor", quotient(lon, width)), constant(0.5)), width.copy())
    east = fn("greatest", constant(-180.0), fn("least", constant(180.0), east))
    return frame.put(Output(field, (east, middle.copy())))
