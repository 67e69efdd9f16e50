"""Conditions as plain Python, straight from the words of the typed tree: slow, and what engines must agree with."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

from parvis.core.words import words
from parvis.data.odsql import typed

_OPERATORS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(node: typed.Expr, row: Mapping[str, Any]) -> bool:
    """Whether a condition holds on a row in JSON form."""
    match node:
        case typed.Always():
            return node.value
        case typed.And():
            return all(holds(o, row) for o in node.operands)
        case typed.Or():
            return any(holds(o, row) for o in node.operands)
        case typed.Not():
            return not holds(node.operand, row)
        case typed.IsNull():
            return value(node.operand, row) in (None, [])
        case typed.IsTrue():
            return value(node.operand, row) is True
        case typed.TextMatch():
            return all(any(_found(w, row.get(f.name)) for f in node.fields) for w in node.words)
        case typed.StartsWith():
            return any(t.startswith(node.text) for f in node.fields for t in _texts(row.get(f.name)))
        case typed.Like():
            return any(_like(node, t) for t in _texts(value(node.operand, row)))
        case typed.InBox():
            return _inside(node, value(node.operand, row))
    return _compared(node, row)


def _compared(node: typed.Expr, row: Mapping[str, Any]) -> bool:
    match node:
        case typed.Compare():
            left, right = value(node.left, row), value(node.right, row)
            return None not in (left, right) and bool(_OPERATORS[node.op](left, right))
        case typed.OneOf():
            found = value(node.operand, row)
            return any(v.value in _texts(found) if isinstance(found, list) else v.value == found for v in node.values)
        case typed.Within():
            return _between(node, value(node.operand, row))
        case typed.Contains():
            return node.value in (row.get(node.operand.field.name) or [])
        case typed.UnderPath():
            texts = _texts(value(node.operand, row))
            return any(t == node.path or t.startswith(node.path + node.separator) for t in texts)
    raise NotImplementedError(type(node).__name__)


def value(node: typed.Expr, row: Mapping[str, Any]) -> Any:
    """A scalar."""
    match node:
        case typed.Literal():
            return node.value
        case typed.FieldRef():
            return row.get(node.field.name)
        case typed.Length():
            text = value(node.operand, row)
            return None if text is None else len(text)
        case typed.IfNull():
            found = value(node.operand, row)
            return value(node.alternative, row) if found is None else found
    raise NotImplementedError(type(node).__name__)


def _texts(found: Any) -> list[str]:
    return [] if found is None else found if isinstance(found, list) else [found]


def _like(node: typed.Like, text: str) -> bool:
    """Characters against a form, one after the other; no case, no escape in what is tested."""

    def matches(form: str, rest: str) -> bool:
        if not form:
            return not rest
        if form[0] == "%":
            return any(matches(form[1:], rest[n:]) for n in range(len(rest) + 1))
        return bool(rest) and form[0] in ("_", rest[0]) and matches(form[1:], rest[1:])

    return matches(node.pattern, text)


def _found(word: typed.Word, found: Any) -> bool:
    candidates = [w for text in _texts(found) for w in words(text)]
    return any(
        c == word.text
        or (word.prefix and c.startswith(word.text))
        or (word.edits and edits(c.encode(), word.text.encode()) <= word.edits)
        for c in candidates
    )


def edits(left: bytes, right: bytes) -> int:
    """Optimal string alignment distance; a folded letter outside ASCII counts as its bytes, as engines count it."""
    rows = [list(range(len(right) + 1))]
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            row.append(min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a != b)))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                row[j] = min(row[j], rows[i - 2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


def _between(node: typed.Within, found: Any) -> bool:
    if found is None:
        return False
    low = node.low is None or (found >= node.low.value if node.low_included else found > node.low.value)
    high = node.high is None or (found <= node.high.value if node.high_included else found < node.high.value)
    return low and high


def _inside(node: typed.InBox, place: Mapping[str, float] | None) -> bool:
    if place is None or not node.south <= place["lat"] <= node.north:
        return False
    if node.west <= node.east:
        return node.west <= place["lon"] <= node.east
    return place["lon"] >= node.west or place["lon"] <= node.east
