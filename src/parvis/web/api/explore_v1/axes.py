"""The x axis of ``analyze``: fields, and dates by their parts or by periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parvis.core.errors import InvalidParameter
from parvis.core.fields import TEMPORAL, Schema
from parvis.web.api.explore_v1.quoting import quoted
from parvis.web.api.http.parameters import Parameters

_PARTS = ("year", "month", "day", "hour", "minute")
_PRECISIONS = ("year", "month", "week", "day", "hour", "minute")
_PERIODIC = {"year": "year", "month": "month", "weekday": "dayofweek", "day": "day", "hour": "hour", "minute": "minute"}
MAX_AXES = 10


@dataclass(frozen=True, slots=True)
class Key:
    """One group key: its axis (a field), the part of the axis it gives (None: all of it), its ODSQL expression."""

    axis: str
    part: str | None
    expression: str

    @property
    def column(self) -> str:
        """The column that holds it."""
        return f"x.{self.axis}.{self.part}" if self.part else f"x.{self.axis}"


def keys(parameters: Parameters, schema: Schema) -> list[Key]:
    """The group keys that ``x``, ``precision`` and ``periodic`` ask. Raises InvalidParameter."""
    axes = list(dict.fromkeys(parameters.all("x")))
    if not axes:
        raise InvalidParameter("The parameter x is missing.", hint="add x=<field>")
    if len(axes) > MAX_AXES:
        raise InvalidParameter(f"At most {MAX_AXES} x are grouped by.")
    found: list[Key] = []
    for axis in axes:
        field = schema.get(axis)
        if field is not None and field.type in TEMPORAL:
            found += [Key(axis, part, expression) for part, expression in _parts(parameters, quoted(axis))]
        else:
            found.append(Key(axis, None, quoted(axis)))
    return found


def _parts(parameters: Parameters, field: str) -> list[tuple[str, str]]:
    periodic = parameters.get("periodic")
    if periodic:
        if periodic not in _PERIODIC:
            raise InvalidParameter(f"Invalid value for periodic: one of {', '.join(_PERIODIC)} is expected.")
        return [(periodic, f"{_PERIODIC[periodic]}({field})")]
    precision = parameters.get("precision") or "year"
    if precision not in _PRECISIONS:
        raise InvalidParameter(f"Invalid value for precision: one of {', '.join(_PRECISIONS)} is expected.")
    if precision == "week":
        return [("week", f"range({field}, 1 week)")]
    return [(part, f"{part}({field})") for part in _PARTS[: _PARTS.index(precision) + 1]]


def value(row: dict[str, Any], asked: list[Key]) -> Any:
    """``x`` of a point: a value, an object of the parts of a date, or an object of several axes by field."""
    axes: dict[str, Any] = {}
    for key in asked:
        found = row[key.column]
        if key.part is None:
            axes[key.axis] = found
        elif key.part == "week":
            axes[key.axis] = _week(found)
        else:
            axes.setdefault(key.axis, {})[key.part] = found
    return next(iter(axes.values())) if len(axes) == 1 else axes


def _week(key: str) -> dict[str, int]:
    """ISO year and week of a class ``[first day, first day of the next week[``."""
    year, week, _ = datetime.fromisoformat(key.strip("[]").split(",")[0].strip()).isocalendar()
    return {"year": year, "week": week}
