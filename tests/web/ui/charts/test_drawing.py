"""Charts drawn by the server: sound, honest and safe."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.web.ui.charts import Chart, Kind, Series, draw, sparkline
from parvis.web.ui.charts.lines import unbroken
from parvis.web.ui.charts.scale import linear

SVG = "{http://www.w3.org/2000/svg}"
numbers = st.none() | st.floats() | st.integers(-(10**9), 10**9).map(float)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def chart(kind: Kind, *series: tuple[float | None, ...], labels: tuple[str, ...] = ("a", "b", "c"), **k: bool) -> Chart:
    return Chart(kind, labels, tuple(Series(f"s{i}", values) for i, values in enumerate(series)), **k)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("stacked", [False, True])
@given(values=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=12))
def test_any_numbers_give_a_drawing_that_parses_with_finite_places(
    kind: Kind, stacked: bool, values: list[tuple[float | None, float | None]]
) -> None:
    labels = tuple(f"l{i}" for i in range(len(values)))
    series = tuple(Series(name, tuple(v[i] for v in values)) for i, name in enumerate("xy"))
    svg = draw(Chart(kind, labels, series, stacked=stacked))
    if svg:
        parsed(svg)
        assert not re.search(r"(?<![a-z])(nan|inf)", svg.split("<title>")[0].lower())


def test_texts_of_the_data_are_escaped() -> None:
    svg = draw(chart(Kind.BAR, (1.0,), labels=('<script>alert(1)</script>"&',)))
    assert "<script" not in svg
    assert parsed(svg) is not None


@pytest.mark.parametrize("kind", [Kind.BAR, Kind.COLUMN])
def test_lengths_are_in_proportion_to_values(kind: Kind) -> None:
    side = "width" if kind is Kind.BAR else "height"
    svg = draw(chart(kind, (990.0, 495.0, 1.0)))
    first, second, _ = (float(r.get(side) or 0) for r in parsed(svg).iter(f"{SVG}rect"))
    assert first / second == pytest.approx(2, rel=0.01)


def test_a_missing_value_is_a_gap_in_the_line() -> None:
    svg = draw(chart(Kind.LINE, (1.0, 2.0, None, 3.0, 4.0), labels=tuple("abcde")))
    assert len(list(parsed(svg).iter(f"{SVG}path"))) == 2
    assert [len(run) for run in unbroken([(0, 0, 0), (1, 1, 1), (3, 2, 2)])] == [2, 1]


def test_series_differ_by_more_than_their_colour() -> None:
    bars = draw(chart(Kind.COLUMN, (1.0, 2.0, 3.0), (3.0, 2.0, 1.0)))
    assert "<pattern" in bars
    strokes = {
        p.get("stroke-dasharray")
        for p in parsed(draw(chart(Kind.LINE, (1.0, 2.0), (2.0, 1.0), labels=("a", "b")))).iter(f"{SVG}path")
    }
    assert len(strokes) == 2


def test_stacked_bars_begin_where_the_one_before_ends() -> None:
    svg = draw(chart(Kind.COLUMN, (2.0,), (3.0,), labels=("a",), stacked=True))
    first, second = [r for r in parsed(svg).iter(f"{SVG}rect") if not (r.get("fill") or "").startswith("url")]
    assert float(first.get("y") or 0) == pytest.approx(
        float(second.get("y") or 0) + float(second.get("height") or 0), abs=0.1
    )


@given(st.lists(st.floats(-1e12, 1e12).map(lambda v: round(v, 6)), min_size=1, max_size=20), st.booleans())
def test_a_scale_holds_its_values_between_marks(values: list[float], from_zero: bool) -> None:
    scale = linear(values, 0, 100, from_zero=from_zero)
    assert scale.low <= min(values)
    assert max(values) <= scale.high
    assert 2 <= len(scale.ticks()) <= 20
    assert not from_zero or scale.low <= 0 <= scale.high


def test_the_drawing_is_hidden_from_screen_readers_and_holds_no_inline_style() -> None:
    svg = draw(chart(Kind.PIE, (1.0, 2.0, 3.0)))
    assert parsed(svg).get("aria-hidden") == "true"
    assert "style=" not in svg


def test_nothing_to_draw_gives_nothing() -> None:
    assert draw(chart(Kind.BAR, (None, None, None))) == ""
    assert sparkline([1.0]) == ""
    assert sparkline([None, 2.0]) == ""


def test_a_sparkline_marks_the_last_known_value() -> None:
    dot = next(parsed(sparkline([1.0, 3.0, None])).iter(f"{SVG}circle"))
    assert float(dot.get("cx") or 0) == pytest.approx(60, abs=1)


@given(points=st.lists(st.tuples(st.integers(-(10**6), 10**6), numbers), min_size=1, max_size=10))
def test_points_stand_where_their_numbers_say(points: list[tuple[int, float | None]]) -> None:
    labels = tuple(str(x) for x, _ in points)
    places = tuple(float(x) for x, _ in points)
    svg = draw(Chart(Kind.SCATTER, labels, (Series("s", tuple(y for _, y in points)),), places=places))
    if svg:
        found = sorted(float(c.get("cx") or 0) for c in parsed(svg).iter(f"{SVG}circle"))
        assert found == sorted(found)
        assert all(0 <= x <= 760 for x in found)
