"""Case files: ODSQL text, schema and rows, with what every engine answers.

A file has ``fields``, ``rows`` (JSON forms of section 11 of the Explore reference), ``now`` and ``cases``. A case has a
``query`` or ``facets`` (members of QueryText, strings allowed for one-element lists) and ``rows`` (objects by column
name) with ``total`` where wished, or ``groups`` (facet name to value lines), or ``error``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from parvis.core.fields import Field, Schema
from parvis.data.odsql.text import QueryText, Version

FOLDER = Path(__file__).parent / "odsql"
_REPEATED = ("where", "refine", "exclude", "facet", "q", "disjunctive")


@dataclass(frozen=True)
class CaseFile:
    """The table that a file's cases share."""

    name: str
    schema: Schema
    rows: list[dict[str, Any]]
    now: datetime | None


@dataclass(frozen=True)
class Case:
    """One query and its answer."""

    file: CaseFile
    name: str
    text: QueryText
    expected: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The name pytest shows."""
        return f"{self.file.name}: {self.name}"


def query_text(members: Mapping[str, Any]) -> QueryText:
    """QueryText from the members of a case."""
    values: dict[str, Any] = {}
    for name, value in members.items():
        if name in _REPEATED:
            values[name] = (value,) if isinstance(value, str) else tuple(value)
        else:
            values[name] = Version(value) if name == "version" else value
    return QueryText(**values)


@cache
def cases() -> tuple[Case, ...]:
    """Every case of every file."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(path.read_text())
        now = content.get("now")
        schema = Schema.of(Field.from_dict(f) for f in content["fields"])
        file = CaseFile(path.stem, schema, content.get("rows", []), datetime.fromisoformat(str(now)) if now else None)
        for case in content["cases"]:
            members = case.get("query", case.get("facets")) or {}
            found.append(Case(file, case["name"], query_text(members), case))
    return tuple(found)


def answered() -> list[Case]:
    """Cases that engines answer with rows or groups."""
    return [case for case in cases() if "rows" in case.expected or "groups" in case.expected]
