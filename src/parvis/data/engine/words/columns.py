"""From columns of the table to documents of the index.

Documents are written as JSON, by whole columns: three times as fast as adding value by value from Python. Nothing in
them needs an escape: field names are ours, values are numbers, or folded words, which are letters, digits and spaces.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow
import pyarrow.compute as pc

from parvis.data.engine.words.analysis import Analysis
from parvis.data.engine.words.folding import Folder, with_values

Prepare = Callable[[pyarrow.Array], pyarrow.Array]
"""A batch of a column to JSON values, null for none."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How an index field is filled: the SQL to read, and what to make of a batch of it."""

    index: str
    sql: str
    prepare: Prepare


def columns(analysis: Analysis) -> list[Filled]:
    """Every field of an index but the row number."""
    layout, texts = analysis.layout, words()
    found = [Filled(column.index, column.sql, texts) for column in analysis.texts]
    for column, field in zip(analysis.values, layout.values.values(), strict=True):
        prepare = _lists(field.values, field.repeats) if field.is_list else _scalars(field.values)
        found.append(Filled(column.index, column.sql, prepare))
    found += [Filled(column.index, column.sql, _scalars(ranked)) for column, ranked in analysis.ranks]
    return found + [Filled(column.index, column.sql, _text) for column in analysis.numbers]


def documents(members: Sequence[tuple[str, pyarrow.Array]]) -> pyarrow.Array:
    """JSON objects, each with the members that are not null; the first one never is."""
    pieces = [
        pc.binary_join_element_wise(f'{"," if place else "{"}"{name}":', values, "")
        for place, (name, values) in enumerate(members)
    ]
    return pc.binary_join_element_wise(*pieces, "}", "", null_handling="skip")


def words() -> Prepare:
    """The words of a text."""
    folder = Folder()
    return lambda array: pc.binary_join_element_wise('"', folder.fold(array), '"', "")


def _text(array: pyarrow.Array) -> pyarrow.Array:
    return pc.cast(array, pyarrow.string())


def _scalars(values: Sequence[str]) -> Prepare:
    """The position of each text among the values."""
    known = pyarrow.array(values, pyarrow.string())
    return lambda array: _text(pc.index_in(array, value_set=known))


def _lists(values: Sequence[str], repeats: bool) -> Prepare:
    """The positions of the elements of each list, once each."""
    known = pyarrow.array(values, pyarrow.string())

    def prepare(array: pyarrow.Array) -> pyarrow.Array:
        codes = with_values(array, _text(pc.index_in(array.values, value_set=known)))
        if repeats or codes.values.null_count:
            cleaned = [c and [code for code in dict.fromkeys(c) if code is not None] for c in codes.to_pylist()]
            codes = pyarrow.array(cleaned, pyarrow.list_(pyarrow.string()))
        return pc.binary_join_element_wise("[", pc.binary_join(codes, ","), "]", "")

    return prepare
