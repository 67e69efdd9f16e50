"""What processors of one text field share: where the result goes, patterns, a last choice for wrong values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
from sqlglot import exp

from parvis.core.fields import Field, FieldType
from parvis.data.engine.lower.sql import SQL, both, case, col, fn, invert, not_null, text
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.frame import Frame, Output, with_members
from parvis.data.ingest.processors.parameters import Parameter

FIELD = Parameter("field", "field", "The field.")
TO = Parameter("to", "name", "The field that takes the result; the same one when absent.", None)
NEW = Parameter("to", "name", "The new field.")
OTHERWISE = Parameter(
    "otherwise", "choice", "What becomes of a wrong value: left empty, or kept.", "empty", choices=("empty", "keep")
)


def target(frame: Frame, source: Field, to: str | None, type_: FieldType = FieldType.TEXT) -> Field:
    """The field that takes the result: the source, an existing field, or a new one."""
    if to is None or to == source.name:
        return with_members(source, {"type": type_, "multivalued": None})
    return new(frame, to, type_)


def new(frame: Frame, name: str, type_: FieldType, label: str | None = None) -> Field:
    """A field to add. Raises InvalidPipeline when there is one of that name."""
    return Field(frame.free(name), type_, label=label or name)


def on_text(frame: Frame, p: Mapping[str, Any], change: Any, *, empty_is_null: bool = True) -> Frame:
    """Put ``change(value)`` in the place of a text; an empty result is null."""
    source = frame.text(p["field"])
    value = change(col(source.name))
    result = fn("nullif", value, text("")) if empty_is_null else value
    return frame.put(Output(target(frame, source, p.get("to")), result), after=source.name)


def judged(frame: Frame, p: Mapping[str, Any], value: SQL, valid: SQL, reason: str) -> Frame:
    """Put a normalised value where it is valid; elsewhere what ``otherwise`` says, with a report of the row."""
    source = frame.text(p["field"])
    raw = col(source.name)
    fallback = raw.copy() if p["otherwise"] == "keep" else None
    sure = fn("coalesce", valid, exp.false())
    result = case((sure, value), default=fallback)
    wrong = both(not_null(raw), invert(sure.copy()))
    return frame.put(Output(target(frame, source, p.get("to")), result, wrong, raw.copy(), reason), after=source.name)


def pattern(value: str) -> str:
    """A regular expression that the engine (RE2) reads. Raises InvalidPipeline with what it says."""
    if len(value) > 1_000:
        raise InvalidPipeline("a regular expression has at most 1,000 characters")
    connection = duckdb.connect(config={"threads": 1})
    try:
        connection.execute("SELECT regexp_matches('', $1)", [value]).fetchall()
    except duckdb.Error as error:
        message = str(error).split("\n")[0].split(": ", 1)[-1]
        hint = "look-around and back-references inside the pattern are not available"
        raise InvalidPipeline(f"the regular expression {value[:60]!r} cannot be read: {message}", hint=hint) from error
    finally:
        connection.close()
    return value
