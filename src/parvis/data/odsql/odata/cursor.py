"""A position in the tokens of an OData option."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from parvis.core.errors import Span
from parvis.data.odsql.filters.errors import FilterError
from parvis.data.odsql.filters.tokens import Token
from parvis.data.odsql.odata.lexer import tokens

MAX_DEPTH = 40
MAX_OPERATORS = 100


class Cursor:
    """Walks the tokens of ``text``; ``parameter`` names the option in errors."""

    def __init__(self, text: str, parameter: str) -> None:
        self.text = text
        self.parameter = parameter
        self._tokens = tokens(text, parameter)
        self._at = self._depth = 0

    @property
    def token(self) -> Token:
        """The token to read next."""
        return self._tokens[self._at]

    def ahead(self, distance: int = 1) -> Token:
        """A token further on."""
        return self._tokens[min(self._at + distance, len(self._tokens) - 1)]

    def take(self) -> Token:
        """Read the token."""
        token = self.token
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def accept_word(self, *words: str) -> bool:
        """Read the token when it is one of these words."""
        return self.token.is_word(*words) and bool(self.take())

    def accept(self, symbol: str) -> bool:
        """Read the token when it is this symbol."""
        return self.token.is_symbol(symbol) and bool(self.take())

    def expect(self, symbol: str) -> Token:
        """Read this symbol. Raises FilterError."""
        if not self.token.is_symbol(symbol):
            raise self.unexpected(repr(symbol))
        return self.take()

    def name(self) -> Token:
        """Read a name. Raises FilterError."""
        if self.token.kind != "word":
            raise self.unexpected("a property")
        return self.take()

    def end(self) -> None:
        """Raise FilterError unless everything is read."""
        if self.token.kind != "end":
            raise self.unexpected("the end")

    def unexpected(self, wanted: str) -> FilterError:
        """The error of the token that stands where something else should."""
        token = self.token
        what = "the end" if token.kind == "end" else repr(self.text[token.span.start : token.span.end][:40])
        return self.error(f"{what} stands where {wanted} is expected.", token.span)

    def error(self, message: str, span: Span) -> FilterError:
        """An error of this option."""
        return FilterError(message, clause=self.parameter, span=span)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level deeper. Raises FilterError beyond the depth that any honest filter needs."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.error(f"more than {MAX_DEPTH} levels of nesting.", self.token.span)
        yield
        self._depth -= 1
