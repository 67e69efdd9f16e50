"""Elements of SVG as text; every text and every attribute is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from parvis.web.ui.charts.chart import CATEGORIES

CHARACTER = 6.9
"""Mean width in pixels of a character of an axis; a guess, on the wide side."""


def element(name: str, *children: str, **attributes: object) -> str:
    """``<name …>children</name>``; underscores of attributes stand for hyphens, ``class_`` for class."""
    written = "".join(f' {_attribute(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    inner = "".join(children)
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


def text(content: str, x: float, y: float, *, anchor: str = "start", class_: str = "chart-label") -> str:
    """A line of text; ``anchor`` is start, middle or end."""
    return element("text", escape(content), x=x, y=y, text_anchor=anchor, class_=class_, fill="#4C5A57")


def title(content: str) -> str:
    """What a pointer that rests on the parent reads."""
    return element("title", escape(content))


def document(children: Iterable[str], width: float, height: float, *, defs: str = "", role: str = "chart-svg") -> str:
    """The drawing. It is hidden from screen readers: the figure around it is named, its table is read."""
    return element(
        "svg",
        element("defs", defs) if defs else "",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        class_=role,
        font_family='"Source Sans 3", Arial, sans-serif',
        font_size=13,
        aria_hidden="true",
        focusable="false",
    )


def colour(rank: int) -> str:
    """The colour of the series of that rank."""
    return CATEGORIES[rank % len(CATEGORIES)]


def cut(content: str, room: float) -> str:
    """The text, shortened to what fits in ``room`` pixels."""
    most = max(int(room / CHARACTER), 3)
    return content if len(content) <= most else content[: most - 1].rstrip() + "…"


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-") if key != "viewBox" else key


def _value(value: object) -> str:
    return f"{round(value, 2):g}" if isinstance(value, float) else escape(str(value), quote=True)
