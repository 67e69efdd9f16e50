"""The French catalog is written as French is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import parvis

CATALOG = Path(parvis.__file__).parent / "locale/fr/LC_MESSAGES/django.po"
# What is inside a tag or a placeholder is not text.
MARKUP = re.compile(r"<[^>]*>|%\(\w+\)s|https?://\S+")
FAULTS = {
    "straight apostrophe": re.compile(r"\w'\w"),
    "straight quotes": re.compile(r'"'),
    "breaking space before a high sign": re.compile(r" [:;!?»]|« "),
    "no space before a high sign": re.compile(r"\w[;!?»]|\w:(?!\S)|«\w"),
    "three dots": re.compile(r"\.\.\."),
}


def texts() -> list[str]:
    """Every French text, without its markup."""
    with CATALOG.open("rb") as source:
        catalog = read_po(source, locale="fr")
    strings = [m.string if isinstance(m.string, tuple | list) else (m.string,) for m in catalog if m.id]
    return [MARKUP.sub("", str(text)) for group in strings for text in group]


@pytest.mark.parametrize("fault", FAULTS)
def test_french_typography(fault: str) -> None:
    assert [text for text in texts() if FAULTS[fault].search(text)] == []
