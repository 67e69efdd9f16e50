"""One value of a row as a cell of a table."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.core.fields import GEOGRAPHIC, NUMERIC, Field, FieldType

# Longer texts are folded; nothing longer than the second is sent in a table at all.
LONG = 160
SHORT = 36
ADDRESS = re.compile(r"https?://[^\s<>\"]{1,500}")
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` as people read it; ``kind`` rules how it is laid out.

    ``empty`` tells that the text stands for nothing; ``whole`` is set when the text was cut, ``link`` when it leads
    somewhere, ``picture`` is the address of the image it stands for.
    """

    text: str
    kind: str
    empty: bool = False
    whole: str | None = None
    link: str | None = None
    picture: str | None = None


def cell(value: Any, field: Field, timezone: str) -> Cell:
    """The cell of a canonical value; empty text and no value are told apart."""
    if value is None or value == "":
        aligned = "number" if kind(field) == "number" else "short"
        return Cell(_("no value") if value is None else _("empty text"), aligned, empty=True)
    return folded(written(value, field, timezone), kind(field))


def kind(field: Field) -> str:
    """How cells of the field are laid out: number, short or text."""
    if field.type in NUMERIC:
        return "number"
    return "text" if field.type in (FieldType.TEXT, FieldType.JSON, FieldType.FILE) else "short"


def folded(text: str, kind_: str) -> Cell:
    """The cell of a text, cut when it is long, a link when it is an address."""
    if kind_ != "text":
        return Cell(text, kind_)
    if ADDRESS.fullmatch(text):
        return Cell(shortened(text), "short", link=text)
    if len(text) <= LONG:
        return Cell(text, "short" if len(text) <= SHORT else kind_)
    return Cell(text[:LONG].rsplit(" ", 1)[0] + "…", kind_, whole=text[:LONGEST])


def shortened(address: str) -> str:
    """An address as a name: without its scheme, and only its beginning."""
    name = address.partition("://")[2].rstrip("/")
    return name if len(name) <= SHORT else name[: SHORT - 1] + "…"


def written(value: Any, field: Field, timezone: str) -> str:
    """The value in the reader's language and the given time zone."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment(value.astimezone(ZoneInfo(timezone)), field.precision)
    if isinstance(value, date):
        return period(value, field.precision)
    if isinstance(value, int | float):
        return quantity(value, field)
    if isinstance(value, list | tuple):
        separator = ", "
        return position(value) if field.type in GEOGRAPHIC else separator.join(str(v) for v in value)
    return shape(value) if field.type is FieldType.GEO_SHAPE else str(value)


def quantity(value: int | float, field: Field) -> str:
    """A number: rounded as the field says, else to the digits a double can vouch for."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if field.decimals is not None:
        return number_format(round(value, field.decimals), field.decimals, force_grouping=True)
    exact = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    return number_format(f"{exact:f}", force_grouping=not is_label(field))


def is_label(field: Field) -> bool:
    """Whether a whole number is more a name than a quantity: a key, a facet."""
    return field.type is FieldType.INT and (field.key or field.facet)


def moment(value: datetime, precision: str | None) -> str:
    """An instant, to the minute at most."""
    return date_format(value, f"{short_day()} {'H:00' if precision == 'hour' else 'H:i'}")


def period(value: date, precision: str | None) -> str:
    """A day, a month or a year."""
    if precision == "year":
        return str(value.year)
    return date_format(value, "F Y" if precision == "month" else short_day())


def short_day() -> str:
    """The format of a day in figures; English readers do not agree on one, so theirs is ISO 8601."""
    return "d/m/Y" if get_language() == "fr" else "Y-m-d"


def position(value: Any) -> str:
    """Latitude then longitude, as maps say them, with a decimal point so that it can be pasted."""
    longitude, latitude = value
    return f"{latitude:.5f}, {longitude:.5f}"


def shape(text: str) -> str:
    """The kind of a GeoJSON geometry."""
    try:
        return str(json.loads(text)["type"])
    except (ValueError, KeyError, TypeError):
        return _("shape")


def canonical(value: Any, field: Field) -> Any:
    """A value of the statistics as cells know it: dates are texts there."""
    if field.type is FieldType.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    if field.type is FieldType.DATETIME and isinstance(value, str):
        return datetime.fromisoformat(value)
    return value
