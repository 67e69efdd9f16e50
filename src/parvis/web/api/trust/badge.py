"""The badge of a score: SVG without font, script or colour alone, and its JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

# White text on each has a contrast of at least 4.5.
COLORS = {"A": "#1b6e3c", "B": "#3f6b1f", "C": "#7a5a00", "D": "#9a4a00", "E": "#a3262a"}
GREY = "#595959"
_WORDS = {"fr": ("confiance", "non vérifié", "suspendu"), "en": ("trust", "not verified", "suspended")}


def message(score: Mapping[str, Any], language: str) -> tuple[str, str, str]:
    """Label, text and colour of a score in short."""
    label, unverified, suspended = _WORDS["fr" if language == "fr" else "en"]
    if score.get("state") == "suspended":
        return label, suspended, GREY
    if score.get("badge") is None or score.get("provisional"):
        return label, unverified, GREY
    return label, f"{score['badge']} · {score['band']}", COLORS[score["band"]]


def badge_object(score: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The JSON form that badge services read."""
    label, text, color = message(score, language)
    return {"schemaVersion": 1, "label": label, "message": text, "color": color}


def badge_svg(score: Mapping[str, Any], language: str) -> str:
    """The drawing, with its title for people who do not see it."""
    label, text, color = (escape(part) for part in message(score, language))
    left, right = 12 + 7 * len(label), 12 + 7 * len(text)
    font = 'font-family="Verdana,sans-serif" font-size="11" fill="#fff"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img">'
        f"<title>{label.capitalize()} {text}, {escape(str(score.get('computed_at', ''))[:10])}</title>"
        f'<rect width="{left}" height="20" fill="#404040"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{color}"/>'
        f'<text x="6" y="14" {font}>{label}</text><text x="{left + 6}" y="14" {font}>{text}</text></svg>'
    )
