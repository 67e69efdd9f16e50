"""Tokens of CQL2 text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parvis.core.errors import Span
from parvis.data.odsql.cql2.errors import FilterError

MAX_LENGTH = 50_000
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


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is text, number, quoted, word, symbol or end; ``value`` is unescaped."""

    kind: str
    value: str
    span: Span

    def is_word(self, *words: str) -> bool:
        """Whether this is one of these keywords, in any case."""
        return self.kind == "word" and self.value.upper() in words

    def is_symbol(self, *symbols: str) -> bool:
        """Whether this is one of these symbols."""
        return self.kind == "symbol" and self.value in symbols


def tokens(text: str, parameter: str = "filter") -> list[Token]:
    """The tokens of a filter, an end token last. Raises FilterError."""
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
    if kind == "text":
        return re.sub(r"''|\\'", "'", raw[1:-1])
    return raw[1:-1].replace('""', '"') if kind == "quoted" else raw


def _unreadable(text: str, at: int, parameter: str) -> FilterError:
    at += len(text[at:]) - len(text[at:].lstrip())
    if text[at] in "'\"":
        return FilterError("a quote is not closed.", clause=parameter, span=Span(at, len(text)))
    return FilterError(f"{text[at]!r} means nothing here.", clause=parameter, span=Span(at, at + 1))
