"""Colours in sRGB: contrast as WCAG 2.2 measures it, and the nearest shade that can be read.

A colour is ``#rrggbb`` in lower case. Source of the formulas: WCAG 2.2, definitions of relative luminance and contrast.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

HEX = re.compile(r"#[0-9a-f]{6}")
BLACK, WHITE = "#000000", "#ffffff"
STEPS = 100


def is_color(text: str) -> bool:
    """Whether this is a colour as this module reads it."""
    return HEX.fullmatch(text) is not None


def channels(color: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def luminance(color: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    parts = (part / 255 for part in channels(color))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21; the order does not matter."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least_contrast(color: str, grounds: Iterable[str]) -> float:
    """The lowest contrast of a colour on these grounds."""
    return min(contrast(color, ground) for ground in grounds)


def mixed(color: str, other: str, share: float) -> str:
    """The colour with this share (0 to 1) of another one."""
    pairs = zip(channels(color), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def nearest(color: str, grounds: Iterable[str], ratio: float) -> str:
    """The nearest shade of the colour, darker on light grounds and lighter on dark ones, with this contrast on all.

    The colour itself when it has it. Black or white has it whenever a colour of its side can.
    """
    on = tuple(grounds)
    end = BLACK if luminance(on[0]) > 0.18 else WHITE
    shades = (mixed(color, end, step / STEPS) for step in range(STEPS + 1))
    return next((shade for shade in shades if least_contrast(shade, on) >= ratio), end)
