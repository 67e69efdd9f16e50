"""Settings of Django are read before anything exists, and name the database that is asked for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from parvis.core.config import InvalidSetting, Settings
from parvis.site.databases import default_database


def test_django_starts_without_a_data_folder_and_creates_none(tmp_path: Path):
    environment = {
        **os.environ,
        "PARVIS_HOME": str(tmp_path / "absent"),
        "DJANGO_SETTINGS_MODULE": "parvis.site.settings",
    }
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-W", "error", "-c", "import django; django.setup()"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert not (tmp_path / "absent").exists()


def test_the_default_database_is_a_file_of_the_data_folder():
    database = default_database(Settings.from_environment({"PARVIS_HOME": "/srv/parvis"}))
    assert database["NAME"] == Path("/srv/parvis/control.sqlite3")


def test_an_address_names_a_postgresql_database():
    url = "postgres://ada:p%40ss@db.example:5433/parvis?sslmode=require"
    database = default_database(Settings.from_environment({"PARVIS_DATABASE_URL": url}))
    assert database["ENGINE"] == "django.db.backends.postgresql"
    named = {name: database[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    assert named == {
        "NAME": "parvis",
        "USER": "ada",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("url", ["mysql://a/b", "postgres://host", "parvis"])
def test_an_address_that_cannot_be_read_is_told_without_its_password(url: str):
    with pytest.raises(InvalidSetting, match="PARVIS_DATABASE_URL cannot be read"):
        default_database(Settings.from_environment({"PARVIS_DATABASE_URL": url}))


@pytest.mark.django_db
def test_models_and_migrations_agree():

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
