"""What an ingest did, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read: line in the file (from 1), its text, why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class FieldReport:
    """A field as it was found: identifier, label, type, why that type, how many values are filled."""

    name: str
    label: str
    type: str
    reason: str
    filled: int


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an ingest. ``rejects`` holds the first ones, ``rejected`` counts all; ``seconds`` is wall time.

    ``processing`` is of the pipeline (steps, rows before, values rejected by step and field), ``step_rejects`` holds
    the first rejected values.
    """

    format: str
    options: dict[str, Any]
    read: int
    kept: int
    rejected: int
    rejects: tuple[Reject, ...]
    warnings: tuple[str, ...]
    fields: tuple[FieldReport, ...]
    seconds: float
    processing: Mapping[str, Any] = field(default_factory=dict)
    step_rejects: tuple[Mapping[str, Any], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return asdict(self)

    def as_text(self) -> str:
        """Lines for a terminal."""
        found = ", ".join(f"{name} {_shown(value)}" for name, value in self.options.items())
        lines = [
            f"Read as {self.format}{f' ({found})' if found else ''} in {self.seconds:.1f} s",
            f"  rows      {self.read:,} read, {self.kept:,} kept, {self.rejected:,} rejected",
        ]
        lines += [f"  rejected  line {r.line}: {r.reason} — {_cut(r.text)}" for r in self.rejects[:10]]
        if self.rejected > 10:
            lines.append(f"  rejected  … and {self.rejected - 10:,} more, see the report of the version")
        lines += [f"  warning   {warning}" for warning in self.warnings]
        width = max((len(f.name) for f in self.fields), default=0)
        lines += [f"  field     {f.name:<{width}}  {f.type:<12}  {f.reason}" for f in self.fields]
        return "\n".join(lines)


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str) and (not value.strip() or not value[0].isalnum()) else str(value)


def _cut(text: str) -> str:
    line = text.replace("\n", "⏎")
    return line if len(line) <= 80 else line[:80] + "…"
