"""`parvis license compare|attribute`."""

from __future__ import annotations

import json

from click.testing import CliRunner

from parvis.cli.commands.license_rules import attribute_command, compare_command
from parvis.data.licensing.facts import UnknownLicense


def test_compare_lists_what_is_lawful() -> None:
    result = CliRunner().invoke(compare_command, ["ODbL-1.0", "etalab-2.0", "--json"])
    outputs = json.loads(result.output)["outputs"]
    assert [o["license"] for o in outputs if o["verdict"] == "allowed"] == ["ODbL-1.0"]


def test_compare_says_why_there_is_none_and_ends_with_one() -> None:
    result = CliRunner().invoke(compare_command, ["ODbL-1.0", "CC-BY-SA-4.0", "--lang", "fr"])
    assert result.exit_code == 1
    assert "aucune n’accepte l’autre" in result.output


def test_attribute_writes_the_line_and_says_what_is_missing() -> None:
    arguments = ["ODbL-1.0", "--title", "Éclairage public", "--producer", "Mairie de Paris", "--lang", "fr"]
    result = CliRunner().invoke(attribute_command, arguments)
    assert result.stdout == "Éclairage public, Mairie de Paris, sous licence ODbL.\n"
    assert "date" in result.stderr


def test_licences_are_known_by_their_names_and_strangers_refused() -> None:
    result = CliRunner().invoke(compare_command, ["Licence Ouverte v2.0", "odbl", "--json"])
    assert [s["license"] for s in json.loads(result.output)["sources"]] == ["etalab-2.0", "ODbL-1.0"]
    assert isinstance(CliRunner().invoke(compare_command, ["otvorena-dozvola"]).exception, UnknownLicense)


def test_compare_takes_the_reading_of_the_licensors() -> None:
    result = CliRunner().invoke(compare_command, ["ODbL-1.0", "--profile", "ODF-2018"])
    assert result.exit_code == 0
    assert "at least at the rhythm of the source" in " ".join(result.output.split())
