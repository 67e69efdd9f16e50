"""Values written into a statement as constants of the right type, never as SQL."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlglot import exp

from parvis.data.engine.lower.context import Bound, Context
from parvis.data.engine.lower.duckdb.dialect import DUCKDB
from parvis.data.engine.lower.duckdb.primitives import cast
from parvis.data.engine.lower.sql import SQL, fn, text


def constant(value: Any) -> SQL:
    """The expression of a Python value; a text is quoted by the writer of the SQL."""
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, int):
        return cast(text(str(value)), "BIGINT")
    if isinstance(value, float):
        return cast(text(repr(value)), "DOUBLE")
    if isinstance(value, bytes):
        return fn("unhex", text(value.hex()))
    if isinstance(value, datetime):
        return cast(text(value.isoformat(sep=" ")), "TIMESTAMP")
    if isinstance(value, date):
        return cast(text(value.isoformat()), "DATE")
    if isinstance(value, list | tuple):
        return exp.Array(expressions=[constant(item) for item in value])
    return text(str(value))


class Constants(Context):
    """Lowers typed expressions with their values as constants: views and created tables take no bound value."""

    def __init__(self, timezone: str = "UTC", lang: str = "fr") -> None:
        super().__init__(DUCKDB, timezone, lang)

    def bind(self, value: Bound | None) -> SQL:
        """The value as a constant."""
        return constant(value)
