"""Parameters of processors: what each may be, checked before anything runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parvis.data.ingest.processors.errors import InvalidPipeline

REQUIRED: Any = object()
LONGEST = 20_000
MOST = 1_000
KINDS = {
    "field": "the identifier of a field",
    "fields": "a list of identifiers of fields",
    "name": "an identifier for a field: lower case letters, digits and _",
    "text": "a text",
    "texts": "a list of texts",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "choice": "one of the choices",
    "mapping": "an object of texts by name",
    "numbers": "an object of numbers by name",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its kind (a key of KINDS), what it means, its default (REQUIRED: none), its bounds or choices."""

    name: str
    kind: str
    help: str
    default: Any = REQUIRED
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None

    @property
    def required(self) -> bool:
        """Whether it must be stated."""
        return self.default is REQUIRED

    def checked(self, value: Any) -> Any:
        """The value when it is of the kind. Raises InvalidPipeline."""
        if value is None and not self.required and self.default is None:
            return None
        if not _CHECKS[self.kind](value):
            raise self._wrong(value, KINDS[self.kind])
        if self.choices and value not in self.choices:
            raise self._wrong(value, f"one of {', '.join(self.choices)}")
        if self.kind in ("integer", "number"):
            self._check_bounds(value)
        return value

    def _check_bounds(self, value: float) -> None:
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            low = "" if self.low is None else f"from {self.low:g} "
            high = "" if self.high is None else f"to {self.high:g}"
            raise self._wrong(value, f"{KINDS[self.kind]} {low}{high}".strip())

    def _wrong(self, value: Any, expected: str) -> InvalidPipeline:
        return InvalidPipeline(f"{self.name} is {_shown(value)}; expected: {expected}", params={"parameter": self.name})


def checked(parameters: Sequence[Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """Every parameter with its value. Raises InvalidPipeline for unknown, missing and wrong ones."""
    known = {parameter.name: parameter for parameter in parameters}
    unknown = [name for name in given if name not in known]
    if unknown:
        hint = f"its parameters are {', '.join(known)}" if known else "it takes no parameter"
        raise InvalidPipeline(f"unknown parameter {_shown(unknown[0])}", hint=hint)
    values = {}
    for name, parameter in known.items():
        if name not in given and parameter.required:
            raise InvalidPipeline(f"{name} is missing", hint=parameter.help, params={"parameter": name})
        values[name] = parameter.checked(given[name]) if name in given else parameter.default
    return values


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


def _is_text(value: Any) -> bool:
    if not isinstance(value, str) or len(value) > LONGEST or "\0" in value:
        return False
    return not any("\ud800" <= char <= "\udfff" for char in value)


def _is_name(value: Any) -> bool:
    parts = value.isascii() and value.replace("_", "a").isalnum() if isinstance(value, str) else False
    return bool(parts) and value == value.lower() and len(value) <= 120


def _is_number(value: Any) -> bool:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and abs(value) < 2**63
    )


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**62


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple) and 0 < len(value) <= MOST and all(map(_is_text, value))


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping) and 0 < len(value) <= MOST * 10 and all(map(_is_text, value))


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "field": _is_text,
    "fields": lambda value: _is_list(value) and len(set(value)) == len(value),
    "name": _is_name,
    "text": _is_text,
    "texts": _is_list,
    "integer": _is_integer,
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "choice": _is_text,
    "mapping": lambda value: _is_mapping(value) and all(map(_is_text, value.values())),
    "numbers": lambda value: _is_mapping(value) and all(map(_is_number, value.values())),
}
