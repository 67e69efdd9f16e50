"""Tokens of CQL2 text: text, number, quoted, word, symbol."""

from __future__ import annotations

import re

from parvis.data.odsql.filters.tokens import Token, cut

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'(?:[^'\\]|''|\\.)*')
    | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<quoted>"(?:[^"]|"")*")
    | (?P<word>[^\W\d][\w.:]*)
    | (?P<symbol><>|<=|>=|!=|[=<>+\-*/%^(),])
    )""",
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str, parameter: str = "filter") -> list[Token]:
    """The tokens of a filter, an end token last. Raises FilterError."""
    return cut(text, _TOKEN, _value, parameter)


def _value(kind: str, raw: str) -> str:
    if kind == "text":
        return re.sub(r"''|\\'", "'", raw[1:-1])
    return raw[1:-1].replace('""', '"') if kind == "quoted" else raw
