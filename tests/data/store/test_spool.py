"""What is accepted stays until it is in a version, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from parvis.core.errors import Overloaded
from parvis.data.store import spool as module
from parvis.data.store.push_keys import may_push, push_group
from parvis.data.store.spool import Spool

ADD: list[dict[str, object]] = [{"upsert": {"code": "a"}}]


def test_requests_are_kept_in_order_and_taken_once(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    assert [spool.accept("lyon", "trees", name, ADD) for name in ("2", "1", "2")] == [True, True, False]
    batches = Spool(tmp_path).waiting("lyon", "trees")
    assert [list(batch.lines()) for batch in batches] == [[b'{"upsert":{"code":"a"}}\n']] * 2
    assert batches[0].at <= batches[1].at
    assert spool.datasets() == [("lyon", "trees")]
    spool.folded("lyon", "trees", batches)
    assert (spool.waiting("lyon", "trees"), spool.datasets()) == ([], [])
    assert not spool.accept("lyon", "trees", "1", ADD)


def test_a_full_spool_says_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 1)
    spool = Spool(tmp_path)
    spool.accept("lyon", "trees", "1", ADD)
    with pytest.raises(Overloaded):
        spool.accept("lyon", "trees", "2", ADD)


@pytest.mark.parametrize("name", ["..", "a/b", "", ".x"])
def test_names_stay_inside_the_spool(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="name a folder"):
        Spool(tmp_path).accept("lyon", name, "1", ADD)


def test_a_key_pushes_to_its_dataset_or_to_the_domain() -> None:
    assert may_push(frozenset({push_group("trees")}), "trees")
    assert may_push(frozenset({"push"}), "trees")
    assert not may_push(frozenset({push_group("trees"), "public"}), "trees-2")
    assert push_group("Trees") != push_group("trees")
    assert len(push_group("X" * 120)) <= 60
