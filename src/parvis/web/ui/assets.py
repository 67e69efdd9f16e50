"""What the built front end is made of, read from the manifest that its build writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "static" / "dist"
BASE = "dist/"


@dataclass(frozen=True, slots=True)
class Entry:
    """The files of one entry, as paths under the static prefix: its script, its sheets, the modules it imports."""

    script: str
    styles: tuple[str, ...]
    imports: tuple[str, ...]


@cache
def manifest() -> dict[str, Any]:
    """The manifest: source path to ``file``, ``css``, ``imports``."""
    return dict(json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8")))


@cache
def entry(name: str) -> Entry:
    """The entry ``src/NAME.ts``. The build puts shared styles on shared modules, so those of imports count.

    Raises KeyError for an entry that was not built.
    """
    root = manifest()[f"src/{name}.ts"]
    chunks = [root, *reached(root)]
    styles = dict.fromkeys(BASE + sheet for chunk in chunks for sheet in chunk.get("css", ()))
    return Entry(BASE + root["file"], tuple(styles), tuple(BASE + chunk["file"] for chunk in chunks[1:]))


def reached(chunk: dict[str, Any]) -> list[dict[str, Any]]:
    """The chunks that this one imports at once, however far, each once; not those it imports on demand."""
    found: dict[str, dict[str, Any]] = {}
    waiting = list(chunk.get("imports", ()))
    while waiting:
        key = waiting.pop(0)
        if key not in found:
            found[key] = manifest()[key]
            waiting.extend(found[key].get("imports", ()))
    return list(found.values())


def file(source: str) -> str:
    """The built path of a source file, such as ``fonts/source-sans-3.woff2``. Raises KeyError when unknown."""
    return BASE + str(manifest()[source]["file"])
