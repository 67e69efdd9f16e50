"""SPDX licence expressions: ``OR`` a choice, ``AND`` a sum, ``WITH`` extra terms, ``+`` this version or a later one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parvis.data.licensing.normalized import Flag, Operator

_JOINT = re.compile(r"\s+(OR|AND)\s+")
_RIDER = re.compile(r"\s+WITH\s+\S+")
_LONGEST = 500
_MOST_TERMS = 12


@dataclass(frozen=True, slots=True)
class Expression:
    """Terms in order; ``operator`` is None for one term, and when choices and sums are mixed."""

    terms: tuple[str, ...]
    operator: Operator | None
    flags: tuple[Flag, ...]


def parse(text: str) -> Expression | None:
    """The expression of a text; None when the text has none of the operators, or is too long to be one."""
    if len(text) > _LONGEST or not _is_expression(text):
        return None
    flags = [Flag.RIDER] if _RIDER.search(text) else []
    bare = _RIDER.sub("", text).replace("(", " ").replace(")", " ") if _JOINT.search(text) else _RIDER.sub("", text)
    pieces = _JOINT.split(bare.strip())
    terms = [piece.strip() for piece in pieces[::2]]
    if any(term.endswith("+") for term in terms):
        flags.append(Flag.OR_LATER)
    if not all(terms) or len(terms) > _MOST_TERMS:
        return None
    operators = set(pieces[1::2])
    operator = Operator(operators.pop()) if len(operators) == 1 else None
    return Expression(tuple(term.rstrip("+") for term in terms), operator, tuple(flags))


def _is_expression(text: str) -> bool:
    if not any(sign in text for sign in ("OR", "AND", "WITH", "+")):
        return False
    return bool(_JOINT.search(text) or _RIDER.search(text) or (text.rstrip().endswith("+") and " " not in text.strip()))
