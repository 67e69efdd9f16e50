"""Patterns laid over colours, so that series are told apart without seeing colours."""

from __future__ import annotations

from parvis.web.ui.charts.svg import element

_LINES = (
    None,
    "M0 8L8 0M-2 2L2 -2M6 10L10 6",
    "M0 0L8 8M-2 6L2 10M6 -2L10 2",
    "M0 4H8",
    "M4 0V8",
    "M0 4H8M4 0V8",
    "M0 8L8 0M0 0L8 8",
    "M3 4H5",
)


def pattern(prefix: str, rank: int) -> str | None:
    """The definition of the pattern of a series, None for the first one, which stays plain."""
    path = _LINES[rank % len(_LINES)]
    if path is None:
        return None
    line = element("path", d=path, stroke="#FFFFFF", stroke_width=1.4, stroke_opacity=0.75, class_="chart-decal")
    return element("pattern", line, id=f"{prefix}{rank}", width=8, height=8, patternUnits="userSpaceOnUse")


def patterns(prefix: str, count: int) -> str:
    """The definitions that ``count`` series need."""
    return "".join(filter(None, (pattern(prefix, rank) for rank in range(count))))


def fill(prefix: str, rank: int) -> str | None:
    """How a mark asks for its pattern."""
    return f"url(#{prefix}{rank})" if _LINES[rank % len(_LINES)] else None
