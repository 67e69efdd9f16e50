"""SQL of what is no French identifier, telephone number or place in France."""

from __future__ import annotations

_LA_POSTE = "356000000"
# West, south, east, north of the parts of France, a little wide.
_FRANCE = (
    (-5.2, 41.3, 9.6, 51.2),  # mainland and Corsica
    (-61.9, 15.8, -60.9, 16.6),  # Guadeloupe
    (-61.3, 14.3, -60.7, 15.0),  # Martinique
    (-54.7, 2.0, -51.5, 6.0),  # Guyane
    (55.1, -21.5, 55.9, -20.8),  # La Réunion
    (44.9, -13.1, 45.4, -12.5),  # Mayotte
)
# Signs that are allowed between digits.
SPACES = "'[ .\u00a0\u202f]'"


def no_siren(text: str, digits: str) -> str:
    """SQL: a text, whose digits are a number, is no SIREN."""
    return f"NOT coalesce({_long(text, 9)} AND {_luhn(digits, 9)}, false)"


def no_siret(text: str, digits: str) -> str:
    """The same for a SIRET; the establishments of La Poste have a sum of digits that 5 divides, rather than a key."""
    siren = f"({digits} // 100000)"
    poste = f"{siren} = {_LA_POSTE} AND ({_sum(digits, 14)}) % 5 = 0"
    return f"NOT coalesce({_long(text, 14)} AND {_luhn(siren, 9)} AND ({_luhn(digits, 14)} OR ({poste})), false)"


def no_phone(text: str) -> str:
    """By the tables of libphonenumber, France when there is no prefix."""
    return f"parvis_phone({text}, 'FR') IS NULL"


def in_france(longitude: str, latitude: str) -> str:
    """Whether a place is in one of the boxes around the parts of France."""
    inside = (
        f"({longitude} BETWEEN {west} AND {east} AND {latitude} BETWEEN {south} AND {north})"
        for west, south, east, north in _FRANCE
    )
    return f"({' OR '.join(inside)})"


def _long(text: str, length: int) -> str:
    """The text is so many digits."""
    return rf"regexp_full_match(regexp_replace({text}, {SPACES}, '', 'g'), '\d{{{length}}}')"


def _luhn(number: str, length: int) -> str:
    """Every second digit from the right doubled, digits of the products added: a multiple of 10."""
    return f"({_sum(number, length, doubled=True)}) % 10 = 0"


def _sum(number: str, length: int, *, doubled: bool = False) -> str:
    parts = []
    for place in range(length):
        digit = f"({number} // {10**place}) % 10"
        # A product of two digits is a ten and the rest: only the unit of the sum matters.
        parts.append(f"2 * ({digit}) + ({digit}) // 5" if doubled and place % 2 else digit)
    return " + ".join(parts)
