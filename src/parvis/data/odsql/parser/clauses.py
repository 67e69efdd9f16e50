"""The clauses of a query: lists of items, and one condition."""

from __future__ import annotations

from collections.abc import Callable

from parvis.data.odsql.lexer import Kind
from parvis.data.odsql.parser.cursor import Cursor
from parvis.data.odsql.parser.expressions import disjunction
from parvis.data.odsql.syntax import Item, Node, Star, Unary

MAX_ITEMS = 1_000


def parse_where(text: str, clause: str = "where") -> Node:
    """A condition. Raises ODSQLSyntaxError."""
    cursor = Cursor(text, clause)
    node = disjunction(cursor)
    cursor.expect_end()
    return node


def parse_select(text: str) -> list[Item]:
    """Output items. Raises ODSQLSyntaxError."""
    return _items(Cursor(text, "select"), _aliased)


def parse_group_by(text: str) -> list[Item]:
    """Group keys. Raises ODSQLSyntaxError."""
    return _items(Cursor(text, "group_by"), _aliased)


def parse_order_by(text: str) -> list[Item]:
    """Sort items; ``-field`` is the old form of ``field desc``. Raises ODSQLSyntaxError."""
    return _items(Cursor(text, "order_by"), _sorted)


def parse_facet(text: str) -> list[Item]:
    """Values of a facet parameter: names, or ``facet(name=…)`` calls. Raises ODSQLSyntaxError."""
    return _items(Cursor(text, "facet"), _aliased)


def _items(cursor: Cursor, item: Callable[[Cursor], Item]) -> list[Item]:
    found = [item(cursor)]
    while cursor.accept_symbol(","):
        cursor.start_item()
        found.append(item(cursor))
        if len(found) > MAX_ITEMS:
            raise cursor.unexpected(hint=f"a list has at most {MAX_ITEMS} items")
    cursor.expect_end()
    return found


def _aliased(cursor: Cursor) -> Item:
    start = cursor.token.span.start
    node: Node = Star(cursor.take().span) if cursor.token.is_symbol("*") else disjunction(cursor)
    text = cursor.source(cursor.span_from(start))
    return Item(node, text, _alias(cursor))


def _alias(cursor: Cursor) -> str | None:
    if not cursor.accept_word("as"):
        return None
    if cursor.token.kind not in (Kind.NAME, Kind.QUOTED_NAME):
        raise cursor.unexpected(hint="a name was expected after AS")
    token = cursor.take()
    if not token.value.strip():
        raise cursor.unexpected(token, hint="an alias cannot be empty")
    return token.value


def _sorted(cursor: Cursor) -> Item:
    start = cursor.token.span.start
    node = disjunction(cursor)
    text = cursor.source(cursor.span_from(start))
    if isinstance(node, Unary) and not cursor.token.is_word("asc", "desc"):
        return Item(node.operand, text.removeprefix("-").strip(), descending=True)
    descending = cursor.accept_word("desc")
    if not descending:
        cursor.accept_word("asc")
    return Item(node, text, descending=descending)
