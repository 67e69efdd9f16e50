"""Text to tokens, each with its span. Runs in one pass, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from parvis.core.errors import Span
from parvis.data.odsql.errors import ODSQLSyntaxError

MAX_LENGTH = 200_000
MAX_TOKENS = 20_000


class Kind(Enum):
    """Kinds of tokens."""

    NAME = "name"
    QUOTED_NAME = "quoted name"
    STRING = "string"
    NUMBER = "number"
    DATE = "date"
    GEOMETRY = "geometry"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its value (unescaped; a name keeps its case), where it stands."""

    kind: Kind
    value: str
    span: Span

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords, in any case."""
        return self.kind is Kind.NAME and self.value.lower() in words

    def is_symbol(self, *symbols: str) -> bool:
        """Whether it is one of these symbols."""
        return self.kind is Kind.SYMBOL and self.value in symbols


_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<typed>(?:date|geom)(?=['"]))
    | (?P<number>\d+\.\d+(?:[eE][+-]?\d+)?(?!\.\d) | \d+(?:[eE][+-]?\d+(?![A-Za-z0-9_]))?)
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]*[A-Za-z_][A-Za-z0-9_]*)*)
    | (?P<symbol><=|>=|!=|\.\.|[-+*/=<>:(),\[\]])
    | (?P<quote>['"`])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_HEX4 = re.compile(r"[0-9a-fA-F]{4}")
_TYPED = {"date": Kind.DATE, "geom": Kind.GEOMETRY}


def tokens(text: str, clause: str) -> list[Token]:
    """The tokens of a clause, ended by an END token.

    Raises ODSQLSyntaxError for a character or a quote that cannot stand, or a text beyond all measure.
    """
    if len(text) > MAX_LENGTH:
        raise ODSQLSyntaxError(f"the query is longer than {MAX_LENGTH:,} characters.", clause=clause)
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise unexpected(text[position], Span(position, position + 1), clause)
        group = match.lastgroup or ""
        if group == "space":
            position = match.end()
            continue
        token = _read(text, match, group, clause)
        found.append(token)
        position = token.span.end
        if len(found) > MAX_TOKENS:
            raise ODSQLSyntaxError(f"the query has more than {MAX_TOKENS:,} words.", clause=clause)
    found.append(Token(Kind.END, "", Span(len(text), len(text))))
    return found


def unexpected(what: str, span: Span, clause: str, *, hint: str | None = None) -> ODSQLSyntaxError:
    """The error for a text that cannot stand where it is."""
    shown = "end of text" if not what else (what if len(what) <= 40 else what[:40] + "…")
    message = f"ODSQL query is malformed: unexpected {shown} at position {span.start}."
    return ODSQLSyntaxError(message, clause=clause, span=span, hint=hint)


def _read(text: str, match: re.Match[str], group: str, clause: str) -> Token:
    start = match.start()
    if group == "typed":
        value, end = _quoted(text, match.end(), clause)
        return Token(_TYPED[match.group().lower()], value, Span(start, end))
    if group == "quote":
        value, end = _quoted(text, start, clause)
        return Token(Kind.QUOTED_NAME if text[start] == "`" else Kind.STRING, value, Span(start, end))
    kind = {"number": Kind.NUMBER, "name": Kind.NAME, "symbol": Kind.SYMBOL}[group]
    return Token(kind, match.group(), Span(start, match.end()))


def _quoted(text: str, start: int, clause: str) -> tuple[str, int]:
    """The unescaped content of the quotes that open at ``start``, and where they end."""
    quote = text[start]
    pieces: list[str] = []
    position = start + 1
    while position < len(text):
        char = text[position]
        if char == quote:
            return "".join(pieces), position + 1
        if char == "\\" and position + 1 < len(text):
            piece, position = _escape(text, position + 1)
            pieces.append(piece)
        else:
            pieces.append(char)
            position += 1
    message = f"ODSQL query is malformed: the quote opened at position {start} is never closed."
    raise ODSQLSyntaxError(message, clause=clause, span=Span(start, len(text)), hint=f"close it with {quote}")


def _escape(text: str, position: int) -> tuple[str, int]:
    """The character that an escape stands for, and the position after it."""
    char = text[position]
    if char == "u":
        digits = _HEX4.match(text, position + 1)
        if digits is not None:
            code = int(digits.group(), 16)
            # A lone surrogate is not text and could not be sent to the engine.
            return ("\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)), position + 5
    return _ESCAPES.get(char, char), position + 1
