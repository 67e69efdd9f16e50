"""The method as data: one file a version; a change of any number is a new file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from parvis.core.errors import NotFound
from parvis.data.trust.result import Text

FOLDER = Path(__file__).parent / "methods"
CURRENT = "1.0.0"
_VERSION = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}")


@dataclass(frozen=True)
class Method:
    """Weights, points, caps and texts of one version; ``document`` is the whole file."""

    version: str
    document: Mapping[str, Any]
    weights: Mapping[str, int]
    bands: tuple[tuple[str, int], ...]

    def part(self, name: str) -> Mapping[str, Any]:
        """The numbers of one axis."""
        found: Mapping[str, Any] = self.document[name]
        return found

    def text(self, text: Text, lang: str) -> str:
        """A sentence in French, else in English. Values that name texts of the method are told too."""
        texts = self.document["texts"]
        language = "fr" if lang == "fr" else "en"
        values = {name: texts[v][language] if v in texts else v for name, v in text.values}
        sentence: str = texts[text.key][language]
        return sentence.format(**values)

    def has_text(self, key: str) -> bool:
        """Whether there is a sentence of that key."""
        return key in self.document["texts"]


@cache
def method(version: str = CURRENT) -> Method:
    """The method of that version. Raises NotFound when this program does not have it."""
    path = FOLDER / f"{version}.json"
    if not _VERSION.fullmatch(version) or not path.is_file():
        raise NotFound(f"there is no version {version[:20]} of the method", hint=f"the current one is {CURRENT}")
    document = json.loads(path.read_text(encoding="utf-8"))
    weights = {axis["code"]: axis["weight"] for axis in document["axes"]}
    return Method(version, document, weights, tuple((name, low) for name, low in document["bands"]))


def versions() -> list[str]:
    """Every version that this program can compute, oldest first."""
    found = [path.stem for path in FOLDER.glob("*.json")]
    return sorted(found, key=lambda text: tuple(int(part) for part in text.split(".")))
