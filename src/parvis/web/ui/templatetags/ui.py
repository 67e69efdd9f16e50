"""How the design system writes icons, numbers, sizes and dates; `{% load ui %}`."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.web.ui.icons import PATHS

register = template.Library()
STROKE = "1.75"
# Day, month in letters, year: clear to readers of French and of English everywhere.
DAY = "j F Y"


@register.simple_tag
def icon(name: str, size: int = 18) -> SafeString:
    """An icon of ``size`` pixels, hidden from assistive technologies. Raises KeyError for an unknown name."""
    return format_html(
        '<svg aria-hidden="true" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="{1}" stroke-linecap="round" stroke-linejoin="round"><path d="{2}"/></svg>',
        size,
        STROKE,
        PATHS[name],
    )


@register.filter
def number(value: int | float | None) -> str:
    """The number as the reader writes it: ``34 969`` in French, ``34,969`` in English; empty for None."""
    return "" if value is None else formats.number_format(value, force_grouping=True)


@register.filter
def size(value: int | None) -> str:
    """A size in bytes in the reader's units: ``1,2 Mo``."""
    if value is None:
        return ""
    units = (_("bytes"), _("kB"), _("MB"), _("GB"))
    power = min(len(str(max(value, 1))) - 1, 9) // 3
    shown = value / 1000**power
    digits = 1 if power and shown < 10 else 0
    return f"{formats.number_format(round(shown, digits), digits)}\N{NO-BREAK SPACE}{units[power]}"


@register.filter
def day(value: str | date | datetime | None) -> str:
    """A day in words, ``22 novembre 2026``, from an ISO 8601 text or a date; a text that is no date stays as it is."""
    parsed = instant(value)
    if parsed is None:
        return str(value or "")
    if isinstance(parsed, datetime) and timezone.is_aware(parsed):
        parsed = timezone.localtime(parsed)
    return formats.date_format(parsed, DAY)


@register.filter
def ago(value: str | date | datetime | None) -> str:
    """How long ago a day was, in words: ``today``, ``3 days ago``, ``2 years ago``; empty for the future or no date."""
    parsed = instant(value)
    if parsed is None:
        return ""
    if isinstance(parsed, datetime):
        parsed = (timezone.localtime(parsed) if timezone.is_aware(parsed) else parsed).date()
    days = (timezone.localdate() - parsed).days
    if days < 0:
        return ""
    if days < 2:
        return _("yesterday") if days else _("today")
    if days < 31:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    months = days // 30
    if days < 365:
        return ngettext("%(n)d month ago", "%(n)d months ago", months) % {"n": months}
    return ngettext("%(n)d year ago", "%(n)d years ago", days // 365) % {"n": days // 365}


def instant(value: str | date | datetime | None) -> date | datetime | None:
    """The date or instant an ISO 8601 text states, or None."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if len(value) == len("2026-01-01") else datetime.fromisoformat(value)
    except ValueError:
        return None
