"""Other tables: a join on keys, places inside shapes, codes of French territories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlglot import exp

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.engine.lower.sql import SQL, alias, both, case, col, fn, is_null, not_null, num, op, text
from parvis.data.ingest.processors import territories
from parvis.data.ingest.processors.constants import constant
from parvis.data.ingest.processors.definition import Example, processor
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.frame import Frame, Watch, columns_of
from parvis.data.ingest.processors.library.shared import FIELD, new
from parvis.data.ingest.processors.parameters import Parameter
from parvis.data.ingest.processors.resources import Resource

Values = Mapping[str, Any]
DATASET = Parameter("dataset", "text", "The identifier of the other dataset, on the same domain.")
TAKE = Parameter("take", "fields", "The fields of the other dataset to add.")
PREFIX = Parameter("prefix", "text", "What comes before their identifiers.", "")


@processor(
    "join",
    "joins",
    en=(
        "Join another dataset",
        "Adds fields of another dataset where keys agree; the first match counts, rows without match are reported.",
    ),
    fr=(
        "Joindre un autre jeu",
        "Ajoute des champs d’un autre jeu là où les clés concordent ; les lignes sans correspondance sont signalées.",
    ),
    takes=(
        DATASET,
        Parameter("on", "mapping", "Fields of this table to the fields of the other that they equal."),
        TAKE,
        Parameter("kind", "choice", "Whether rows without match stay.", "left", choices=("left", "inner")),
        PREFIX,
    ),
    example=Example(
        ({"code": "29019"}, {"code": "99999"}),
        {"dataset": "communes", "on": {"code": "insee"}, "take": ["nom"]},
        ({"code": "29019", "nom": "Brest"}, {"code": "99999", "nom": None}),
        reads={"communes": ({"insee": "29019", "nom": "Brest"}, {"insee": "35238", "nom": "Rennes"})},
        rejected=((2, "99999"),),
    ),
)
def join(frame: Frame, p: Values) -> Frame:
    """A hash join on the other's first row by key; its identity is kept as a parent."""
    found = frame.run.resolve(p["dataset"])
    mine = [frame.field(name) for name in p["on"]]
    theirs = [other_field(found, name) for name in p["on"].values()]
    for left, right in zip(mine, theirs, strict=True):
        if left.type is not right.type or left.is_list or right.is_list or left.type in _PLACES:
            raise InvalidPipeline(
                f"{left.name} is {left.type.value} and {right.name} of {p['dataset']} is {right.type.value}: "
                "they cannot be equal",
                hint="retype one of them first",
            )
    taken = [other_field(found, name) for name in p["take"]]
    added = [replace(f, name=frame.free(p["prefix"] + f.name), key=False) for f in taken]
    keys = [alias(col(field.name), f"=j{n}") for n, field in enumerate(theirs)]
    values = [arg_first(old, new_) for f, g in zip(taken, added, strict=True) for old, new_ in _pairs(f, g)]
    first = exp.Select(expressions=[*keys, *values, alias(exp.true(), "=found")])
    first = first.from_(attached(frame, found), copy=False)
    first.set("group", exp.Group(expressions=[num(n + 1) for n in range(len(keys))]))
    on = both(*(op("=", _of("left", f.name), _of("right", f"=j{n}")) for n, f in enumerate(mine)))
    return joined(frame, first, on, added, mine, p["kind"], "no match in " + p["dataset"])


_PLACES = (FieldType.GEO_POINT, FieldType.GEO_SHAPE)


