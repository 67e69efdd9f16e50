"""Values that stand for nothing."""

from __future__ import annotations

import re

from parvis.core.words import fold

_MARKS = frozenset(
    {"todo", "tbd", "n/a", "na", "none", "null", "-", "...", "…", "test", "a completer", "non renseigne", "unknown"}
    | {"inconnu", "not specified", "notspecified", ""}
)
_TAGS = re.compile(r"<[^>]*>")


def is_placeholder(text: str | None, name: str = "") -> bool:
    """Whether a value says nothing: empty, a usual filler, or the name of its own field."""
    folded = fold((text or "").strip())
    return folded in _MARKS or (bool(name) and folded == fold(name))


def plain(html: str | None) -> str:
    """The text of safe HTML with spaces run together."""
    return " ".join(_TAGS.sub(" ", html or "").split())
