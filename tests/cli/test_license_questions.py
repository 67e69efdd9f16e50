"""`parvis license questions` as a person runs it."""

import subprocess
import sys
from pathlib import Path

from tests.factories.command import environment, parvis

SETUP = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.site.settings"
import django
django.setup()
"""
ASK = """
from parvis.control.community import actions
from parvis.control.community.facts import Asked, Profile
asked = Asked("Ada Martin", "ada@example.org", ("https://example.org/",), "May a map be sold?", Profile.CITIZEN)
actions.ask(domain="lyon", asked=asked, address="192.0.2.1")
"""


def test_a_question_is_listed_answered_and_published(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert parvis(home, "domain", "create", "lyon", "--default").code == 0
    variables = {**environment(), "PARVIS_HOME": str(home)}
    subprocess.run([sys.executable, "-c", SETUP + ASK], env=variables, check=True)
    (line,) = parvis(home, "license", "questions", "list", "--json").json()
    number = line["number"]
    assert "email" not in line
    assert "ada@example.org" in parvis(home, "license", "questions", "show", number).out
    told = parvis(home, "license", "questions", "answer", number, "--text", "Yes, with a notice.")
    assert "ada@example.org" in told.out
    refused = parvis(home, "license", "questions", "publish", number, "--question", "Ada Martin asks")
    assert (refused.code, "NotAnonymous" in refused.err) == (1, True)
    assert parvis(home, "license", "questions", "publish", number, "--question", "May maps be sold?").code == 0
    assert parvis(home, "license", "questions", "list", "--state", "published", "--json").json()[0]["number"] == number
