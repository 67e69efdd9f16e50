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
    "keyword": _("Keyword"),
    "license": _("Licence"),
    "features": _("What it offers"),
    "modified": _("Last update"),
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
