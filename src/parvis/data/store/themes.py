"""How a portal looks: what its domain chose, and every colour that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from parvis.core.colors import BLACK, WHITE, contrast, mixed, nearest

TEXT = 4.5
LIGHT_GROUNDS = ("#f6f7f5", "#ffffff", "#ecefec")
DARK_GROUNDS = ("#0f1716", "#16211f", "#0b1211")
INK = "#0f1716"
DARK_TEXT = "#e7eeec"
PRIMARY = "#0b5c63"
FONTS: Mapping[str, str] = {
    "source-sans": "",
    "system": 'system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif',
    "serif": '"Charter", "Bitstream Charter", "Georgia", "Liberation Serif", serif',
}
HEADERS = ("surface", "primary")


@dataclass(frozen=True, slots=True)
class Theme:
    """What a domain chose; an empty text keeps what every portal has.

    ``primary`` and ``accent`` are colours of the light theme, ``#rrggbb``; those of the dark one follow. ``logo`` is
    the key of an object. ``header`` is the ground of the header, ``font`` a name of :data:`FONTS`.
    """

    primary: str = ""
    accent: str = ""
    header: str = ""
    font: str = ""
    logo: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether nothing was chosen."""
        return not self.to_dict()

    def to_dict(self) -> dict[str, str]:
        """JSON object of what was chosen."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Theme:
        """The inverse of :meth:`to_dict`; what a later program added is skipped."""
        return cls(**{name: str(values[name]) for name in cls.__dataclass_fields__ if values.get(name)})


PLAIN = Theme()


def tokens(theme: Theme) -> dict[str, str]:
    """The design tokens that the theme changes, as CSS values by name without ``--``."""
    found: dict[str, str] = {}
    if theme.primary:
        found |= primary_tokens(theme.primary)
    if theme.accent:
        found["accent"] = both(theme.accent, dark_shade(theme.accent))
    if theme.header == "primary":
        found |= header_tokens(theme.primary or PRIMARY)
    if FONTS.get(theme.font):
        found["sans"] = FONTS[theme.font]
    return found


def primary_tokens(primary: str) -> dict[str, str]:
    """The main colour, what is written on it, its shade under a pointer, its tint."""
    dark = dark_shade(primary)
    return {
        "primary": both(primary, dark),
        "primary-hover": both(mixed(primary, BLACK, 0.2), mixed(dark, WHITE, 0.25)),
        "on-primary": both(on(primary), on(dark)),
        "primary-soft": both(mixed(primary, WHITE, 0.86), mixed(dark, DARK_GROUNDS[1], 0.8)),
    }


def header_tokens(primary: str) -> dict[str, str]:
    """A header in the main colour; in the dark theme a wide bright band would dazzle: only its marks are coloured."""
    return {
        "header": both(primary, DARK_GROUNDS[1]),
        "on-header": both(on(primary), DARK_TEXT),
        "header-mark": both(on(primary), dark_shade(primary)),
    }


def dark_shade(color: str) -> str:
    """The shade of a colour that can be read on the dark grounds."""
    return nearest(color, DARK_GROUNDS, TEXT + 0.5)


def on(color: str) -> str:
    """White or ink, whichever reads better on this colour."""
    return max((WHITE, INK), key=lambda text: contrast(text, color))


def both(light: str, dark: str) -> str:
    """A CSS value for both themes."""
    return f"light-dark({light}, {dark})"
