"""How a word matches: whole, by its beginning, inside, within edits; in fields of few values and of many."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.data.engine.builders import schema
from tests.data.engine.words.conftest import MakeIndexed

from parvis.data.engine.table import EVERY_ROW
from parvis.data.engine.words import WordIndex
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Word

S = schema(t="text")
LETTERS = st.text("abc", min_size=1, max_size=6)


def osa(left: str, right: str) -> int:
    """Optimal string alignment distance, by its recurrence."""
    if not left or not right:
        return len(left) + len(right)
    costs = [
        osa(left[:-1], right) + 1,
        osa(left, right[:-1]) + 1,
        osa(left[:-1], right[:-1]) + (left[-1] != right[-1]),
    ]
    if left[-2:] == right[-2:][::-1] and len(left) > 1:
        costs.append(osa(left[:-2], right[:-2]) + 1)
    return min(costs)


def found(make_indexed: MakeIndexed, texts: list[str], word: Word) -> list[str]:
    table = make_indexed(S, [{"t": text} for text in texts])
    assert table.words is not None
    result = WordIndex.open(table.words).find(typed.TextMatch((word,), S.fields), "UTC", EVERY_ROW)
    assert result is not None
    return [texts[number] for number in result.rows(1000) or []]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LETTERS, min_size=1, max_size=12), LETTERS, st.integers(1, 2))
def test_edits_are_counted_with_swaps(make_indexed: MakeIndexed, texts: list[str], word: str, edits: int) -> None:
    expected = [text for text in texts if osa(text, word) <= edits]
    assert found(make_indexed, texts, Word(word, edits=edits)) == expected


def test_edits_are_of_letters_whatever_their_bytes(make_indexed: MakeIndexed) -> None:
    assert found(make_indexed, ["жук", "жуки", "жу", "паук"], Word("жук", edits=1)) == ["жук", "жуки", "жу"]


@pytest.mark.parametrize("count", [0, 400], ids=["few values", "many values"])
def test_beginnings_and_insides(make_indexed: MakeIndexed, count: int) -> None:
    texts = ["Les écoles", "l'école", "Œuvre d’école", "décoller", *(f"autre {i}" for i in range(count))]
    assert found(make_indexed, texts, Word("ecole")) == ["l'école", "Œuvre d’école"]
    assert found(make_indexed, texts, Word("ecol", prefix=True)) == texts[:3]
    assert found(make_indexed, texts, Word("ecol", inside=True)) == texts[:4]
    assert found(make_indexed, texts, Word("oe", prefix=True)) == ["Œuvre d’école"]


@pytest.mark.parametrize("word", [Word(".*"), Word("a b"), Word("", prefix=True), Word("x" * 5000, inside=True)])
def test_what_is_no_plain_word_is_left_to_the_scan_or_found_nowhere(make_indexed: MakeIndexed, word: Word) -> None:
    table = make_indexed(S, [{"t": "xa b"}, {"t": "ab"}])
    assert table.words is not None
    result = WordIndex.open(table.words).find(typed.TextMatch((word,), S.fields), "UTC", EVERY_ROW)
    assert result is None or result.count == 0
