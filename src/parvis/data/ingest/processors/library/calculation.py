"""Values computed: expressions, missing values, numbers rounded, units and currencies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlglot import exp

from parvis.core.fields import NUMERIC, Field, FieldType
from parvis.data.engine.lower.common import certain
from parvis.data.engine.lower.duckdb.primitives import cast
from parvis.data.engine.lower.sql import SQL, both, case, col, fn, is_null, not_null, num, op, wrap
from parvis.data.ingest.processors.constants import Constants, constant
from parvis.data.ingest.processors.definition import Example, processor
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.frame import Frame, Output, columns_of
from parvis.data.ingest.processors.library.shared import FIELD, NEW, TO, new, target
from parvis.data.ingest.processors.parameters import Parameter
from parvis.data.odsql import typed
from parvis.data.odsql.compiler import compile_query, compile_where
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.odsql.typed import Type

Values = Mapping[str, Any]


@processor(
    "expression",
    "calculation",
    en=("Expression", "Computes a field with the expression language of queries (ODSQL)."),
    fr=("Expression", "Calcule un champ avec le langage d’expression des requêtes (ODSQL)."),
    takes=(Parameter("expression", "text", "An ODSQL expression."), Parameter("to", "name", "The field.")),
    example=Example(
        ({"prix": 10, "quantite": 3},),
        {"expression": "prix * quantite", "to": "total"},
        ({"prix": 10, "quantite": 3, "total": 30},),
        types={"prix": "int", "quantite": "int"},
    ),
)
def expression(frame: Frame, p: Values) -> Frame:
    """One column of a query."""
    node = value_node(frame, p["expression"])
    if node.type in (Type.GEO_POINT, Type.GEO_SHAPE, Type.FILE, Type.NULL):
        raise InvalidPipeline(f"an expression of type {node.type.value} makes no field")
    context = Constants(frame.run.timezone, frame.run.lang)
    is_condition = node.type is Type.BOOLEAN and not isinstance(node, typed.FieldRef | typed.Literal | typed.IfNull)
    value = certain(node, context) if is_condition else context.lower(node)
    old = frame.schema.get(p["to"])
    is_list = node.type is Type.TEXT_LIST
    type_ = FieldType.TEXT if is_list else FieldType(node.type.value)
    field = Field(p["to"], type_, label=old.label if old else p["to"], multivalued="," if is_list else None)
    if node.type is not Type.INT:
        return frame.put(Output(field, value))
    tried = fn("try", value)
    known = (not_null(col(name)) for name in sorted(set(_columns(node))))
    failed = both(is_null(tried), *known)
    return frame.put(Output(field, tried.copy(), failed, constant(p["expression"]), "out of range"))


def _columns(node: Any) -> Iterator[str]:
    """The columns that an expression reads: a whole number is null where one of them is, or out of range."""
    if isinstance(node, typed.FieldRef):
        yield columns_of(node.field)[0]
    elif is_dataclass(node):
        for member in fields(node):
            yield from _columns(getattr(node, member.name))


def value_node(frame: Frame, text: str) -> typed.Expr:
    """The typed tree of one expression. Raises the errors of ODSQL, InvalidPipeline for two or an aggregate."""
    query = QueryText(select=text, timezone=frame.run.timezone, lang=frame.run.lang)
    found = compile_query(query, frame.schema, purpose=Purpose.INTERNAL)
    if len(found.columns) != 1 or found.aggregated or text.strip() == "*":
        raise InvalidPipeline("one expression by row is expected", hint="such as price * quantity")
    return found.columns[0].expr


def condition(frame: Frame, text: str) -> SQL:
    """The SQL of a condition, true or false. Raises the errors of ODSQL."""
    context = Constants(frame.run.timezone, frame.run.lang)
    return certain(compile_where(text, frame.schema, timezone=frame.run.timezone), context)


@processor(
    "fill",
    "calculation",
    en=("Fill missing values", "Puts a value, or another field's, where a field is empty."),
    fr=("Compléter les valeurs manquantes", "Met une valeur, ou celle d’un autre champ, là où un champ est vide."),
    takes=(
        FIELD,
        Parameter("value", "text", "The value, as text.", None),
        Parameter("from", "field", "The field to take it from.", None),
    ),
    example=Example(({"a": None}, {"a": "x"}), {"field": "a", "value": "inconnu"}, ({"a": "inconnu"}, {"a": "x"})),
)
def fill(frame: Frame, p: Values) -> Frame:
    """The first that is not null."""
    field = frame.field(p["field"])
    if (p["value"] is None) == (p["from"] is None):
        raise InvalidPipeline("state either value or from")
    if p["from"] is not None:
        other = frame.field(p["from"])
        if (other.type, other.is_list) != (field.type, field.is_list):
            raise InvalidPipeline(f"{other.name} is {other.type.value}, {field.name} is {field.type.value}")
        if field.type is FieldType.GEO_POINT:
            sides = zip(columns_of(field), columns_of(other), strict=True)
            lon, lat = (fn("coalesce", col(a), col(b)) for a, b in sides)
            return frame.put(Output(field, (lon, lat)))
        value: SQL = col(other.name)
    else:
        value = fixed(field, p["value"])
    if field.type in (FieldType.GEO_POINT, FieldType.GEO_SHAPE):
        raise InvalidPipeline(f"{field.name} is {field.type.value}, which cannot be filled with this")
    return frame.put(Output(field, fn("coalesce", col(field.name), value)))


def fixed(field: Field, value: str) -> SQL:
    """A constant of the type of a field, from its text. Raises InvalidPipeline."""
    if field.is_list:
        return constant([value])
    try:
        match field.type:
            case FieldType.INT:
                return constant(int(value))
            case FieldType.DOUBLE:
                return constant(float(value))
            case FieldType.BOOLEAN:
                return constant({"true": True, "false": False}[value.lower()])
            case FieldType.DATE:
                return constant(date.fromisoformat(value))
            case FieldType.DATETIME:
                moment = datetime.fromisoformat(value)
                return constant(moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment)
            case _:
                return constant(value)
    except (ValueError, KeyError) as error:
        raise InvalidPipeline(f"{value[:60]!r} is not a value of {field.type.value}") from error


@processor(
    "round",
    "calculation",
    en=("Round numbers", "Rounds to a number of decimals, or to a multiple."),
    fr=("Arrondir les nombres", "Arrondit à un nombre de décimales, ou à un multiple."),
    takes=(
        FIELD,
        Parameter("decimals", "integer", "Decimals to keep.", 0, low=0, high=15),
        Parameter("to_multiple", "number", "Round to a multiple of this instead.", None, low=0),
        TO,
    ),
    example=Example(({"n": 17},), {"field": "n", "to_multiple": 5}, ({"n": 15},), types={"n": "int"}),
)
def round_numbers(frame: Frame, p: Values) -> Frame:
    """Half away from zero."""
    field = frame.field(p["field"], *NUMERIC)
    value: SQL = col(field.name)
    if p["to_multiple"]:
        step = constant(float(p["to_multiple"]))
        value = op("*", fn("round", quotient(value, step), num(0)), step.copy())
    else:
        value = fn("round", value, num(p["decimals"]))
    return frame.put(Output(target(frame, field, p["to"], field.type), value), after=field.name)


def quotient(left: SQL, right: SQL) -> SQL:
    """A division of doubles."""
    return exp.Paren(this=exp.Div(this=wrap(left), expression=wrap(right), typed=False, safe=False))


UNITS: dict[str, tuple[str, float]] = {
    "mm": ("length", 0.001),
    "cm": ("length", 0.01),
    "m": ("length", 1.0),
    "km": ("length", 1000.0),
    "in": ("length", 0.0254),
    "ft": ("length", 0.3048),
    "yd": ("length", 0.9144),
    "mi": ("length", 1609.344),
    "nmi": ("length", 1852.0),
    "m2": ("area", 1.0),
    "a": ("area", 100.0),
    "ha": ("area", 1e4),
    "km2": ("area", 1e6),
    "ac": ("area", 4046.8564224),
    "mg": ("mass", 1e-6),
    "g": ("mass", 0.001),
    "kg": ("mass", 1.0),
    "t": ("mass", 1000.0),
    "lb": ("mass", 0.45359237),
    "ml": ("volume", 1e-6),
    "cl": ("volume", 1e-5),
    "l": ("volume", 0.001),
    "m3": ("volume", 1.0),
    "s": ("time", 1.0),
    "min": ("time", 60.0),
    "h": ("time", 3600.0),
    "d": ("time", 86400.0),
    "m/s": ("speed", 1.0),
    "km/h": ("speed", 1 / 3.6),
    "kn": ("speed", 1852 / 3600),
    "mph": ("speed", 0.44704),
    "J": ("energy", 1.0),
    "kJ": ("energy", 1e3),
    "MJ": ("energy", 1e6),
    "Wh": ("energy", 3600.0),
    "kWh": ("energy", 3.6e6),
    "MWh": ("energy", 3.6e9),
    "GWh": ("energy", 3.6e12),
    "toe": ("energy", 4.1868e10),
}


@processor(
    "convert_unit",
    "calculation",
    en=("Convert units", f"Brings numbers from one unit to another of the same kind: {', '.join(UNITS)}."),
    fr=("Convertir des unités", f"Passe des nombres d’une unité à une autre de même nature : {', '.join(UNITS)}."),
    takes=(
        FIELD,
        Parameter("from", "choice", "The unit of the values.", choices=tuple(UNITS)),
        Parameter("unit", "choice", "The unit wanted.", choices=tuple(UNITS)),
        TO,
    ),
    example=Example(({"d": 1.5},), {"field": "d", "from": "km", "unit": "m"}, ({"d": 1500.0},), types={"d": "double"}),
)
def convert_unit(frame: Frame, p: Values) -> Frame:
    """One factor."""
    (kind, source), (other, wanted) = UNITS[p["from"]], UNITS[p["unit"]]
    if kind != other:
        raise InvalidPipeline(f"{p['from']} measures {kind}, {p['unit']} measures {other}")
    field = frame.field(p["field"], *NUMERIC)
    value = quotient(op("*", cast(col(field.name), "DOUBLE"), constant(source)), constant(wanted))
    result = replace(target(frame, field, p["to"], FieldType.DOUBLE), unit=p["unit"])
    return frame.put(Output(result, value), after=field.name)


@processor(
    "convert_currency",
    "calculation",
    en=("Convert currencies", "Brings amounts to one currency by a table of rates that you state."),
    fr=("Convertir des monnaies", "Ramène des montants à une monnaie selon une table de taux que vous donnez."),
    takes=(
        FIELD,
        Parameter("currency", "field", "The field with the currency of each row."),
        Parameter("rates", "numbers", "The worth of one unit of each currency in the one wanted."),
        NEW,
    ),
    example=Example(
        ({"montant": 10.0, "devise": "USD"}, {"montant": 5.0, "devise": "XXX"}),
        {"field": "montant", "currency": "devise", "rates": {"EUR": 1, "USD": 0.5}, "to": "euros"},
        ({"montant": 10.0, "devise": "USD", "euros": 5.0}, {"montant": 5.0, "devise": "XXX", "euros": None}),
        types={"montant": "double"},
        rejected=((2, "XXX"),),
    ),
)
def convert_currency(frame: Frame, p: Values) -> Frame:
    """A rate by row."""
    amount, currency = frame.field(p["field"], *NUMERIC), frame.text(p["currency"])
    code = fn("upper", fn("trim", col(currency.name)))
    rate = case(*((op("=", code.copy(), constant(k.upper())), constant(float(v))) for k, v in p["rates"].items()))
    wrong = both(not_null(col(amount.name)), is_null(rate))
    value = op("*", cast(col(amount.name), "DOUBLE"), rate.copy())
    field = new(frame, p["to"], FieldType.DOUBLE)
    return frame.put(Output(field, value, wrong, col(currency.name), "no rate for this currency"))
