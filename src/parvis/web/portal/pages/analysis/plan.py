"""A choice settled against the fields of a dataset: what is computed and drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from parvis.core.fields import NUMERIC, TEMPORAL, Field, FieldType
from parvis.web.portal.pages.analysis.axis import Axis, groupable, is_step
from parvis.web.portal.pages.analysis.choice import (
    ADDITIVE,
    Choice,
    Form,
    Measure,
    Order,
    known_measure,
    known_order,
    known_top,
)

SCALAR = frozenset({FieldType.TEXT, FieldType.BOOLEAN}) | NUMERIC | TEMPORAL
SLICES = 6
SERIES = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """``of`` is None for a count of records; ``axis`` is None when everything is one group.

    ``step`` of the axis is empty until the values are known. ``pairable`` tells that records can be points: there are
    two numbers.
    """

    measure: Measure
    of: Field | None
    axis: Axis | None
    split: Field | None
    form: Form
    order: Order
    top: int
    stacked: bool
    pairable: bool = False

    @property
    def additive(self) -> bool:
        """Whether the values of groups add up to that of all of them."""
        lists = (self.axis is not None and self.axis.field.is_list) or (self.split is not None and self.split.is_list)
        return self.measure in ADDITIVE and not lists

    @property
    def expression(self) -> str:
        """The measure in ODSQL."""
        if self.of is None:
            return "count(*)"
        name = f"`{self.of.name}`"
        return f"count(distinct {name})" if self.measure is Measure.DISTINCT else f"{self.measure}({name})"


def plan(choice: Choice, schema: Iterable[Field]) -> Plan:
    """What the choice means for these fields; what they cannot do gives way to the nearest that they can."""
    by = chosen(choice.by, axes(schema)) or default_axis(schema)
    split = chosen(choice.split, splits(schema))
    measure, of = measured(choice, schema)
    step = choice.step if by is not None and is_step(by, choice.step) else ""
    axis = None if by is None else Axis(by, step or ("" if by.type in NUMERIC | TEMPORAL else "value"))
    split = None if by is None or split == by else split
    made = Plan(measure, of, axis, split, Form.BAR, Order.LARGEST, known_top(choice.top), bool(choice.stack))
    other = second(choice, by, schema)
    made = formed(replace(made, pairable=other is not None), choice)
    return ordered(replace(made, of=other, stacked=False) if made.form is Form.SCATTER else made, choice)


def second(choice: Choice, by: Field | None, schema: Iterable[Field]) -> Field | None:
    """The number to set against the one that groups; None when the axis is none, or there is no other."""
    able = [f for f in numbers(schema) if f != by]
    return (chosen(choice.of, able) or next(iter(able), None)) if by is not None and by.type in NUMERIC else None


def measured(choice: Choice, schema: Iterable[Field]) -> tuple[Measure, Field | None]:
    """The measure and the field it is of; a measure without a field it can be of is a count."""
    measure = known_measure(choice.measure)
    if measure is Measure.COUNT:
        return measure, None
    able = distinct(schema) if measure is Measure.DISTINCT else numbers(schema)
    of = chosen(choice.of, able) or next(iter(able), None)
    return (measure, of) if of is not None else (Measure.COUNT, None)


def formed(made: Plan, choice: Choice) -> Plan:
    """With the chart asked, when the values suit it."""
    forms = list(suitable(made))
    form = Form(choice.kind) if choice.kind in forms else forms[0]
    split = None if form in (Form.PIE, Form.TREEMAP) or (made.split and made.split.is_list) else made.split
    top = min(made.top, SLICES) if form is Form.PIE else made.top
    stacked = split is not None and made.additive and (made.stacked or form is Form.AREA)
    return replace(made, form=form, split=split, top=top, stacked=stacked)


def suitable(made: Plan) -> Iterator[Form]:
    """The forms that suit, the best first. Shares need values that add up."""
    flowing = made.axis is not None and (made.axis.is_period or made.axis.field.type in TEMPORAL)
    classes = made.axis is not None and made.axis.field.type in NUMERIC
    yield from (Form.LINE, Form.COLUMN) if flowing else (Form.COLUMN, Form.LINE) if classes else (Form.BAR, Form.COLUMN)
    yield from () if not flowing and not classes else (Form.AREA,)
    yield from (Form.BAR,) if flowing or classes else (Form.LINE,)
    if made.additive:
        yield from (Form.PIE, Form.TREEMAP)
    if made.pairable:
        yield Form.SCATTER


def ordered(made: Plan, choice: Choice) -> Plan:
    """With the order asked; what follows in time or in size keeps its own unless another is asked."""
    natural = made.axis is not None and made.axis.field.type in NUMERIC | TEMPORAL
    order = known_order(choice.order, Order.UP if natural else Order.LARGEST)
    if made.form in (Form.LINE, Form.AREA) and natural:
        order = Order.UP
    if made.form in (Form.PIE, Form.TREEMAP):
        order = Order.LARGEST
    return replace(made, order=order)


def chosen(name: str, fields: Iterable[Field]) -> Field | None:
    """The field of that name among these."""
    return next((field for field in fields if field.name == name), None)


def axes(schema: Iterable[Field]) -> list[Field]:
    """Fields that can be the first axis."""
    return [field for field in schema if groupable(field)]


def splits(schema: Iterable[Field]) -> list[Field]:
    """Fields whose values can be series."""
    return [f for f in schema if f.type in (FieldType.TEXT, FieldType.BOOLEAN) or (f.type is FieldType.INT and f.facet)]


def numbers(schema: Iterable[Field]) -> list[Field]:
    """Fields that can be added, averaged and compared: quantities first, codes last."""
    return sorted((f for f in schema if f.type in NUMERIC), key=lambda f: f.key or f.facet)


def distinct(schema: Iterable[Field]) -> list[Field]:
    """Fields whose different values can be counted."""
    return [f for f in schema if f.type in SCALAR and not f.is_list]


def default_axis(schema: Iterable[Field]) -> Field | None:
    """What is worth seeing first: a facet of text, a date, another text, a number."""
    able = [f for f in axes(schema) if not f.key] or axes(schema)
    ranks: tuple[Callable[[Field], bool], ...] = (
        lambda f: f.type is FieldType.TEXT and f.facet,
        lambda f: f.type in TEMPORAL,
        lambda f: f.facet or f.type is FieldType.BOOLEAN,
        lambda f: f.type is FieldType.DOUBLE,
        lambda f: True,
    )
    return next((f for rank in ranks for f in able if rank(f)), None)
