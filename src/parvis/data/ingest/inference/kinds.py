"""The kinds of values a text column may hold: a cheap test on a sample, an exact one on every row, a conversion.

``{}`` stands for the column. Tests are never null for a value that is not null.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parvis.core.fields import FieldType
from parvis.data.ingest.inference import names

Sample = Sequence[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to read a text column.

    ``looks`` says whether a sample may be of this kind; ``valid`` is SQL that is true for each value that is, ``value``
    the SQL of its typed value; ``said`` explains the choice in the report.
    """

    name: str
    type: FieldType
    looks: Callable[[str, Sample], bool]
    valid: str
    value: str
    said: str
    precision: str | None = None


def _all(pattern: str, flags: int = 0) -> Callable[[str, Sample], bool]:
    compiled = re.compile(pattern, flags)
    return lambda label, sample: all(compiled.fullmatch(value) for value in sample)


def _unless_code(test: Callable[[str, Sample], bool]) -> Callable[[str, Sample], bool]:
    return lambda label, sample: not names.is_code(label) and not _are_identifiers(sample) and test(label, sample)


def _are_identifiers(sample: Sample) -> bool:
    """Whether every value is a SIREN or a SIRET: nine or fourteen digits that pass the control of Luhn."""
    lengths = {len(value) for value in sample}
    return lengths <= {9, 14} and all(value.isdecimal() and _luhn(value) for value in sample)


