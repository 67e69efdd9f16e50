"""Answers of a size that an agent can read: long cells are cut, rows beyond the budget left for another call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

MOST_BYTES = 40_000
LONGEST_CELL = 1_200
_KEPT = 600


def fitted(
    rows: Sequence[Mapping[str, Any]], *, total: int | None, offset: int = 0, most: int = MOST_BYTES
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The first rows that fit in ``most`` bytes of JSON, at least one; and what was left out, in words.

    ``total`` is how many there are beyond this page, ``offset`` where the page begins.
    """
    cut: dict[str, None] = {}
    kept: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        shorter = {name: _cell(value, name, cut) for name, value in row.items()}
        size += len(orjson.dumps(shorter, default=str)) + 1
        if kept and size > most:
            break
        kept.append(shorter)
    return kept, _said(kept, len(rows), total, offset, list(cut))


def _said(
    kept: Sequence[Mapping[str, Any]], found: int, total: int | None, offset: int, cut: list[str]
) -> dict[str, Any]:
    said: dict[str, Any] = {"returned": len(kept), "offset": offset}
    if total is not None:
        said["total"] = total
        if (end := offset + len(kept)) < total and kept:
            said["next_offset"] = end
    if len(kept) < found:
        said["shortened"] = (
            f"{found - len(kept)} of {found} rows were left out: an answer holds about {MOST_BYTES // 1000} kB. "
            "Select fewer fields, ask from next_offset, or read them all at source.api."
        )
    if cut:
        said["cut_fields"] = cut
        said["cut"] = f"Values longer than {LONGEST_CELL} characters are cut in these fields: source.api holds all."
    return said


def _cell(value: Any, name: str, cut: dict[str, None]) -> Any:
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        cut[name] = None
        return f"{value[:_KEPT]}… [{len(value)} characters]"
    if isinstance(value, list | dict):
        size = len(orjson.dumps(value, default=str))
        if size > LONGEST_CELL:
            cut[name] = None
            return {"left_out": f"{_kind(value)} of {size} characters"}
    return value


def _kind(value: Any) -> str:
    """What a long value is: the type of a geometry when it is one."""
    if not isinstance(value, dict):
        return f"list of {len(value)} values"
    geometry = value.get("geometry")
    type_ = geometry.get("type") if isinstance(geometry, dict) else value.get("type")
    return type_ if isinstance(type_, str) else "object"
