"""The sentences of a report, in English and French; the texts are in ``messages.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

_PLACE = re.compile(r"\{(\w+)\}")
_LONGEST = 300


def sentence(message: str, language: str, params: Mapping[str, Any]) -> str:
    """The sentence of a rule with its parameters; English when a language is not known."""
    told = texts()[message]
    return _PLACE.sub(lambda place: _shown(params.get(place[1]), language), told.get(language) or told["en"])


@lru_cache(maxsize=1)
def texts() -> Mapping[str, Mapping[str, str]]:
    """All sentences: name of the message, then language."""
    found = yaml.safe_load(files(__package__).joinpath("messages.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def _shown(value: Any, language: str) -> str:
    if isinstance(value, list | tuple):
        text = ", ".join(_shown(item, language) for item in value)
    elif isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, Mapping):
        text = str(value.get(language) or value.get("en") or "")
    else:
        text = "" if value is None else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
