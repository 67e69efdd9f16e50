"""The page of the dialects against their definitions."""

import importlib.util
from dataclasses import fields
from pathlib import Path

from parvis.data.metadata.description import Description
from parvis.data.metadata.dialects import DIALECTS
from parvis.data.metadata.parts import Distribution

ROOT = Path(__file__).parents[4]


def test_the_page_of_the_dialects_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location("metadata_pages", ROOT / "tools/metadata_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.page() == module.PAGE.read_text(), "run: python tools/metadata_pages.py"


def test_dialects_speak_of_members_that_exist() -> None:
    members, files = ({f.name for f in fields(kind)} for kind in (Description, Distribution))
    for dialect in DIALECTS.values():
        assert set(dialect.members) <= members
        assert set(dialect.files) <= files
        assert dialect.lossy <= set(dialect.members)
