"""Word search and beginnings of texts, by scan."""

from __future__ import annotations

import re

from sqlglot import exp

from parvis.core.fields import Field
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.patterns import word_pattern
from parvis.data.engine.lower.sql import SQL, both, either, fn, num, op, variable
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type


def text_match(node: typed.TextMatch, context: Context) -> SQL:
    """Every word, each in any of the fields."""
    if not node.words:
        return exp.true()
    if not node.fields:
        return exp.false()
    haystack = _plain(node.fields, context)
    return both(*(_word(word, haystack.copy(), context) for word in node.words))


def _plain(fields: tuple[Field, ...], context: Context) -> SQL:
    """The texts of the fields as one with spaces between, lists likewise: no word crosses a border."""
    texts = []
    for field in fields:
        ref = typed.FieldRef(field)
        lowered = context.lower(ref)
        texts.append(context.sql.joined(lowered) if ref.type is Type.TEXT_LIST else lowered)
    return texts[0] if len(texts) == 1 else context.sql.spaced(texts)


def _word(word: typed.Word, haystack: SQL, context: Context) -> SQL:
    if len(word.text) > _LONG:
        return _long(word, haystack, context)
    exact = context.sql.matches(haystack, context.bind(word_pattern(word)))
    if not word.edits:
        return exact
    return either(exact, _near(word, haystack.copy(), context))


_LONG = 200
"""A longer word would make a regular expression of classes larger than engines accept."""


def _long(word: typed.Word, haystack: SQL, context: Context) -> SQL:
    """A very long word, looked for among the folded words of the text; without edits."""
    candidate, wanted = variable("w"), context.bind(word.text)
    if word.inside:
        condition = context.sql.matches(candidate, wanted)
    else:
        condition = context.sql.starts_with(candidate, wanted) if word.prefix else op("=", candidate, wanted)
    return context.sql.any_element(context.sql.fold_words(haystack), condition, "w")


def _near(word: typed.Word, haystack: SQL, context: Context) -> SQL:
    """One word of the text is within the edits; lengths that differ by more are not compared.

    Engines count edits in bytes: a folded letter outside ASCII counts as its bytes.
    """
    candidate = variable("w")
    longer = op("-", context.sql.length(candidate), num(len(word.text)))
    close = op("<=", fn("abs", longer), num(word.edits))
    distance = context.sql.edits(candidate.copy(), context.bind(word.text))
    near = both(close, op("<=", distance, num(word.edits)))
    return context.sql.any_element(context.sql.fold_words(haystack), near, "w")


def starts_with(node: typed.StartsWith, context: Context) -> SQL:
    """One of the fields starts with the text, as it is; of a list, one element does."""
    start = context.bind(node.text)

    def test(field: Field) -> SQL:
        ref = typed.FieldRef(field)
        if ref.type is Type.TEXT_LIST:
            condition = context.sql.starts_with(variable("x"), start.copy())
            return context.sql.any_element(context.lower(ref), condition, "x")
        return context.sql.starts_with(context.lower(ref), start.copy())

    return either(*(test(field) for field in node.fields))


def like(node: typed.Like, context: Context) -> SQL:
    """The form as a regular expression, which both engines read alike and match in linear time."""
    pattern = context.bind(like_pattern(node.pattern, ignore_case=node.ignore_case))
    if node.operand.type is Type.TEXT_LIST:
        condition = context.sql.matches(variable("x"), pattern)
        return context.sql.any_element(context.lower(node.operand), condition, "x")
    return context.sql.matches(context.lower(node.operand), pattern)


def like_pattern(form: str, *, ignore_case: bool) -> str:
    """The regular expression of a form of LIKE: anchored, a dot also for ends of lines."""
    parts, characters = [], iter(form)
    for character in characters:
        if character == "\\":
            parts.append(re.escape(next(characters, "\\")))
        else:
            parts.append(_WILDCARDS.get(character) or re.escape(character))
    return f"(?{'is' if ignore_case else 's'})\\A{''.join(parts)}\\z"


_WILDCARDS = {"%": ".*", "_": "."}
