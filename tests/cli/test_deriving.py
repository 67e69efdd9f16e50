"""`parvis derive` as a person runs it."""

from pathlib import Path

from tests.factories.command import parvis


def a_dataset(home: Path, name: str, license: str) -> None:
    path = home.parent / f"{name}.csv"
    path.write_text("code,n\na,1\n")
    assert parvis(home, "publish", path, "--license", license).code == 0


def test_a_conflict_is_declared_shown_and_checked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    a_dataset(home, "towns", "ODbL")
    a_dataset(home, "trees", "CC BY 4.0")
    shown = parvis(home, "derive", "trees", "--from", "towns@1", "--source", "https://x.org", "--license", "CC0")
    assert shown.code == 0
    assert "trees: conflict" in shown.out
    checked = parvis(home, "derive", "--check", "--json")
    assert (checked.code, [one["lawful"] for one in checked.json()]) == (1, [["ODbL-1.0"]])
    assert "DerivationConflict" in parvis(home, "publish", tmp_path / "trees.csv").err
    assert parvis(home, "derive", "trees", "--none").out == "trees has no parents.\n"


def test_options_that_do_not_fit_are_misuse(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert parvis(home, "derive", "trees", "--source", "https://x.org").code == 2
    assert parvis(home, "derive", "trees", "--from", "towns@last").code == 2
    assert parvis(home, "derive").code == 2