def _luhn(digits: str) -> bool:
    doubled = (int(d) * 2 for d in digits[-2::-2])
    return (sum(int(d) for d in digits[-1::-2]) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def _when(hint: Callable[[str], bool], test: Callable[[str, Sample], bool]) -> Callable[[str, Sample], bool]:
    return lambda label, sample: hint(label) and test(label, sample)


def _booleans(yes: str, no: str) -> Kind:
    words = {yes, no}
    return Kind(
        f"boolean {yes}/{no}",
        FieldType.BOOLEAN,
        lambda label, sample: {value.lower() for value in sample} <= words,
        f"lower({{}}) IN ('{yes}', '{no}')",
        f"lower({{}}) = '{yes}'",
        f"every value is {yes} or {no}",
    )


def _strptime(name: str, pattern: str, format_: str, type_: FieldType, said: str, precision: str | None = None) -> Kind:
    sql = "DATE" if type_ is FieldType.DATE else "TIMESTAMP"
    return Kind(
        name,
        type_,
        _all(pattern),
        f"try_strptime({{}}, '{format_}') IS NOT NULL",
        f"strptime({{}}, '{format_}')::{sql}",
        said,
        precision,
    )


_INT = Kind(
    "int",
    FieldType.INT,
    _unless_code(_all(r"0|-?[1-9]\d{0,18}")),
    "coalesce(try_cast({} AS BIGINT)::VARCHAR = {}, false)",
    "{}::BIGINT",
    "every value is a whole number",
)
_GROUPED_INT = Kind(
    "int with spaces",
    FieldType.INT,
    _unless_code(_all("-?(?:0|[1-9][0-9]{0,2}(?:[ \u00a0\u202f][0-9]{3})*)")),
    "regexp_full_match({}, '-?(0|[1-9][0-9]{{0,2}}([ \u00a0\u202f][0-9]{{3}})*)')",
    "regexp_replace({}, '[ \u00a0\u202f]', '', 'g')::BIGINT",
    "every value is a whole number with thousands apart",
)
# No leading zero (a code), no word that the engine takes for a number (nan, inf).
_NUMERIC = "coalesce(try_cast({0} AS DOUBLE) IS NOT NULL AND right({0}, 1) BETWEEN '0' AND '9' AND {1}, false)"
# A whole number beyond 64 bits is exact as text only.
_EXACT = "(length({0}) < 19 OR contains({0}, '.') OR contains(lower({0}), 'e'))"
_NO_CODE = "NOT (left(ltrim({0}, '-+'), 1) = '0' AND substr(ltrim({0}, '-+'), 2, 1) BETWEEN '0' AND '9')"
_DOUBLE = Kind(
    "double",
    FieldType.DOUBLE,
    _unless_code(_all(r"[+-]?(?:0|[1-9]\d*)?(?:\.\d+)?(?:[eE][+-]?\d+)?")),
    _NUMERIC.replace("{1}", f"{_NO_CODE} AND {_EXACT}").replace("{0}", "{}"),
    "{}::DOUBLE",
    "every value is a number",
)
_COMMA = "replace(regexp_replace({}, '[ \u00a0\u202f]', '', 'g'), ',', '.')"
_COMMA_DOUBLE = Kind(
    "double with comma",
    FieldType.DOUBLE,
    _unless_code(_all("[+-]?(?:0|[1-9][0-9]{0,2}(?:[ \u00a0\u202f][0-9]{3})+|[1-9][0-9]{0,17})(?:,[0-9]+)?")),
    "regexp_full_match({}, '[+-]?(0|[1-9][0-9]{{0,2}}([ \u00a0\u202f][0-9]{{3}})+|[1-9][0-9]{{0,17}})(,[0-9]+)?')",
    f"{_COMMA}::DOUBLE",
    "every value is a number with a decimal comma",
)
_ISO_DATE = Kind(
    "ISO date",
    FieldType.DATE,
    _all(r"\d{4}-\d{2}-\d{2}"),
    "coalesce(length({}) = 10 AND try_cast({} AS DATE) IS NOT NULL, false)",
    "{}::DATE",
    "every value is a date (yyyy-mm-dd)",
    "day",
)
_ISO_DATETIME = Kind(
    "ISO datetime",
    FieldType.DATETIME,
    _all(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s?(Z|[+-]\d{2}(:?\d{2})?)?"),
    "coalesce(length({}) > 10 AND try_cast({} AS TIMESTAMPTZ) IS NOT NULL, false)",
    "timezone('UTC', {}::TIMESTAMPTZ)",
    "every value is a date with a time",
)
_PAIR = r"\s*[+-]?\d{1,3}(?:\.\d+)?\s*,\s*[+-]?\d{1,3}(?:\.\d+)?\s*"
# Braces stand for themselves once doubled: {} is the column.
_DOUBLED_PAIR = _PAIR.replace("{", "{{").replace("}", "}}")
_LAT = "try_cast(trim(split_part({}, ',', 1)) AS DOUBLE)"
_LON = "try_cast(trim(split_part({}, ',', 2)) AS DOUBLE)"
_POINT = Kind(
    "lat, lon",
    FieldType.GEO_POINT,
    lambda label, sample: (
        all(re.fullmatch(_PAIR, value) for value in sample)
        and (names.says_point(label) or all("." in value.partition(",")[0] for value in sample))
    ),
    f"coalesce(regexp_full_match({{}}, '{_DOUBLED_PAIR}') AND abs({_LAT}) <= 90 AND abs({_LON}) <= 180, false)",
    "{}",
    "every value is a latitude and a longitude",
)
_GEOJSON = Kind(
    "GeoJSON",
    FieldType.GEO_SHAPE,
    lambda label, sample: all(
        (v.lstrip().startswith("{") and '"coordinates"' in v) or '"geometries"' in v for v in sample
    ),
    "TRY(ST_GeomFromGeoJSON({})) IS NOT NULL",
    "ST_GeomFromGeoJSON({})",
    "every value is a GeoJSON geometry",
)
_WKT = Kind(
    "WKT",
    FieldType.GEO_SHAPE,
    _all(r"\s*(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*Z?\s*\(.*", re.IGNORECASE | re.DOTALL),
    "TRY(ST_GeomFromText({})) IS NOT NULL",
    "ST_GeomFromText({})",
    "every value is a WKT geometry",
)

TEXT = Kind("text", FieldType.TEXT, lambda label, sample: True, "true", "{}", "text")

# In order of preference.
KINDS: tuple[Kind, ...] = (
    _booleans("true", "false"),
    _booleans("vrai", "faux"),
    _booleans("oui", "non"),
    _booleans("yes", "no"),
    _booleans("o", "n"),
    _ISO_DATE,
    _strptime(
        "d/m/Y", r"\d{1,2}/\d{1,2}/\d{4}", "%d/%m/%Y", FieldType.DATE, "every value is a date (dd/mm/yyyy)", "day"
    ),
    _strptime(
        "Y/m/d", r"\d{4}/\d{1,2}/\d{1,2}", "%Y/%m/%d", FieldType.DATE, "every value is a date (yyyy/mm/dd)", "day"
    ),
    Kind(
        "yyyymmdd",
        FieldType.DATE,
        _when(names.says_date, _all(r"(?:19|20)\d{6}")),
        "coalesce(length({}) = 8 AND try_strptime({}, '%Y%m%d') IS NOT NULL, false)",
        "strptime({}, '%Y%m%d')::DATE",
        "every value is a date (yyyymmdd)",
        "day",
    ),
    _ISO_DATETIME,
    _strptime(
        "d/m/Y H:M:S",
        r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}:\d{2}",
        "%d/%m/%Y %H:%M:%S",
        FieldType.DATETIME,
        "every value is a date with a time",
    ),
    _strptime(
        "d/m/Y H:M",
        r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}",
        "%d/%m/%Y %H:%M",
        FieldType.DATETIME,
        "every value is a date with a time",
    ),
    _INT,
    _DOUBLE,
    _GROUPED_INT,
    _COMMA_DOUBLE,
    _POINT,
    _GEOJSON,
    _WKT,
)

# What a text column of a source with types of its own (JSON, Parquet) may still be.
TYPED_TEXT = tuple(
    k for k in KINDS if k.type in (FieldType.DATE, FieldType.DATETIME, FieldType.GEO_POINT, FieldType.GEO_SHAPE)
)


def filled(sql: str, column: str) -> str:
    """A kind's SQL with the column in place."""
    return sql.replace("{{", "\0").replace("}}", "\1").replace("{}", column).replace("\0", "{").replace("\1", "}")
