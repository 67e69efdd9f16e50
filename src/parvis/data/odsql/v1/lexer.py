"""Tokens of the v1 language: words, quoted phrases, ``#functions``, operators."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parvis.core.errors import Span
from parvis.data.odsql.errors import ODSQLSyntaxError
from parvis.data.odsql.lexer import MAX_LENGTH, MAX_TOKENS

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | "(?P<phrase>(?:[^"\\]|\\.)*)"
    | (?P<function>\#[A-Za-z]+)(?=\()
    | (?P<symbol>\(|\)|\[|\]|,|==|<=|>=|<|>|=|:)
    | (?P<word>[^\s"()\[\],:<>=]+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token: kind (phrase, function, symbol, word, end), text, place, and whether a space stands before it."""

    kind: str
    text: str
    span: Span
    spaced: bool = False


def tokens(text: str, clause: str) -> list[Token]:
    """The tokens of a v1 query, ended by an end token. A lone quote is a space, as people type it."""
    if len(text) > MAX_LENGTH:
        raise ODSQLSyntaxError(f"the query is longer than {MAX_LENGTH:,} characters.", clause=clause)
    found: list[Token] = []
    spaced = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind in ("space", "other"):
            spaced = True
            continue
        value = match.group(kind)
        if kind == "phrase":
            value = re.sub(r"\\(.)", r"\1", value)
        found.append(Token(kind, value, Span(*match.span()), spaced))
        spaced = False
        if len(found) > MAX_TOKENS // 10:
            raise ODSQLSyntaxError(f"the query has more than {MAX_TOKENS // 10:,} words.", clause=clause)
    found.append(Token("end", "", Span(len(text), len(text)), True))
    return found
