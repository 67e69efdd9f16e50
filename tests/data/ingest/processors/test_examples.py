"""The documented example of every processor does what its page says."""

from __future__ import annotations

import pytest

from parvis.data.ingest.processors import PROCESSORS


@pytest.mark.parametrize("name", sorted(PROCESSORS))
def test_the_example_is_true(made, name):
    example = PROCESSORS[name].example
    rows, done = made(example.rows, (name, example.parameters), types=example.types, reads=example.reads)
    assert rows == [dict(row) for row in example.result]
    assert [list(row) for row in rows] == [[f.name for f in done.schema]] * len(rows)
    assert tuple((reject.row, reject.value) for reject in done.rejects) == example.rejected


@pytest.mark.parametrize("name", sorted(PROCESSORS))
def test_words_are_in_both_languages(name):
    found = PROCESSORS[name]
    assert all(found.label[lang] and found.about[lang] for lang in ("en", "fr"))
