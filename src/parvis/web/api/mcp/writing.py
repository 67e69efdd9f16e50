"""ODSQL from plain arguments: names of fields, measures, conditions on values. The compiler checks all of it again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from parvis.core.errors import InvalidParameter
from parvis.core.fields import TEMPORAL, Field, FieldType, Schema

FUNCTIONS = ("count", "count_distinct", "sum", "avg", "min", "max", "median", "percentile")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9:.]{1,15}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?")
_ALIAS = re.compile(r"[a-z_][a-z0-9_]{0,59}")


def name_of(text: str, schema: Schema) -> str:
    """A field between back quotes; anything else is an expression, left as it is."""
    return f"`{text}`" if schema.get(text) is not None else text


def measure(asked: Mapping[str, Any], schema: Schema) -> str:
    """``sum(`population`) as total``. Raises InvalidParameter when the function wants a field and has none."""
    function, field = str(asked.get("function") or "count"), asked.get("field")
    if field is None and function != "count":
        message = f"The measure {function} needs a field."
        raise InvalidParameter(message, hint=f'write {{"function": "{function}", "field": "<name>"}}')
    inner = name_of(str(field), schema) if field is not None else "*"
    name = str(asked.get("as") or _default_name(function, field))
    if not _ALIAS.fullmatch(name):
        raise InvalidParameter(f"The name {name[:60]!r} cannot be given to a measure.", hint="use a-z, 0-9 and _")
    return f"{_call(function, inner, asked)} as {name}"


def _call(function: str, inner: str, asked: Mapping[str, Any]) -> str:
    if function == "count_distinct":
        return f"count(distinct {inner})"
    if function == "percentile":
        return f"percentile({inner}, {float(asked.get('percent') or 50):g})"
    return f"{function}({inner})"


def _default_name(function: str, field: Any) -> str:
    bare = re.sub(r"[^a-z0-9]+", "_", str(field).lower()).strip("_") if field is not None else ""
    return f"{function}_{bare}"[:60] if bare else function


def condition(name: str, value: Any, schema: Schema) -> str:
    """The condition that a field has a value, one of a list, or none (null). Raises InvalidParameter."""
    field = schema.get(name)
    if field is None:
        known = ", ".join(schema.by_name)
        raise InvalidParameter(f"Unknown field in filters: {name[:60]}.", hint=f"fields: {known[:600]}")
    quoted = f"`{name}`"
    if value is None or value == []:
        return f"{quoted} is null"
    if isinstance(value, list):
        return "(" + " or ".join(_equal(quoted, field, one) for one in value) + ")"
    return _equal(quoted, field, value)


def _equal(quoted: str, field: Field, value: Any) -> str:
    if value is None:
        return f"{quoted} is null"
    if isinstance(value, dict | list):
        raise InvalidParameter(f"The filter on {field.name} holds an object.", hint="give one value, or a flat list")
    if field.type is FieldType.BOOLEAN or isinstance(value, bool):
        return f"{quoted} is {str(value).lower()}"
    if field.type in TEMPORAL:
        if not _DATE.fullmatch(str(value)):
            raise InvalidParameter(
                f"The filter on {field.name} holds {str(value)[:60]!r}, which is no date.",
                hint="write 2024, 2024-06 or 2024-06-30",
            )
        return f"{quoted} = date'{value}'"
    if field.type in (FieldType.INT, FieldType.DOUBLE):
        return f"{quoted} = {_number(field, value)}"
    return f"{quoted} = {literal(str(value))}"


def literal(text: str) -> str:
    """A text of the language."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _number(field: Field, value: Any) -> str:
    try:
        return repr(float(value)) if field.type is FieldType.DOUBLE else repr(int(value))
    except (TypeError, ValueError, OverflowError):
        message = f"The filter on {field.name} holds {str(value)[:60]!r}, which is no number."
        raise InvalidParameter(message, hint="write a number without quotes or units") from None
