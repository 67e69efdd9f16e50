"""Clauses written from plain values: names, texts, conditions that a field equals a value. The compiler checks them."""

from __future__ import annotations

import re
from typing import Any

from parvis.core.errors import InvalidParameter
from parvis.core.fields import TEMPORAL, Field, FieldType, Schema

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9:.]{1,15}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?")


def quoted(name: str) -> str:
    """A name between back quotes."""
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def literal(text: str) -> str:
    """A text between quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def equals(name: str, value: Any, schema: Schema) -> str:
    """The condition that a field has a value, one of a list, or none (None, an empty list).

    Raises InvalidParameter for an unknown field, and for a value that its type cannot have.
    """
    field = schema.get(name)
    if field is None:
        known = ", ".join(schema.by_name)
        raise InvalidParameter(
            f"Unknown field in filters: {name[:60]}.", hint=f"fields: {known[:600]}", params={"parameter": "filters"}
        )
    if value == []:
        value = None
    if isinstance(value, list):
        return "(" + " or ".join(_equal(field, one) for one in value) + ")"
    return _equal(field, value)


def _equal(field: Field, value: Any) -> str:
    name = quoted(field.name)
    if value is None:
        return f"{name} is null"
    if isinstance(value, dict | list):
        raise _wrong(field, "an object or a list of lists", "give one value, or a flat list")
    if field.type is FieldType.BOOLEAN or isinstance(value, bool):
        return f"{name} is {_boolean(field, value)}"
    if field.type in TEMPORAL:
        if not _DATE.fullmatch(str(value)):
            raise _wrong(field, f"{str(value)[:60]!r}, which is no date", "write 2024, 2024-06 or 2024-06-30")
        return f"{name} = date'{value}'"
    if field.type in (FieldType.INT, FieldType.DOUBLE):
        return f"{name} = {_number(field, value)}"
    return f"{name} = {literal(str(value))}"


def _boolean(field: Field, value: Any) -> str:
    text = str(value).lower()
    if text not in ("true", "false"):
        raise _wrong(field, f"{str(value)[:60]!r}, which is neither true nor false", "write true or false")
    return text


def _number(field: Field, value: Any) -> str:
    try:
        return repr(float(value)) if field.type is FieldType.DOUBLE else repr(int(value))
    except (TypeError, ValueError, OverflowError):
        message = f"{str(value)[:60]!r}, which is no number"
        raise _wrong(field, message, "write a number without quotes or units") from None


def _wrong(field: Field, found: str, hint: str) -> InvalidParameter:
    return InvalidParameter(f"The filter on {field.name} holds {found}.", hint=hint, params={"parameter": "filters"})
