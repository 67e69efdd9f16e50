"""Names that people read for what the data plane calls by code."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from parvis.core.fields import Field, FieldType

TYPES: Mapping[FieldType, object] = {
    FieldType.TEXT: _("Text"),
    FieldType.INT: _("Whole number"),
    FieldType.DOUBLE: _("Decimal number"),
    FieldType.BOOLEAN: _("Yes or no"),
    FieldType.DATE: _("Date"),
    FieldType.DATETIME: _("Date and time"),
    FieldType.GEO_POINT: _("Position"),
    FieldType.GEO_SHAPE: _("Shape"),
    FieldType.JSON: _("Structured (JSON)"),
    FieldType.FILE: _("File"),
}
ICONS: Mapping[FieldType, str] = {
    FieldType.TEXT: "text",
    FieldType.INT: "number",
    FieldType.DOUBLE: "number",
    FieldType.BOOLEAN: "boolean",
    FieldType.DATE: "calendar",
    FieldType.DATETIME: "clock",
    FieldType.GEO_POINT: "map",
    FieldType.GEO_SHAPE: "shape",
    FieldType.JSON: "json",
    FieldType.FILE: "file",
}
CATALOG_FACETS: Mapping[str, object] = {
    "theme": _("Theme"),
    "publisher": _("Producer"),
    "territory": _("Territory"),
    "keyword": _("Keyword"),
    "license.family": _("Rights of reuse"),
    "features": _("What it offers"),
    "trust.band": _("Trust"),
    "modified": _("Last update"),
}
FAMILIES: Mapping[str, object] = {
    "public_domain": _("No condition (public domain)"),
    "attribution": _("Credit the source"),
    "permissive": _("Credit the source (permissive)"),
    "share_alike": _("Credit and share alike"),
    "non_commercial": _("No commercial use"),
    "non_commercial_share_alike": _("No commercial use, share alike"),
    "no_derivatives": _("No modification"),
    "non_commercial_no_derivatives": _("No commercial use, no modification"),
    "contents": _("Contents of a database"),
    "software_permissive": _("Software, permissive"),
    "software_weak_copyleft": _("Software, weak copyleft"),
    "software_copyleft": _("Software, copyleft"),
    "conditional_access": _("Access under conditions"),
    "custom": _("Terms of their own"),
    "fee": _("Against payment"),
    "private": _("Private licence"),
    "closed": _("Not reusable"),
    "unknown": _("Unclear"),
}
BANDS: Mapping[str, object] = {
    "A": _("A, from 85 to 100"),
    "B": _("B, from 70 to 84"),
    "C": _("C, from 55 to 69"),
    "D": _("D, from 40 to 54"),
    "E": _("E, below 40"),
}
FEATURES: Mapping[str, object] = {
    "analyze": _("Analysis"),
    "timeserie": _("Dates"),
    "geo": _("Map"),
    "image": _("Images"),
    "calendar": _("Calendar"),
    "aggregate": _("Totals"),
    "apiproxy": _("Outside service"),
    "custom_view": _("Custom view"),
}
LIST_OF_TEXT = _("List of texts")


def type_name(field: Field) -> str:
    """The type of a field in words."""
    return str(LIST_OF_TEXT if field.is_list else TYPES[field.type])


def type_icon(field: Field) -> str:
    """The icon of the field's type."""
    return "list" if field.is_list else ICONS[field.type]


def label(field: Field) -> str:
    """What people call the field."""
    return field.label or field.name
