"""Texts of descriptions: as safe HTML in a page, as one line on a card."""

from __future__ import annotations

import html
import re

import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {
    *("p", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code", "a", "em", "strong", "b", "i"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "sub", "sup", "abbr", "table", "thead", "tbody", "tr", "th", "td", "div"),
}
HEADING = re.compile(r"<(/?)h[1-6]>")
SUMMARY = 220


def prose(description: str | None) -> SafeString:
    """The description as safe HTML: nothing runs, styles or submits; headings are third level."""
    clean = nh3.clean(
        description or "",
        tags=TAGS,
        attributes={"a": {"href", "hreflang", "lang"}, "abbr": {"title"}, "th": {"scope"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    return mark_safe(HEADING.sub(r"<\1h3>", clean))


def summary(description: str | None) -> str:
    """The beginning of the description as plain text."""
    spaced = (description or "").replace("<", " <")
    text = " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())
    return text if len(text) <= SUMMARY else text[: SUMMARY - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