def joined(
    frame: Frame, right: exp.Select, on: SQL, added: Sequence[Field], shown: Sequence[Field], kind: str, reason: str
) -> Frame:
    """The table beside another; rows without match are reported, and left out of an inner join."""
    mark = f"=e{frame.step}.0"
    missing = case(
        (is_null(_of("right", "=found")), fn("concat_ws", text(", "), *(_of("left", f.name) for f in shown)))
    )
    names = [n for field in frame.schema for n in columns_of(field)]
    columns = [_of("left", name) for name in (*names, *frame.hidden)]
    columns += [_of("right", n) for field in added for n in columns_of(field)]
    select = exp.Select(expressions=[*columns, alias(missing, mark)])
    select = select.from_(exp.alias_(frame.table(), "left", table=True, quoted=True), copy=False)
    side = right.subquery(exp.to_identifier("right", quoted=True))
    select = select.join(side, on=on, join_type="left", copy=False)
    made = frame.onward(select, Schema.of([*frame.schema, *added]))
    watch = Watch(frame.step, frame.processor, mark, made.relation, shown[0].name, reason)
    # A hash join run by several threads does not keep the order of rows.
    made = replace(made, watches=(*made.watches, watch), live=(*made.live, mark), ordered=False)
    return made.where(is_null(col(mark))) if kind == "inner" else made


def _of(table: str, name: str) -> SQL:
    identifier = exp.Identifier(this=name, quoted=True)
    return exp.Column(this=identifier, table=exp.Identifier(this=table, quoted=True))


def other_field(found: Resource, name: str) -> Field:
    """A field of the other dataset. Raises InvalidPipeline."""
    field = found.schema.get(name)
    if field is None:
        names = ", ".join(list(found.schema.by_name)[:20])
        raise InvalidPipeline(f"{found.parent.dataset_id} has no field {name[:60]!r}", hint=f"its fields are {names}")
    return field


def arg_first(old: str, new_: str) -> SQL:
    """The value of the first row of a group."""
    number = exp.Column(this=exp.Identifier(this="rowid", quoted=False))
    return alias(fn("arg_min_null", col(old), number), new_)


def _pairs(old: Field, new_: Field) -> list[tuple[str, str]]:
    return list(zip(columns_of(old), columns_of(new_), strict=True))


def attached(frame: Frame, found: Resource) -> exp.Expression:
    """The rows of another dataset; it becomes a parent of what is made."""
    key = str(found.path)
    if key not in frame.run.attached:
        assert frame.run.attach is not None
        frame.run.attached[key] = frame.run.attach(found.path)
        frame.run.parents.append(found.parent)
    names = [exp.Identifier(this=part, quoted=True) for part in ("rows", "main", frame.run.attached[key])]
    return exp.Table(this=names[0], db=names[1], catalog=names[2])


@processor(
    "join_shapes",
    "joins",
    en=("Point in polygon", "Adds fields of the shape of another dataset that holds each point; the first one counts."),
    fr=(
        "Point dans un polygone",
        "Ajoute des champs de la forme d’un autre jeu qui contient chaque point ; la première compte.",
    ),
    takes=(
        FIELD,
        DATASET,
        Parameter("shape", "text", "The field of the other dataset with shapes."),
        TAKE,
        Parameter("kind", "choice", "Whether rows without match stay.", "left", choices=("left", "inner")),
        PREFIX,
    ),
    example=Example(
        ({"p": [2.5, 48.5]}, {"p": [9.0, 9.0]}),
        {"field": "p", "dataset": "zones", "shape": "forme", "take": ["zone"]},
        ({"p": [2.5, 48.5], "zone": "A"}, {"p": [9.0, 9.0], "zone": None}),
        types={"p": "geo_point_2d", "forme": "geo_shape"},
        reads={"zones": ({"zone": "A", "forme": "POLYGON ((2 48, 3 48, 3 49, 2 49, 2 48))"},)},
        rejected=((2, "9.0, 9.0"),),
    ),
)
def join_shapes(frame: Frame, p: Values) -> Frame:
    """A spatial join gives the row and the first shape; a hash join brings it back."""
    point = frame.field(p["field"], FieldType.GEO_POINT)
    found = frame.run.resolve(p["dataset"])
    shape = other_field(found, p["shape"])
    if shape.type is not FieldType.GEO_SHAPE:
        raise InvalidPipeline(f"{shape.name} of {p['dataset']} is {shape.type.value}, not geo_shape")
    taken = [other_field(found, name) for name in p["take"]]
    added = [replace(f, name=frame.free(p["prefix"] + f.name), key=False) for f in taken]
    lon, lat = columns_of(point)
    points = exp.Select(expressions=[alias(col(lon), "=lon"), alias(col(lat), "=lat")]).distinct(copy=False)
    points = points.from_(frame.table(), copy=False).where(not_null(col(lon)), copy=False)
    west, south, east, north = columns_of(shape)[1:]
    inside = both(
        op(">=", col("=lon"), col(west)),
        op("<=", col("=lon"), col(east)),
        op(">=", col("=lat"), col(south)),
        op("<=", col("=lat"), col(north)),
        fn("ST_Intersects", fn("ST_GeomFromWKB", col(shape.name)), fn("ST_Point", col("=lon"), col("=lat"))),
    )
    columns = list(dict.fromkeys(n for f in (*taken, shape) for n in columns_of(f)))
    number = exp.Column(this=exp.Identifier(this="rowid", quoted=False))
    other = exp.Select(expressions=[*map(col, columns), alias(number, "=shape")]).from_(
        attached(frame, found), copy=False
    )
    first = exp.Select(expressions=[col("=lon"), col("=lat"), alias(exp.true(), "=found")])
    first.set(
        "expressions",
        [
            *first.expressions,
            *(
                alias(fn("arg_min_null", col(old), col("=shape")), made)
                for f, g in zip(taken, added, strict=True)
                for old, made in _pairs(f, g)
            ),
        ],
    )
    first = first.from_(points.subquery("points"), copy=False).join(other.subquery("shapes"), on=inside, copy=False)
    first.set("group", exp.Group(expressions=[num(1), num(2)]))
    on = both(op("=", _of("left", lon), _of("right", "=lon")), op("=", _of("left", lat), _of("right", "=lat")))
    shown = [Field(lon, FieldType.DOUBLE), Field(lat, FieldType.DOUBLE)]
    return joined(frame, first, on, added, shown, p["kind"], "in no shape of " + p["dataset"])


