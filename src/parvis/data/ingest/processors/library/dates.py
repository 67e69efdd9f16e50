"""Dates: read in any stated form, and truncated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import duckdb
from sqlglot import exp

from parvis.core.fields import TEMPORAL, FieldType
from parvis.data.engine.lower.duckdb.primitives import cast
from parvis.data.engine.lower.sql import SQL, both, case, col, fn, is_null, not_null, text
from parvis.data.ingest.processors.constants import constant
from parvis.data.ingest.processors.definition import Example, processor
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.frame import Frame, Output
from parvis.data.ingest.processors.library.shared import FIELD, TO, target
from parvis.data.ingest.processors.parameters import Parameter

Values = Mapping[str, Any]
PRECISIONS = {
    "year": "year",
    "quarter": "month",
    "month": "month",
    "week": "day",
    "day": "day",
    "hour": "hour",
    "minute": "minute",
}
COMMON = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%d/%m/%y"]
_MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)


@processor(
    "parse_date",
    "dates",
    en=(
        "Normalise dates",
        "Reads texts as dates by the stated forms, else by the common ones, French month names included.",
    ),
    fr=(
        "Normaliser des dates",
        "Lit des textes comme dates selon les formes données, sinon les plus courantes, mois en lettres compris.",
    ),
    takes=(
        FIELD,
        Parameter("formats", "texts", "Forms to try in order, such as %d/%m/%Y.", None),
        Parameter(
            "time", "boolean", "Whether the result has a time; it is read in the time zone of the domain.", False
        ),
        TO,
    ),
    example=Example(
        ({"jour": "31/12/2024"}, {"jour": "1er mars 2024"}, {"jour": "bientôt"}),
        {"field": "jour"},
        ({"jour": "2024-12-31"}, {"jour": "2024-03-01"}, {"jour": None}),
        rejected=((3, "bientôt"),),
    ),
)
def parse_date(frame: Frame, p: Values) -> Frame:
    """The first form that reads the value."""
    field = frame.text(p["field"])
    raw: SQL = col(field.name)
    tidy = fn("trim", raw)
    if p["formats"] is None:
        tidy = _french(tidy)
    forms = list(map(_form, p["formats"] or COMMON + (["%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M"] if p["time"] else [])))
    moment = fn("try_strptime", tidy, constant(forms))
    if p["time"]:
        zone = constant(frame.run.timezone)
        moment = fn("timezone", text("UTC"), fn("timezone", zone, moment))
    type_ = FieldType.DATETIME if p["time"] else FieldType.DATE
    value = cast(moment, "TIMESTAMP" if p["time"] else "DATE")
    wrong = both(not_null(raw.copy()), is_null(value.copy()))
    output = Output(target(frame, field, p["to"], type_), value, wrong, raw.copy(), "not a date in these forms")
    return frame.put(output, after=field.name)


def _form(form: str) -> str:
    if not any(code in form for code in ("%Y", "%y", "%c", "%x", "%s", "%G")):
        raise InvalidPipeline(f"the form {form[:40]!r} has no year", hint="such as %d/%m/%Y")
    try:
        duckdb.connect(config={"threads": 1}).execute("SELECT try_strptime('', $1)", [form]).fetchall()
    except duckdb.Error as error:
        raise InvalidPipeline(f"the form {form[:40]!r} cannot be read", hint="such as %d/%m/%Y") from error
    return form


def _french(value: SQL) -> SQL:
    """A date with its month in letters as day/month/year; any other value as it is."""
    pattern = text(r"^(?:\p{L}+\s+)?(\d{1,2})(?:er)?\s+(\p{L}+)\.?\s+(\d{4})$")
    plain = fn("lower", fn("strip_accents", value))
    day, name, year = (fn("regexp_extract", plain.copy(), pattern.copy(), exp.Literal.number(n)) for n in (1, 2, 3))
    place = fn("list_position", constant(list(_MONTHS)), name)
    written = fn("concat", day, text("/"), cast(place, "VARCHAR"), text("/"), year)
    return case((fn("regexp_matches", plain.copy(), pattern.copy()), written), default=value.copy())


@processor(
    "truncate_date",
    "dates",
    en=("Truncate dates", "Brings a date back to the start of its year, quarter, month, week, day, hour or minute."),
    fr=(
        "Tronquer des dates",
        "Ramène une date au début de son année, trimestre, mois, semaine, jour, heure ou minute.",
    ),
    takes=(FIELD, Parameter("unit", "choice", "The unit.", choices=tuple(PRECISIONS)), TO),
    example=Example(
        ({"jour": "2024-05-17"},), {"field": "jour", "unit": "month"}, ({"jour": "2024-05-01"},), types={"jour": "date"}
    ),
)
def truncate_date(frame: Frame, p: Values) -> Frame:
    """In the time zone of the domain."""
    field = frame.field(p["field"], *TEMPORAL)
    unit, value = text(p["unit"]), col(field.name)
    if field.type is FieldType.DATE:
        if p["unit"] in ("hour", "minute"):
            raise InvalidPipeline(f"{field.name} is a date: it has no {p['unit']}")
        result = cast(fn("date_trunc", unit, value), "DATE")
    else:
        zone = constant(frame.run.timezone)
        wall = fn("timezone", zone, fn("timezone", text("UTC"), value))
        result = fn(
            "timezone", text("UTC"), fn("timezone", zone.copy(), cast(fn("date_trunc", unit, wall), "TIMESTAMP"))
        )
    precision = PRECISIONS[p["unit"]] if p["unit"] in ("year", "month", "hour", "minute") else field.precision
    return frame.put(Output(replace(target(frame, field, p["to"], field.type), precision=precision), result))
