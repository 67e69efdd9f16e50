"""Folding many texts at once: each distinct piece between spaces goes through :func:`parvis.core.words.words` once."""

from __future__ import annotations

import pyarrow
import pyarrow.compute

from parvis.core.words import words

_KEPT = 200_000
_LONGEST = 64


class Folder(dict[str, str]):
    """Pieces of text to their folded words with spaces between. Bounded: begins anew when full.

    A white space always ends a word and no folding looks past one, so that pieces can be folded apart.
    """

    def __missing__(self, piece: str) -> str:
        folded = " ".join(words(piece))
        if len(piece) <= _LONGEST:
            if len(self) >= _KEPT:
                self.clear()
            self[piece] = folded
        return folded

    def fold(self, texts: pyarrow.Array) -> pyarrow.Array:
        """The words of each text as ``words`` gives them, with one or more spaces between; null for null."""
        lists = pyarrow.compute.ascii_split_whitespace(texts)
        pieces = lists.values.dictionary_encode()
        folded = pyarrow.array(map(self.__getitem__, pieces.dictionary.to_pylist()), texts.type)
        return pyarrow.compute.binary_join(with_values(lists, folded.take(pieces.indices)), " ")


def with_values(lists: pyarrow.Array, values: pyarrow.Array) -> pyarrow.Array:
    """The same lists of other elements, one for each element of ``lists.values``."""
    return type(lists).from_arrays(lists.offsets, values, mask=lists.is_null() if lists.null_count else None)
