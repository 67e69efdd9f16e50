"""A position in the tokens of one clause, with what every rule of the grammar needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from parvis.core.errors import Span
from parvis.data.odsql.errors import ODSQLSyntaxError
from parvis.data.odsql.lexer import Kind, Token, tokens, unexpected

MAX_DEPTH = 40
# Operators of one expression: the tree of a chain is as deep as the chain is long.
MAX_OPERATORS = 100


class Cursor:
    """Walks the tokens of ``text``; ``clause`` names it in errors."""

    def __init__(self, text: str, clause: str) -> None:
        self.text = text
        self.clause = clause
        self._tokens = tokens(text, clause)
        self._at = 0
        self._depth = 0
        self._operators = 0

    @property
    def token(self) -> Token:
        """The token to read next."""
        return self._tokens[self._at]

    def ahead(self, distance: int = 1) -> Token:
        """A token further on (the END token past the end)."""
        return self._tokens[min(self._at + distance, len(self._tokens) - 1)]

    def take(self) -> Token:
        """Read the token."""
        token = self.token
        if token.kind is not Kind.END:
            self._at += 1
        return token

    def accept_word(self, *words: str) -> bool:
        """Read the token when it is one of these keywords."""
        if self.token.is_word(*words):
            self.take()
            return True
        return False

    def accept_symbol(self, *symbols: str) -> bool:
        """Read the token when it is one of these symbols."""
        if self.token.is_symbol(*symbols):
            self.take()
            return True
        return False

    def expect_symbol(self, symbol: str) -> Token:
        """Read this symbol. Raises ODSQLSyntaxError when another token stands there."""
        if not self.token.is_symbol(symbol):
            raise self.unexpected(hint=f"{symbol} was expected")
        return self.take()

    def expect_end(self) -> None:
        """Raises ODSQLSyntaxError when something is left."""
        if self.token.kind is not Kind.END:
            raise self.unexpected()

    def unexpected(self, token: Token | None = None, *, hint: str | None = None) -> ODSQLSyntaxError:
        """The error for the token that stands here."""
        token = token or self.token
        return unexpected(self.text[token.span.start : token.span.end], token.span, self.clause, hint=hint)

    def count_operator(self) -> None:
        """One more arithmetic operator. Raises ODSQLSyntaxError beyond what any honest expression needs."""
        self._operators += 1
        if self._operators > MAX_OPERATORS:
            raise self.unexpected(hint=f"an expression has at most {MAX_OPERATORS} operators")

    def start_item(self) -> None:
        """Operators are counted again: another item of a list begins."""
        self._operators = 0

    def span_from(self, start: int) -> Span:
        """From a position to the end of the last token read."""
        end = self._tokens[self._at - 1].span.end if self._at else start
        return Span(start, max(start, end))

    def source(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    @contextmanager
    def nested(self) -> Iterator[None]:
        """One level deeper. Raises ODSQLSyntaxError beyond the depth that any honest query needs."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            message = f"ODSQL query is malformed: more than {MAX_DEPTH} levels of nesting at {self.token.span.start}."
            raise ODSQLSyntaxError(message, clause=self.clause, span=self.token.span)
        try:
            yield
        finally:
            self._depth -= 1
