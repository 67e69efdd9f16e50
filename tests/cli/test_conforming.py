"""`parvis check-schema`, and `parvis publish --schema`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.factories.command import parvis

from parvis.cli.commands.conforming import check_schema_command

SCHEMA = {"title": "Trees", "version": "1.0", "fields": [{"name": "height", "type": "integer"}, {"name": "species"}]}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "good.csv").write_text("height,species\n12,Elm\n")
    (tmp_path / "bad.csv").write_text("height,species\n12,Elm\ntall,Oak\n")
    return tmp_path


def checked(files: Path, name: str, *more: str, schema: str = "schema.json", text: str | None = None) -> object:
    file = name if name == "-" else str(files / name)
    return CliRunner().invoke(
        check_schema_command,
        [file, "--schema", str(files / schema), *more],
        input=text,
        standalone_mode=False,
    )


def test_a_file_that_conforms_ends_with_zero(files: Path) -> None:
    found = checked(files, "good.csv")
    assert (found.return_value, found.output) == (0, "Conforms to Trees 1.0: 1 rows.\n")


def test_a_file_that_does_not_says_where(files: Path) -> None:
    found = checked(files, "bad.csv", "--lang", "fr")
    assert found.return_value == 1
    assert found.output.startswith("Non conforme à Trees 1.0. Erreurs : 1 ; lignes : 2.")
    assert "ligne 2 : 'tall'" in found.output


def test_scripts_read_json(files: Path) -> None:
    found = checked(files, "bad.csv", "--json")
    assert found.return_value == 1
    report = json.loads(found.output)
    assert report["rules"][0]["examples"] == [{"row": 2, "value": "tall"}]


def test_the_standard_input_is_read(files: Path) -> None:
    assert checked(files, "-", text="height,species\nx,y\n").return_value == 1


@pytest.mark.parametrize("schema", ["good.csv", "bad.csv"])
def test_a_schema_that_is_none_is_no_verdict(files: Path, schema: str) -> None:
    found = checked(files, "good.csv", schema=schema)
    assert found.return_value == 2
    assert "InvalidTableSchema" in found.stderr


def test_a_file_that_cannot_be_read_is_no_verdict(files: Path) -> None:
    (files / "empty.csv").write_text("")
    assert checked(files, "empty.csv").return_value == 2


def test_a_schema_at_an_inside_address_is_not_fetched(files: Path) -> None:
    arguments = [str(files / "good.csv"), "--schema", "http://127.0.0.1/schema.json"]
    found = CliRunner().invoke(check_schema_command, arguments, standalone_mode=False)
    assert found.return_value == 2
    assert "127.0.0.1" in found.stderr


def test_publishing_keeps_the_schema_and_may_ask_for_it(files: Path) -> None:
    home = files / "home"
    schema = ("--schema", files / "schema.json")
    refused = parvis(home, "publish", files / "bad.csv", "--id", "trees", *schema, "--require-conformance")
    assert (refused.code, "NotConforming" in refused.err) == (1, True)
    published = parvis(home, "publish", files / "bad.csv", "--id", "trees", *schema, "--json")
    assert published.json()["conformance"]["errors"] == 1
    again = parvis(home, "publish", files / "good.csv", "--id", "trees")
    assert "Conforms to Trees 1.0: 1 rows." in again.out
