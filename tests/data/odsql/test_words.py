"""Texts to look for."""

from __future__ import annotations

import pytest
from tests.data.odsql.schemas import STATIONS, field, where

from parvis.core.fields import FieldType
from parvis.data.odsql.errors import ODSQLError
from parvis.data.odsql.typed import StartsWith, TextMatch, Word

EVERY_TEXT = tuple(f for f in STATIONS if f.type is FieldType.TEXT)


def test_a_bare_text_looks_for_whole_words_in_every_text_field() -> None:
    assert where("'Qualité de l\\'air'") == TextMatch((Word("qualite"), Word("de"), Word("l"), Word("air")), EVERY_TEXT)


def test_a_trailing_star_makes_a_beginning() -> None:
    assert where("'film* court'") == TextMatch((Word("film", prefix=True), Word("court")), EVERY_TEXT)


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        ("school", Word("school")),
        ("school*", Word("school", prefix=True)),
        ("Écol%", Word("ecol", prefix=True)),
        ("%x%", Word("x", inside=True)),
    ],
)
def test_like_has_wildcards(pattern: str, word: Word) -> None:
    assert where(f'name like "{pattern}"') == TextMatch((word,), (field("name"),))


def test_search_forgives_by_length_and_completes_the_last_word() -> None:
    found = where("search(name, tags, 'la gare centrale')")
    assert found == TextMatch(
        (Word("la"), Word("gare", edits=1), Word("centrale", prefix=True, edits=2)), (field("name"), field("tags"))
    )


def test_suggest_takes_beginnings_and_a_star_means_every_text() -> None:
    assert where("suggest(*, 'ga ce')") == TextMatch((Word("ga", prefix=True), Word("ce", prefix=True)), EVERY_TEXT)


def test_startswith_keeps_the_text_as_it_is() -> None:
    assert where("startswith(code, 'A 75')") == StartsWith("A 75", (field("code"),))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("search(capacity, 'x')", "works on text fields; capacity is int"),
        ("search(name)", "ends with a quoted text"),
        ("suggest('a', 'b')", "takes fields, then a quoted text"),
        ("search('" + "a " * 51 + "')", "more than 50 words"),
        ("search()", "ends with a quoted text"),
    ],
)
def test_misuse_is_explained(text: str, message: str) -> None:
    with pytest.raises(ODSQLError, match=message):
        where(text)
