"""Files kept, and results kept."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from parvis.data.serving.cache import ResultCache
from parvis.data.serving.kept import WHOLE, KeptFiles, chunks_of, forget


def test_a_file_appears_when_the_last_chunk_has_passed(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path / "exports")
    chunks = files.keeping("a.csv", [b"one", b"two"])
    assert next(chunks) == b"one"
    assert files.find("a.csv") is None
    assert list(chunks) == [b"two"]
    path = files.find("a.csv")
    assert path is not None
    assert b"".join(chunks_of(path)) == b"onetwo"


def test_a_download_that_stops_or_fails_keeps_nothing(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path)

    def failing() -> Iterator[bytes]:
        yield b"one"
        raise ValueError("no more")

    left = files.keeping("left.csv", [b"one", b"two"])
    next(left)
    left.close()  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="no more"):
        list(files.keeping("failed.csv", failing()))
    assert list(tmp_path.iterdir()) == []


def test_the_files_asked_longest_ago_make_room(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path, capacity=100)
    for age, name in ((30, "a"), (20, "b"), (10, "c")):
        list(files.keeping(name, [b"x" * 40]))
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
        files.find("a")
    list(files.keeping("d", [b"x" * 10]))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c", "d"]


def test_a_file_too_big_is_passed_on_and_not_kept(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path, capacity=100)
    assert b"".join(files.keeping("a", [b"x" * 40, b"y" * 40])) == b"x" * 40 + b"y" * 40
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_does_not_stop_the_download(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("not a folder")
    assert list(KeptFiles(tmp_path / "exports").keeping("a", [b"one", b"two"])) == [b"one", b"two"]


def test_results_are_kept_up_to_a_size() -> None:
    cache, made = ResultCache(cells=10, largest=8), []

    def ask(key: str, size: int) -> str:
        return cache.get(key, lambda: made.append(key) or key, lambda _: size)  # type: ignore[func-returns-value]

    for key, size in (("a", 3), ("b", 3), ("a", 3), ("c", 3), ("a", 3), ("b", 3), ("huge", 9), ("huge", 9)):
        assert ask(key, size) == key
    assert made == ["a", "b", "c", "b", "huge", "huge"]


def test_a_kept_file_has_its_checksum_until_it_leaves(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path / "exports", capacity=12)
    list(files.keeping("a.csv", [b"one", b"two"]))
    assert files.checksum("a.csv") == hashlib.sha256(b"onetwo").hexdigest()
    assert files.checksum("b.csv") is None
    os.utime(tmp_path / "exports" / "a.csv", (1, 1))
    list(files.keeping("b.csv", [b"threes"]))
    list(files.keeping("c.csv", [b"four"]))
    assert [files.checksum(name) is None for name in ("a.csv", "b.csv")] == [True, False]


def test_files_that_nobody_asked_for_since_are_forgotten(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path / WHOLE)
    for name in ("old.csv", "used.csv"):
        list(files.keeping(name, [b"rows"]))
        os.utime(tmp_path / WHOLE / name, (1, 1))
    writing = files.keeping("writing.csv", [b"one", b"two"])
    next(writing)
    files.find("used.csv")
    forget(tmp_path, 1_000_000)
    assert list(writing) == [b"two"]
    assert sorted(path.name for path in (tmp_path / WHOLE).glob("*.csv")) == ["used.csv", "writing.csv"]
