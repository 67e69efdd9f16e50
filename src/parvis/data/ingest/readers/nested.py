"""Nested columns as DuckDB describes them: objects are flattened, lists of scalars are lists of text."""

from __future__ import annotations

from parvis.data.ingest.staging import quoted

_SCALARS = ("VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP", "UBIGINT", "HUGEINT", "UUID", "TIME")


def leaves(label: str, sql: str, type_: str) -> list[tuple[str, str, str]]:
    """The columns that a JSON member gives: nested objects are flattened, lists of scalars are lists of text."""
    if type_.startswith("STRUCT(") and not type_.endswith("[]"):
        nested = (leaves(f"{label}_{name}", f"{sql}.{quoted(name)}", inner) for name, inner in members(type_))
        return [leaf for found in nested for leaf in found]
    if type_.endswith("[]") and type_[:-2] in _SCALARS:
        kept = f"list_filter({sql}::VARCHAR[], x -> x IS NOT NULL AND x != '')"
        return [(label, f"CASE WHEN len({kept}) > 0 THEN {kept} END", "VARCHAR[]")]
    if type_.endswith("[]") or type_ == "JSON" or type_.startswith(("STRUCT", "MAP")):
        return [(label, f"to_json({sql})::VARCHAR", "JSON")]
    if type_ in ("BIGINT", "DOUBLE", "BOOLEAN"):
        return [(label, sql, type_)]
    if type_ in ("HUGEINT", "UBIGINT", "UHUGEINT"):
        return [(label, f"{sql}::VARCHAR", "VARCHAR")]
    # Dates are read again from their text, with the rules of every other format.
    return [(label, f"nullif({sql}::VARCHAR, '')", "VARCHAR")]


def members(type_: str) -> list[tuple[str, str]]:
    """Names and types of ``STRUCT(a BIGINT, "b c" STRUCT(…))``."""
    found: list[tuple[str, str]] = []
    depth, start, in_quotes = 0, 0, False
    body = type_[len("STRUCT(") : -1]
    for position, char in enumerate(body + ","):
        if char == '"':
            in_quotes = not in_quotes
        elif not in_quotes and char in "([":
            depth += 1
        elif not in_quotes and char in ")]":
            depth -= 1
        elif not in_quotes and char == "," and depth == 0:
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
