"""ODSQL of the arguments of an aggregation: fields and measures. The compiler checks all of it again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from parvis.core.errors import InvalidParameter
from parvis.core.fields import Schema
from parvis.data.odsql.writing import quoted

FUNCTIONS = ("count", "count_distinct", "sum", "avg", "min", "max", "median", "percentile")
_ALIAS = re.compile(r"[a-z_][a-z0-9_]{0,59}")


def name_of(text: str, schema: Schema) -> str:
    """A field between back quotes; anything else is an expression, left as it is."""
    return quoted(text) if schema.get(text) is not None else text


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
