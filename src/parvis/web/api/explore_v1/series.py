"""The measures of ``analyze`` and of the clusters: ``y.<name>.func``, ``.expr``, ``.cumulative``, ``.subsets``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from parvis.core.errors import InvalidParameter
from parvis.web.api.explore_v1.quoting import quoted
from parvis.web.api.http.parameters import Parameters

_SERIES = re.compile(r"(.{1,100})\.(func|expr|cumulative|subsets)")
_FUNCTIONS = {"AVG": "avg", "SUM": "sum", "MIN": "min", "MAX": "max", "STDDEV": "stddev", "SUMSQUARES": "sumsquares"}
MAX_SERIES = 50


@dataclass(frozen=True, slots=True)
class Series:
    """One measure: its name, its ODSQL expression, whether it accumulates."""

    name: str
    expression: str
    cumulative: bool

    @property
    def column(self) -> str:
        """The column that holds it: no name of a field or of an axis can be the same."""
        return f"y.{self.name}"

    @property
    def selected(self) -> str:
        """Its part of a select clause."""
        return f"{self.expression} as {quoted(self.column)}"


def series(parameters: Parameters) -> list[Series]:
    """The measures asked, in their order. Raises InvalidParameter."""
    given: dict[str, dict[str, str]] = {}
    for name, value in parameters.with_prefix("y."):
        match = _SERIES.fullmatch(name)
        if match is not None:
            given.setdefault(match.group(1), {})[match.group(2)] = value
    if len(given) > MAX_SERIES:
        raise InvalidParameter(f"At most {MAX_SERIES} series are computed.")
    return [Series(name, _expression(name, parts), _true(parts.get("cumulative"))) for name, parts in given.items()]


def _expression(name: str, parts: dict[str, str]) -> str:
    function, operand = (parts.get("func") or "COUNT").upper(), (parts.get("expr") or "").strip()
    if function == "COUNT":
        return f"count({operand})" if operand else "count(*)"
    if function != "QUANTILES" and function not in _FUNCTIONS:
        known = ", ".join(["COUNT", *_FUNCTIONS, "QUANTILES"])
        raise InvalidParameter(f"Invalid value for y.{name}.func: one of {known} is expected.")
    if not operand:
        raise InvalidParameter(f"y.{name}.expr is missing: {function} needs a field.")
    if function == "QUANTILES":
        return f"percentile({operand}, {_percentile(name, parts.get('subsets'))})"
    return f"{_FUNCTIONS[function]}({operand})"


def _percentile(name: str, text: str | None) -> str:
    found = (text or "50").strip()
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", found) or float(found) > 100:
        raise InvalidParameter(f"Invalid value for y.{name}.subsets: a number from 0 to 100 is expected.")
    return found


def _true(text: str | None) -> bool:
    return (text or "").lower() in ("true", "1")


def extent(values: list[Any]) -> dict[str, Any]:
    """The least and the greatest of values, for the scale of a map."""
    known = [value for value in values if value is not None]
    return {"min": min(known, default=0), "max": max(known, default=0)}
