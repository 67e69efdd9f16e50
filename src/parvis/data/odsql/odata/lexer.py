"""Tokens of OData expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parvis.core.errors import Span
from parvis.data.odsql.cql2.errors import FilterError

MAX_LENGTH = 50_000
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


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is geography, text, date, number, word, symbol or end; ``value`` is unescaped."""

    kind: str
    value: str
    span: Span

    def is_word(self, *words: str) -> bool:
        """Whether this is one of these words, case kept as OData does."""
        return self.kind == "word" and self.value in words

    def is_symbol(self, symbol: str) -> bool:
        """Whether this is that symbol."""
        return self.kind == "symbol" and self.value == symbol


def tokens(text: str, parameter: str) -> list[Token]:
    """The tokens of an expression, an end token last. Raises FilterError."""
    if len(text) > MAX_LENGTH:
        raise FilterError(f"it is longer than {MAX_LENGTH:,} characters.", clause=parameter)
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _unreadable(text, at, parameter)
        kind = match.lastgroup
        start, at = match.span(kind)
        found.append(Token(kind, _value(kind, match.group(kind)), Span(start, at)))
    return [*found, Token("end", "", Span(end, end))]


def _value(kind: str, raw: str) -> str:
    if kind == "geography":
        return raw.partition("'")[2][:-1]
    return raw[1:-1].replace("''", "'") if kind == "text" else raw


def _unreadable(text: str, at: int, parameter: str) -> FilterError:
    at += len(text[at:]) - len(text[at:].lstrip())
    what = "a quote is not closed" if text[at] == "'" else f"{text[at]!r} means nothing here"
    return FilterError(f"{what}.", clause=parameter, span=Span(at, at + 1))
