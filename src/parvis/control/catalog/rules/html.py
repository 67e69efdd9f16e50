"""Descriptions: Markdown or HTML in, safe HTML out."""

from __future__ import annotations

import markdown

from parvis.data.metadata import markup


def safe_html(text: str) -> str:
    """HTML without scripts, styles, handlers or foreign schemes; a text without block tags is read as Markdown."""
    html = text if markup.is_html(text) else markdown.markdown(text, extensions=["tables", "sane_lists"])
    return markup.safe_html(html)
