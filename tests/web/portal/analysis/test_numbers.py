"""Every number of an analysis is the one counted by hand, and the one the API answers."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.portal.analysis.conftest import ROWS

from parvis.data.odsql.text import QueryText
from parvis.data.serving import records
from parvis.data.serving.reader import Reader
from parvis.web.portal.pages.analysis.choice import Choice
from parvis.web.portal.pages.analysis.outcome import OTHERS, Outcome, outcome
from parvis.web.portal.pages.analysis.page import AnalysisPage, analysis_page
from parvis.web.portal.pages.analysis.plan import plan
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.views.dataset import find
from parvis.web.portal.visit import Visit, visit

Row = dict[str, Any]
MEASURES: dict[str, Callable[[list[float]], float]] = {
    "sum": sum,
    "avg": statistics.fmean,
    "median": statistics.median,
    "min": min,
    "max": max,
}
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def here(visitor: Client) -> Visit:
    return visit(RequestFactory().get("/"))


def asked(here: Visit, choice: Choice, where: str = "") -> Outcome:
    view = find(here, "sales", records=True)
    return outcome(here, view, Selection(where=where), plan(choice, view.access.schema))


def value(rows: list[Row], measure: str, of: str) -> float | None:
    if measure == "count":
        return len(rows)
    known = [row[of] for row in rows if row[of] is not None]
    if measure == "distinct":
        return len(set(known))
    return MEASURES[measure](known) if known else None


def grouped(rows: list[Row], by: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        for key in (row[by] or [None]) if by == "tags" else [row[by]]:
            found[key].append(row)
    return found


@quick
@given(
    measure=st.sampled_from(["count", "distinct", *MEASURES]),
    of=st.sampled_from(["amount", "pieces"]),
    by=st.sampled_from(["shop", "kind", "online", "tags"]),
    order=st.sampled_from(["", "-value", "value", "key", "-key"]),
    top=st.integers(1, 8),
    least=st.integers(0, 3),
)
def test_groups_and_their_values_are_those_counted_by_hand(
    here: Visit, measure: str, of: str, by: str, order: str, top: int, least: int
) -> None:
    choice = Choice(measure=measure, of=of, by=by, order=order, top=str(top))
    found = asked(here, choice, f"pieces >= {least}")
    kept = [row for row in ROWS if row["pieces"] >= least]
    groups = grouped(kept, by)
    shown = {key: value for key, value in zip(found.groups, found.values[0], strict=True) if key is not OTHERS}
    assert len(shown) == min(top, len(groups))
    for key, number in shown.items():
        assert number == pytest.approx(value(groups[key], measure, of))
    if OTHERS in found.groups:
        left = [value(rows, measure, of) or 0 for key, rows in groups.items() if key not in shown]
        assert found.values[0][-1] == pytest.approx(sum(left))
    assert found.cut == (len(groups) > top)


@quick
@given(
    measure=st.sampled_from(["count", "sum", "avg", "max"]),
    by=st.sampled_from(["shop", "online", "pieces"]),
    split=st.sampled_from(["kind", "shop", "online"]),
    top=st.integers(2, 9),
)
def test_series_add_up_to_their_group(here: Visit, measure: str, by: str, split: str, top: int) -> None:
    if by == split:
        return
    found = asked(here, Choice(measure=measure, of="amount", by=by, split=split, top=str(top), step="value"))
    cells = {(g, s): found.values[j][i] for i, g in enumerate(found.groups) for j, s in enumerate(found.series)}
    for (group, one), number in cells.items():
        inside = [row for row in ROWS if row[by] == group]
        if one is not OTHERS:
            rows = [row for row in inside if row[split] == one]
            assert number == (pytest.approx(value(rows, measure, "amount")) if rows else None)
    if measure in ("count", "sum"):
        for i, group in enumerate(found.groups):
            inside = [row for row in ROWS if row[by] == group]
            assert sum(line[i] or 0 for line in found.values) == pytest.approx(value(inside, measure, "amount") or 0)
    assert len(found.series) <= 8


def test_years_without_a_sale_are_gaps_and_unknown_days_are_told(here: Visit) -> None:
    view = find(here, "sales", records=True)
    with override("en"):
        page = analysis_page(here, view, Selection(), Choice(by="day", step="month"))
    assert page.figure is not None
    names = [name for name, _ in page.figure.rows]
    assert names[-1] == "no value"
    months = len(names) - 1
    first, last = date(2020, 1, 1), date.fromisoformat(ROWS[-1]["day"])
    assert months == (last.year - first.year) * 12 + last.month - first.month + 1
    assert ("",) in [values for _, values in page.figure.rows]
    assert "no value" not in page.figure.chart.labels


@pytest.mark.parametrize(("kind", "drawn"), [("bar", False), ("column", False), ("pie", True), ("treemap", True)])
def test_others_are_drawn_among_shares_only_and_always_in_the_table(here: Visit, kind: str, drawn: bool) -> None:
    with override("en"):
        page = analysis_page(
            here, find(here, "sales", records=True), Selection(), Choice(by="kind", kind=kind, top="3")
        )
    assert page.figure is not None
    assert page.figure.rows[-1][0] == "Others"
    assert ("Others" in page.figure.chart.labels) is drawn
    assert "the others" in page.figure.notes[0]


@pytest.mark.parametrize(
    "choice",
    [
        Choice(),
        Choice(by="kind", split="shop"),
        Choice(measure="sum", of="amount", by="day", step="quarter"),
        Choice(measure="avg", of="pieces", by="amount", split="online"),
        Choice(by="at", step="hourofday"),
        Choice(by="at", step="dayofweek", measure="median", of="amount"),
    ],
)
def test_the_query_shown_gives_the_numbers_drawn(here: Visit, sales: Reader, choice: Choice) -> None:
    view = find(here, "sales", records=True)
    page: AnalysisPage = analysis_page(here, view, Selection(refine=(("shop", "Nord"),), q=""), choice)
    assert page.query is not None
    assert page.figure is not None
    given = dict(parse_qsl(urlsplit(page.query.address).query))
    text = QueryText(
        select=given["select"],
        group_by=given["group_by"],
        order_by=given["order_by"],
        refine=(given["refine"],),
        timezone=given.get("timezone", "UTC"),
    )
    answered = sorted(row[-1] for row in records.search(sales, view, text).rows if row[-1] is not None)
    drawn = sorted(
        v
        for line in outcome(here, view, Selection(refine=(("shop", "Nord"),)), plan(choice, view.access.schema)).values
        for v in line
        if v is not None
    )
    assert drawn == pytest.approx(answered)


def test_each_record_is_a_point_where_both_numbers_are_known(here: Visit) -> None:
    found = asked(here, Choice(kind="scatter", by="pieces", of="amount", split="online"))
    points = sorted((x, line[i]) for line in found.values for i, x in enumerate(found.groups) if line[i] is not None)
    assert points == sorted((r["pieces"], r["amount"]) for r in ROWS if r["amount"] is not None)
    assert not found.cut
