"""Dates, times and instants of a schema: the forms in which they are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from parvis.data.ingest.conformance.schema import SchemaField
from parvis.data.ingest.staging import literal

_CLOCK = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
_ZONE = r"(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)?"
_DEFAULT = {
    "date": (r"\d{4}-\d{2}-\d{2}", "DATE", "2024-03-31", "%Y-%m-%d"),
    "datetime": (
        rf"\d{{4}}-\d{{2}}-\d{{2}}[T ]{_CLOCK}{_ZONE}",
        "TIMESTAMPTZ",
        "2024-03-31T18:30:00Z",
        "%Y-%m-%dT%H:%M:%SZ",
    ),
    "time": (rf"{_CLOCK}{_ZONE}", "TIME", "18:30:00", "%H:%M:%S"),
}
# Signs of strptime that mean the same everywhere.
_SIGNS = frozenset("aAbBdHIjmMpSfyYz%")
_SIGN = re.compile(r"%(.?)", re.DOTALL)
_DIGITS = {"Y": r"\d{4}", "y": r"\d{2}", "j": r"\d{1,3}", "f": r"\d{1,6}", "%": "%"}
_DIGITS |= dict.fromkeys("dmHIMS", r"\d{1,2}")
_SHOWN = {
    **dict(zip(("%d", "%m", "%Y", "%y", "%H", "%I"), ("31", "03", "2024", "24", "18", "06"), strict=True)),
    **dict(zip(("%M", "%S", "%f", "%j", "%p", "%%"), ("30", "00", "000000", "091", "PM", "%"), strict=True)),
    **dict(zip(("%a", "%A", "%b", "%B", "%z"), ("Sun", "Sunday", "Mar", "March", "+0200"), strict=True)),
}


@dataclass(frozen=True, slots=True)
class Form:
    """SQL of what is a moment of this form and of its value; an example; the name of a form that is not known."""

    valid: Callable[[str], str]
    value: Callable[[str], str]
    shown: str
    unread: str | None = None


def form(field: SchemaField) -> Form:
    """The form of a date, a time or an instant."""
    if field.format in ("default", ""):
        return _default(field.type)
    signs = _SIGN.findall(field.format)
    if not signs or not _SIGNS.issuperset(signs):
        return Form(lambda t: f"{t} IS NOT NULL", lambda t: f"NULL::{_DEFAULT[field.type][1]}", "", field.format)
    return _stated(field.type, field.format)


def written(name: str, kind: str, field: SchemaField) -> str:
    """SQL of the text of a cell that holds a date or an instant, in the form that the field asks for."""
    as_stated = field.format not in ("default", "", "any") and field.type in ("date", "datetime", "time")
    shape = field.format if as_stated else _DEFAULT[field.type if field.type in _DEFAULT else "date"][3]
    if kind == "DATE":
        return f"strftime({name}, {literal(shape if field.type in ('date', 'datetime') else '%Y-%m-%d')})"
    moment = f"({name} AT TIME ZONE 'UTC')" if "TIME ZONE" in kind or kind == "TIMESTAMPTZ" else name
    midnight = f"{moment}::TIME = TIME '00:00:00'"
    whole = literal(_DEFAULT["datetime"][3])
    if field.type == "datetime":
        return f"strftime({moment}, {literal(shape)})"
    return f"CASE WHEN {midnight} THEN strftime({moment}, {literal(shape)}) ELSE strftime({moment}, {whole}) END"


def rewritten(name: str, field: SchemaField) -> str:
    """SQL of a text that may be a date of a workbook, in the form that the field asks for."""
    if field.type not in ("date", "datetime") or field.format in ("default", "", "any"):
        return name
    day, instant = _DEFAULT["date"][0], r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}"
    whole = f"TRY_CAST({name} AS TIMESTAMP)"
    test = f"regexp_full_match({name}, {literal(f'{day}|{instant}')}) AND {whole} IS NOT NULL"
    return f"CASE WHEN {test} THEN strftime({whole}, {literal(field.format)}) ELSE {name} END"


def _default(type_: str) -> Form:
    pattern, kind, shown, _ = _DEFAULT[type_]

    def value(text: str) -> str:
        # A time is compared as it stands, without its zone.
        return f"TRY_CAST({f'left({text}, 8)' if type_ == 'time' else text} AS {kind})"

    def valid(text: str) -> str:
        # There was no year 0.
        real = "" if type_ == "time" else f" AND left({text}, 4) <> '0000'"
        return f"(regexp_full_match({text}, {literal(pattern)}) AND {value(text)} IS NOT NULL{real})"

    return Form(valid, value, shown)


def _stated(type_: str, shape: str) -> Form:
    kind = {"date": "DATE", "datetime": "TIMESTAMPTZ", "time": "TIME"}[type_]
    pattern = "".join(_piece(part) for part in re.findall(r"%.|[^%]+", shape, re.DOTALL))
    shown = _SIGN.sub(lambda sign: _SHOWN.get(sign[0], sign[0]), shape)

    def read(text: str) -> str:
        return f"try_strptime({text}, {literal(shape)})"

    def value(text: str) -> str:
        return f"{read(text)}::TIMESTAMP::{kind}" if kind == "TIME" else f"{read(text)}::{kind}"

    def valid(text: str) -> str:
        # The engine overlooks spaces, and knows years of two digits and a year 0.
        right = f"regexp_full_match({text}, {literal(pattern)}) AND year({read(text)}) > 0"
        return f"(CASE WHEN {text} IS NOT NULL THEN coalesce({right}, false) END)"

    return Form(valid, value, shown)


def _piece(part: str) -> str:
    """The pattern of a sign, or of the text between two."""
    return _DIGITS.get(part[1], r"\S.*") if part.startswith("%") else re.escape(part)
