"""What a check found: whether the file conforms, and every rule that it breaks, for programs and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from parvis.data.ingest.conformance.messages import sentence

ERROR = "error"
WARNING = "warning"
_ROWS = 5
_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the columns, or the file as a whole. ``severity`` is error or warning."""

    rule: str
    severity: str
    column: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A row that breaks a rule: its number below the header, from 1, and the text of the cell (None: empty)."""

    row: int
    value: str | None


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A rule that rows break: which rule, on which column, how many rows, the first of them."""

    rule: str
    column: str
    count: int
    examples: tuple[Example, ...]
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule of the schema that could not be checked; ``reason`` is the name of a message."""

    rule: str
    column: str
    reason: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conformance:
    """The whole report. ``schema`` is the reference of the schema, ``rows`` how many were looked at."""

    schema: Mapping[str, str]
    rows: int
    findings: tuple[Finding, ...] = ()
    rules: tuple[RuleResult, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()

    @property
    def errors(self) -> int:
        """Everything that is wrong: columns, and rows by rule."""
        return sum(f.severity == ERROR for f in self.findings) + sum(rule.count for rule in self.rules)

    @property
    def warnings(self) -> int:
        """What is worth a look, and breaks no rule."""
        return sum(f.severity == WARNING for f in self.findings)

    @property
    def conforms(self) -> bool:
        """Whether there is no error."""
        return self.errors == 0

    def to_dict(self) -> dict[str, Any]:
        """JSON object; each entry says itself in English and French."""
        return {
            "schema": dict(self.schema),
            "conforms": self.conforms,
            "rows": self.rows,
            "errors": self.errors,
            "warnings": self.warnings,
            "findings": [_told(found, found.rule) for found in self.findings],
            "rules": [_told(found, found.rule) for found in self.rules],
            "unchecked": [_told(found, found.reason) for found in self.unchecked],
        }

    def block(self) -> dict[str, Any]:
        """The report in short, as manifests hold it."""
        return {"schema": dict(self.schema), "conforms": self.conforms, "errors": self.errors, "rows": self.rows}

    def as_text(self, language: str = "en") -> str:
        """Lines for a terminal: the verdict, what is wrong, what is worth a look, what was not checked."""
        lines = [self.verdict(language)]
        lines += [_line("error", told(f, f.rule, language), language) for f in self.findings if f.severity == ERROR]
        for rule in self.rules:
            lines.append(_line("error", f"{told(rule, rule.rule, language)} ({rule.count:,})", language))
            lines += [f"{'':11}{_shown(example, language)}" for example in rule.examples[:_ROWS]]
        lines += [_line("warning", told(f, f.rule, language), language) for f in self.findings if f.severity == WARNING]
        lines += [_line("note", told(found, found.reason, language), language) for found in self.unchecked]
        return "\n".join(lines)

    def verdict(self, language: str = "en") -> str:
        """Whether the file conforms, in a sentence."""
        name = self.schema.get("title") or self.schema.get("name") or self.schema.get("url") or "Table Schema"
        label = f"{name} {self.schema.get('version', '')}".strip()
        params = {"label": label, "rows": f"{self.rows:,}", "errors": f"{self.errors:,}"}
        return sentence("conforms" if self.conforms else "does-not-conform", language, params)

    def sentences(self, language: str = "en") -> list[str]:
        """What is wrong, a sentence each."""
        found = [told(f, f.rule, language) for f in self.findings if f.severity == ERROR]
        return found + [told(rule, rule.rule, language) for rule in self.rules]


def told(found: Finding | RuleResult | Unchecked, message: str, language: str) -> str:
    """The sentence of an entry."""
    return sentence(message, language, {"column": found.column, "rule": found.rule, **found.params})


def _told(found: Finding | RuleResult | Unchecked, message: str) -> dict[str, Any]:
    return {**asdict(found), "message": {language: told(found, message, language) for language in ("en", "fr")}}


def _line(severity: str, text: str, language: str) -> str:
    return f"  {sentence(f'severity-{severity}', language, {}):<8} {text}"


def _shown(example: Example, language: str) -> str:
    text = sentence("empty", language, {}) if example.value is None else repr(example.value)
    cut = text if len(text) <= _WIDTH else text[:_WIDTH] + "…"
    return sentence("row", language, {"row": f"{example.row:,}", "value": cut})
