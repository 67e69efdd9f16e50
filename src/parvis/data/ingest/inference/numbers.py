"""Numbers as they are written: with a point, a comma, thousands apart. Codes and identifiers are not numbers."""

from __future__ import annotations

import re

from parvis.core.fields import FieldType
from parvis.data.ingest.inference import names
from parvis.data.ingest.inference.kind import SQL, Kind, Looks, Sample, all_match, any_text, matches, surely

# Spaces that stand between thousands.
_SPACES = "[ \u00a0\u2009\u202f]"
# Fifteen digits are exact in a double; a longer whole number is not. No leading zero: "007" is a code.
_WHOLE = "(?:0|[1-9][0-9]{0,14})"
# 1E5 is a code; 1e5, 1.0E5 and 1E+05 are numbers. A plus sign before eight digits or more is a telephone number.
_POINT = (
    rf"-?(?:{_WHOLE}(?:\.[0-9]*)?|[1-9][0-9]{{15,30}}\.[0-9]*|\.[0-9]+)(?:e[0-9]{{1,3}}|[eE][+-][0-9]{{1,3}})?"
    rf"|-?(?:{_WHOLE})?\.[0-9]+E[0-9]{{1,3}}|\+[0-9]{{1,7}}(?:\.[0-9]*)?"
)
_COMMA = (
    rf"-?(?:{_WHOLE}(?:,[0-9]*)?|,[0-9]+)(?:[eE][+-][0-9]{{1,3}})?"
    rf"|-?(?:{_WHOLE})?,[0-9]+[eE][0-9]{{1,3}}|\+[0-9]{{1,7}}(?:,[0-9]*)?"
)
_SPACED = rf"[1-9][0-9]{{0,2}}(?:{_SPACES}[0-9]{{3}}){{1,4}}"
_LUHN_SHARE = 0.9
_SIREN = 9


def _number(looks: Looks) -> Looks:
    return lambda label, sample: not names.is_code(label) and not _are_identifiers(sample) and looks(label, sample)


def _are_identifiers(sample: Sample) -> bool:
    """Whether the values are SIRENs or SIRETs: nine or fourteen digits, nearly all of which pass Luhn's control."""
    distinct = set(sample)
    if not distinct or not all(len(v) in (9, 14) and v.isascii() and v.isdecimal() for v in distinct):
        return False
    # One short number passes the control by chance once in ten.
    if len(distinct) == 1 and len(sample[0]) == _SIREN:
        return False
    return sum(map(_luhn, distinct)) >= _LUHN_SHARE * len(distinct)


def _luhn(digits: str) -> bool:
    doubled = (int(d) * 2 for d in digits[-2::-2])
    return (sum(int(d) for d in digits[-1::-2]) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def _some(pattern: str, looks: Looks) -> Looks:
    """The same, when a value of the sample shows beyond doubt what its marks mean."""
    telling = re.compile(pattern)
    return lambda label, sample: looks(label, sample) and any(telling.fullmatch(value) for value in sample)


def _finite(column: str) -> str:
    return surely(f"isfinite(try_cast({column} AS DOUBLE))")


def _written(name: str, type_: FieldType, pattern: str, clean: SQL, said: str, telling: str | None = None) -> Kind:
    """Numbers that match a pattern and are read once their marks are gone."""
    looks = all_match(pattern) if telling is None else _some(telling, all_match(pattern))
    sql_type = "BIGINT" if type_ is FieldType.INT else "DOUBLE"
    return Kind(
        name,
        type_,
        _number(looks),
        lambda column: f"({matches(column, pattern)} AND {_finite(clean(column))})",
        lambda column: f"{clean(column)}::{sql_type}",
        said,
    )


def _as_is(column: str) -> str:
    return column


def _without_spaces(column: str) -> str:
    return f"regexp_replace({column}, '{_SPACES}', '', 'g')"


def _comma_to_point(column: str) -> str:
    return f"replace({_without_spaces(column)}, ',', '.')"


def _without_commas(column: str) -> str:
    return f"replace({column}, ',', '')"


def _without_points(column: str) -> str:
    return f"replace(replace({column}, '.', ''), ',', '.')"


INT = Kind(
    "int",
    FieldType.INT,
    _number(all_match(r"0|-?[1-9]\d{0,18}")),
    # What is not written the way the engine writes it (007, 1e3, 1_000) is no whole number; 64 bits are exact.
    lambda column: surely(f"try_cast({column} AS BIGINT)::VARCHAR = {column}"),
    lambda column: f"{column}::BIGINT",
    "every value is a whole number",
)

NUMBERS: tuple[Kind, ...] = (
    INT,
    _written("double", FieldType.DOUBLE, _POINT, _as_is, "every value is a number"),
    _written(
        "int with spaces",
        FieldType.INT,
        rf"-?(?:0|[1-9][0-9]{{0,2}}|{_SPACED})",
        _without_spaces,
        "every value is a whole number with thousands apart",
    ),
    _written(
        "double with comma",
        FieldType.DOUBLE,
        rf"{_COMMA}|-?{_SPACED}(?:,[0-9]*)?",
        _comma_to_point,
        "every value is a number with a decimal comma",
    ),
    _written(
        "double with spaces",
        FieldType.DOUBLE,
        rf"{_POINT}|-?{_SPACED}(?:\.[0-9]*)?",
        _without_spaces,
        "every value is a number with thousands apart",
    ),
    _written(
        "int with commas between thousands",
        FieldType.INT,
        r"-?(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3}){0,5})",
        _without_commas,
        "every value is a whole number with commas between thousands",
        telling=r"-?[0-9]+(?:,[0-9]{3}){2,}",
    ),
    _written(
        "double with commas between thousands",
        FieldType.DOUBLE,
        rf"{_POINT}|-?[1-9][0-9]{{0,2}}(?:,[0-9]{{3}}){{1,4}}(?:\.[0-9]*)?",
        _without_commas,
        "every value is a number with commas between thousands",
        telling=r"-?[0-9]+(?:,[0-9]{3})+\.[0-9]*",
    ),
    _written(
        "double with points between thousands",
        FieldType.DOUBLE,
        rf"{_COMMA}|-?[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}}){{1,4}}(?:,[0-9]*)?",
        _without_points,
        "every value is a number with points between thousands",
        telling=r"-?[0-9]+(?:\.[0-9]{3})+,[0-9]*|-?[0-9]+(?:\.[0-9]{3}){2,}",
    ),
)

# What a curator who says "int" or "double" also means: leading zeros, "12.0", any marks between thousands.
_ANY_WHOLE = r"[+-]?[0-9]{1,18}(?:\.0*)?"
_ANY_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"


def _whole_part(column: str) -> str:
    return f"split_part({_comma_to_point(column)}, '.', 1)"


CHOSEN_NUMBERS: tuple[Kind, ...] = (
    Kind(
        "whole number, however written",
        FieldType.INT,
        any_text,
        lambda column: matches(_comma_to_point(column), _ANY_WHOLE),
        lambda column: f"{_whole_part(column)}::BIGINT",
        "",
    ),
    Kind(
        "number, however written",
        FieldType.DOUBLE,
        any_text,
        lambda column: f"({matches(_comma_to_point(column), _ANY_NUMBER)} AND {_finite(_comma_to_point(column))})",
        lambda column: f"{_comma_to_point(column)}::DOUBLE",
        "",
    ),
)