GIVES = {
    "commune": (
        "nom_commune",
        "code_epci",
        "nom_epci",
        "code_departement",
        "nom_departement",
        "code_region",
        "nom_region",
    ),
    "epci": ("nom_epci",),
    "departement": ("nom_departement", "code_region", "nom_region"),
    "region": ("nom_region",),
}


@processor(
    "territory",
    "joins",
    en=("French territories", "Adds names and codes of commune, intercommunality, département and region from a code."),
    fr=(
        "Territoires français",
        "Ajoute noms et codes de commune, d’EPCI, de département et de région à partir d’un code.",
    ),
    takes=(
        FIELD,
        Parameter("level", "choice", "What the code is of.", "commune", choices=tuple(GIVES)),
        Parameter("take", "fields", "What to add; everything when absent.", None),
        PREFIX,
    ),
    example=Example(
        ({"insee": "29019"}, {"insee": "00000"}),
        {"field": "insee", "take": ["nom_commune", "code_departement", "nom_region"]},
        (
            {"insee": "29019", "nom_commune": "Brest", "code_departement": "29", "nom_region": "Bretagne"},
            {"insee": "00000", "nom_commune": None, "code_departement": None, "nom_region": None},
        ),
        rejected=((2, "00000"),),
    ),
)
def territory(frame: Frame, p: Values) -> Frame:
    """By the official geographic code, in force when the reference was made; former communes lead to their heirs."""
    field = frame.text(p["field"])
    level = p["level"]
    taken = p["take"] or list(GIVES[level])
    unknown = [name for name in taken if name not in GIVES[level]]
    if unknown:
        raise InvalidPipeline(f"{level} does not give {unknown[0][:60]!r}", hint=f"it gives {', '.join(GIVES[level])}")
    added = [new(frame, p["prefix"] + name, FieldType.TEXT) for name in taken]
    path = constant(str(territories.table(level)))
    columns = [alias(col(name), f.name) for name, f in zip(taken, added, strict=True)]
    reader = fn("read_parquet", path)
    right = exp.Select(expressions=[alias(col("code"), "=j0"), *columns, alias(exp.true(), "=found")])
    right = right.from_(exp.Table(this=reader), copy=False)
    on = op("=", _of("left", field.name), _of("right", "=j0"))
    return joined(frame, right, on, added, [field], "left", f"not the code of a {level} today or before")
