"""Counts and shares in the reader's language."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def count(value: int) -> str:
    """A count with its thousands apart."""
    return number_format(value, force_grouping=True)


def percent(share: float) -> str:
    """A share from 0 to 1: only what is whole is 100 %, only what is nothing is 0 %."""
    hundredths = share * 100
    if 0 < share < 1:
        hundredths = min(max(round(hundredths, 1), 0.1), 99.9)
    digits = 0 if hundredths == round(hundredths) else 1
    return _("%(share)s%%") % {"share": number_format(hundredths, digits)}


def decimal(text: str) -> str:
    """A number that was typed, in the reader's language; another text as it is."""
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return text
    return number_format(f"{value:f}", force_grouping=abs(value) >= 10_000) if value.is_finite() else text
