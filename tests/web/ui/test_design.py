"""What the design system promises of colours and of templates, read from the files themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parvis.web import portal, ui

PACKAGES = [Path(package.__file__).parent for package in (ui, portal)]
TOKENS = Path(__file__).parents[3] / "frontend/css/tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);")
TEMPLATES = sorted(path for package in PACKAGES for path in package.rglob("*.html"))
INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*(\ssrc=|application/ld\+json))|javascript:", re.I)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def colours() -> dict[str, tuple[str, str]]:
    """Light and dark value of each token."""
    return {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS.read_text(encoding="utf-8"))}


TEXTS = ("text", "muted", "primary", "primary-hover", "link", "visited", "accent", "ok", "warning", "danger", "info")


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "surface", "sunken"])
def test_every_colour_of_text_is_readable_on_every_ground(theme: int, ground: str) -> None:
    values = colours()
    weak = [t for t in TEXTS if contrast(values[t][theme], values[ground][theme]) < 4.5]
    assert weak == []


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_controls_and_coloured_grounds_are_distinct(theme: int) -> None:
    values = {name: pair[theme] for name, pair in colours().items()}
    assert min(contrast(values[n], values["surface"]) for n in ("line-strong", "focus")) >= 3
    assert contrast(values["on-primary"], values["primary"]) >= 4.5
    assert (
        min(contrast(values["text"], values[f"{n}-soft"]) for n in ("primary", "ok", "warning", "danger", "info"))
        >= 4.5
    )


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_of_categories_are_readable_on_panels(theme: int) -> None:
    values = {name: pair[theme] for name, pair in colours().items()}
    assert min(contrast(values[f"category-{rank}"], values["surface"]) for rank in range(1, 9)) >= 4.5


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_a_template_holds_nothing_inline(path: Path) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []
