"""Text to tokens."""

import pytest

from parvis.core.errors import Span
from parvis.data.odsql.errors import ODSQLSyntaxError
from parvis.data.odsql.lexer import MAX_LENGTH, Kind, tokens


def kinds(text: str) -> list[tuple[Kind, str]]:
    return [(token.kind, token.value) for token in tokens(text, "where")[:-1]]


def test_a_query_is_cut_into_tokens_with_their_place() -> None:
    found = tokens("capacity >= 5.8", "where")
    assert [(t.kind, t.value, t.span) for t in found] == [
        (Kind.NAME, "capacity", Span(0, 8)),
        (Kind.SYMBOL, ">=", Span(9, 11)),
        (Kind.NUMBER, "5.8", Span(12, 15)),
        (Kind.END, "", Span(15, 15)),
    ]


def test_catalog_names_hold_dots_and_intervals_do_not_lose_theirs() -> None:
    assert kinds("default.title") == [(Kind.NAME, "default.title")]
    assert kinds("1..10") == [(Kind.NUMBER, "1"), (Kind.SYMBOL, ".."), (Kind.NUMBER, "10")]


def test_dates_and_geometries_are_quotes_after_their_word() -> None:
    assert kinds("date'2026'") == [(Kind.DATE, "2026")]
    assert kinds('GEOM"POINT(1 2)"') == [(Kind.GEOMETRY, "POINT(1 2)")]
    assert kinds("date '2026'") == [(Kind.NAME, "date"), (Kind.STRING, "2026")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"'Don\'t'", "Don't"),
        (r'"a\"b"', 'a"b'),
        (r"'a\\b'", "a\\b"),
        (r"'tab\tnew\n'", "tab\tnew\n"),
        (r"'\u00e9'", "é"),
        (r"'\ud800'", "\ufffd"),
        (r"'\u12'", "u12"),
    ],
)
def test_escapes(text: str, expected: str) -> None:
    assert kinds(text) == [(Kind.STRING, expected)]


def test_back_quotes_make_a_name_of_anything() -> None:
    assert kinds("`1_uai`") == [(Kind.QUOTED_NAME, "1_uai")]
    assert kinds(r"`a\`b`") == [(Kind.QUOTED_NAME, "a`b")]


def test_an_unclosed_quote_says_where_it_opened_and_how_to_close_it() -> None:
    with pytest.raises(ODSQLSyntaxError, match="opened at position 7") as caught:
        tokens("name = 'abc", "where")
    assert caught.value.hint == "close it with '"
    assert caught.value.span == Span(7, 11)


def test_a_foreign_character_is_shown_with_its_position() -> None:
    with pytest.raises(ODSQLSyntaxError, match=r"unexpected ; at position 4\."):
        tokens("name;", "where")


def test_a_text_beyond_measure_is_refused() -> None:
    with pytest.raises(ODSQLSyntaxError, match="longer than"):
        tokens("a" * (MAX_LENGTH + 1), "where")
    with pytest.raises(ODSQLSyntaxError, match="more than 20,000 words"):
        tokens("1 " * 20_001, "where")
