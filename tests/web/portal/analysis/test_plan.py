"""What an address asks gives way to what the fields can do."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime

import pytest
from tests.web.portal.analysis.conftest import SALES

from parvis.core.fields import Field, FieldType
from parvis.web.portal.pages.analysis.axis import Axis, is_step, settled, unbroken
from parvis.web.portal.pages.analysis.choice import Choice, Form, Measure, Order
from parvis.web.portal.pages.analysis.legacy import old_choice
from parvis.web.portal.pages.analysis.plan import plan


def test_without_choice_records_are_counted_by_the_first_facet() -> None:
    made = plan(Choice(), SALES)
    assert (made.expression, made.axis and made.axis.field.name, made.form) == ("count(*)", "shop", Form.BAR)


@pytest.mark.parametrize(
    "choice",
    [
        Choice(measure="drop table", of="x", by="y", step="z", split="'", kind="<svg>", order=";", top="-4"),
        Choice(measure="sum", of="shop", by="place", split="place", top="9" * 30, step="1e400"),
        Choice(by="tags", split="tags", kind="pie", measure="avg"),
    ],
)
def test_what_cannot_be_is_replaced_by_what_can(choice: Choice) -> None:
    made = plan(choice, SALES)
    assert made.axis is not None
    assert 1 <= made.top <= 200
    assert made.split is None
    assert made.form is not Form.PIE


def test_shares_need_values_that_add_up() -> None:
    assert plan(Choice(kind="pie", measure="sum", of="amount"), SALES).form is Form.PIE
    assert plan(Choice(kind="pie", measure="avg", of="amount"), SALES).form is Form.BAR
    assert plan(Choice(kind="pie", top="50"), SALES).top == 6


def test_time_keeps_its_order_on_a_line() -> None:
    assert plan(Choice(by="day", order="-value"), SALES).order is Order.UP
    assert plan(Choice(by="day", order="-value", kind="column"), SALES).order is Order.LARGEST


@pytest.mark.parametrize(
    ("type_", "low", "high", "step"),
    [
        (FieldType.DATE, date(2020, 1, 1), date(2020, 2, 1), "day"),
        (FieldType.DATE, date(2015, 1, 1), date(2020, 1, 1), "month"),
        (FieldType.DATE, date(1200, 1, 1), date(2020, 1, 1), "year"),
        (FieldType.DATETIME, datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 3, tzinfo=UTC), "hour"),
        (FieldType.DATE, None, None, "year"),
        (FieldType.DOUBLE, 0.0, 1.0, "0.05"),
        (FieldType.DOUBLE, 0.0, 1e14, "5000000000000"),
        (FieldType.INT, 0, 30, "value"),
        (FieldType.INT, 0, 1000, "50"),
        (FieldType.DOUBLE, 3.0, 3.0, "value"),
        (FieldType.DOUBLE, float("-inf"), float("inf"), "value"),
        (FieldType.TEXT, "a", "b", "value"),
    ],
)
def test_the_automatic_step_gives_a_readable_number_of_groups(
    type_: FieldType, low: object, high: object, step: str
) -> None:
    assert settled(Field("f", type_), low, high) == step


def test_steps_of_addresses_are_checked() -> None:
    number = Field("f", FieldType.DOUBLE)
    assert is_step(number, "2.5")
    assert not any(is_step(number, text) for text in ("0", "-1", "1e5", "2)", "nan", "9" * 25))
    assert not is_step(Field("f", FieldType.DATE), "hour")
    assert Axis(number, "2.5").expression == "range(`f`, 2.5)"


def test_missing_periods_are_counted_within_reason() -> None:
    assert len(list(unbroken([datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)], "hour"))) == 2000
    ends = [datetime(2020, 11, 1, tzinfo=UTC), datetime(2021, 2, 1, tzinfo=UTC)]
    assert [moment.month for moment in unbroken(ends, "month")] == [11, 12, 1, 2]


def old(**query: object) -> str:
    return base64.b64encode(json.dumps({"queries": [query]}).encode()).decode()


def test_a_chart_of_an_older_portal_is_understood() -> None:
    chart = {"type": "spline", "func": "AVG", "yAxis": "amount"}
    found = old_choice(old(charts=[chart], xAxis="day", timescale="month", seriesBreakdown="shop", maxpoints=50))
    assert found == Choice(measure="avg", of="amount", by="day", step="month", split="shop", kind="line", top="50")
    assert plan(found, SALES).measure is Measure.AVG


@pytest.mark.parametrize(
    "text", ["", "!!!", old(), old(charts=[]), old(charts=3), base64.b64encode(b"[" * 9000).decode()]
)
def test_an_unreadable_definition_is_no_choice(text: str) -> None:
    assert old_choice(text) is None
