"""Numbers and boxes in the parameters of the OGC APIs."""

from __future__ import annotations

import math
import re

from parvis.core.errors import InvalidParameter
from parvis.web.api.http.parameters import Parameters

DEFAULT, LARGEST = 100, 1_000
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?", re.IGNORECASE)


def limit_of(parameters: Parameters, largest: int = LARGEST, default: int = DEFAULT) -> int:
    """How many items a page holds: what is asked, up to the largest page. Raises InvalidParameter below 1."""
    asked = parameters.integer("limit")
    if asked is not None and asked < 1:
        message = f"Invalid value for limit API parameter: {asked} was found but 1 <= limit is expected."
        raise InvalidParameter(message, params={"parameter": "limit"})
    return min(default if asked is None else asked, largest)


def offset_of(parameters: Parameters) -> int:
    """How many items to pass over. Raises InvalidParameter."""
    asked = parameters.integer("offset") or 0
    if asked < 0:
        message = f"Invalid value for offset API parameter: {asked} was found but 0 <= offset is expected."
        raise InvalidParameter(message, params={"parameter": "offset"})
    return asked


def box_of(text: str | None) -> tuple[float, float, float, float] | None:
    """Four numbers, or six with heights that do not count. Raises InvalidParameter."""
    if text is None:
        return None
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise bad_box("four numbers are expected, as in bbox=2.2,48.8,2.5,48.9")
    return numbers[0], numbers[1], numbers[2], numbers[3]


def bad_box(what: str) -> InvalidParameter:
    return InvalidParameter(f"Invalid value for bbox API parameter: {what}.", params={"parameter": "bbox"})


def names_of(text: str | None) -> list[str] | None:
    """Names joined by commas; None when none was asked."""
    return None if text is None else [part.strip() for part in text.split(",") if part.strip()]


def interval_of(text: str | None) -> tuple[str, ...] | None:
    """One moment, or the two ends of an interval, of which one may be open (``..``). Raises InvalidParameter."""
    if not text:
        return None
    ends = tuple("" if end == ".." else end for end in text.split("/"))
    if len(ends) > 2 or not any(ends) or not all(end == "" or _MOMENT.fullmatch(end) for end in ends):
        message = f"Invalid value for datetime API parameter: {text[:60]!r} is not a date or an interval."
        hint = "write 2026-03-15T08:00:00Z, 2026-03-01/2026-03-31, 2026-03-01/.. or ../2026-03-31"
        raise InvalidParameter(message, hint=hint, params={"parameter": "datetime"})
    return ends
