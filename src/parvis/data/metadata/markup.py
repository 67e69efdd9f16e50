"""The HTML that a description may hold, wherever it comes from."""

from __future__ import annotations

import re

import nh3

_BLOCK = re.compile(r"<(p|div|ul|ol|h[1-6]|table|br|blockquote|section|article)\b[^>]*>", re.IGNORECASE)
_INLINE = "a abbr b br code em i img s span strong sub sup u"
BLOCKS = "blockquote caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre ul"
_TABLES = "table tbody td tfoot th thead tr"
TAGS = set(f"{_INLINE} {BLOCKS} {_TABLES}".split())
ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "img": {"src", "alt", "title", "width", "height"},
    "abbr": {"title"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "*": {"lang", "dir"},
}


def is_html(text: str) -> bool:
    """Whether a text holds tags of blocks, and is meant as HTML."""
    return _BLOCK.search(text) is not None


def safe_html(html: str) -> str:
    """HTML without scripts, styles, handlers or foreign schemes."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}).strip()
