"""Every code that a caller can meet is on the page of errors, with its status."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import parvis
from parvis.core.errors import ParvisError

PAGE = (Path(__file__).parents[2] / "docs/use/errors.md").read_text()
# These start a server, or run when they are imported.
STARTING = ("asgi", "__main__", "migrations")


def test_every_error_code_is_documented() -> None:
    for module in pkgutil.walk_packages(parvis.__path__, "parvis."):
        if not any(word in module.name for word in STARTING):
            importlib.import_module(module.name)
    met = {(error.code, error.status) for error in kinds(ParvisError)}
    assert sorted(f"| `{code}` | {status} |" for code, status in met if f"| `{code}` | {status} |" not in PAGE) == []


def kinds(kind: type[ParvisError]) -> Iterator[type[ParvisError]]:
    """The class and all below it, those of tests left out."""
    if kind.__module__.startswith("parvis."):
        yield kind
    for below in kind.__subclasses__():
        yield from kinds(below)
