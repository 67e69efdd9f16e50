"""Tokens of OData expressions: geography, text, date, number, word, symbol. Words keep their case, as OData says."""

from __future__ import annotations

import re

from parvis.data.odsql.filters.tokens import Token, cut

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<geography>(?:geography|geometry)'[^']*')
    | (?P<text>'(?:[^']|'')*')
    | (?P<date>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?(?:Z|[+-]\d{2}:\d{2})?)?)
    | (?P<number>-?(?:\d+(?:\.\d+)?)(?:[eE][+-]?\d+)?)
    | (?P<word>[^\W\d][\w.]*|\$count)
    | (?P<symbol>[(),/:])
    )""",
    re.VERBOSE,
)


def tokens(text: str, parameter: str) -> list[Token]:
    """The tokens of an expression, an end token last. Raises FilterError."""
    return cut(text, _TOKEN, _value, parameter)


def _value(kind: str, raw: str) -> str:
    if kind == "geography":
        return raw.partition("'")[2][:-1]
    return raw[1:-1].replace("''", "'") if kind == "text" else raw
