"""JSON values out of a long text."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from parvis.data.ingest.errors import DamagedFile, TooLarge
from parvis.data.ingest.source.depth import check_depth
from parvis.data.ingest.source.streaming import JSONStream


class _Drops(StringIO):
    """A file that gives one character at a time."""

    def read(self, size: int | None = -1) -> str:
        return super().read(1)


def _stream(text: str, limit: int = 1 << 20) -> JSONStream:
    return JSONStream(_Drops(text), "a.json", limit)


def test_elements_come_whole_however_the_text_is_cut() -> None:
    assert list(_stream(' [12, "a]b", {"c": [1, 2]}, null ] ').elements()) == [12, "a]b", {"c": [1, 2]}, None]


def test_members_are_entered_by_name_and_not_by_their_letters() -> None:
    stream = _stream('{"name": "features", "x": {"features": [0]}, "features": [1]}')
    stream.enter(["features"])
    assert list(stream.elements()) == [1]


@pytest.mark.parametrize("text", ["[1, 2", "[1 2]", "[1, nope]", "[", "{"])
def test_what_is_not_whole_is_told(text: str) -> None:
    with pytest.raises(DamagedFile):
        list(_stream(text).elements())


def test_value_beyond_the_limit_is_refused() -> None:
    with pytest.raises(TooLarge, match="longer than"):
        list(_stream('["' + "x" * 100, limit=50).elements())


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        ("[" * 101 + "]" * 101, True),
        ("]" * 50 + "[" * 101, True),
        ('{"a": "' + "[" * 500 + '"}', False),
        ('{"a": "\\"' + "[" * 500 + '"}', False),
        ('{"a": "\\\\", "b": ' + "[" * 101, True),
        ("[]" * 500, False),
        ('{"a": "cut\n' + "[" * 101, True),
    ],
)
def test_depth_is_counted_outside_of_texts(tmp_path: Path, text: str, deep: bool) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    if deep:
        with pytest.raises(TooLarge):
            check_depth(path, path.name)
    else:
        check_depth(path, path.name)
