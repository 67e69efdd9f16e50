"""Descriptions as safe HTML, of whatever others wrote, and as plain text for the standards that hold no HTML."""

from __future__ import annotations

import re
from html import escape

import nh3
from lxml import html as lxml_html

from parvis.data.metadata.markup import BLOCKS, TAGS, is_html, safe_html
from parvis.data.metadata.rdf.terms import clean

_PARTS = set(f"{BLOCKS} tr".split()) - {"li", "dd", "dt"}
_SPACES = re.compile(r"[ \t\r\f\v]+")


def plain(html: str | None) -> str | None:
    """The words of a description; a blank line between its blocks, a line for each item of a list."""
    if not html or not html.strip():
        return None
    root = lxml_html.fragment_fromstring(clean(nh3.clean(html, tags=TAGS)), create_parent="div")
    for element in root.iter("br"):
        element.tail = "\n" + (element.tail or "")
    for element in root.iter("li", "dt", "dd"):
        element.tail = "\n" + (element.tail or "")
    for element in root.iter(*_PARTS):
        element.text = "\n\n" + (element.text or "")
        element.tail = "\n\n" + (element.tail or "")
    lines = (_SPACES.sub(" ", line).strip() for line in root.text_content().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() or None


def marked_up(text: str | None) -> str | None:
    """Safe HTML of a description from elsewhere: HTML where it holds tags, else a paragraph for each block of lines."""
    if not text or not text.strip():
        return None
    if is_html(text):
        return safe_html(text) or None
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    return "\n".join(f"<p>{_lines(block)}</p>" for block in blocks if block)


def _lines(block: str) -> str:
    return "<br>".join(escape(line, quote=False) for line in block.split("\n"))
