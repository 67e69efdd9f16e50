"""The first axis: a field, cut in steps where its values follow one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor, log10

from parvis.core.fields import NUMERIC, TEMPORAL, Field, FieldType

PERIODS = ("year", "quarter", "month", "week", "day", "hour")
PARTS = ("monthofyear", "dayofweek", "hourofday")
VALUE = "value"
CLASSES = 20
POINTS = 150
MOST_POINTS = 2_000
_PART_FUNCTIONS = {"monthofyear": "month", "dayofweek": "dayofweek", "hourofday": "hour"}
_DAYS = {"year": 366.0, "month": 30.0, "day": 1.0, "hour": 1 / 24}
GROUPED = frozenset({FieldType.TEXT, FieldType.BOOLEAN}) | NUMERIC | TEMPORAL


@dataclass(frozen=True, slots=True)
class Axis:
    """A field and its ``step``: a period, a part of dates, the width of a class (a number), or ``value``.

    ``ordered`` tells that the groups follow one another by nature.
    """

    field: Field
    step: str

    @property
    def is_period(self) -> bool:
        """Whether groups are periods of time one after the other."""
        return self.step in PERIODS

    @property
    def is_part(self) -> bool:
        """Whether groups are months, days of the week or hours, whatever the year."""
        return self.step in PARTS

    @property
    def is_class(self) -> bool:
        """Whether groups are classes of numbers."""
        return self.field.type in NUMERIC and self.step != VALUE

    @property
    def ordered(self) -> bool:
        """Whether groups have an order that is not that of their names."""
        return self.step != VALUE or self.field.type in NUMERIC | TEMPORAL

    @property
    def expression(self) -> str:
        """The group key in ODSQL."""
        name = f"`{self.field.name}`"
        if self.is_period:
            return f"range({name}, 1 {self.step})"
        if self.is_part:
            return f"{_PART_FUNCTIONS[self.step]}({name})"
        return f"range({name}, {self.step})" if self.is_class else name


def groupable(field: Field) -> bool:
    """Whether rows can be grouped by the field."""
    return field.type in GROUPED


def steps(field: Field) -> tuple[str, ...]:
    """The steps that can be chosen for a field, the automatic one apart."""
    if field.type is FieldType.DATETIME:
        return (*PERIODS, *PARTS)
    if field.type is FieldType.DATE:
        return (*PERIODS[:-1], *PARTS[:-1])
    return (VALUE,) if field.type in NUMERIC else ()


def is_step(field: Field, step: str) -> bool:
    """Whether an address may ask that step of that field."""
    return step in steps(field) or (field.type in NUMERIC and is_width(step))


def is_width(text: str) -> bool:
    """Whether a text is a width of classes."""
    try:
        return 0 < float(text) < 1e15 and len(text) < 20 and text.replace(".", "", 1).isdigit()
    except ValueError:
        return False


def settled(field: Field, low: object, high: object) -> str:
    """The step that shows the values from ``low`` to ``high`` in a readable number of groups."""
    if field.type in TEMPORAL and isinstance(low, date) and isinstance(high, date):
        return _period(field, (high - low) / timedelta(days=1))
    if field.type in NUMERIC and isinstance(low, int | float) and isinstance(high, int | float):
        return _width(field, high - low)
    return PERIODS[0] if field.type in TEMPORAL else VALUE


def _period(field: Field, days: float) -> str:
    fine = {"year": ("year",), "month": ("month", "year")}.get(field.precision or "", ("hour", "day", "month", "year"))
    allowed = [step for step in fine if step != "hour" or field.type is FieldType.DATETIME]
    return next((step for step in allowed if days / _DAYS[step] <= POINTS), allowed[-1])


def _width(field: Field, span: float) -> str:
    if not 0 < span < 1e15 or (field.type is FieldType.INT and (field.facet or span <= 2 * CLASSES)):
        return VALUE
    rough = span / CLASSES
    power = 10.0 ** floor(log10(rough))
    width = next(step for step in (1, 2, 5, 10) if step * power >= rough * 0.999) * power
    if field.type is FieldType.INT:
        return f"{max(1, round(width))}"
    return f"{width:.10f}".rstrip("0").rstrip(".") if width >= 1e-9 else VALUE


def start(key: object) -> datetime | None:
    """The wall-clock beginning of a period, from the text of its class."""
    try:
        return datetime.fromisoformat(str(key)[1:20])
    except ValueError:
        return None


def following(moment: datetime, step: str) -> datetime:
    """The beginning of the next period."""
    if step in ("hour", "day", "week"):
        return moment + {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}[step]
    months = {"month": 1, "quarter": 3, "year": 12}[step]
    later = moment.month - 1 + months
    return moment.replace(year=moment.year + later // 12, month=later % 12 + 1)


def unbroken(moments: Sequence[datetime], step: str) -> Iterator[datetime]:
    """The moments, and those missing between them, as long as they are not too many."""
    if not moments:
        return
    moment, last, count = moments[0], moments[-1], 0
    while moment <= last and moment.year < 9_990 and count < MOST_POINTS:
        yield moment
        moment, count = following(moment, step), count + 1


Keys = Mapping[object, str]
