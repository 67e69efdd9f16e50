"""SIREN numbers, names of bodies, hosts: whether two of them mean the same."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from parvis.core.words import words

_INVISIBLE = re.compile(r"[\s\u00a0\u00ad\u200b-\u200f\u202a-\u202f\u2060\ufeff]")
# Words that say what a body is, or join, and that registers and people write or leave out.
_PREFIXES = frozenset(
    [
        "commune",
        "ville",
        "mairie",
        "departement",
        "region",
        "conseil",
        "departemental",
        "regional",
        "communaute",
        "agglomeration",
        "communes",
        "urbaine",
        "metropole",
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "et",
        "aux",
        "au",
        "a",
        "association",
        "sa",
        "sas",
        "sarl",
        "epci",
    ]
)
_POST_OFFICE = "356000000"


def siren_of(text: str) -> str | None:
    """The nine digits of a well-formed SIREN, or of the SIREN inside a well-formed SIRET; else None."""
    digits = _INVISIBLE.sub("", text)
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (9, 14):
        return None
    siren = digits[:9]
    if luhn(siren) % 10:
        return None
    # The establishments of the post office add up their digits instead.
    if len(digits) == 14 and luhn(digits) % 10 and not (siren == _POST_OFFICE and sum(map(int, digits)) % 5 == 0):
        return None
    return siren


def luhn(digits: str) -> int:
    """The Luhn sum: every second digit from the right doubled, digits of the products added."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return sum(doubled) + sum(int(digit) for digit in digits[::-2])


def same_name(one: str, other: str) -> bool:
    """Whether two names hold the same words, once case, accents and words of legal form are left out."""
    return _tokens(one) == _tokens(other)


def _tokens(name: str) -> frozenset[str]:
    found = frozenset(words(name))
    return found - _PREFIXES or found


def host_of(address: str) -> str | None:
    """The host of an http address in lower case, without a leading ``www.``; None when it is not one."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return host.rstrip(".").removeprefix("www.")
