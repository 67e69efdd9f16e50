"""The history of a score as a drawing: a stepped line over the bands, which are named by their letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from parvis.data.trust.method import method

WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 12, 10, 26
_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
_WORDS = {
    "fr": (
        "Historique de la note de confiance",
        "Aucune note n’est encore conservée",
        "{count} notes, de {first} à {last} sur 100",
    ),
    "en": (
        "History of the trust score",
        "No score is kept yet",
        "{count} scores, from {first} to {last} out of 100",
    ),
}


def history_svg(lines: Sequence[Mapping[str, Any]], language: str) -> str:
    """The drawing of kept scores, newest first; it takes its colours from the text around it."""
    title, nothing, told = _WORDS["fr" if language == "fr" else "en"]
    shown = sorted(lines, key=lambda line: str(line["at"]))
    described = told.format(count=len(shown), first=shown[0]["badge"], last=shown[-1]["badge"]) if shown else nothing
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" fill="none" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title><desc>{escape(described)}</desc>'
        f"{_bands()}{_line(shown)}{_dates(shown, language)}</svg>"
    )


def _bands() -> str:
    """A thin line where each band begins, and its letter in the middle of it."""
    parts, above = [], 100
    for name, low in method().bands:
        y, middle = _y(low), (_y(low) + _y(above)) / 2 + 4
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}" stroke="currentColor" stroke-opacity=".25"/>')
        parts.append(f'<text x="4" y="{middle:.1f}" fill="currentColor" font-weight="bold">{name}</text>')
        parts.append(f'<text x="{_LEFT - 4}" y="{y + 4:.1f}" fill="currentColor" text-anchor="end">{low}</text>')
        above = low
    return "".join(parts)


def _line(lines: Sequence[Mapping[str, Any]]) -> str:
    if not lines:
        return ""
    places = _places(lines)
    steps = [f"M{places[0]:.1f} {_y(lines[0]['badge']):.1f}"]
    steps += [f"H{x:.1f}V{_y(line['badge']):.1f}" for x, line in zip(places[1:], lines[1:], strict=True)]
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{_y(line["badge"]):.1f}" r="4" fill="currentColor">'
        f"<title>{escape(str(line['at'])[:10])}: {line['badge']} {line['band']}</title></circle>"
        for x, line in zip(places, lines, strict=True)
    )
    return f'<path d="{"".join(steps)}" stroke="currentColor" stroke-width="2"/>{dots}'


def _dates(lines: Sequence[Mapping[str, Any]], language: str) -> str:
    if not lines:
        return ""
    ends = [(_LEFT, "start", lines[0]), (WIDTH - _RIGHT, "end", lines[-1])]
    return "".join(
        f'<text x="{x}" y="{HEIGHT - 6}" fill="currentColor" text-anchor="{anchor}">{day(line["at"], language)}</text>'
        for x, anchor, line in (ends if len(lines) > 1 else ends[:1])
    )


def _places(lines: Sequence[Mapping[str, Any]]) -> list[float]:
    instants = [datetime.fromisoformat(str(line["at"])).timestamp() for line in lines]
    first, span = instants[0], (instants[-1] - instants[0]) or 1.0
    return [_LEFT + 6 + (WIDTH - _LEFT - _RIGHT - 12) * (instant - first) / span for instant in instants]


def _y(value: int) -> float:
    return _TOP + (HEIGHT - _TOP - _BOTTOM) * (100 - value) / 100


def day(instant: object, language: str) -> str:
    """A date in words; empty when there is none."""
    try:
        found = datetime.fromisoformat(str(instant))
    except ValueError:
        return ""
    month = _MONTHS["fr" if language == "fr" else "en"].split()[found.month - 1]
    first = "er" if language == "fr" and found.day == 1 else ""
    return f"{found.day}{first} {month} {found.year}"
