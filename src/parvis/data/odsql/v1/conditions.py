"""The grammar of the v1 language: or < and (also by juxtaposition) < not < terms."""

from __future__ import annotations

import math
import re

from parvis.core import words as core
from parvis.core.errors import Span
from parvis.core.fields import NUMERIC, TEMPORAL, Field, FieldType
from parvis.data.odsql import syntax
from parvis.data.odsql.check import comparisons, words
from parvis.data.odsql.check.scope import Scope
from parvis.data.odsql.errors import ODSQLSyntaxError
from parvis.data.odsql.lexer import unexpected
from parvis.data.odsql.typed import Always, And, Expr, FieldRef, Not, Or, TextMatch, Word
from parvis.data.odsql.v1 import functions
from parvis.data.odsql.v1.lexer import Token, tokens

MAX_DEPTH = 40
_OPERATORS = (":", "==", "=", "<", "<=", ">", ">=")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def condition(scope: Scope, text: str) -> Expr:
    """The typed condition of a v1 query. Raises QueryError."""
    parser = _Parser(scope, text)
    found = parser.disjunction()
    parser.expect_end()
    return found


class _Parser:
    """Walks the tokens of one v1 query."""

    def __init__(self, scope: Scope, text: str) -> None:
        self.scope = scope
        self.text = text
        self._tokens = tokens(text, scope.clause)
        self._at = 0
        self._depth = 0

    @property
    def token(self) -> Token:
        return self._tokens[self._at]

    def take(self) -> Token:
        token = self.token
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def is_symbol(self, *symbols: str) -> bool:
        return self.token.kind == "symbol" and self.token.text in symbols

    def is_word(self, word: str) -> bool:
        return self.token.kind == "word" and self.token.text == word

    def error(self, token: Token, hint: str | None = None) -> ODSQLSyntaxError:
        return unexpected(token.text, token.span, self.scope.clause, hint=hint)

    def expect_end(self) -> None:
        if self.token.kind != "end":
            raise self.error(self.token)

    def disjunction(self) -> Expr:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.error(self.token, f"at most {MAX_DEPTH} levels of parentheses")
        operands = [self.conjunction()]
        while self.is_word("OR"):
            self.take()
            operands.append(self.conjunction())
        self._depth -= 1
        return operands[0] if len(operands) == 1 else Or(tuple(operands))

    def conjunction(self) -> Expr:
        operands: list[Expr] = []
        while True:
            if self.is_word("AND"):
                self.take()
            if self.token.kind == "end" or self.is_symbol(")") or self.is_word("OR"):
                break
            operands.append(self.negation())
        if not operands:
            return Always(True)
        return operands[0] if len(operands) == 1 else And(tuple(operands))

    def negation(self) -> Expr:
        count = 0
        while self.is_word("NOT"):
            self.take()
            count += 1
        found = self.term()
        return Not(found) if count % 2 else found

    def term(self) -> Expr:
        token = self.take()
        if token.kind == "symbol" and token.text == "(":
            inner = self.disjunction()
            if not self.is_symbol(")"):
                raise self.error(self.token, ") was expected")
            self.take()
            return inner
        if token.kind == "function":
            return functions.condition(self.scope, token, self._arguments())
        if token.kind == "phrase":
            return TextMatch(tuple(Word(w) for w in core.words(token.text)), words.searchable(self.scope))
        if token.kind != "word":
            raise self.error(token)
        field = self.scope.find(token.text)
        if field is not None and self.is_symbol(*_OPERATORS):
            return self._comparison(token, field)
        return self._free_word(token)

    def _free_word(self, token: Token) -> Expr:
        name, dash, value = token.text.partition("-")
        field = self.scope.find(name) if dash and value else None
        if field is not None:
            return self._equal(token, field, ":", Token("word", value, token.span))
        found = tuple(Word(w, prefix=True) for w in core.words(token.text))
        return TextMatch(found, words.searchable(self.scope))

    def _comparison(self, name: Token, field: Field) -> Expr:
        operator = self.take().text
        if operator == ":" and self.is_symbol("[", "]"):
            return self._interval(name, field)
        value = self.take()
        if value.kind == "function" and value.text.lower() == "#now":
            node = functions.now(self.scope, value, self._arguments())
            return self._against(name, field, "=" if operator in (":", "==") else operator, node)
        if value.kind not in ("word", "phrase"):
            raise self.error(value, "a value was expected")
        return self._equal(name, field, operator, self._joined(value))

    def _joined(self, value: Token) -> Token:
        """A value that holds colons or is spread over tokens without a space, as a time does."""
        text = value.text
        while value.kind == "word" and self.is_symbol(":") and not self.token.spaced:
            self.take()
            text += ":" + (self.take().text if self.token.kind == "word" and not self.token.spaced else "")
        return Token(value.kind, text, value.span)

    def _equal(self, name: Token, field: Field, operator: str, value: Token) -> Expr:
        if field.type is FieldType.TEXT and operator == ":":
            found = core.words(value.text)
            prefix = value.kind == "word" and value.text.endswith("*")
            last = len(found) - 1
            return TextMatch(tuple(Word(w, prefix=prefix and i == last) for i, w in enumerate(found)), (field,))
        op = "=" if operator in (":", "==") else operator
        return self._against(name, field, op, literal(self.scope, field, value))

    def _against(self, name: Token, field: Field, op: str, node: syntax.Node) -> Expr:
        place = syntax.Name(field.name, name.span)
        whole = syntax.Comparison(op, place, node, Span(name.span.start, node.span.end))
        return comparisons.against(self.scope, FieldRef(field), op, node, whole)

    def _interval(self, name: Token, field: Field) -> Expr:
        low_included = self.take().text == "["
        low = self._bound(field)
        if not self.is_word("TO"):
            raise self.error(self.token, "an interval is written [a TO b]")
        self.take()
        high = self._bound(field)
        closing = self.take()
        if closing.kind != "symbol" or closing.text not in ("[", "]"):
            raise self.error(closing, "an interval is written [a TO b]")
        span = Span(name.span.start, closing.span.end)
        found = syntax.Brackets((low, high), low_included, closing.text == "]", True, span)
        return comparisons.interval(self.scope, FieldRef(field), syntax.Name(field.name, name.span), found)

    def _bound(self, field: Field) -> syntax.Node:
        value = self.take()
        if value.kind == "function" and value.text.lower() == "#now":
            return functions.now(self.scope, value, self._arguments())
        if value.kind not in ("word", "phrase"):
            raise self.error(value, "a bound was expected")
        if value.text == "*":
            return syntax.Star(value.span)
        return literal(self.scope, field, self._joined(value))

    def _arguments(self) -> list[str]:
        """The texts between a function's parentheses, cut at commas outside quotes."""
        opening = self.take()
        found, current = [], ""
        while not self.is_symbol(")"):
            token = self.take()
            if token.kind == "end":
                raise self.error(opening, "the parenthesis is never closed")
            if token.kind == "symbol" and token.text == ",":
                found.append(current)
                current = ""
            elif token.kind == "symbol" and token.text == "(":
                current += self._nested(token)
            else:
                current += token.text
        self.take()
        return [a.strip() for a in [*found, current] if a.strip()]

    def _nested(self, opening: Token) -> str:
        """Parentheses inside an argument, as in ``weekday=MO(2)``."""
        text = "("
        while not self.is_symbol(")"):
            token = self.take()
            if token.kind == "end":
                raise self.error(opening, "the parenthesis is never closed")
            text += token.text
        self.take()
        return text + ")"


def literal(scope: Scope, field: Field, value: Token) -> syntax.Node:
    """The value as a literal of the field's type. Raises QueryError when it cannot be one."""
    text = value.text.strip()
    if field.type in NUMERIC:
        if not _NUMBER.fullmatch(text) or len(text) > 300 or math.isinf(float(text)):
            raise scope.incompatible(f"{field.name} is {field.type.value}, it is compared with text", value.span)
        return syntax.Number(int(text) if text.lstrip("+-").isdigit() else float(text), value.span)
    if field.type in TEMPORAL:
        return syntax.DateText(text.replace("/", "-"), value.span)
    if field.type is FieldType.BOOLEAN:
        return syntax.Boolean(text.lower() in ("true", "1", "yes"), value.span)
    return syntax.Text(value.text, value.span)
