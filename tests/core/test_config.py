"""Settings come from the environment, and their page says all of them."""

import re
from pathlib import Path

import pytest

from parvis.core.config import ROWS, InvalidSetting, Settings

PAGE = Path(__file__).parents[2] / "docs" / "operate" / "settings.md"


def test_without_environment_all_defaults_hold():
    settings = Settings.from_environment({})
    assert settings.home == Path.cwd() / "parvis-data"
    assert (settings.allowed_hosts, settings.trusted_origins) == (("*",), ())
    assert (settings.https, settings.debug, settings.language) == (False, False, "fr")


def test_lists_and_flags_are_read():
    settings = Settings.from_environment({"PARVIS_ALLOWED_HOSTS": " a.fr, b.fr,", "PARVIS_HTTPS": "True"})
    assert settings.allowed_hosts == ("a.fr", "b.fr")
    assert settings.https


@pytest.mark.parametrize(("name", "value"), [("PARVIS_DEBUG", "maybe"), ("PARVIS_LANGUAGE", "de")])
def test_a_value_that_cannot_be_used_is_told(name: str, value: str):
    with pytest.raises(InvalidSetting, match=f"{name} is '{value}'"):
        Settings.from_environment({name: value})


def test_the_secret_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path):
    settings = Settings.from_environment({"PARVIS_HOME": str(tmp_path / "new")})
    key = settings.secret_key()
    assert len(key) >= 50
    assert settings.secret_key() == key
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret_key"]


def test_a_stated_secret_key_leaves_the_folder_alone(tmp_path: Path):
    settings = Settings.from_environment({"PARVIS_HOME": str(tmp_path / "new"), "PARVIS_SECRET_KEY": "stated"})
    assert settings.secret_key() == "stated"
    assert not (tmp_path / "new").exists()


def test_the_page_of_settings_says_every_setting_as_the_code_does():
    rows = re.findall(r"^\| `(PARVIS_\w+)` \| (.*?) \| (.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(row.name, f"`{row.default}`" if row.default else "", row.help) for row in ROWS]
