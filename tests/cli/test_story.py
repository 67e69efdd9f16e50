"""A data officer's first day, command after command on one data folder."""

from __future__ import annotations

import json
from pathlib import Path

from tests.factories.command import parvis

TREES = (
    "code;espèce;planté le;hauteur\n001;Érable;2020-03-01;4,5\n002;Chêne;2019-11-20;12,0\n003;Tilleul;2021-01-15;7,25\n"
)


def test_from_a_file_to_a_version_and_back(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "arbres.csv"
    file.write_text(TREES, encoding="cp1252")

    published = parvis(home, "publish", file, "--title", "Arbres", "--license", "Licence Ouverte v2.0")
    assert published.code == 0, published.err
    assert "3 read, 3 kept, 0 rejected" in published.out
    assert "/explore/dataset/arbres/" in published.out

    shown = parvis(home, "show", "arbres", "--json").json()
    types = {field["name"]: field["type"] for field in shown["fields"]}
    assert types == {"code": "text", "espece": "text", "plante_le": "date", "hauteur": "double"}

    asked = parvis(home, "query", "arbres", "--where", "hauteur > 5", "--order-by", "hauteur desc", "--json").json()
    assert [row["espece"] for row in asked["results"]] == ["Chêne", "Tilleul"]

    file.write_text(TREES + "004;Orme;2022-02-02;3,0\nbroken line\n", encoding="cp1252")
    again = parvis(home, "publish", file, "--json").json()
    assert (again["version"], again["report"]["rejected"]) == (2, 1)
    assert again["report"]["rejects"][0]["line"] == 6

    out = tmp_path / "out.jsonl"
    exported = parvis(home, "export", "arbres", "--format", "jsonl", "--where", "code = '004'", "-o", out)
    assert exported.code == 0, exported.err
    assert json.loads(out.read_text())["espece"] == "Orme"

    assert parvis(home, "rollback", "arbres", "1").code == 0
    assert parvis(home, "query", "arbres", "--json").json()["total_count"] == 3
    versions = parvis(home, "versions", "arbres", "--json").json()
    assert [(v["number"], v["rows"], v["published"]) for v in versions] == [(2, 4, False), (1, 3, True)]

    assert parvis(home, "unpublish", "arbres").code == 0
    refused = parvis(home, "query", "arbres")
    assert (refused.code, "does not exist" in refused.err) == (1, True)


def test_wrong_query_says_where_and_how(tmp_path: Path) -> None:
    file = tmp_path / "arbres.csv"
    file.write_text(TREES)
    assert parvis(tmp_path / "home", "publish", file).code == 0
    ended = parvis(tmp_path / "home", "query", "arbres", "--where", "hauter > 5")
    assert ended.code == 1
    assert "Unknown field: hauter" in ended.err
    assert "did you mean hauteur?" in ended.err


def test_file_that_is_no_table_changes_nothing(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "photo.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    ended = parvis(home, "publish", file)
    assert ended.code == 1
    assert "is an image, not a table" in ended.err
    assert parvis(home, "list", "--json").json() == []
