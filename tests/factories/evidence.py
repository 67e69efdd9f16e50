"""Evidence documents for tests: the base of the case file with changes merged in."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

FILE = yaml.safe_load((Path(__file__).parents[1] / "cases" / "trust" / "scores.yaml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = FILE["cases"]


def document(change: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The base with the change merged in; lists are replaced."""
    return _merged(copy.deepcopy(FILE["base"]), change or {})


def _merged(base: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in change.items():
        if isinstance(value, Mapping) and isinstance(base.get(name), dict):
            _merged(base[name], value)
        else:
            base[name] = value
    return base
