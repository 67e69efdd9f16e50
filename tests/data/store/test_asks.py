"""Checks that anybody asks for wait on disk, once a day."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from parvis.data.store.asks import Asks, CheckedRecently


def test_what_is_asked_for_is_taken_once(tmp_path: Path) -> None:
    asks = Asks(tmp_path)
    assert asks.take() == []
    asks.put("da_b")
    asks.put("da_a")
    assert (asks.take(), asks.take()) == (["da_a", "da_b"], [])


def test_it_may_be_asked_for_again_after_a_day(tmp_path: Path) -> None:
    asks = Asks(tmp_path)
    asks.put("da_a")
    with pytest.raises(CheckedRecently) as refused:
        asks.put("da_a")
    assert 86_000 < refused.value.retry_after <= 86_401
    asks.take()
    old = time.time() - 86_401
    os.utime(tmp_path / "spool" / "checks" / "da_a", (old, old))
    asks.put("da_a")
    assert asks.take() == ["da_a"]


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".partial-1", "x" * 121])
def test_what_is_no_identifier_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="identifier"):
        Asks(tmp_path).put(name)
