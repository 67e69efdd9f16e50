"""Numbers, dates and booleans as the index stores them: integers where it can be exact, so that few bits are enough."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from parvis.data.odsql.typed import Literal, Type

EPOCH = date(1970, 1, 1)
_EPOCH_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY = 86_400_000_000


class NotComparable(Exception):
    """The literal is of a type that the index does not compare with the field's exactly."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A field stored as numbers, between ``low`` and ``high`` as stored.

    By ``type``: int the value; double the value times ``10 ** decimals`` (``is_float``: the value itself);
    date days and datetime microseconds since 1970; boolean 0 or 1.
    """

    index: str
    type: str
    has_nulls: bool
    low: int
    high: int
    decimals: int = 0
    is_float: bool = False

    def decode(self, stored: int) -> Any:
        """The value of a stored integer, as a scan gives it."""
        match self.type:
            case Type.DOUBLE:
                return stored / 10.0**self.decimals
            case Type.DATE:
                return EPOCH + timedelta(days=stored)
            case Type.DATETIME:
                return (_EPOCH_TIME + stored * _MICROSECOND).replace(tzinfo=None)
            case Type.BOOLEAN:
                return bool(stored)
            case _:
                return stored

    def at_least(self, literal: Literal, timezone: str, *, beyond: bool = False) -> int:
        """The smallest stored integer, up to ``high + 1``, whose value is at least the literal, or more (``beyond``).

        Raises NotComparable.
        """
        reading, bound = self._comparison(literal, timezone)
        low, high = self.low, self.high + 1
        while low < high:
            middle = (low + high) // 2
            value = reading(middle)
            if value > bound or (value == bound and not beyond):
                high = middle
            else:
                low = middle + 1
        return low

    def _comparison(self, literal: Literal, timezone: str) -> tuple[Callable[[int], Any], Any]:
        """How to read a stored integer, and the bound, as the same type of thing."""
        value = literal.value
        if self.type == Type.BOOLEAN and isinstance(value, bool):
            return int, int(value)
        if isinstance(value, bool):
            raise NotComparable
        if self.type == Type.INT and isinstance(value, int):
            return int, value
        if self.type in (Type.INT, Type.DOUBLE):
            scale = 10.0**self.decimals
            return (lambda stored: stored / scale), self.as_double(literal)
        if self.type == Type.DATE and isinstance(value, date):
            return self._as_date(value, timezone)
        if self.type == Type.DATETIME and isinstance(value, date):
            return int, microseconds(value, timezone)
        raise NotComparable

    def as_double(self, literal: Literal) -> float:
        """The literal as a number to compare doubles with. Raises NotComparable."""
        value = literal.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise NotComparable
        try:
            bound = float(value)
        except OverflowError:
            raise NotComparable from None
        if math.isnan(bound):
            raise NotComparable
        return bound

    def _as_date(self, bound: date, timezone: str) -> tuple[Callable[[int], Any], Any]:
        if not isinstance(bound, datetime):
            return int, (bound - EPOCH).days
        # Elsewhere midnight may not exist or come twice: left to the scan.
        if timezone != "UTC":
            raise NotComparable
        return (lambda stored: stored * _DAY), microseconds(bound, timezone)


def microseconds(value: date, timezone: str) -> int:
    """An instant, or the local midnight of a date, since 1970."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(), ZoneInfo(timezone)).astimezone(UTC)
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return (aware - _EPOCH_TIME) // _MICROSECOND
