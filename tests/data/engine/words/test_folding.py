"""Folded text is cut by the index into the words that every search looks for."""

from __future__ import annotations

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.core.words import words
from parvis.data.engine.words.folding import Folder
from parvis.data.engine.words.layout import analyzer

TEXTS = [
    "L'Haÿ-les-Roses",
    "ŒUVRE ﬁn x²",
    "ὈΔΥΣΣΕΎΣ Σ\nΣ",
    "हिन्दी ไทย",
    "a\u00a0b\u2028c",
    "İstanbul",
    "½ ª №",
    " ",
    "",
]


def folded(texts: list[str | None]) -> list[list[str] | None]:
    results = Folder().fold(pyarrow.array(texts, pyarrow.string())).to_pylist()
    return [None if text is None else analyzer().analyze(text) for text in results]


@pytest.mark.parametrize("text", TEXTS)
def test_words_of_many_scripts(text: str) -> None:
    assert folded([text]) == [words(text)]


@given(st.lists(st.none() | st.text(), max_size=5))
def test_words_of_any_text(texts: list[str | None]) -> None:
    assert folded(texts) == [None if text is None else words(text) for text in texts]


def test_a_batch_that_is_a_slice_keeps_its_own_texts() -> None:
    texts = pyarrow.array(["un", None, "Deux trois", ""])
    assert Folder().fold(texts.slice(1, 2)).to_pylist() == [None, "deux trois"]
