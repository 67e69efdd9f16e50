"""Which colours, fonts and headers may be chosen: those that everybody can read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from parvis.control.domains.facts import InvalidTheme, Pair
from parvis.core.colors import contrast, is_color, least_contrast, nearest
from parvis.data.store.themes import DARK_GROUNDS, FONTS, HEADERS, LIGHT_GROUNDS, TEXT, Theme, dark_shade, on


def checked_theme(theme: Theme) -> Theme:
    """The theme itself when every pair of colours that it makes can be read; raises InvalidTheme.

    The hint proposes the nearest shade that passes.
    """
    for name, check in CHECKS.items():
        value = getattr(theme, name)
        if value:
            check(name, value)
    return theme


def pairs(theme: Theme) -> tuple[Pair, ...]:
    """The contrasts of the colours chosen, lowest first: text of this colour, and text on it, in both themes."""
    found = []
    for name in ("primary", "accent"):
        light = getattr(theme, name)
        if light:
            dark = dark_shade(light)
            found.append(Pair(f"{name}, light", light, round(least_contrast(light, LIGHT_GROUNDS), 2)))
            found.append(Pair(f"{name}, dark", dark, round(least_contrast(dark, DARK_GROUNDS), 2)))
            found.append(Pair(f"text on {name}, light", on(light), round(contrast(light, on(light)), 2)))
            found.append(Pair(f"text on {name}, dark", on(dark), round(contrast(dark, on(dark)), 2)))
    return tuple(sorted(found, key=lambda pair: pair.contrast))


def _color(name: str, value: str) -> None:
    if not is_color(value):
        raise InvalidTheme(f"{value[:40]!r} is not a colour", hint="write it as #rrggbb, for example #0b5c63")
    found = least_contrast(value, LIGHT_GROUNDS)
    if found < TEXT:
        proposed = nearest(value, LIGHT_GROUNDS, TEXT)
        raise InvalidTheme(
            f"{name} {value} has a contrast of {found:.2f} on the grounds of the pages; text needs {TEXT}",
            hint=f"the nearest shade that passes is {proposed}",
        )


def _one_of(names: Mapping[str, str] | tuple[str, ...]) -> Callable[[str, str], None]:
    def check(name: str, value: str) -> None:
        if value not in names:
            raise InvalidTheme(f"{value[:40]!r} is no {name}", hint=f"choose one of {', '.join(names)}")

    return check


CHECKS: Mapping[str, Callable[[str, str], None]] = {
    "primary": _color,
    "accent": _color,
    "header": _one_of(HEADERS),
    "font": _one_of(FONTS),
}
