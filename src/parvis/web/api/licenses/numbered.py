"""Facts of the nth source in a query string: ``title.2=Trees`` belongs to the second ``license``."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeVar

from parvis.core.errors import InvalidParameter
from parvis.data.licensing.naming import identify
from parvis.web.api.http.parameters import Parameters

MOST = 50
_LONGEST = 500
Choice = TypeVar("Choice", bound=StrEnum)


def license_ids(parameters: Parameters) -> tuple[str, ...]:
    """Identifiers of the licences that the request names. Raises InvalidParameter, UnknownLicense."""
    asked = parameters.all("license")
    if not asked or len(asked) > MOST:
        message = f"Between 1 and {MOST} license parameters are expected; {len(asked)} were found."
        raise InvalidParameter(message, hint="write license=ODbL-1.0&license=etalab-2.0")
    return tuple(identify(name) for name in asked)


class Numbered:
    """Parameters ``name.N`` of the sources, N from 1. Values are cut of no text: too long ones are refused."""

    def __init__(self, parameters: Parameters, count: int) -> None:
        self._parameters = parameters.single()
        self.count = count

    def text(self, name: str, place: int) -> str:
        """The value for the source at this place (from 0); empty when absent. Raises InvalidParameter."""
        key = f"{name}.{place + 1}"
        value = self._parameters.get(key, "").strip()
        if len(value) > _LONGEST:
            raise InvalidParameter(f"{key} is longer than {_LONGEST} characters.", params={"parameter": key})
        return value

    def list(self, name: str, place: int) -> tuple[str, ...]:
        """Values separated by commas."""
        return tuple(filter(None, (part.strip() for part in self.text(name, place).split(","))))

    def choice(self, name: str, place: int, kind: type[Choice], default: Choice) -> Choice:
        """One of a closed list, whatever its case. Raises InvalidParameter."""
        value = self.text(name, place)
        return chosen(f"{name}.{place + 1}", value, kind) if value else default

    def day(self, name: str, place: int) -> date | None:
        """An ISO date. Raises InvalidParameter."""
        value = self.text(name, place)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as error:
            raise InvalidParameter(f"{name}.{place + 1} is not a date such as 2026-05-31.") from error

    def number(self, name: str, place: int) -> float:
        """A number between 0 and 1; 0 when absent. Raises InvalidParameter."""
        value = self.text(name, place) or "0"
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            raise InvalidParameter(f"{name}.{place + 1} is not a number between 0 and 1.")
        return number


def chosen(name: str, value: str, kind: type[Choice]) -> Choice:
    """The member that the value names, whatever its case. Raises InvalidParameter."""
    for member in kind:
        if member.value.lower() == value.strip().lower():
            return member
    expected = ", ".join(member.value for member in kind)
    raise InvalidParameter(f"Invalid value for {name}: one of {expected} is expected.", params={"parameter": name})
