"""The badge of a score: SVG without font, script or colour alone, and its JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from parvis.data.trust.drawing import day

# White text on each has a contrast of at least 4.5.
COLORS = {"A": "#1b6e3c", "B": "#3f6b1f", "C": "#7a5a00", "D": "#9a4a00", "E": "#a3262a"}
GREY, LABEL = "#595959", "#404040"
STYLES = ("flat", "compact")
_WORDS = {"fr": ("confiance", "non vérifié", "suspendu"), "en": ("trust", "not verified", "suspended")}
_CHARACTER, _MARGIN = 7, 12


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


def title(score: Mapping[str, Any], language: str) -> str:
    """The badge in words: ``Confiance 68/100, C, 20 novembre 2026``."""
    label, text, color = message(score, language)
    said = text if color == GREY else f"{score['badge']}/100, {score['band']}"
    return ", ".join(part for part in (f"{label.capitalize()} {said}", day(score.get("computed_at"), language)) if part)


def badge_svg(score: Mapping[str, Any], language: str, style: str = "flat") -> str:
    """The drawing, with its title for people who do not see it. ``compact`` leaves the label out."""
    label, text, color = (escape(part) for part in message(score, language))
    left = 0 if style == "compact" else _MARGIN + _CHARACTER * len(label)
    right = _MARGIN + _CHARACTER * len(text)
    font = 'font-family="Verdana,sans-serif" font-size="11" fill="#fff"'
    struck = ' text-decoration="line-through"' if score.get("state") == "suspended" else ""
    ground = f'<rect width="{left}" height="20" fill="{LABEL}"/>'
    labelled = f'{ground}<text x="6" y="14" {font}{struck}>{label}</text>' if left else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img">'
        f"<title>{escape(title(score, language))}</title>{labelled}"
        f'<rect x="{left}" width="{right}" height="20" fill="{color}"/>'
        f'<text x="{left + 6}" y="14" {font}>{text}</text></svg>'
    )
