"""Texts to look for: which words, and how each may match."""

from __future__ import annotations

from parvis.core import words as core
from parvis.core.fields import Field, FieldType
from parvis.data.odsql import syntax
from parvis.data.odsql.check.scope import Scope
from parvis.data.odsql.typed import Expr, FieldRef, StartsWith, TextMatch, Type, Word

MAX_WORDS = 50


def searchable(scope: Scope) -> tuple[Field, ...]:
    """The fields that a search without fields looks at: every text of the schema."""
    forbidden = scope.forbidden.get("where", ())
    return tuple(f for f in scope.schema if f.type is FieldType.TEXT and f.name not in forbidden)


def full_text(scope: Scope, node: syntax.Text) -> Expr:
    """A bare string: whole words, all required; a trailing ``*`` makes a prefix."""
    return TextMatch(wildcard_words(scope, node), searchable(scope))


def like(scope: Scope, left: Expr, node: syntax.Text) -> Expr:
    """``field like "…"``: words of one field, with ``*`` and ``%`` as wildcards."""
    if not isinstance(left, FieldRef) or left.type not in (Type.TEXT, Type.TEXT_LIST):
        raise scope.incompatible("LIKE works on a text field", node.span)
    return TextMatch(wildcard_words(scope, node), (left.field,))


def search(scope: Scope, call: syntax.Call) -> Expr:
    """``search(…)``: near misses count, the last word may be unfinished."""
    fields, node = _arguments(scope, call)
    found = _limited(scope, core.words(node.value), node)
    words = [Word(text, edits=edits(text)) for text in found]
    words[-1:] = [Word(w.text, prefix=True, edits=w.edits) for w in words[-1:]]
    return TextMatch(tuple(words), fields)


def suggest(scope: Scope, call: syntax.Call) -> Expr:
    """``suggest(…)``: words that begin so."""
    fields, node = _arguments(scope, call)
    found = _limited(scope, core.words(node.value), node)
    return TextMatch(tuple(Word(text, prefix=True) for text in found), fields)


def starts_with(scope: Scope, call: syntax.Call) -> Expr:
    """``startswith(…)``: the value begins so, to the letter."""
    fields, node = _arguments(scope, call)
    return StartsWith(node.value, fields)


def edits(word: str) -> int:
    """How many typing errors a word may hold: 2 from six letters, 1 from three, else none."""
    return 2 if len(word) > 5 else 1 if len(word) > 2 else 0


def wildcard_words(scope: Scope, node: syntax.Text) -> tuple[Word, ...]:
    """Words of a text where ``*`` and ``%`` stand for any letters: at the end a prefix, in front anywhere in a word."""
    found: list[Word] = []
    for chunk in node.value.replace("%", "*").split():
        pieces = chunk.split("*")
        for number, piece in enumerate(pieces):
            folded = core.words(piece)
            last = len(folded) - 1
            for place, text in enumerate(folded):
                opened = place == 0 and number > 0
                closed = place == last and number < len(pieces) - 1
                found.append(Word(text, prefix=closed and not opened, inside=opened))
    _limited(scope, [w.text for w in found], node)
    return tuple(found)


def _limited(scope: Scope, found: list[str], node: syntax.Text) -> list[str]:
    if len(found) > MAX_WORDS:
        raise scope.error(f"more than {MAX_WORDS} words to search.", node.span)
    return found


def _arguments(scope: Scope, call: syntax.Call) -> tuple[tuple[Field, ...], syntax.Text]:
    """The fields (all when none is named) and the text of a search function."""
    *names, text = call.arguments or (None,)
    if not isinstance(text, syntax.Text):
        raise scope.error(f"{call.function}() ends with a quoted text.", call.span)
    if not names or (len(names) == 1 and isinstance(names[0], syntax.Star)):
        return searchable(scope), text
    return tuple(_text_field(scope, call, name) for name in names), text


def _text_field(scope: Scope, call: syntax.Call, node: syntax.Node | None) -> Field:
    if not isinstance(node, syntax.Name):
        raise scope.error(f"{call.function}() takes fields, then a quoted text.", call.span)
    field = scope.field(node.name, node.span)
    if field.type is not FieldType.TEXT:
        raise scope.error(f"{call.function}() works on text fields; {node.name} is {field.type.value}.", node.span)
    return field
