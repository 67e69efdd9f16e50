"""Versions as a person handles them: published, listed, compared, pruned."""

import csv
from pathlib import Path

from tests.factories.command import parvis


def test_versions_are_published_listed_compared_and_deleted(tmp_path: Path) -> None:
    home, first, second = tmp_path / "home", tmp_path / "trees.csv", tmp_path / "more.csv"
    first.write_text("code,height\nA,1\nB,2\n")
    second.write_text("code,height\nB,20\nC,3\n")
    assert parvis(home, "publish", first, "--reason", "First").code == 0
    upsert = ("--id", "trees", "--mode", "upsert", "--key", "code")
    assert parvis(home, "publish", second, *upsert).code == 0
    assert "InvalidRESTParameterError" in parvis(home, "publish", second, *upsert[:-2]).err

    listed = parvis(home, "versions", "trees", "--json").json()
    assert [(v["number"], v["mode"], v["reason"], v["rows"]) for v in listed] == [
        (2, "upsert", "", 3),
        (1, "replace", "First", 2),
    ]
    assert all(v["cost"]["own"] > 0 for v in listed)

    out = tmp_path / "changes.csv"
    compared = parvis(home, "compare", "trees", "1", "2", "--key", "code", "--csv", out, "--json").json()
    assert [compared["records"][name] for name in ("added", "removed", "changed", "unchanged")] == [1, 0, 1, 1]
    lines = list(csv.reader(out.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert lines == [["change", "code", "height"], ["before", "B", "2"], ["after", "B", "20"], ["added", "C", "3"]]

    assert "VersionInUse" in parvis(home, "delete-version", "trees", "2", "--reason", "x").err
    assert parvis(home, "retention", "trees", "last:1").out == "Kept of trees: last:1. Deleted: 1.\n"
    assert "VersionDeleted" in parvis(home, "rollback", "trees", "1").err
    assert "InvalidRetention" in parvis(home, "retention", "trees", "some").err
