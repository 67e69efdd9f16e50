"""The built front end in a page, and what the page hands to scripts; `{% load assets %}`."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from parvis.web.ui.assets import BASE, entry, file, manifest, reached

register = template.Library()
FONT = "fonts/source-sans-3.woff2"
# As django.utils.html.json_script does: nothing in the data can end the element.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
# What every page tells htmx: no evaluation, no injected style, only this host, no copy of pages in the browser.
HTMX = {
    "allowEval": False,
    "allowScriptTags": False,
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "timeout": 10_000,
    "scrollBehavior": "auto",
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "422", "swap": True},
        {"code": "[45]..", "swap": False, "error": True},
    ],
}


@register.simple_tag
def asset(name: str) -> SafeString:
    """The font, sheets and script of the entry ``src/NAME.ts``. Raises KeyError for an entry that was not built."""
    built = entry(name)
    parts = [
        format_html('<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>', static(file(FONT))),
        *(format_html('<link rel="stylesheet" href="{}">', static(sheet)) for sheet in built.styles),
        *(format_html('<link rel="modulepreload" href="{}">', static(module)) for module in built.imports),
        format_html('<script type="module" src="{}"></script>', static(built.script)),
    ]
    return format_html_join("\n  ", "{}", ((part,) for part in parts))


@register.simple_tag
def island(name: str) -> SafeString:
    """The module and sheets of the island ``NAME``, fetched with the page: for the one that the page is made for."""
    source = next(path for path in (f"src/islands/{name}/index.ts", f"src/islands/{name}.ts") if path in manifest())
    root = manifest()[source]
    chunks = [root, *reached(root)]
    sheets = dict.fromkeys(BASE + sheet for chunk in chunks for sheet in chunk.get("css", ()))
    modules = (BASE + chunk["file"] for chunk in chunks)
    links = [format_html('<link rel="modulepreload" href="{}">', static(module)) for module in modules]
    links += [format_html('<link rel="stylesheet" href="{}">', static(sheet)) for sheet in sheets]
    return format_html_join("\n  ", "{}", ((link,) for link in links))


@register.simple_tag
def htmx_config() -> SafeString:
    """The settings of htmx, as the element it reads."""
    return format_html('<meta name="htmx-config" content="{}">', json.dumps(HTMX))


@register.simple_tag
def page_words() -> SafeString:
    """The phrases that scripts of any page may say."""
    return words(
        retry=_("Try again"),
        failed=_("This part could not be loaded; what is shown here still works."),
        loading=_("Loading…"),
        cancel=_("Cancel"),
        close=_("Close"),
        copy=_("Copy"),
        copied=_("Copied"),
    )


@register.simple_tag
def words(**phrases: str) -> SafeString:
    """Phrases for the script of the element this lies in: `{% words none=_("No result") %}`."""
    return data("words", phrases)


@register.simple_tag
def settings(value: Any) -> SafeString:
    """Any JSON value for the script of the element this lies in: `{% settings page.map %}`."""
    return data("settings", value)


def data(name: str, value: Any) -> SafeString:
    """A JSON element that the policy does not count as a script."""
    text = json.dumps(value, ensure_ascii=False, default=str).translate(ESCAPES)
    return format_html('<script type="application/json" data-{}>{}</script>', name, mark_safe(text))
