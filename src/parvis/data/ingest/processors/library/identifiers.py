"""Identifiers in use in France, and telephone numbers: one form, and a check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.data.engine.lower.sql import SQL, both, case, col, either, fn, not_null, num, op, text
from parvis.data.ingest.processors.constants import constant
from parvis.data.ingest.processors.definition import Example, processor
from parvis.data.ingest.processors.frame import Frame
from parvis.data.ingest.processors.library.shared import FIELD, OTHERWISE, TO, judged
from parvis.data.ingest.processors.parameters import Parameter

Values = Mapping[str, Any]
TAKES = (FIELD, OTHERWISE, TO)
LA_POSTE = "356000000"


def bare(value: SQL) -> SQL:
    """Letters and digits only, in upper case."""
    return fn("upper", fn("regexp_replace", value, text(r"[^\p{L}\p{N}]"), text(""), text("g")))


def matches(value: SQL, pattern: str) -> SQL:
    """Whether the whole value is of this form."""
    return fn("regexp_full_match", value, text(pattern))


def digits_sum(value: SQL, length: int, *, luhn: bool) -> SQL:
    """The sum of the digits; every second one from the right doubled and its own digits summed (Luhn)."""
    total: SQL | None = None
    for place in range(1, length + 1):
        digit: SQL = op("-", fn("ascii", fn("substr", value.copy(), num(place), num(1))), num(48))
        if luhn and (length - place) % 2:
            digit = op("-", op("*", digit, num(2)), case((op(">=", digit.copy(), num(5)), num(9)), default=num(0)))
        total = digit if total is None else op("+", total, digit)
    assert total is not None
    return total


def luhn(value: SQL, length: int) -> SQL:
    """Whether the Luhn sum is a multiple of 10."""
    return op("=", op("%", digits_sum(value, length, luhn=True), num(10)), num(0))


@processor(
    "siren",
    "identifiers",
    en=("SIREN numbers", "Writes SIREN numbers as nine digits and checks their key (Luhn)."),
    fr=("Numéros SIREN", "Écrit les numéros SIREN en neuf chiffres et vérifie leur clé (Luhn)."),
    takes=TAKES,
    example=Example(
        ({"siren": "213 502 388"}, {"siren": "123456789"}),
        {"field": "siren"},
        ({"siren": "213502388"}, {"siren": None}),
        rejected=((2, "123456789"),),
    ),
)
def siren(frame: Frame, p: Values) -> Frame:
    """Nine digits and Luhn."""
    value = bare(col(p["field"]))
    return judged(frame, p, value, both(matches(value.copy(), r"\d{9}"), luhn(value, 9)), "not a SIREN number")


@processor(
    "siret",
    "identifiers",
    en=("SIRET numbers", "Writes SIRET numbers as fourteen digits and checks their key; La Poste's own sum is known."),
    fr=(
        "Numéros SIRET",
        "Écrit les numéros SIRET en quatorze chiffres et vérifie leur clé ; le cas de La Poste est connu.",
    ),
    takes=TAKES,
    example=Example(
        ({"siret": "213 502 388 00019"}, {"siret": "356 000 000 49837"}, {"siret": "21350238800018"}),
        {"field": "siret"},
        ({"siret": "21350238800019"}, {"siret": "35600000049837"}, {"siret": None}),
        rejected=((3, "21350238800018"),),
    ),
)
def siret(frame: Frame, p: Values) -> Frame:
    """Fourteen digits and Luhn; establishments of La Poste have a sum of digits that 5 divides."""
    value = bare(col(p["field"]))
    fives = op("=", op("%", digits_sum(value, 14, luhn=False), num(5)), num(0))
    poste = both(fn("starts_with", value.copy(), text(LA_POSTE)), fives)
    valid = both(matches(value.copy(), r"\d{14}"), either(luhn(value, 14), poste))
    return judged(frame, p, value.copy(), valid, "not a SIRET number")


@processor(
    "rna",
    "identifiers",
    en=("RNA numbers", "Writes the numbers of associations as W and nine signs."),
    fr=("Numéros RNA", "Écrit les numéros d’associations sous la forme W et neuf signes."),
    takes=TAKES,
    example=Example(({"rna": "w 751 004 076"},), {"field": "rna"}, ({"rna": "W751004076"},)),
)
def rna(frame: Frame, p: Values) -> Frame:
    """W, a digit, a digit or letter, seven digits."""
    value = bare(col(p["field"]))
    return judged(frame, p, value, matches(value.copy(), r"W\d[\dA-Z]\d{7}"), "not an RNA number")


@processor(
    "postal_code",
    "identifiers",
    en=("French postal codes", "Writes postal codes as five digits, the leading zero put back."),
    fr=("Codes postaux", "Écrit les codes postaux en cinq chiffres, le zéro de tête rétabli."),
    takes=TAKES,
    example=Example(({"cp": "1 000"}, {"cp": "F-29200"}), {"field": "cp"}, ({"cp": "01000"}, {"cp": "29200"})),
)
def postal_code(frame: Frame, p: Values) -> Frame:
    """01000 to 98999."""
    value = fn("regexp_replace", bare(col(p["field"])), text("^F(?:R)?"), text(""))
    padded = case((op("=", fn("length", value), num(4)), op("||", text("0"), value.copy())), default=value.copy())
    return judged(frame, p, padded, matches(padded.copy(), r"(?:0[1-9]|[1-8]\d|9[0-8])\d{3}"), "not a postal code")


@processor(
    "insee_code",
    "identifiers",
    en=(
        "INSEE codes of communes",
        "Writes codes of communes as five signs (2A and 2B for Corsica), the leading zero put back.",
    ),
    fr=(
        "Codes Insee des communes",
        "Écrit les codes des communes en cinq signes (2A et 2B en Corse), le zéro de tête rétabli.",
    ),
    takes=TAKES,
    example=Example(({"code": "1004"}, {"code": "2a004"}), {"field": "code"}, ({"code": "01004"}, {"code": "2A004"})),
)
def insee_code(frame: Frame, p: Values) -> Frame:
    """Département then commune."""
    value = bare(col(p["field"]))
    padded = case((matches(value, r"\d{4}"), op("||", text("0"), value.copy())), default=value.copy())
    pattern = r"(?:0[1-9]|[1-8]\d|9[0-8]|2[AB])\d{3}"
    return judged(frame, p, padded, matches(padded.copy(), pattern), "not the code of a commune")


@processor(
    "phone",
    "identifiers",
    en=(
        "Telephone numbers",
        "Writes telephone numbers in international form (E.164), those without prefix read in a country.",
    ),
    fr=("Numéros de téléphone", "Écrit les numéros de téléphone sous forme internationale (E.164)."),
    takes=(
        FIELD,
        Parameter("country", "text", "The country of numbers without prefix (two letters).", "FR"),
        OTHERWISE,
        TO,
    ),
    example=Example(
        ({"tel": "02 98 00 80 80"}, {"tel": "12"}),
        {"field": "tel"},
        ({"tel": "+33298008080"}, {"tel": None}),
        rejected=((2, "12"),),
    ),
)
def phone(frame: Frame, p: Values) -> Frame:
    """By the tables of libphonenumber."""
    value = fn("parvis_phone", col(p["field"]), constant(p["country"].upper()))
    return judged(frame, p, value, not_null(value.copy()), "not a telephone number")
