"""Tokens of a filter, cut by the pattern of its language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from parvis.core.errors import Span
from parvis.data.odsql.filters.errors import FilterError

MAX_LENGTH = 50_000


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is the name of a group of the pattern, or end; ``value`` is unescaped."""

    kind: str
    value: str
    span: Span

    def is_word(self, *words: str) -> bool:
        """Whether this is one of these words."""
        return self.kind == "word" and self.value in words

    def is_keyword(self, *keywords: str) -> bool:
        """Whether this is one of these keywords, given in capitals, in any case."""
        return self.kind == "word" and self.value.upper() in keywords

    def is_symbol(self, *symbols: str) -> bool:
        """Whether this is one of these symbols."""
        return self.kind == "symbol" and self.value in symbols


def cut(text: str, pattern: re.Pattern[str], unescaped: Callable[[str, str], str], parameter: str) -> list[Token]:
    """The tokens of a text, an end token last.

    ``pattern`` takes the spaces before a token and has a group for each kind; ``unescaped`` gives the value of a kind
    and what stands there. Raises FilterError.
    """
    if len(text) > MAX_LENGTH:
        raise FilterError(f"it is longer than {MAX_LENGTH:,} characters.", clause=parameter)
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = pattern.match(text, at)
        if match is None or match.lastgroup is None:
            raise _unreadable(text, at, parameter)
        kind = match.lastgroup
        start, at = match.span(kind)
        found.append(Token(kind, unescaped(kind, match.group(kind)), Span(start, at)))
    return [*found, Token("end", "", Span(end, end))]


def _unreadable(text: str, at: int, parameter: str) -> FilterError:
    at += len(text[at:]) - len(text[at:].lstrip())
    if text[at] in "'\"":
        return FilterError("a quote is not closed.", clause=parameter, span=Span(at, len(text)))
    return FilterError(f"{text[at]!r} means nothing here.", clause=parameter, span=Span(at, at + 1))
