"""Literals and addresses of DCAT from texts that people typed: what does not fit is left out."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from parvis.data.metadata.rdf.terms import Literal

_ADDRESS = re.compile(r"(?:https?://|urn:|ftp://|doi:)[^\s/]\S*", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]{1,255}")
_SHORT = {4: ("xsd:gYear", "-01-01"), 7: ("xsd:gYearMonth", "-01")}


def address(text: str | None) -> str | None:
    """The text when it is an absolute address, else None."""
    found = (text or "").strip()
    return found if _ADDRESS.fullmatch(found) else None


def addresses(text: str | None) -> list[str]:
    """The addresses among the words of a text."""
    return [part for part in (text or "").split() if _ADDRESS.fullmatch(part)]


def mailto(text: str | None) -> str | None:
    """An e-mail as an address, or None."""
    found = (text or "").strip().removeprefix("mailto:")
    return f"mailto:{found}" if _EMAIL.fullmatch(found) else None


@lru_cache(maxsize=4_096)
def moment(text: str | None) -> Literal | None:
    """A year, month, day or instant in ISO 8601 with its datatype, else None."""
    found = (text or "").strip()
    datatype, rest = _SHORT.get(len(found), ("xsd:date", ""))
    try:
        if len(found) <= 10:
            date.fromisoformat(found + rest)
            return Literal(found, datatype=datatype)
        return Literal(datetime.fromisoformat(found).isoformat(), datatype="xsd:dateTime")
    except ValueError:
        return None
