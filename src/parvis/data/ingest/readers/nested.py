"""Columns as DuckDB describes them: scalars, objects that are flattened, lists of scalars that are lists of text."""

from __future__ import annotations

import re

from parvis.data.ingest.staging import quoted

_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_TEXTS = ("VARCHAR", "UUID", "TIME", "TIME WITH TIME ZONE", "HUGEINT", "UBIGINT", "UHUGEINT", "INTERVAL", "BIT")
_INSTANTS = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_INT64_DIGITS = 18
# A column: its label, the SQL of its values, their type in the stage.
Leaf = tuple[str, str, str]


def leaves(label: str, sql: str, type_: str) -> list[Leaf]:
    """The columns that a member gives: nested objects are flattened, lists of scalars are lists of text."""
    if type_.startswith("STRUCT(") and not type_.endswith("]"):
        nested = (leaves(f"{label}_{name}", f"{sql}.{quoted(name)}", inner) for name, inner in members(type_))
        return [leaf for found in nested for leaf in found]
    if type_.endswith("]"):
        return [_list(label, sql, type_[: type_.rindex("[")])]
    if type_ == "JSON" or type_.startswith(("MAP", "UNION", "VARIANT")):
        return [(label, f"to_json({sql})::VARCHAR", "JSON")]
    return [(label, *_scalar(sql, type_))]


def _list(label: str, sql: str, inner: str) -> Leaf:
    if inner.endswith("]") or inner == "JSON" or inner.startswith(("STRUCT", "MAP", "UNION", "VARIANT", "BLOB")):
        return label, f"to_json({sql})::VARCHAR", "JSON"
    kept = f"list_filter({sql}::VARCHAR[], x -> x IS NOT NULL AND x != '')"
    return label, f"CASE WHEN len({kept}) > 0 THEN {kept} END", "VARCHAR[]"


def _scalar(sql: str, type_: str) -> tuple[str, str]:
    decimal = _DECIMAL.fullmatch(type_)
    if type_ in _INTEGERS or (decimal and decimal[2] == "0" and int(decimal[1]) <= _INT64_DIGITS):
        return f"{sql}::BIGINT", "BIGINT"
    if type_ in ("FLOAT", "DOUBLE"):
        return f"CASE WHEN isfinite({sql}) THEN {sql}::DOUBLE END", "DOUBLE"
    if decimal:
        return f"{sql}::DOUBLE", "DOUBLE"
    if type_ == "BOOLEAN":
        return sql, type_
    if type_ == "DATE":
        return f"CASE WHEN {_in_calendar(sql)} THEN {sql} END", type_
    if type_ in _INSTANTS:
        return f"CASE WHEN {_in_calendar(sql)} THEN {sql}::TIMESTAMP END", "TIMESTAMP"
    if type_ == "TIMESTAMP WITH TIME ZONE":
        instant = f"timezone('UTC', {sql})"
        return f"CASE WHEN {_in_calendar(instant)} THEN {instant} END", "TIMESTAMP"
    if type_ == "BLOB":
        return f"nullif(hex({sql}), '')", "VARCHAR"
    return f"nullif({sql}::VARCHAR, '')", "VARCHAR"


def _in_calendar(sql: str) -> str:
    return f"isfinite({sql}) AND year({sql}) BETWEEN 1 AND 9999"


def texts_kept(type_: str) -> str:
    """A type of DuckDB with VARCHAR wherever it took a text for a date, a time or a UUID.

    The text is read with the rules of every other format, and stays as it was written when it is none of those.
    """
    if type_.endswith("]"):
        start = type_.rindex("[")
        return texts_kept(type_[:start]) + type_[start:]
    if type_.startswith("STRUCT("):
        return f"STRUCT({', '.join(f'{quoted(name)} {texts_kept(inner)}' for name, inner in members(type_))})"
    return "VARCHAR" if type_ in (*_TEXTS, *_INSTANTS, "DATE", "TIMESTAMP WITH TIME ZONE") else type_


def members(type_: str) -> list[tuple[str, str]]:
    """Names and types of ``STRUCT(a BIGINT, "b c" STRUCT(…))``."""
    found: list[tuple[str, str]] = []
    depth, start, in_quotes = 0, 0, False
    body = type_[len("STRUCT(") : -1]
    for position, char in enumerate(body + ","):
        if char == '"':
            in_quotes = not in_quotes
        elif in_quotes:
            continue
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "," and depth == 0:
            found.append(_member(body[start:position].strip()))
            start = position + 1
    return found


def _member(text: str) -> tuple[str, str]:
    if text.startswith('"'):
        end = text.index('"', 1)
        while text[end + 1 : end + 2] == '"':
            end = text.index('"', end + 2)
        return text[1:end].replace('""', '"'), text[end + 1 :].strip()
    name, _, type_ = text.partition(" ")
    return name, type_.strip()
