"""Contrast, and the nearest shade that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.core.colors import contrast, is_color, least_contrast, mixed, nearest
from parvis.data.store.themes import DARK_GROUNDS, LIGHT_GROUNDS

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0b5c63", "#ffffff", 7.71)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@given(COLORS, COLORS)
def test_contrast_has_no_order_and_stays_within_1_and_21(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@given(COLORS, st.sampled_from([LIGHT_GROUNDS, DARK_GROUNDS]))
def test_the_nearest_shade_can_be_read_and_one_that_can_is_kept(color: str, grounds: tuple[str, ...]) -> None:
    found = nearest(color, grounds, 4.5)
    assert least_contrast(found, grounds) >= 4.5
    assert nearest(found, grounds, 4.5) == found


@given(COLORS, COLORS, st.floats(0, 1))
def test_a_mixture_is_a_color(one: str, other: str, share: float) -> None:
    assert is_color(mixed(one, other, share))


@pytest.mark.parametrize("text", ["", "#fff", "0b5c63", "#0B5C63", "#0b5c63;", "red", "#0b5c6g"])
def test_what_is_no_color_is_told(text: str) -> None:
    assert not is_color(text)
